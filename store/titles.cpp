#include "store/titles.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/letters.h"
#include "core/text.h"

namespace horizon::store {
namespace {

constexpr std::size_t kMaxTitleBytes = 4096;

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// "\alpha" is said, "\mathrm{" and "\it" are not; braces, dollars, carets and underscores neither.
std::string without_tex(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kSilent = {"it", "rm", "bf", "em",
                                                              "sc", "sl", "tt", "cal"};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i++];
    if (c == '{' || c == '}' || c == '$' || c == '^' || c == '_' || c == '~') continue;
    if (c != '\\') {
      out += c;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && is_ascii_letter(text[i])) ++i;
    const std::string_view command = text.substr(begin, i - begin);
    if (command.empty()) {
      if (i < text.size()) ++i;  // an accent: "\'e"
      continue;
    }
    const bool markup = i < text.size() && text[i] == '{';
    if (!markup && std::ranges::find(kSilent, command) == kSilent.end()) out += command;
  }
  return out;
}

// Greek letters by name, as TeX has them.
std::string with_greek_names(const std::string& folded) {
  static constexpr std::array<std::string_view, 25> kNames = {
      "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta", "eta",  "theta", "iota",
      "kappa", "lambda", "mu",      "nu",    "xi",      "o",    "pi",   "rho",   "sigma",
      "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",  "omega"};
  std::string out;
  for (std::size_t pos = 0; pos < folded.size();) {
    const std::size_t at = pos;
    const char32_t c = decode_utf8(folded, pos);
    if (c >= 0x03B1 && c <= 0x03C9) {
      out += kNames.at(c - 0x03B1);
    } else {
      out += folded.substr(at, pos - at);
    }
  }
  return out;
}

template <std::size_t kSize>
bool is_one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::ranges::find(words, word) != words.end();
}

// Latin words that count.
constexpr std::array<std::string_view, 52> kCounting = {
    "i",          "ii",         "iii",           "iv",      "v",
    "vi",         "vii",        "viii",          "ix",      "x",
    "xi",         "xii",        "xiii",          "xiv",     "xv",
    "xvi",        "one",        "two",           "three",   "four",
    "five",       "six",        "seven",         "eight",   "nine",
    "ten",        "first",      "second",        "third",   "fourth",
    "fifth",      "sixth",      "part",          "parts",   "volume",
    "vol",        "supplement", "supplementary", "erratum", "corrigendum",
    "correction", "retraction", "comment",       "reply",   "response",
    "addendum",   "january",    "march",         "q1",      "q2",
    "q3",         "q4"};

constexpr std::array<std::string_view, 15> kHanCounting = {
    "二", "三", "四", "五", "六", "七", "八", "九", "十", "勘", "续", "评", "驳", "丙", "乙"};
constexpr std::array<std::string_view, 4> kHanAtEnd = {"上", "中", "下", "一"};

bool counts(std::string_view word, std::string_view before) {
  if (has_digit(word) || is_one_of(word, kCounting)) return true;
  // "part a", "phase b"; a lone letter elsewhere tells works apart as well ("vitamin d").
  if (word.size() == 1 && word != "a") return true;
  return word == "a" && (before == "part" || before == "type" || before == "phase");
}

std::vector<std::string> numbers_of(const std::vector<std::string_view>& words) {
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool last = i + 1 == words.size();
    const bool counted = is_han_word(word)
                             ? is_one_of(word, kHanCounting) || (last && is_one_of(word, kHanAtEnd))
                             : counts(word, i == 0 ? std::string_view() : words[i - 1]);
    if (counted) numbers.emplace_back(word);
  }
  std::ranges::sort(numbers);
  return numbers;
}

// Titles, without spaces, that stand over any number of works.
constexpr std::array<std::string_view, 48> kNothing = {"editorial",
                                                       "editorialnote",
                                                       "editornote",
                                                       "introduction",
                                                       "preface",
                                                       "foreword",
                                                       "erratum",
                                                       "errata",
                                                       "corrigendum",
                                                       "corrigenda",
                                                       "correction",
                                                       "corrections",
                                                       "publishercorrection",
                                                       "authorcorrection",
                                                       "retraction",
                                                       "news",
                                                       "newsinbrief",
                                                       "newsandviews",
                                                       "inthisissue",
                                                       "tableofcontents",
                                                       "contents",
                                                       "index",
                                                       "acknowledgements",
                                                       "acknowledgments",
                                                       "lettertotheeditor",
                                                       "letterstotheeditor",
                                                       "bookreview",
                                                       "bookreviews",
                                                       "obituary",
                                                       "inmemoriam",
                                                       "announcement",
                                                       "announcements",
                                                       "abstract",
                                                       "abstracts",
                                                       "conclusion",
                                                       "conclusions",
                                                       "frontmatter",
                                                       "backmatter",
                                                       "untitled",
                                                       "notitle",
                                                       "titlepage",
                                                       "reviewers",
                                                       "authorindex",
                                                       "subjectindex",
                                                       "expressionofconcern",
                                                       "guesteditorial",
                                                       "listofreviewers",
                                                       "calendar"};
constexpr std::array<std::string_view, 26> kHanNothing = {
    "勘误", "更正", "更正启事", "前言",     "序",   "序言",   "编者按",   "卷首语", "目录",
    "简讯", "动态", "消息",     "致谢",     "书评", "社论",   "征稿启事", "征稿",   "编后",
    "后记", "启事", "通知",     "撤稿声明", "目次", "刊首语", "新闻",     "引言"};

constexpr std::array<std::string_view, 20> kPeriodical = {
    "annual",   "yearly",     "quarterly", "monthly",  "weekly",  "biweekly",  "daily",
    "bulletin", "newsletter", "outlook",   "yearbook", "almanac", "roundup",   "digest",
    "briefing", "highlights", "minutes",   "report",   "reports", "statistics"};
constexpr std::array<std::string_view, 20> kHanPeriodical = {
    "年报",   "年鉴",   "年度", "季度", "季报", "月报", "周报", "日报", "公报", "通讯",
    "白皮书", "蓝皮书", "快报", "简报", "要闻", "早报", "晚报", "一周", "每日", "统计"};

bool is_periodical(const std::vector<std::string_view>& words, const std::string& letters) {
  const bool case_report = letters.find("casereport") != std::string::npos;
  const auto comes_again = [&](std::string_view word) {
    return is_one_of(word, kPeriodical) && !(case_report && word == "report");
  };
  return std::ranges::any_of(words, comes_again) ||
         std::ranges::any_of(kHanPeriodical, [&](std::string_view word) {
           return letters.find(word) != std::string::npos;
         });
}

std::vector<std::string> terms_of(const std::vector<std::string_view>& words) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_han_word(words[i])) {
      terms.emplace_back(words[i]);
    } else if (i + 1 < words.size() && is_han_word(words[i + 1])) {
      terms.push_back(std::string(words[i]) + std::string(words[i + 1]));
    }
  }
  std::ranges::sort(terms);
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace

Title read_title(std::string_view title) {
  Title out;
  const std::string folded =
      with_greek_names(fold_letters(without_tex(truncate_utf8(title, kMaxTitleBytes))));
  const auto words = words_of(folded);
  std::size_t half_words = 0;
  for (const std::string_view word : words) half_words += is_han_word(word) ? 1 : 2;
  out.words = half_words / 2;
  out.letters = folded;
  std::erase(out.letters, ' ');
  out.terms = terms_of(words);
  out.numbers = numbers_of(words);
  out.says_nothing = out.letters.size() < 4 || is_one_of(out.letters, kNothing) ||
                     is_one_of(out.letters, kHanNothing) || std::ranges::all_of(words, has_digit);
  out.periodical = is_periodical(words, out.letters);
  return out;
}

double shared_terms(const Title& a, const Title& b) {
  const std::size_t smaller = std::min(a.terms.size(), b.terms.size());
  if (smaller == 0) return 0;
  std::vector<std::string> shared;
  std::ranges::set_intersection(a.terms, b.terms, std::back_inserter(shared));
  return static_cast<double>(shared.size()) / static_cast<double>(smaller);
}

}  // namespace horizon::store
