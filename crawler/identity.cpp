#include "crawler/identity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxKeyBytes = 2048;  // longer identifiers are no identifiers
constexpr std::size_t kMaxKeys = 256;       // no work has as many

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool strip_prefix(std::string_view& text, std::string_view prefix) {
  if (!starts_with_ignoring_case(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view without_version(std::string_view id) {
  const std::size_t v = id.rfind('v');
  if (v != std::string_view::npos && v > 0 && all_digits(id.substr(v + 1)) && is_digit(id[v - 1])) {
    return id.substr(0, v);
  }
  return id;
}

// Since April 2007 "2401.00001" (four digits before 2015), earlier "math.AG/0001001".
bool is_arxiv_id(std::string_view id) {
  const std::size_t dot = id.find('.');
  if (dot == 4 && all_digits(id.substr(0, 4)) && id.size() >= 9 && id.size() <= 10 &&
      all_digits(id.substr(5))) {
    return true;
  }
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos || slash < 2 || id.size() != slash + 8) return false;
  return all_digits(id.substr(slash + 1)) &&
         std::all_of(id.begin(), id.begin() + static_cast<std::ptrdiff_t>(slash),
                     [](char c) { return is_lower(c) || is_upper(c) || c == '-' || c == '.'; });
}

}  // namespace

std::string normalise_doi(std::string_view text) {
  text = trim(text);
  std::string decoded;
  const std::string host = host_of(text);
  if (host == "doi.org" || host == "dx.doi.org" || host == "www.doi.org") {
    decoded = percent_decode(parse_url(text).path);
    text = decoded;
    if (text.starts_with('/')) text.remove_prefix(1);
  }
  if (strip_prefix(text, "urn:doi:") || strip_prefix(text, "info:doi/") ||
      strip_prefix(text, "doi:")) {
    text = trim(text);
  }
  // ISO 26324: "10." registrant "/" suffix.
  const std::size_t slash = text.find('/');
  if (!text.starts_with("10.") || slash == std::string_view::npos || slash < 7 ||
      slash + 1 >= text.size() || text.size() > kMaxKeyBytes) {
    return {};
  }
  const std::string_view registrant = text.substr(3, slash - 3);
  if (!std::all_of(registrant.begin(), registrant.end(),
                   [](char c) { return is_digit(c) || c == '.'; })) {
    return {};
  }
  const std::size_t end = text.find_first_of(" \t\r\n,;<>\"");
  text = text.substr(0, end);
  while (!text.empty() && text.back() == '.') text.remove_suffix(1);
  return text.size() > slash + 1 ? ascii_lower(sanitise_utf8(text)) : std::string();
}

std::string normalise_arxiv(std::string_view text, bool bare) {
  text = trim(text);
  if (text.size() > 200) return {};
  std::string_view id = text;
  bool known = bare;
  const std::string host = host_of(text);
  if (host == "arxiv.org" || host.ends_with(".arxiv.org")) {
    id = parse_url(text).path;
    known = strip_prefix(id, "/abs/") || strip_prefix(id, "/pdf/") || strip_prefix(id, "/html/");
    if (id.ends_with(".pdf")) id.remove_suffix(4);
  } else {
    const std::string_view doi = "10.48550/";
    if (const std::size_t at = text.find(doi); at != std::string_view::npos) {
      id = text.substr(at + doi.size());
    }
    known = strip_prefix(id, "oai:arXiv.org:") || strip_prefix(id, "arXiv:") ||
            strip_prefix(id, "arXiv.") || known;
  }
  id = without_version(trim(id));
  if (!known || !is_arxiv_id(id)) return {};
  // "math.AG/0001001" is the same paper as "math/0001001".
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos) return std::string(id);
  return std::string(id.substr(0, id.find('.'))).substr(0, slash) + std::string(id.substr(slash));
}

std::string normalise_pmid(std::string_view text) {
  text = trim(text);
  strip_prefix(text, "pmid:");
  text = trim(text);
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  return all_digits(text) && text.size() <= 9 && text != "0" ? std::string(text) : std::string();
}

std::string normalise_pmcid(std::string_view text) {
  text = trim(text);
  const std::string lower = ascii_lower(text.substr(0, kMaxKeyBytes));
  std::string_view id = lower;
  while (id.ends_with('/')) id.remove_suffix(1);
  if (is_web_url(id)) id = id.substr(id.rfind('/') + 1);
  if (const std::size_t at = id.rfind("pmc"); at != std::string_view::npos) {
    id = id.substr(at + 3);
    if (id.starts_with("id:")) id = trim(id.substr(3));
  }
  id = id.substr(0, id.find('.'));  // "PMC8158497.2" is its second version
  while (id.size() > 1 && id[0] == '0') id.remove_prefix(1);
  const bool valid = all_digits(id) && id.size() <= 10 && id != "0";
  return valid ? "PMC" + std::string(id) : std::string();
}

std::string normalise_openalex(std::string_view text) {
  text = trim(text);
  const bool url = host_of(text).ends_with("openalex.org");
  const std::string_view id = url ? text.substr(text.rfind('/') + 1) : text;
  const bool valid = id.size() >= 2 && id.size() <= 16 && (id[0] == 'W' || id[0] == 'w') &&
                     all_digits(id.substr(1));
  return valid ? "W" + std::string(id.substr(1)) : std::string();
}

std::string normalise_patent(std::string_view text) {
  text = trim(text);
  strip_prefix(text, "patent:");
  if (text.size() > 40) return {};
  std::string out;
  for (const char c : text) {
    if (is_digit(c) || is_upper(c)) {
      out += c;
    } else if (is_lower(c)) {
      out += static_cast<char>(c - 'a' + 'A');
    } else if (c != ' ' && c != '-' && c != '.' && c != '/' && c != ',') {
      return {};
    }
  }
  const bool country = out.size() >= 5 && is_upper(out[0]) && is_upper(out[1]);
  return country && std::any_of(out.begin(), out.end(), is_digit) ? out : std::string();
}

void Keys::add(int rank, std::string key) {
  if (keys_.size() == kMaxKeys) return;
  const bool known = std::any_of(keys_.begin(), keys_.end(),
                                 [&](const Ranked& ranked) { return ranked.key == key; });
  if (known) return;
  const auto behind_equals = std::find_if(keys_.begin(), keys_.end(),
                                          [&](const Ranked& ranked) { return ranked.rank > rank; });
  keys_.insert(behind_equals, {rank, std::move(key)});
}

void Keys::add_doi(std::string_view text) {
  const std::string doi = normalise_doi(text);
  if (doi.empty()) return;
  if (doi.starts_with("10.48550/")) add_arxiv(doi);
  add(0, "doi:" + doi);
}

void Keys::add_arxiv(std::string_view text, bool bare) {
  const std::string id = normalise_arxiv(text, bare);
  if (!id.empty()) add(1, "arxiv:" + id);
}

void Keys::add_pmid(std::string_view text) {
  const std::string pmid = normalise_pmid(text);
  if (!pmid.empty()) add(2, "pmid:" + pmid);
}

void Keys::add_pmcid(std::string_view text) {
  const std::string pmcid = normalise_pmcid(text);
  if (!pmcid.empty()) add(2, "pmcid:" + pmcid);
}

void Keys::add_openalex(std::string_view text) {
  const std::string work = normalise_openalex(text);
  if (!work.empty()) add(3, "openalex:" + work);
}

void Keys::add_patent(std::string_view text) {
  const std::string number = normalise_patent(text);
  if (!number.empty()) add(3, "patent:" + number);
}

void Keys::add_url(std::string_view url) {
  if (!normalise_doi(url).empty()) return add_doi(url);
  if (!normalise_arxiv(url).empty()) return add_arxiv(url);
  const std::string canonical = canonical_url(url);
  if (!canonical.empty() && canonical.size() <= kMaxKeyBytes) {
    add(4, "url:" + sanitise_utf8(canonical));
  }
}

void Keys::add_local(std::string_view source, std::string_view id) {
  const std::string line = collapse_whitespace(sanitise_utf8(id));
  if (line.empty()) return;
  std::string key = "id:" + std::string(source) + ":";
  key += truncate_utf8(line, kMaxKeyBytes);
  add(5, std::move(key));
}

bool Keys::add_any(std::string_view text) {
  Keys found;
  text = trim(text);
  if (is_web_url(text)) {
    found.add_url(text);
  } else if (!normalise_doi(text).empty()) {
    found.add_doi(text);
  } else if (starts_with_ignoring_case(text, "pmid:")) {
    found.add_pmid(text);
  } else if (starts_with_ignoring_case(text, "pmcid:")) {
    found.add_pmcid(text);
  } else if (starts_with_ignoring_case(text, "openalex:")) {
    found.add_openalex(text.substr(9));
  } else if (starts_with_ignoring_case(text, "patent:")) {
    found.add_patent(text);
  } else if (starts_with_ignoring_case(text, "url:")) {
    found.add_url(text.substr(4));
  } else {
    found.add_arxiv(text);
  }
  for (Ranked& ranked : found.keys_) add(ranked.rank, std::move(ranked.key));
  return !found.keys_.empty();
}

bool Keys::has(std::string_view prefix) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const Ranked& ranked) { return ranked.key.starts_with(prefix); });
}

std::vector<std::string> Keys::take() {
  std::vector<std::string> out;
  out.reserve(keys_.size());
  for (Ranked& ranked : keys_) out.push_back(std::move(ranked.key));
  keys_.clear();
  return out;
}

std::string normalise_language(std::string_view tag) {
  // ISO 639-2 codes that library systems write.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kThreeLetters = {{
      {"eng", "en"}, {"chi", "zh"}, {"zho", "zh"}, {"ger", "de"}, {"deu", "de"},
      {"fre", "fr"}, {"fra", "fr"}, {"jpn", "ja"}, {"kor", "ko"}, {"rus", "ru"},
      {"spa", "es"}, {"por", "pt"}, {"ita", "it"}, {"dut", "nl"}, {"nld", "nl"},
      {"pol", "pl"}, {"ukr", "uk"}, {"tur", "tr"}, {"swe", "sv"}, {"cmn", "zh"},
  }};
  const std::string lower = ascii_lower(trim(tag));
  if (lower == "english") return "en";
  if (lower == "chinese") return "zh";
  const std::string primary = lower.substr(0, lower.find_first_of("-_;, "));
  if (primary.size() < 2 || primary.size() > 3 ||
      !std::all_of(primary.begin(), primary.end(), is_lower)) {
    return {};
  }
  for (const auto& [three, two] : kThreeLetters) {
    if (primary == three) return std::string(two);
  }
  return primary == "und" ? std::string() : primary;
}

}  // namespace horizon::crawler
