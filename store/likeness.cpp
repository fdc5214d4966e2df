#include "store/likeness.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/letters.h"
#include "core/text.h"
#include "store/alias.h"

namespace horizon::store {
namespace {

constexpr int kDaysOfWork = 548;       // 18 months: from preprint to paper
constexpr int kDaysOfReport = 92;      // documents of no known kind
constexpr int kDaysOfPeriodical = 31;  // under a title that comes again
constexpr int kDaysOfNews = 5;
constexpr int kDaysOfStages = 15 * 366;

// Works by the same people on neighbouring subjects share up to four fifths of their abstracts: of
// 166,657 arXiv abstracts, 80 pairs of different numbers lie above .65, half of them different
// works; above .8 with like titles, or above .9, nearly all are one work under two numbers.
constexpr double kPaperJaccard = 0.8;
constexpr double kPaperJaccardAlone = 0.9;
constexpr double kLikeTitles = 0.4;
constexpr double kNewsJaccard = 0.6;
constexpr double kContained = 0.9;
constexpr double kShortestPart = 0.5;  // of the longer text that is enough of it
constexpr double kNumbersAlike = 0.5;
constexpr double kNewsNumbersAlike = 0.6;
constexpr double kNearlySame = 0.98;
constexpr double kSupport = 0.4;  // of a title that says little
constexpr std::size_t kTellingWords = 4;
// That are looked at.
constexpr std::size_t kMaxAuthors = 200;
constexpr std::size_t kMaxKeys = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::pair<Day, Day>> days_of(const std::optional<PartialDate>& date) {
  if (!date) return std::nullopt;
  const std::chrono::year_month_day first{date->day};
  Day last = date->day;
  if (date->precision == Precision::kMonth)
    last = Day{first.year() / first.month() / std::chrono::last};
  if (date->precision == Precision::kYear) last = Day{first.year() / 12 / 31};
  return std::pair{date->day, last};
}

// Versions of one deposit: "10.21203/rs.3.rs-123/v2", "10.7554/elife.1.2" is not one.
std::string_view without_version(std::string_view doi) {
  const auto v = doi.rfind('v');
  if (v == std::string_view::npos || v < 2 || v + 1 == doi.size()) return doi;
  const bool versioned =
      (doi[v - 1] == '/' || doi[v - 1] == '.') &&
      std::all_of(doi.begin() + static_cast<std::ptrdiff_t>(v) + 1, doi.end(), is_digit);
  return versioned ? doi.substr(0, v - 1) : doi;
}

// bioRxiv and medRxiv share their registrant with journals: "10.1101/2020.01.01.123456", "/123456".
std::string list_of_doi(std::string_view doi) {
  const auto slash = doi.find('/');
  std::string list = "doi " + std::string(doi.substr(0, slash));
  const bool preprint = doi.starts_with("10.1101/") && doi.size() > 8 && is_digit(doi[8]);
  return preprint ? list + " preprint" : list;
}

// Offices that publish the stages of one application under one number.
constexpr std::array<std::string_view, 5> kOneNumber = {"cn", "ep", "de", "gb", "fr"};

// "cn117151122a" → "cn117151122"; the whole where the office gives each stage its own number.
std::string patent_work(std::string_view number) {
  const bool one = std::ranges::find(kOneNumber, number.substr(0, 2)) != kOneNumber.end();
  std::size_t end = number.size();
  if (end > 2 && is_digit(number[end - 1]) && !is_digit(number[end - 2])) --end;
  if (end > 2 && !is_digit(number[end - 1])) --end;
  const std::string_view stage = number.substr(end);
  // CN gave the stages different numbers until 2010, when numbers had seven digits.
  const bool modern = !number.starts_with("cn") || end >= 11;
  const bool invention = stage.starts_with('a') || stage.starts_with('b') || stage.starts_with('c');
  return std::string(one && modern && invention ? number.substr(0, end) : number);
}

// "id:<source>:oai:<repository>:<number>" → {"oai:<repository>", "<number>"}.
void add_oai(std::string_view alias, std::vector<std::pair<std::string, std::string>>& numbers) {
  const auto begin = alias.find(":oai:");
  const auto last = alias.rfind(':');
  if (begin == std::string_view::npos || last <= begin + 4) return;
  numbers.emplace_back(alias.substr(begin + 1, last - begin - 1), alias.substr(last + 1));
}

std::vector<std::pair<std::string, std::string>> numbers_of(const Document& document) {
  std::vector<std::pair<std::string, std::string>> numbers;
  std::vector<std::string> keys{document.id};
  const std::size_t looked_at = std::min(document.keys.size(), kMaxKeys);
  keys.insert(keys.end(), document.keys.begin(),
              document.keys.begin() + static_cast<std::ptrdiff_t>(looked_at));
  for (const std::string& key : keys) {
    const std::string alias = canonical_alias(key);
    const auto colon = alias.find(':');
    const std::string value = colon == std::string::npos ? "" : alias.substr(colon + 1);
    if (alias.starts_with("doi:10.")) {
      numbers.emplace_back(list_of_doi(value), without_version(value));
    } else if (alias.starts_with("patent:")) {
      numbers.emplace_back("patent", patent_work(value));
    } else if (names_repository(alias)) {
      numbers.emplace_back(alias.substr(0, colon), value);
    } else if (alias.starts_with("id:")) {
      add_oai(alias, numbers);
    }
  }
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

// Behind "LONDON, March 2 (Agency) - " and "某社北京3月2日电 ": each copy has its own.
std::string_view without_dateline(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kEnds = {" - ",  " -- ", " – ", " — ", "—",
                                                            "日电", "日讯", "讯 ", "电 "};
  constexpr std::size_t kLongest = 90;
  const std::string_view head = text.substr(0, kLongest);
  std::size_t begin = 0;
  for (const std::string_view end : kEnds) {
    const auto found = head.find(end);
    if (found != std::string_view::npos) begin = std::max(begin, found + end.size());
  }
  return text.substr(begin);
}

std::int64_t meeting_key(std::uint64_t hash) { return static_cast<std::int64_t>(hash >> 17U); }

// News is compared with news only, and patents by their numbers.
std::string_view class_of(Kind kind) {
  switch (kind) {
    case Kind::kNews:
      return "news";
    case Kind::kPatent:
      return "patent";
    case Kind::kPaper:
    case Kind::kOther:
      return "work";
  }
  return "work";
}

bool is_known(std::string_view language) { return !language.empty() && language != "und"; }

bool same_first_author(const Profile& a, const Profile& b) {
  return !a.authors.empty() && !b.authors.empty() &&
         same_author(a.authors.front(), b.authors.front());
}

bool share_author(const Profile& a, const Profile& b) {
  return std::ranges::any_of(a.authors, [&](const AuthorName& x) {
    return std::ranges::any_of(b.authors, [&](const AuthorName& y) { return share_family(x, y); });
  });
}

int title_window(const Profile& a, const Profile& b) {
  if (a.kind == Kind::kNews) return kDaysOfNews;
  if (a.title.periodical) return kDaysOfPeriodical;
  return a.kind == Kind::kOther || b.kind == Kind::kOther ? kDaysOfReport : kDaysOfWork;
}

bool same_title(const Profile& a, const Profile& b, const Overlap& text, bool both_texts) {
  if (a.title.says_nothing || a.title.letters != b.title.letters || !a.dates || !b.dates)
    return false;
  if (days_between(*a.dates, *b.dates) > title_window(a, b) || !same_first_author(a, b))
    return false;
  // What says little, or comes again, must be borne out by the text.
  const bool telling = a.title.words >= kTellingWords && a.kind != Kind::kNews;
  if (!both_texts) return telling && !a.title.periodical;
  return (telling && !a.title.periodical) || std::max(text.jaccard, text.containment) >= kSupport;
}

bool dates_allow_text(const Profile& a, const Profile& b, const Overlap& text) {
  if (!a.dates || !b.dates)
    return text.jaccard >= kNearlySame && a.title.letters == b.title.letters;
  const bool news = a.kind == Kind::kNews;
  const int window = news ? kDaysOfNews : kDaysOfWork;
  if (days_between(*a.dates, *b.dates) > window) return false;
  // Last year's text under this year's title.
  const bool periodical = a.title.periodical || b.title.periodical;
  return !periodical || days_between(*a.dates, *b.dates) <= kDaysOfPeriodical;
}

bool alike(const Profile& a, const Profile& b, const Overlap& text) {
  const bool contained = text.containment >= kContained && text.length >= kShortestPart;
  if (a.kind == Kind::kNews) return contained || text.jaccard >= kNewsJaccard;
  if (text.jaccard >= kPaperJaccardAlone) return true;
  return (contained || text.jaccard >= kPaperJaccard) &&
         shared_terms(a.title, b.title) >= kLikeTitles;
}

bool same_text(const Profile& a, const Profile& b, const Overlap& text) {
  const bool news = a.kind == Kind::kNews;
  if (!alike(a, b, text) || !dates_allow_text(a, b, text)) return false;
  if (text.numbers < (news ? kNewsNumbersAlike : kNumbersAlike)) return false;
  if (news) return true;
  if (a.title.numbers != b.title.numbers) return false;
  // Names in two scripts cannot be compared; the text is then in one language all the same.
  return a.authors.empty() || b.authors.empty() ? text.jaccard >= 0.85 : share_author(a, b);
}

}  // namespace

int days_between(const std::pair<Day, Day>& a, const std::pair<Day, Day>& b) {
  const auto gap = std::max(a.first, b.first) - std::min(a.second, b.second);
  return std::max(0, static_cast<int>(gap.count()));
}

int longest_span(Kind kind) {
  if (kind == Kind::kPatent) return kDaysOfStages;
  return kind == Kind::kNews ? 2 * kDaysOfNews : kDaysOfWork;
}

Profile profile_of(const Document& document) {
  Profile profile;
  profile.kind = document.kind;
  profile.language = document.language;
  profile.dates = days_of(document.published);
  profile.numbers = numbers_of(document);
  if (document.kind == Kind::kPatent) return profile;
  profile.title = read_title(document.title);
  const std::size_t authors = std::min(document.authors.size(), kMaxAuthors);
  for (std::size_t i = 0; i < authors; ++i)
    profile.authors.push_back(author_name(document.authors[i].name));
  profile.text = shingles_of(document.kind == Kind::kNews ? without_dateline(document.abstract)
                                                          : document.abstract);
  return profile;
}

std::vector<std::int64_t> meeting_keys(const Profile& profile) {
  std::vector<std::int64_t> keys;
  if (profile.kind == Kind::kPatent) {
    for (const auto& [list, number] : profile.numbers)
      if (list == "patent") keys.push_back(meeting_key(stable_hash(list + ' ' + number)));
    return keys;
  }
  const std::uint64_t seed = stable_hash(class_of(profile.kind));
  if (!profile.title.says_nothing && profile.dates && !profile.authors.empty())
    keys.push_back(meeting_key(stable_hash(profile.title.letters) ^ seed));
  if (profile.text.enough)
    for (const std::uint64_t band : bands_of(profile.text))
      keys.push_back(meeting_key(band ^ seed));
  return keys;
}

bool different_numbers(const Profile& a, const Profile& b) {
  for (const auto& [list, number] : a.numbers) {
    bool both = false;
    bool shared = false;
    for (const auto& [other_list, other_number] : b.numbers) {
      if (other_list != list) continue;
      both = true;
      for (const auto& [own_list, own_number] : a.numbers)
        shared = shared || (own_list == list && own_number == other_number);
    }
    if (both && !shared) return true;
  }
  return false;
}

std::optional<Likeness> likeness(const Profile& a, const Profile& b) {
  if (class_of(a.kind) != class_of(b.kind) || different_numbers(a, b)) return std::nullopt;
  if (a.kind == Kind::kPatent) {
    const bool shared = std::ranges::any_of(a.numbers, [&](const auto& number) {
      return number.first == "patent" && std::ranges::find(b.numbers, number) != b.numbers.end();
    });
    const bool near = !a.dates || !b.dates || days_between(*a.dates, *b.dates) <= kDaysOfStages;
    return shared && near ? std::optional(Likeness{Rule::kNumber, 1}) : std::nullopt;
  }
  // A translation is a document of its own.
  if (is_known(a.language) && is_known(b.language) && a.language != b.language) return std::nullopt;
  const bool both_texts = a.text.enough && b.text.enough;
  const Overlap text = both_texts ? overlap(a.text, b.text) : Overlap{};
  if (same_title(a, b, text, both_texts)) return Likeness{Rule::kTitle, 1};
  if (both_texts && same_text(a, b, text))
    return Likeness{Rule::kText, std::max(text.jaccard, text.containment)};
  return std::nullopt;
}

}  // namespace horizon::store
