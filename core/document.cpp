#include "core/document.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace horizon {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "G06N10/40", "A61B5/369", "G06N10", "H01L": section, class, subclass, group (CPC and IPC).
bool looks_like_cpc(std::string_view v) {
  if (v.size() < 4 || v.size() > 16) return false;
  if (!(v[0] >= 'A' && v[0] <= 'H') && v[0] != 'Y') return false;
  if (!is_digit(v[1]) || !is_digit(v[2]) || !is_upper(v[3])) return false;
  const std::string_view group = v.substr(4);
  return std::all_of(group.begin(), group.end(),
                     [](char c) { return is_digit(c) || c == '/' || c == ' '; });
}

// Archives whose categories carry no dot.
constexpr std::array<std::string_view, 12> kBareArchives = {
    "quant-ph", "gr-qc",   "hep-th",  "hep-ph", "hep-ex",   "hep-lat",
    "math-ph",  "nucl-th", "nucl-ex", "q-bio",  "cond-mat", "astro-ph"};

// "cs.RO", "cond-mat.mtrl-sci", "quant-ph".
bool looks_like_arxiv(std::string_view v) {
  if (std::find(kBareArchives.begin(), kBareArchives.end(), v) != kBareArchives.end()) return true;
  const auto dot = v.find('.');
  if (dot == std::string_view::npos || dot < 2 || dot > 8 || v.size() > 20) return false;
  const std::string_view archive = v.substr(0, dot);
  const std::string_view subject = v.substr(dot + 1);
  const auto archive_char = [](char c) { return is_lower(c) || c == '-'; };
  const auto subject_char = [](char c) { return is_lower(c) || is_upper(c) || c == '-'; };
  return subject.size() >= 2 && std::all_of(archive.begin(), archive.end(), archive_char) &&
         std::all_of(subject.begin(), subject.end(), subject_char);
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::kPaper:
      return "paper";
    case Kind::kPatent:
      return "patent";
    case Kind::kNews:
      return "news";
    case Kind::kOther:
      return "other";
  }
  return "other";
}

std::optional<Kind> parse_kind(std::string_view text) {
  for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther}) {
    if (text == to_string(kind)) return kind;
  }
  return std::nullopt;
}

std::string_view to_string(CodeScheme scheme) {
  switch (scheme) {
    case CodeScheme::kArxiv:
      return "arxiv";
    case CodeScheme::kCpc:
      return "cpc";
    case CodeScheme::kMesh:
      return "mesh";
    case CodeScheme::kOpenAlex:
      return "openalex";
    case CodeScheme::kOther:
      return "other";
  }
  return "other";
}

CodeScheme guess_code_scheme(std::string_view value) {
  if (looks_like_cpc(value)) return CodeScheme::kCpc;
  if (looks_like_arxiv(value)) return CodeScheme::kArxiv;
  if (value.size() == 6 && value[0] == 'T' && all_digits(value.substr(1))) {
    return CodeScheme::kOpenAlex;
  }
  return CodeScheme::kOther;
}

std::vector<std::string> names_of(const std::vector<Person>& people) {
  std::vector<std::string> names;
  names.reserve(people.size());
  for (const Person& person : people) names.push_back(person.name);
  return names;
}

std::vector<std::string> names_of(const std::vector<Organisation>& organisations) {
  std::vector<std::string> names;
  names.reserve(organisations.size());
  for (const Organisation& organisation : organisations) names.push_back(organisation.name);
  return names;
}

}  // namespace horizon
