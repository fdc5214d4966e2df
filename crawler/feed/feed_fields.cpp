#include "crawler/feed/feed_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/feed/feed_people.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxLinks = 200;
constexpr std::size_t kMaxCategories = 1'000;
constexpr std::size_t kMaxDescriptions = 4;

struct RankedName {
  std::string_view key;
  int rank;
};

// The rank of a name in a list; nullopt if it is not there.
template <std::size_t N>
std::optional<int> rank_of(const std::array<RankedName, N>& names, std::string_view key) {
  for (const RankedName& name : names) {
    if (name.key == key) return name.rank;
  }
  return std::nullopt;
}

constexpr auto kTitles = std::to_array<RankedName>(
    {{"title", 0}, {"dc:title", 1}, {"dcterms:title", 1}, {"media:title", 2}, {"itunes:title", 3}});
constexpr auto kDescriptions = std::to_array<RankedName>({{"description", 0},
                                                          {"summary", 0},
                                                          {"subtitle", 0},
                                                          {"tagline", 0},
                                                          {"abstract", 0},
                                                          {"dc:description", 1},
                                                          {"dcterms:abstract", 1},
                                                          {"dcterms:description", 1},
                                                          {"itunes:summary", 2},
                                                          {"media:description", 3},
                                                          {"googleplay:description", 3},
                                                          {"itunes:subtitle", 4}});
constexpr auto kRights = std::to_array<RankedName>({{"rights", 0},
                                                    {"copyright", 0},
                                                    {"dc:rights", 1},
                                                    {"dcterms:rights", 1},
                                                    {"media:copyright", 2}});
constexpr auto kPublished = std::to_array<RankedName>({{"published", 0},
                                                       {"pubdate", 0},
                                                       {"issued", 0},
                                                       {"dcterms:issued", 1},
                                                       {"prism:publicationdate", 2},
                                                       {"prism:coverdate", 3}});
constexpr auto kUpdated = std::to_array<RankedName>({{"updated", 0},
                                                     {"modified", 0},
                                                     {"lastbuilddate", 0},
                                                     {"dcterms:modified", 1},
                                                     {"dc:date", 2},
                                                     {"dcterms:date", 3}});
constexpr auto kCreated = std::to_array<RankedName>({{"created", 0}, {"dcterms:created", 1}});
constexpr auto kPeople = std::to_array<std::string_view>(
    {"author", "managingeditor", "dc:creator", "dc:author", "dcterms:creator", "itunes:author",
     "googleplay:author", "xhtml:author"});

// The text of a date, where RDF may wrap it in elements of its own.
std::string date_text(const XmlNode& element) { return collapse_whitespace(element.text()); }

std::optional<TextDate> date_of(const std::string& text) {
  return text.empty() ? std::nullopt : parse_date_text(text);
}

bool is_page_type(std::string_view type) {
  return type.empty() || type == "text/html" || type == "application/xhtml+xml";
}

// RSS: the address is the text, and often escaped once too often.
std::string written_address(const XmlNode& element) {
  std::string text = element.text();
  for (std::size_t at = text.find("&amp;"); at != std::string::npos;
       at = text.find("&amp;", at + 1)) {
    text.erase(at + 1, 4);
  }
  return text;
}

}  // namespace

void FeedFieldReader::Ranked::offer(int candidate, std::string text, bool last) {
  if (text.empty() || candidate > rank || (candidate == rank && !last)) return;
  rank = candidate;
  value = std::move(text);
}

void FeedFieldReader::note_language(const XmlNode& element, const FeedScope& scope) {
  if (!text_language_ && element.has_attribute("xml:lang")) text_language_ = scope.language;
}

TextDefault FeedFieldReader::title_default(std::string_view key) const {
  const bool own = atom_ && key.find(':') == std::string_view::npos;
  return own ? TextDefault::kPlain : TextDefault::kGuess;
}

TextDefault FeedFieldReader::body_default(std::string_view key) const {
  const bool own = atom_ && key.find(':') == std::string_view::npos && key != "description";
  return own ? TextDefault::kPlain : TextDefault::kHtml;
}

bool FeedFieldReader::take(std::string_view key, const XmlNode& element, const FeedScope& scope) {
  return take_text(key, element, scope) || take_link(key, element, scope) ||
         take_date(key, element) || take_person(key, element) || take_category(key, element);
}

bool FeedFieldReader::take_text(std::string_view key, const XmlNode& element,
                                const FeedScope& scope) {
  if (const auto rank = rank_of(kTitles, key)) {
    note_language(element, scope);
    title_.offer(*rank, read_text(element, title_default(key)).line());
  } else if (const auto body = rank_of(kDescriptions, key)) {
    note_language(element, scope);
    FeedText text = read_text(element, body_default(key));
    if (!trim(text.source).empty() && descriptions_.size() < kMaxDescriptions) {
      descriptions_.push_back({std::move(text), scope.base, *body});
    }
  } else if (const auto rights = rank_of(kRights, key)) {
    rights_.offer(*rights, read_text(element, title_default(key)).text(), true);
  } else if (key == "language" || key == "dc:language" || key == "dcterms:language") {
    std::string language = collapse_whitespace(element.text());
    std::replace(language.begin(), language.end(), '_', '-');
    language_.offer(key == "language" ? 0 : 1, std::move(language), true);
  } else {
    return false;
  }
  return true;
}

bool FeedFieldReader::take_date(std::string_view key, const XmlNode& element) {
  if (const auto published = rank_of(kPublished, key)) {
    published_.offer(*published, date_text(element), true);
  } else if (const auto updated = rank_of(kUpdated, key)) {
    updated_.offer(*updated, date_text(element), true);
  } else if (const auto created = rank_of(kCreated, key)) {
    created_.offer(*created, date_text(element), true);
  } else {
    return false;
  }
  return true;
}

bool FeedFieldReader::take_person(std::string_view key, const XmlNode& element) {
  if (std::find(kPeople.begin(), kPeople.end(), key) != kPeople.end()) {
    add_person(read_person(element), facts_.authors);
  } else if (!head_) {
    return false;
  } else if (key == "webmaster" || key == "itunes:owner") {
    add_person(read_person(element), fallback_people_);
  } else {
    return false;
  }
  return true;
}

void FeedFieldReader::add_category(FeedCategory category) {
  if (category.term.empty()) category.term = category.label;
  const auto end = facts_.categories.end();
  if (category.term.empty() || facts_.categories.size() == kMaxCategories ||
      std::find(facts_.categories.begin(), end, category) != end) {
    return;
  }
  facts_.categories.push_back(std::move(category));
}

bool FeedFieldReader::take_category(std::string_view key, const XmlNode& element) {
  if (key == "category" || key == "dc:subject" || key == "dcterms:subject" ||
      key == "media:category" || key == "arxiv:primary_category") {
    FeedCategory category;
    category.term = collapse_whitespace(element.attribute("term"));
    category.scheme = std::string(trim(element.any_attribute("scheme")));
    if (category.scheme.empty())
      category.scheme = std::string(trim(element.any_attribute("domain")));
    category.label = collapse_whitespace(element.any_attribute("label"));
    if (category.term.empty()) category.term = read_text(element, TextDefault::kGuess).line();
    if (key == "arxiv:primary_category") {
      const bool known =
          std::any_of(facts_.categories.begin(), facts_.categories.end(),
                      [&](const auto& other) { return other.term == category.term; });
      if (known) return true;
    }
    add_category(std::move(category));
  } else if (key == "itunes:category") {
    const auto add = [&](const XmlNode& node) {
      std::string term = collapse_whitespace(node.attribute("text"));
      if (term.empty() && !node.first_element()) term = collapse_whitespace(node.text());
      add_category({std::move(term), "itunes", {}});
    };
    add(element);
    for (XmlNode inner = element.first_element(); inner; inner = inner.next_element()) add(inner);
  } else if (key == "itunes:keywords" || key == "media:keywords" || key == "keywords") {
    const std::string words = element.text();
    for (const std::string_view word : split(words, ',')) {
      add_category({html_to_line(word), "itunes", {}});
    }
  } else {
    return false;
  }
  return true;
}

void FeedFieldReader::add_link(const XmlNode& element, const FeedScope& scope) {
  FeedLink link;
  link.rel = ascii_lower(trim(element.attribute("rel")));
  link.type = ascii_lower(trim(element.attribute("type")));
  link.title = collapse_whitespace(element.attribute("title"));
  link.length = std::string(trim(element.attribute("length")));
  std::string_view href = element.attribute("href");
  if (trim(href).empty()) href = element.any_attribute("resource");
  if (trim(href).empty()) href = element.attribute("url");
  const bool written = trim(href).empty();
  const std::string text = written ? written_address(element) : std::string();
  link.href = resolve_address(scope.base, written ? text : href);
  if (link.href.empty()) return;
  if (link.rel.empty()) link.rel = "alternate";
  if (link.rel.starts_with("http://www.iana.org/assignments/relation/")) link.rel.erase(0, 41);
  const bool page = link.rel == "alternate" && is_page_type(link.type);
  // RSS's own <link> goes before what Atom's element says in it.
  if (page) link_.offer(written ? 0 : 1, link.href, written);
  if (link.rel == "license") license_.offer(1, link.href);
  if (facts_.links.size() < kMaxLinks) facts_.links.push_back(std::move(link));
}

bool FeedFieldReader::take_link(std::string_view key, const XmlNode& element,
                                const FeedScope& scope) {
  if (key == "link" || key == "xhtml:link") {
    add_link(element, scope);
  } else if (key == "creativecommons:license" || key == "cc:license" || key == "dcterms:license" ||
             key == "license") {
    std::string_view address = element.any_attribute("resource");
    const std::string text = element.text();
    if (address.empty()) address = text;
    FeedLink link{resolve_address(scope.base, address), "license", {}, {}, {}};
    license_.offer(0, link.href, true);
    if (!link.href.empty() && facts_.links.size() < kMaxLinks) facts_.links.push_back(link);
  } else if (key == "id" || key == "guid" || key == "dc:identifier") {
    id_.offer(key == "dc:identifier" ? 2 : 0, collapse_whitespace(element.text()), true);
  } else {
    return false;
  }
  return true;
}

void FeedFieldReader::finish() {
  if (!title_.value.empty()) facts_.title = std::move(title_.value);
  if (!rights_.value.empty()) facts_.rights = std::move(rights_.value);
  if (!license_.value.empty()) facts_.license = std::move(license_.value);
  if (!link_.value.empty()) facts_.link = std::move(link_.value);
  // dc:identifier names the document that the entry is about.
  if (!id_.value.empty() && (id_.rank < 2 || facts_.id.empty())) facts_.id = std::move(id_.value);
  if (!language_.value.empty()) facts_.language = std::move(language_.value);
  facts_.published = date_of(published_.value);
  facts_.updated = date_of(updated_.value);
  facts_.created = date_of(created_.value);
  if (facts_.authors.empty()) facts_.authors = std::move(fallback_people_);
  const auto best = std::min_element(descriptions_.begin(), descriptions_.end(),
                                     [](const Body& a, const Body& b) { return a.rank < b.rank; });
  if (best == descriptions_.end()) return;
  facts_.summary = best->text.text();
  descriptions_.erase(best);
}

}  // namespace horizon::crawler
