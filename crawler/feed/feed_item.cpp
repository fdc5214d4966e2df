#include "crawler/feed/feed_item.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "crawler/text/date_text.h"
#include "crawler/identity.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxCodes = 64;
constexpr std::size_t kMaxCodeBytes = 200;

std::vector<Code> codes_of(const std::vector<std::string>& categories) {
  std::vector<Code> codes;
  for (const std::string& category : categories) {
    std::string value = collapse_whitespace(category);
    if (value.empty() || value.size() > kMaxCodeBytes || codes.size() == kMaxCodes) continue;
    Code code{guess_code_scheme(value), std::move(value)};
    if (std::find(codes.begin(), codes.end(), code) == codes.end())
      codes.push_back(std::move(code));
  }
  return codes;
}

// arXiv's RSS puts "arXiv:2609.39403v1 Announce Type: new Abstract: " in front of the abstract.
std::string_view without_announcement(std::string_view abstract) {
  const std::size_t label = abstract.substr(0, 200).find("Abstract:");
  const bool announced = abstract.starts_with("arXiv:") && label != std::string_view::npos;
  return announced ? trim(abstract.substr(label + 9)) : abstract;
}

std::string resolved_link(const FeedItem& item, const FeedContext& context) {
  if (item.link.empty()) return is_web_url(item.guid) ? item.guid : std::string();
  const std::string link = resolve_url(item.base.empty() ? context.url : item.base, item.link);
  return is_web_url(link) ? link : std::string();
}

std::vector<std::string> keys_of(const FeedItem& item, const std::string& link,
                                 const Source& source) {
  Keys keys;
  for (const std::string& identifier : item.identifiers) {
    keys.add_doi(identifier);
    keys.add_arxiv(identifier);
  }
  keys.add_doi(item.guid);
  keys.add_arxiv(item.guid);
  keys.add_url(link);
  keys.add_local(source.id, item.guid);
  return keys.take();
}

std::string language_of(const FeedItem& item, const FeedContext& context, const Source& source) {
  for (const std::string* tag : {&item.language, &context.language, &source.language}) {
    if (std::string language = normalise_language(*tag); !language.empty()) return language;
  }
  return {};
}

}  // namespace

std::string content_key(const Document& document) {
  const std::string date = document.published ? format_date(*document.published) : std::string();
  const std::string content = document.title + '\n' + document.abstract + '\n' + date;
  return fmt::format("id:{}:{:016x}", document.source, stable_hash(content));
}

Document document_of(const FeedItem& item, const FeedContext& context, const Source& source) {
  Document document;
  document.source = source.id;
  document.title = item.title;
  document.url = resolved_link(item, context);
  document.keys = keys_of(item, document.url, source);
  document.language = language_of(item, context, source);
  for (const std::string& name : item.authors) document.authors.push_back({.name = name});
  for (const std::string& name : item.organisations) {
    document.organisations.push_back({.name = name});
  }
  document.codes = codes_of(item.categories);
  document.published = parse_feed_date(item.published);
  if (const auto updated = parse_feed_date(item.updated)) document.updated = updated->day;
  const bool paper = std::any_of(document.keys.begin(), document.keys.end(), [](const auto& key) {
    return key.starts_with("doi:") || key.starts_with("arxiv:");
  });
  document.kind = source.document_kind.value_or(paper ? Kind::kPaper : document_kind_of(source));
  document.abstract = std::string(without_announcement(item.abstract));
  if (document.keys.empty()) document.keys.push_back(content_key(document));
  document.id = document.keys.front();
  return document;
}

}  // namespace horizon::crawler
