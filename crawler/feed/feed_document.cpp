#include "crawler/feed/feed_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/identity.h"
#include "crawler/text/tex_text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxFeedCodes = 64;
constexpr std::size_t kMaxFeedCodeBytes = 200;

// arXiv's RSS puts "arXiv:2609.39403v1 Announce Type: new Abstract: " in front of the abstract.
std::string_view without_announcement(std::string_view abstract) {
  const std::size_t label = abstract.substr(0, 200).find("Abstract:");
  const bool announced = abstract.starts_with("arXiv:") && label != std::string_view::npos;
  return announced ? trim(abstract.substr(label + 9)) : abstract;
}

std::vector<std::string> keys_of(const FeedEntry& entry, const std::string& link,
                                 const Source& source) {
  Keys keys;
  for (const std::string& identifier : entry.identifiers) {
    keys.add_doi(identifier);
    keys.add_arxiv(identifier);
  }
  keys.add_doi(entry.guid);
  keys.add_arxiv(entry.guid);
  keys.add_url(link);
  keys.add_url(entry.link);
  if (entry.id_is_link && is_web_url(entry.guid)) keys.add_url(entry.guid);
  keys.add_local(source.id, entry.guid);
  return keys.take();
}

std::string language_of(const FeedEntry& entry, const Feed& feed, const Source& source) {
  for (const std::string* tag : {&entry.language, &feed.language, &source.language}) {
    if (std::string language = normalise_language(*tag); !language.empty()) return language;
  }
  return {};
}

void add_name(std::string_view name, Document& document) {
  add_author(document, {.name = std::string(name)});
}

// arXiv names all authors in one element.
void add_authors(const FeedEntry& entry, const Feed& feed, bool arxiv, Document& document) {
  // RFC 4287, 4.2.1: an entry's authors are its own, else its source's, else the feed's.
  const auto* people = &entry.authors;
  if (people->empty()) people = &entry.source_authors;
  if (people->empty() && feed.version.starts_with("atom")) people = &feed.authors;
  for (const FeedPerson& person : *people) {
    if (!arxiv || people->size() > 1) {
      add_name(person.name, document);
      continue;
    }
    for (const std::string_view name : split(person.name, ',')) add_name(trim(name), document);
  }
  for (const std::string& name : entry.organisations) {
    add_organisation(document, {.name = name});
  }
}

// The month in "arxiv:2609.39403".
std::optional<PartialDate> month_of_number(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (!key.starts_with("arxiv:") || key.size() < 11 || key[10] != '.') continue;
    return parse_iso_date("20" + key.substr(6, 2) + "-" + key.substr(8, 2));
  }
  return std::nullopt;
}

void set_dates(const FeedEntry& entry, Document& document) {
  if (entry.updated) document.updated = entry.updated->written.day;
  for (const auto* date : {&entry.published, &entry.created, &entry.updated}) {
    if (!document.published && *date) document.published = (*date)->written;
  }
  if (!entry.announcement.starts_with("replace")) return;
  // The date is that of the new version.
  const auto month = month_of_number(document.keys);
  if (!month || !document.published) return;
  document.updated = document.published->day;
  document.published = month;
}

}  // namespace

std::string content_key(const Document& document) {
  const std::string date = document.published ? format_date(*document.published) : std::string();
  const std::string content = document.title + '\n' + document.abstract + '\n' + date;
  return fmt::format("id:{}:{:016x}", document.source, stable_hash(content));
}

Document document_of(const FeedEntry& entry, const Feed& feed, const Source& source) {
  Document document;
  document.source = source.id;
  document.title = math_to_text(entry.title);
  std::string_view link = entry.original_link.empty() ? entry.link : entry.original_link;
  if (link.empty() && is_web_url(entry.guid)) link = entry.guid;
  if (is_web_url(link)) document.url = std::string(link);
  document.keys = keys_of(entry, document.url, source);
  document.language = language_of(entry, feed, source);
  for (const FeedCategory& category : entry.categories) {
    if (category.term.size() > kMaxFeedCodeBytes || document.codes.size() == kMaxFeedCodes)
      continue;
    add_code(document, guess_code_scheme(category.term), category.term);
  }
  const auto has = [&](std::string_view prefix) {
    return std::any_of(document.keys.begin(), document.keys.end(),
                       [&](const auto& key) { return key.starts_with(prefix); });
  };
  add_authors(entry, feed, has("arxiv:"), document);
  set_dates(entry, document);
  const bool paper = has("doi:") || has("arxiv:");
  document.kind = source.document_kind.value_or(paper ? Kind::kPaper : document_kind_of(source));
  document.venue = entry.venue;
  if (document.venue.empty() && document.kind == Kind::kNews) document.venue = feed.title;
  document.abstract = math_to_text(without_announcement(entry.summary));
  if (document.keys.empty()) document.keys.push_back(content_key(document));
  document.id = document.keys.front();
  return document;
}

}  // namespace horizon::crawler
