#include "crawler/html/page_document.h"

#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/identity.h"
#include "crawler/text/tex_text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxTitleBytes = 2'000;
constexpr std::size_t kMaxTextBytes = std::size_t{256} << 10;
constexpr std::size_t kMaxRawBytes = std::size_t{2} << 20;

// A site may name one of its own pages as the real one, but not somebody else's as its own.
std::string address_of(const Article& article, const std::string& url) {
  const std::string& canonical = article.meta.canonical;
  if (canonical.empty()) return url;
  const auto site = [](std::string host) {
    return host.starts_with("www.") || host.starts_with("m.") ? host.substr(host.find('.') + 1)
                                                              : host;
  };
  if (site(host_of(canonical)) != site(host_of(url))) return url;
  // A canonical address of "/" on every page is a mistake of the site.
  const bool front = parse_url(canonical).path.size() <= 1 && parse_url(url).path.size() > 1;
  return front ? url : canonical;
}

void put_date(const Article& article, const PageHints& hints, Document& document) {
  if (article.published) {
    document.published = article.published->written;
  } else if (hints.published) {
    document.published = hints.published->written;
  }
  if (const auto modified = parse_date_text(article.meta.modified)) {
    document.updated = modified->written.day;
  }
}

// The abstract that the page gives; the description where that is one; else its text.
std::string abstract_of(const Article& article, Kind kind) {
  if (kind != Kind::kPaper) return article.text;
  if (!article.meta.abstract.empty()) return math_to_text(article.meta.abstract);
  if (article.meta.description.size() > 300) return math_to_text(article.meta.description);
  return article.text;
}

Document document_of(const Article& article, const Source& source, const std::string& url,
                     const PageHints& hints) {
  Document document;
  document.source = source.id;
  document.kind = article.meta.paper ? Kind::kPaper : document_kind_of(source);
  if (source.document_kind) document.kind = *source.document_kind;
  document.title = article.title.empty() ? hints.title : math_to_text(article.title);
  document.title = truncate_utf8(document.title, kMaxTitleBytes);
  document.abstract = truncate_utf8(abstract_of(article, document.kind), kMaxTextBytes);
  document.language = normalise_language(article.language);
  if (document.language.empty()) document.language = normalise_language(hints.language);
  if (document.language.empty()) document.language = source.language;
  document.url = address_of(article, url);
  document.venue = article.meta.venue.empty() ? article.meta.site_name : article.meta.venue;
  for (const std::string& name : article.authors) add_author(document, Person{name, {}, {}});
  put_date(article, hints, document);
  Keys keys;
  keys.add_doi(article.meta.doi);
  keys.add_url(document.url);
  if (keys.empty()) keys.add_local(source.id, url);
  document.keys = keys.take();
  document.id = document.keys.front();
  return document;
}

}  // namespace

Parsed read_page(std::string_view bytes, const Source& source, const Provenance& provenance,
                 const PageHints& hints) {
  const Article article = read_article(bytes, provenance.content_type, provenance.origin);
  Document document = document_of(article, source, provenance.origin, hints);
  if (document.title.empty() && document.abstract.empty()) {
    return QuarantinedRecord{source.id, provenance.origin, "the page has neither title nor text",
                             std::string(bytes.substr(0, kQuarantineBytes)), provenance.fetched};
  }
  RawRecord raw{source.id, provenance.origin, "text/html",
                std::string(bytes.substr(0, kMaxRawBytes)), provenance.fetched};
  return ParsedRecord{std::move(raw), std::move(document)};
}

}  // namespace horizon::crawler
