#include "who/names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/letters.h"
#include "core/text.h"

namespace horizon::who {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// By their first member. "" leaves a word out.
constexpr std::array<Pair, 104> kWords = {{
    {"a", ""},
    {"acad", "academy"},
    {"academia", "academy"},
    {"academies", "academy"},
    {"adv", "advanced"},
    {"agr", "agricultural"},
    {"agriculture", "agricultural"},
    {"amp", ""},
    {"and", ""},
    {"appl", "applied"},
    {"at", ""},
    {"aut", "autonomous"},
    {"autonoma", "autonomous"},
    {"biol", "biology"},
    {"biological", "biology"},
    {"centre", "center"},
    {"centro", "center"},
    {"chem", "chemistry"},
    {"chinese", "china"},
    {"cntr", "center"},
    {"co", "company"},
    {"coll", "college"},
    {"collaborat", "collaboration"},
    {"comp", "computer"},
    {"corp", "corporation"},
    {"ctr", "center"},
    {"d", ""},
    {"das", ""},
    {"de", ""},
    {"dell", ""},
    {"dep", "department"},
    {"dept", "department"},
    {"der", ""},
    {"des", ""},
    {"di", ""},
    {"div", "division"},
    {"do", ""},
    {"du", ""},
    {"ecole", "school"},
    {"econ", "economics"},
    {"elect", "electronic"},
    {"electr", "electronic"},
    {"electronics", "electronic"},
    {"engineering", "engineering"},
    {"engn", "engineering"},
    {"engr", "engineering"},
    {"escola", "school"},
    {"escuela", "school"},
    {"fac", "faculty"},
    {"fakultat", "faculty"},
    {"fed", "federal"},
    {"fdn", "foundation"},
    {"for", ""},
    {"fur", ""},
    {"geol", "geology"},
    {"grp", "group"},
    {"gmbh", "gmbh"},
    {"hosp", "hospital"},
    {"hospitals", "hospital"},
    {"in", ""},
    {"ind", "industrial"},
    {"informat", "information"},
    {"inst", "institute"},
    {"institut", "institute"},
    {"institution", "institute"},
    {"instituto", "institute"},
    {"istituto", "institute"},
    {"instit", "institute"},
    {"int", "international"},
    {"intl", "international"},
    {"la", ""},
    {"lab", "laboratory"},
    {"laboratories", "laboratory"},
    {"laboratoire", "laboratory"},
    {"labs", "laboratory"},
    {"ltd", "limited"},
    {"mat", "materials"},
    {"math", "mathematics"},
    {"med", "medical"},
    {"medicine", "medical"},
    {"nat", "national"},
    {"nacional", "national"},
    {"nationale", "national"},
    {"natl", "national"},
    {"nazionale", "national"},
    {"normale", "normal"},
    {"of", ""},
    {"phys", "physics"},
    {"physical", "physics"},
    {"poli", "polytechnic"},
    {"politecnico", "polytechnic"},
    {"polytech", "polytechnic"},
    {"polytechnique", "polytechnic"},
    {"polytechnical", "polytechnic"},
    {"res", "research"},
    {"s", ""},
    {"sch", "school"},
    {"sci", "science"},
    {"sciences", "science"},
    {"st", "state"},
    {"tech", "technology"},
    {"technol", "technology"},
    {"technological", "technology"},
    {"the", ""},
}};
constexpr std::array<Pair, 27> kMoreWords = {{
    {"aeronaut", "aeronautics"},
    {"astronaut", "astronautics"},
    {"calif", "california"},
    {"commun", "communications"},
    {"communication", "communications"},
    {"def", "defense"},
    {"defence", "defense"},
    {"illinoi", "illinois"},
    {"mfg", "manufacturing"},
    {"pharmaceut", "pharmaceuticals"},
    {"pharmaceutical", "pharmaceuticals"},
    {"telecom", "telecommunications"},
    {"telecommun", "telecommunications"},
    {"telecommunication", "telecommunications"},
    {"technologies", "technology"},
    {"technische", "technical"},
    {"und", ""},
    {"univ", "university"},
    {"universidad", "university"},
    {"universidade", "university"},
    {"universita", "university"},
    {"universitat", "university"},
    {"universite", "university"},
    {"universiteit", "university"},
    {"universities", "university"},
    {"universitet", "university"},
    {"van", ""},
}};

using Words = std::unordered_map<std::string_view, std::string_view>;

const Words& words() {
  static const Words table = [] {
    Words out;
    for (const Pair& pair : kWords) out.insert(pair);
    for (const Pair& pair : kMoreWords) out.insert(pair);
    return out;
  }();
  return table;
}

constexpr std::array<std::string_view, 34> kLegal = {
    "company", "limited", "inc", "incorporated", "corporation", "gmbh",   "ag",
    "kg",      "sa",      "sas", "sarl",         "srl",         "spa",    "llc",
    "llp",     "lp",      "plc", "bv",           "nv",          "oy",     "oyj",
    "ab",      "asa",     "aps", "kk",           "kabushiki",   "kaisha", "pte",
    "pty",     "pvt",     "sdn", "bhd",          "se",          "private"};
constexpr std::array<std::string_view, 10> kHanLegal = {
    "股份有限公司", "有限责任公司", "集团有限公司", "控股有限公司", "有限公司",
    "股份公司",     "株式会社",     "集团公司",     "总公司",       "公司"};

constexpr std::array<std::string_view, 18> kUnits = {
    "department", "school", "faculty",   "division", "section", "graduate",
    "key",        "group",  "unit",      "program",  "state",   "college",
    "laboratory", "center", "institute", "joint",    "office",  "branch"};
constexpr std::array<std::string_view, 10> kHanUnits = {
    "系", "教研室", "实验室", "课题组", "科", "学院", "学部", "研究室", "分院", "中心"};

struct Ranked {
  std::string_view word;
  int rank;
};
constexpr std::array<Ranked, 22> kRanks = {{
    {"university", 3},  {"academy", 3},     {"institute", 2},   {"hospital", 2},
    {"polytechnic", 3}, {"company", 2},     {"corporation", 2}, {"limited", 2},
    {"inc", 2},         {"gmbh", 2},        {"college", 1},     {"ministry", 2},
    {"agency", 2},      {"foundation", 2},  {"council", 2},     {"center", 1},
    {"laboratory", 1},  {"observatory", 2}, {"society", 2},     {"llc", 2},
    {"bank", 2},        {"museum", 2},
}};
constexpr std::array<Ranked, 14> kHanRanks = {{
    {"大学", 3},
    {"科学院", 3},
    {"工程院", 3},
    {"研究院", 2},
    {"研究所", 2},
    {"医院", 2},
    {"公司", 2},
    {"集团", 2},
    {"学院", 1},
    {"中心", 1},
    {"实验室", 1},
    {"局", 1},
    {"部", 1},
    {"协会", 2},
}};

std::string_view last_word(std::string_view key) {
  const auto space = key.rfind(' ');
  return space == std::string_view::npos ? key : key.substr(space + 1);
}

template <std::size_t kSize>
bool is_one_of(std::string_view word, const std::array<std::string_view, kSize>& list) {
  return std::ranges::find(list, word) != list.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// "U.S.A." → "USA": letters between full stops are one word.
std::string without_dots(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool stop =
        name[i] == '.' && i > 0 && is_letter(name[i - 1]) && (i < 2 || !is_letter(name[i - 2]));
    if (!stop) out += name[i];
  }
  return out;
}

}  // namespace

std::string name_key(std::string_view name) {
  const std::string folded = fold_letters(without_dots(name));
  std::string key;
  bool after_han = false;
  for (std::string_view word : words_of(folded)) {
    const bool han = is_han_word(word);
    if (!han) {
      const auto found = words().find(word);
      if (found != words().end()) word = found->second;
      if (word.empty()) continue;
    }
    if (!key.empty() && !(han && after_han)) key += ' ';
    key += word;
    after_han = han;
  }
  return key;
}

std::string without_legal_form(std::string_view key) {
  std::string_view rest = key;
  while (!rest.empty()) {
    const std::string_view word = last_word(rest);
    if (is_one_of(word, kLegal)) {
      rest = trim(rest.substr(0, rest.size() - word.size()));
      continue;
    }
    const auto* const han = std::ranges::find_if(
        kHanLegal, [&](std::string_view form) { return rest.ends_with(form); });
    if (han == kHanLegal.end()) break;
    rest = trim(rest.substr(0, rest.size() - han->size()));
  }
  return std::string(rest.empty() ? key : rest);
}

bool has_legal_form(std::string_view key) { return without_legal_form(key).size() < key.size(); }

bool ends_in_unit(std::string_view key) { return is_one_of(last_word(key), kUnits); }

bool is_unit(std::string_view key) {
  if (is_chinese(key)) {
    return rank_of(key) < 2 && std::ranges::any_of(kHanUnits, [&](std::string_view unit) {
             return key.ends_with(unit);
           });
  }
  return is_one_of(key.substr(0, key.find(' ')), kUnits);
}

int rank_of(std::string_view key) {
  int rank = 0;
  for (const Ranked& han : kHanRanks)
    if (key.find(han.word) != std::string_view::npos) rank = std::max(rank, han.rank);
  for (const std::string_view word : split(key, ' '))
    for (const Ranked& ranked : kRanks)
      if (word == ranked.word) rank = std::max(rank, ranked.rank);
  return rank;
}

std::vector<std::string_view> parts_of(std::string_view address) {
  static constexpr std::array<std::string_view, 14> kEnds = {
      ",", ";", "\n", "|", "(", ")", "[", "]", "，", "；", "、", "（", "）", "。"};
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t pos = 0; pos <= address.size();) {
    std::size_t length = pos == address.size() ? 1 : 0;
    for (const std::string_view end : kEnds)
      if (length == 0 && address.substr(pos).starts_with(end)) length = end.size();
    if (length == 0) {
      ++pos;
      continue;
    }
    const std::string_view part = trim(address.substr(begin, pos - begin));
    if (!part.empty()) parts.push_back(part);
    pos += length;
    begin = pos;
  }
  return parts;
}

std::string without_numbers(std::string_view key) {
  std::string out;
  for (const std::string_view word : split(key, ' ')) {
    if (word.empty() || has_digit(word)) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

bool is_chinese(std::string_view key) {
  std::size_t pos = 0;
  return !key.empty() && is_han(decode_utf8(key, pos));
}

}  // namespace horizon::who
