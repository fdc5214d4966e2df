#include "crawler/sitemap/sitemap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <pugixml.hpp>
#include <span>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/bytes/charset.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxUrlBytes = 8192;

// As much as can be read of a damaged file, and no more than the limit.
std::string plain_bytes(std::string_view bytes, bool& complete) {
  const auto source = open_memory(bytes);
  if (!source) return {};
  std::string out;
  std::vector<char> buffer(std::size_t{64} << 10);
  while (out.size() < kMaxSitemapBytes) {
    const auto read = (*source)->read(buffer);
    if (!read) complete = false;
    if (!read || *read == 0) return out;
    out.append(buffer.data(), *read);
  }
  complete = false;
  return out;
}

std::string one_line(std::string_view text) { return collapse_whitespace(sanitise_utf8(text)); }

// Addresses hold no white space; editors and generators break them over lines all the same.
std::string address(std::string_view text, std::string_view base_url) {
  std::string url;
  for (const char c : trim(text)) {
    if (c != '\n' && c != '\r' && c != '\t') url += c;
  }
  if (url.empty() || url.size() > kMaxUrlBytes) return {};
  url = sanitise_utf8(url);
  const bool absolute =
      starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
  return absolute || base_url.empty() ? url : resolve_url(base_url, url);
}

std::optional<double> priority_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool known = error == std::errc() && end == text.data() + text.size();
  return known && value >= 0 && value <= 1 ? std::optional(value) : std::nullopt;
}

std::string frequency_of(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kWords = {"always",  "hourly", "daily", "weekly",
                                                             "monthly", "yearly", "never"};
  std::string word = ascii_lower(text);
  const bool known = std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  return known ? word : std::string();
}

std::optional<SitemapNews> news_of(const pugi::xml_node& entry) {
  const pugi::xml_node node = child(entry, "news");
  if (!node) return std::nullopt;
  const pugi::xml_node publication = child(node, "publication");
  return SitemapNews{one_line(child_text(node, "title")), one_line(child_text(publication, "name")),
                     one_line(child_text(publication, "language")),
                     parse_date_text(child_text(node, "publication_date")),
                     one_line(child_text(node, "keywords"))};
}

SitemapUrl read_entry(const pugi::xml_node& entry, std::string_view base_url) {
  return {address(child_text(entry, "loc"), base_url),
          parse_date_text(child_text(entry, "lastmod")),
          frequency_of(child_text(entry, "changefreq")), priority_of(child_text(entry, "priority")),
          news_of(entry)};
}

// RSS has the address as text, Atom as an attribute of the first link that is no other's.
std::string feed_address(const pugi::xml_node& item) {
  for (const pugi::xml_node link : children(item, "link")) {
    const std::string_view relation = attribute(link, "rel");
    if (!relation.empty() && relation != "alternate") continue;
    const std::string_view href = attribute(link, "href");
    std::string text = href.empty() ? text_of(link) : std::string(href);
    if (!text.empty()) return text;
  }
  const pugi::xml_node guid = child(item, "guid");
  return attribute(guid, "isPermaLink") == "false" ? std::string() : text_of(guid);
}

SitemapUrl read_item(const pugi::xml_node& item, std::string_view base_url) {
  SitemapUrl url{address(feed_address(item), base_url)};
  for (const std::string_view name :
       {"updated", "modified", "pubDate", "published", "issued", "date"}) {
    if (!url.lastmod) url.lastmod = parse_date_text(child_text(item, name));
  }
  return url;
}

bool is_feed_root(std::string_view root) {
  return root == "rss" || root == "feed" || root == "RDF" || root == "rdf";
}

void read_xml(std::string_view text, bool feed, std::string_view base_url, Sitemap& out) {
  static constexpr std::array<std::string_view, 2> kEntries = {"url", "sitemap"};
  static constexpr std::array<std::string_view, 2> kItems = {"item", "entry"};
  const SplitXml split =
      split_xml(text, std::span<const std::string_view>(feed ? kItems : kEntries), kMaxSitemapUrls);
  if (!split.root_closed || split.record_limit || split.too_deep) out.complete = false;
  std::size_t indices = split.root == "sitemapindex" ? 1 : 0;
  for (const XmlSlice& slice : split.records) {
    if (!slice.closed || slice.too_deep) out.complete = false;
    if (slice.too_deep) {
      ++out.dropped;
      continue;
    }
    pugi::xml_document document;
    parse_xml(document, text.substr(slice.begin, slice.size));  // a damaged one is read as far
    const pugi::xml_node entry = first_element(document);
    if (local_name(entry) == "sitemap") ++indices;
    SitemapUrl url = feed ? read_item(entry, base_url) : read_entry(entry, base_url);
    if (url.loc.empty()) {
      ++out.dropped;
    } else {
      out.urls.push_back(std::move(url));
    }
  }
  out.kind = feed ? SitemapKind::kFeed : (indices > 0 ? SitemapKind::kIndex : SitemapKind::kUrlSet);
}

void read_text(std::string_view text, Sitemap& out) {
  out.kind = SitemapKind::kText;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", pos), text.size());
    const std::string_view line = trim(text.substr(pos, end - pos));
    pos = end + 1;
    if (line.empty()) continue;
    if (out.urls.size() == kMaxSitemapUrls) {
      out.complete = false;
      return;
    }
    if (line.size() <= kMaxUrlBytes && is_web_url(line)) {
      out.urls.push_back({std::string(line)});
    } else {
      ++out.dropped;
    }
  }
}

}  // namespace

std::string_view to_string(SitemapKind kind) {
  switch (kind) {
    case SitemapKind::kUrlSet:
      return "urlset";
    case SitemapKind::kIndex:
      return "index";
    case SitemapKind::kText:
      return "text";
    case SitemapKind::kFeed:
      return "feed";
  }
  return "urlset";
}

Result<Sitemap> parse_sitemap(std::string_view bytes, std::string_view base_url,
                              std::string_view content_type) {
  Sitemap sitemap;
  std::string plain;
  if (is_compressed(bytes)) {
    plain = plain_bytes(bytes, sitemap.complete);
    bytes = plain;
  }
  if (bytes.size() > kMaxSitemapBytes) sitemap.complete = false;
  const Decoded decoded = decode_to_utf8(bytes.substr(0, kMaxSitemapBytes), content_type);
  const std::string_view text = trim(decoded.text);
  if (!text.starts_with('<') && text.find("<urlset") == std::string_view::npos &&
      text.find("<sitemapindex") == std::string_view::npos) {
    read_text(text, sitemap);
    if (!sitemap.urls.empty()) return sitemap;
    return fail(ErrorCode::kCorrupt, "neither a sitemap nor a list of addresses");
  }
  constexpr std::size_t kBeginning = std::size_t{64} << 10;
  const std::string root = split_xml(text.substr(0, kBeginning), {}, 1).root;
  read_xml(text, is_feed_root(root), base_url, sitemap);
  const bool known = is_feed_root(root) || root == "urlset" || root == "sitemapindex";
  if (known || !sitemap.urls.empty()) return sitemap;
  return fail(ErrorCode::kCorrupt, fmt::format("no sitemap: its root element is <{}>",
                                               truncate_utf8(one_line(root), 100)));
}

}  // namespace horizon::crawler
