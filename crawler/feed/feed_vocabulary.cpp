#include "crawler/feed/feed_vocabulary.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

// Name spaces in lower case without "http://", "https://", "www." and the '/' or '#' at the end,
// because feeds misspell them in these ways.
constexpr std::array<std::pair<std::string_view, std::string_view>, 52> kPrefixes = {{
    {"w3.org/2005/atom", ""},
    {"purl.org/atom/ns", ""},
    {"purl.org/atom/app", "app"},
    {"w3.org/2007/app", "app"},
    {"purl.org/rss/1.0", ""},
    {"purl.org/net/rss1.1", ""},
    {"my.netscape.com/rdf/simple/0.9", ""},
    {"channel.netscape.com/rdf/simple/0.9", ""},
    {"my.netscape.com/publish/formats/rss-0.91.dtd", ""},
    {"example.com/newformat", ""},
    {"backend.userland.com/rss", ""},
    {"backend.userland.com/rss2", ""},
    {"backend.userland.com/rss091", ""},
    {"backend.userland.com/rss092", ""},
    {"blogs.law.harvard.edu/tech/rss", ""},
    {"cyber.law.harvard.edu/rss", ""},
    {"cyber.law.harvard.edu/rss/rss.html", ""},
    {"rssboard.org/rss-specification", ""},
    {"purl.org/dc/elements/1.1", "dc"},
    {"purl.org/dc/elements/1.0", "dc"},
    {"purl.org/dc/terms", "dcterms"},
    {"purl.org/rss/1.0/modules/content", "content"},
    {"purl.org/rss/1.0/modules/dcterms", "dcterms"},
    {"purl.org/rss/1.0/modules/syndication", "sy"},
    {"purl.org/rss/1.0/modules/slash", "slash"},
    {"purl.org/rss/1.0/modules/taxonomy", "taxo"},
    {"purl.org/rss/1.0/modules/image", "image"},
    {"purl.org/rss/modules/content", "content"},
    {"itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"itunes.com/dtds/podcast-1.0", "itunes"},
    {"google.com/schemas/play-podcasts/1.0", "googleplay"},
    {"search.yahoo.com/mrss", "media"},
    {"search.yahoo.com/mrss.rdf", "media"},
    {"video.search.yahoo.com/mrss", "media"},
    {"tools.search.yahoo.com/mrss", "media"},
    {"w3.org/1999/xhtml", "xhtml"},
    {"w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
    {"wellformedweb.org/commentapi", "wfw"},
    {"web.resource.org/cc", "cc"},
    {"creativecommons.org/ns", "cc"},
    {"backend.userland.com/creativecommonsrssmodule", "creativecommons"},
    {"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", "creativecommons"},
    {"webns.net/mvcb", "admin"},
    {"prismstandard.org/namespaces/basic/1.2", "prism"},
    {"prismstandard.org/namespaces/basic/2.0", "prism"},
    {"prismstandard.org/namespaces/basic/2.1", "prism"},
    {"prismstandard.org/namespaces/basic/3.0", "prism"},
    {"xmlns.com/foaf/0.1", "foaf"},
    {"arxiv.org/schemas/atom", "arxiv"},
    {"purl.org/syndication/thread/1.0", "thr"},
    {"rssnamespace.org/feedburner/ext/1.0", "feedburner"},
    {"a9.com/-/spec/opensearch/1.1", "opensearch"},
}};

std::string_view remove_start(std::string_view text, std::string_view start) {
  return text.starts_with(start) ? text.substr(start.size()) : text;
}

// nullptr for a name space that is not known.
const std::string_view* known_prefix(std::string_view uri) {
  const std::string lower = ascii_lower(trim(uri));
  std::string_view key = lower;
  key = remove_start(remove_start(remove_start(key, "http://"), "https://"), "www.");
  while (!key.empty() && (key.back() == '/' || key.back() == '#')) key.remove_suffix(1);
  for (const auto& [known, prefix] : kPrefixes) {
    if (key == known) return &prefix;
  }
  return nullptr;
}

bool contains(std::string_view uri, std::string_view part) {
  return ascii_lower(uri).find(part) != std::string::npos;
}

std::string rss_version(const XmlNode& root) {
  const std::string_view version = trim(root.any_attribute("version"));
  for (const auto& [number, name] : {std::pair<std::string_view, const char*>{"0.90", "rss090"},
                                     {"0.91", "rss091"},
                                     {"0.92", "rss092"},
                                     {"0.93", "rss093"},
                                     {"0.94", "rss094"}}) {
    if (version == number) return name;
  }
  if (version.starts_with("2")) return "rss20";
  if (version.starts_with("1.0")) return "rss10";
  if (version == "0.9") return "rss090";
  const bool named = contains(root.uri(), "rss2") || contains(root.uri(), "/tech/rss");
  return named ? "rss20" : "rss";
}

std::string atom_version(const XmlNode& root) {
  if (contains(root.uri(), "w3.org/2005/atom")) return "atom10";
  const std::string_view version = trim(root.any_attribute("version"));
  if (version == "0.1") return "atom01";
  if (version == "0.2") return "atom02";
  if (version == "0.3" || contains(root.uri(), "purl.org/atom/ns")) return "atom03";
  return version == "1.0" ? "atom10" : "atom";
}

std::string rdf_version(const XmlNode& root) {
  for (XmlNode node = root.first_element(); node; node = node.next_element()) {
    if (contains(node.uri(), "purl.org/rss/1.0")) return "rss10";
    if (contains(node.uri(), "rdf/simple/0.9")) return "rss090";
  }
  return root.first_element() ? "rss10" : "rss";
}

// Everything but what holds elements: what a damaged element swallowed stands behind it.
bool holds_text(std::string_view local) {
  static constexpr auto kContainers = std::to_array<std::string_view>(
      {"author", "channel", "contributor", "entries", "entry", "feed", "group", "image", "item",
       "items", "owner", "rdf", "rss", "skipdays", "skiphours", "source", "textinput"});
  return !std::binary_search(kContainers.begin(), kContainers.end(), local);
}

bool is_record(std::string_view local) { return local == "item" || local == "entry"; }

}  // namespace

std::string element_key(const XmlNode& element) {
  const std::string local = ascii_lower(element.local());
  const std::string_view prefix = element.prefix();
  if (!element.uri().empty()) {
    if (const std::string_view* known = known_prefix(element.uri())) {
      return known->empty() ? local : std::string(*known) + ":" + local;
    }
  }
  const std::string written = ascii_lower(prefix);
  // Common prefixes of the formats' own name spaces, where those were not declared.
  const bool own = written.empty() || written == "rss" || written == "atom" ||
                   written == "atom10" || written == "atom03" || written == "a10";
  return own ? local : written + ":" + local;
}

XmlRecovery feed_recovery() { return {holds_text, is_record}; }

std::string feed_version(const XmlNode& root) {
  if (!root) return {};
  const std::string name = ascii_lower(root.local());
  if (name == "rss") return rss_version(root);
  if (name == "feed" || name == "entry") return atom_version(root);
  if (name == "rdf") return rdf_version(root);
  if (name == "channel") return contains(root.uri(), "rss1.1") ? "rss11" : "cdf";
  return {};
}

}  // namespace horizon::crawler
