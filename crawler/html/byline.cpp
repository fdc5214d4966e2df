#include "crawler/html/byline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxShort = 200;      // bytes of a text that may hold a date
constexpr std::size_t kMaxCandidates = 60;  // short texts that are looked at
constexpr std::size_t kMaxNameBytes = 80;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool to_the_day(const std::optional<TextDate>& date) {
  return date && date->precision >= TextDatePrecision::kDay;
}

bool has_any(std::string_view text, const auto& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

std::string name_of(const HtmlTree& tree, NodeIndex i) {
  std::string name = ascii_lower(tree.attribute(i, AttributeName::kClass).substr(0, 200));
  name += ' ';
  name += ascii_lower(tree.attribute(i, AttributeName::kId).substr(0, 100));
  return name;
}

bool is_date_name(std::string_view name) {
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"date", "time", "publish", "posted", "pubdate", "datum", "fecha", "created", "byline",
       "post-meta", "entry-meta", "article-meta", "article-info", "info", "source", "riqi",
       "shijian", "fabu", "laiyuan"});
  return has_any(name, kParts);
}

bool is_author_name(std::string_view name) {
  static constexpr auto kParts =
      std::to_array<std::string_view>({"author", "byline", "autor", "auteur", "writer", "zuozhe"});
  static constexpr auto kOthers = std::to_array<std::string_view>(
      {"bio", "box", "avatar", "image", "photo", "social", "comment", "related", "date", "info",
       "about", "desc", "list", "title", "link-wrap", "count"});
  return has_any(name, kParts) && !has_any(name, kOthers);
}

// The parts of a page in which dates and names are the article's: no comments, no related pages.
template <typename Visit>
void visit_elements(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                    const Visit& visit) {
  for (NodeIndex i = 1; i < tree.nodes().size();) {
    const HtmlNode& node = tree.node(i);
    const bool aside = names[i].aversion == Aversion::kComments ||
                       names[i].aversion == Aversion::kStrong || node.tag == Tag::kScript ||
                       node.tag == Tag::kAside || node.tag == Tag::kFooter ||
                       node.tag == Tag::kHead || node.tag == Tag::kNav || node.tag == Tag::kStyle;
    // Aversions may be wrong about what holds a page.
    if (aside && node.end - i < tree.nodes().size() / 2) {
      i = node.end;
      continue;
    }
    if (node.tag != Tag::kText && !visit(i, node)) return;
    ++i;
  }
}

// "20261122", "2026/11/22", "2026-11-22", "2026-11/22" and "2026/1122" as they begin a text.
std::optional<TextDate> date_at(std::string_view text) {
  std::string digits;
  std::size_t signs = 0;
  std::size_t end = 0;
  while (end < text.size() && digits.size() < 8) {
    const char c = text[end];
    const bool sign =
        (c == '/' || c == '-' || c == '_') && (digits.size() == 4 || digits.size() == 6);
    if (is_digit(c)) {
      digits += c;
    } else if (!sign || ++signs > 2) {
      return std::nullopt;
    }
    ++end;
  }
  // More digits make a number of it.
  if (digits.size() < 8 || (end < text.size() && is_digit(text[end]))) return std::nullopt;
  auto date =
      parse_date_text(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6));
  return to_the_day(date) ? date : std::nullopt;
}

std::optional<TextDate> date_of_url(std::string_view url) {
  const std::string_view path = parse_url(url).path.substr(0, 1'000);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const std::string_view rest = path.substr(i);
    if (is_digit(path[i - 1]) || !(rest.starts_with("20") || rest.starts_with("19"))) continue;
    if (auto date = date_at(rest)) return date;
  }
  return std::nullopt;
}

std::optional<TextDate> date_of_element(const HtmlTree& tree, NodeIndex i, const HtmlNode& node) {
  for (const AttributeName name : {AttributeName::kDatetime, AttributeName::kContent}) {
    if (node.tag != Tag::kTime && name == AttributeName::kDatetime) continue;
    if (node.tag != Tag::kTime && node.tag != Tag::kAbbr) continue;
    auto date = parse_date_text(tree.attribute_text(i, name));
    if (to_the_day(date)) return date;
  }
  if (node.tag == Tag::kTime || is_date_name(name_of(tree, i))) {
    return find_date_in(tree.text_of(i, kMaxShort));
  }
  return std::nullopt;
}

// The short texts behind the first heading, and the one before it.
std::vector<std::string> texts_near_heading(const HtmlTree& tree,
                                            const std::vector<NameEvidence>& names) {
  std::vector<std::string> texts;
  bool heading = false;
  visit_elements(tree, names, [&](NodeIndex i, const HtmlNode& node) {
    if (heading_level(node.tag) == 1 || (!heading && heading_level(node.tag) == 2)) heading = true;
    if (!heading || heading_level(node.tag) != 0 || node.end - i > 40) return true;
    if (!is_block(node.tag) && node.tag != Tag::kSpan) return true;
    std::string text = tree.text_of(i, kMaxShort + 1);
    if (!text.empty() && text.size() <= kMaxShort) texts.push_back(std::move(text));
    return texts.size() < 20;
  });
  return texts;
}

std::string_view without_label(std::string_view text) {
  static constexpr auto kLabels = std::to_array<std::string_view>(
      {"written by", "posted by", "reported by", "story by", "words by", "by:",
       "by ",        "author:",   "authors:",    "author",   "von:",     "von ",
       "autor:",     "autor",     "par ",        "por ",     "di ",      "door ",
       "text:",      "作者：",    "作者:",       "作者",     "记者：",   "记者",
       "撰文：",     "撰文",      "文/",         "文／",     "文：",     "编辑："});
  text = trim(text);
  for (const std::string_view label : kLabels) {
    if (starts_with_ignoring_case(text, label)) return trim(text.substr(label.size()));
  }
  return text;
}

bool has_label(std::string_view text) { return without_label(text).size() < trim(text).size(); }

// Words with capitals and no digits, or a few Han characters.
bool is_person(std::string_view name) {
  if (name.size() < 3 || name.size() > kMaxNameBytes) return false;
  if (name.find_first_of("0123456789@/<>{}|:") != std::string_view::npos) return false;
  std::size_t pos = 0;
  const char32_t first = decode_utf8(name, pos);
  if (is_han(first)) return name.size() <= 24;
  if (first >= 'a' && first <= 'z') return false;
  return split(name, ' ').size() <= 6;
}

// "4 May 26" has three digits; fewer only dates of Chinese numerals have. Most parts of a text are
// none, and reading one as every kind of date takes far longer.
bool may_be_day(std::string_view text) {
  return std::count_if(text.begin(), text.end(), is_digit) >= 3 ||
         std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::optional<TextDate> find_date_in(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kMaxShort) return std::nullopt;
  if (std::none_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  if (auto whole = parse_date_text(text); to_the_day(whole)) return whole;
  // Words, and the end of "发布时间：" and the like, may be the beginning of a date.
  std::vector<std::size_t> begins{0};
  for (std::size_t i = 1; i < text.size() && begins.size() < 30; ++i) {
    const bool behind_sign = text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == '|';
    const bool behind_label = is_digit(text[i]) && static_cast<unsigned char>(text[i - 1]) >= 0x80;
    if ((behind_sign && text[i] != ' ') || behind_label ||
        (is_digit(text[i]) && text[i - 1] == ':' && i < 20)) {
      begins.push_back(i);
    }
  }
  for (const std::size_t begin : begins) {
    const std::string_view rest = text.substr(begin);
    // The longest that is a date: "March 4, 2026 10:15 CET", then "March 4, 2026".
    std::vector<std::size_t> ends{rest.size()};
    for (std::size_t i = 1; i < rest.size() && ends.size() < 9; ++i) {
      if (rest[i] == ' ' || rest[i] == '|' || rest[i] == ')' || rest[i] == ',') ends.push_back(i);
      if (rest.substr(i).starts_with("\u3000")) ends.push_back(i);
    }
    for (std::size_t i = ends.size(); i-- > 0;) {
      const std::string_view part = trim(rest.substr(0, ends[i]));
      if (!may_be_day(part)) continue;
      if (auto date = parse_date_text(part); to_the_day(date)) return date;
    }
  }
  return std::nullopt;
}

std::optional<TextDate> find_shown_date(const HtmlTree& tree,
                                        const std::vector<NameEvidence>& names,
                                        std::string_view url) {
  std::optional<TextDate> found;
  std::size_t candidates = 0;
  visit_elements(tree, names, [&](NodeIndex i, const HtmlNode& node) {
    const bool small = node.end - i <= 60;
    if (!small || (node.size == 0 && node.tag != Tag::kTime)) return true;
    if (node.tag != Tag::kTime && node.tag != Tag::kAbbr && !is_date_name(name_of(tree, i))) {
      return true;
    }
    found = date_of_element(tree, i, node);
    return !found && ++candidates < kMaxCandidates;
  });
  if (found) return found;
  if (auto date = date_of_url(url)) return date;
  for (const std::string& text : texts_near_heading(tree, names)) {
    if (text.size() > 120) continue;
    if (auto date = find_date_in(text)) return date;
  }
  return std::nullopt;
}

std::vector<std::string> names_in_byline(std::string_view text) {
  std::vector<std::string> people;
  text = without_label(text.substr(0, kMaxShort));
  static constexpr auto kEnds =
      std::to_array<std::string_view>({"|", "•", "·", "—", " - ", " on ", " in ", " for ", "来源",
                                       "时间", "\u3000", "发布", " am ", "("});
  for (const std::string_view end : kEnds) text = trim(text.substr(0, text.find(end)));
  std::string list(text);
  for (const std::string_view separator :
       {" and ", " und ", " et ", " y ", " & ", "、", "，", ";"}) {
    for (std::size_t at = 0; (at = list.find(separator, at)) != std::string::npos;) {
      list.replace(at, separator.size(), ",");
    }
  }
  for (const std::string_view part : split(list, ',')) {
    const std::string name = collapse_whitespace(without_label(part));
    const bool known = std::find(people.begin(), people.end(), name) != people.end();
    if (is_person(name) && !known && people.size() < 20) people.push_back(name);
  }
  return people;
}

std::vector<std::string> find_shown_authors(const HtmlTree& tree,
                                            const std::vector<NameEvidence>& names) {
  std::vector<std::string> people;
  std::size_t candidates = 0;
  visit_elements(tree, names, [&](NodeIndex i, const HtmlNode& node) {
    if (node.size == 0 || node.end - i > 40) return true;
    const bool author = ascii_lower(trim(tree.attribute(i, AttributeName::kRel))) == "author";
    if (!author && !is_author_name(name_of(tree, i))) return true;
    people = names_in_byline(tree.text_of(i, kMaxShort));
    return people.empty() && ++candidates < kMaxCandidates;
  });
  if (!people.empty()) return people;
  for (const std::string& text : texts_near_heading(tree, names)) {
    if (text.size() > 120) continue;
    const std::size_t label = std::min({text.find("作者："), text.find("作者:"), text.find("By ")});
    if (label == std::string::npos || (label != 0 && text.compare(label, 2, "By") == 0)) continue;
    const std::string_view from = std::string_view(text).substr(label);
    if (has_label(from)) people = names_in_byline(from);
    if (!people.empty()) break;
  }
  return people;
}

}  // namespace horizon::crawler
