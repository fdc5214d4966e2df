#include "store/alias.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/text.h"
#include "store/codec.h"

namespace horizon::store {
namespace {

constexpr std::size_t kMaxAliasBytes = 1024;

// What sources write where they have no value.
constexpr std::array<std::string_view, 10> kUnknown = {"",     "unknown", "n/a",       "na", "none",
                                                       "null", "nil",     "undefined", "-",  "?"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool says_nothing(std::string_view value) {
  if (value.size() > 16) return false;
  return std::ranges::find(kUnknown, ascii_lower(trim(value))) != kUnknown.end();
}

std::string alias_of_raw(const RawRecord& raw, std::string_view hash) {
  std::string hex;
  for (const char c : hash) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return fmt::format("raw:{}:{}", raw.source, hex);
}

// What follows the first of these prefixes that fits, whatever its case.
template <std::size_t kSize>
std::optional<std::string_view> after(std::string_view text,
                                      const std::array<std::string_view, kSize>& prefixes) {
  for (const std::string_view prefix : prefixes)
    if (starts_with_ignoring_case(text, prefix)) return trim(text.substr(prefix.size()));
  return std::nullopt;
}

std::string_view until_any(std::string_view text, std::string_view stops) {
  return text.substr(0, text.find_first_of(stops));
}

// The number of digits that `text` starts with.
std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// Drops "v2" and ".pdf" from what follows an arXiv number; nullopt if there is anything else.
bool is_arxiv_tail(std::string_view tail) {
  if (tail.ends_with(".pdf")) tail.remove_suffix(4);
  if (tail.empty()) return true;
  return tail.front() == 'v' && tail.size() > 1 && digits(tail.substr(1)) == tail.size() - 1;
}

// "2401.00001" of "2401.00001v2": since April 2007, year and month, then 4 digits (until 2014) or
// 5. "" if the text is not of this form.
std::string arxiv_number(std::string_view text) {
  if (digits(text) != 4 || text.size() < 9 || text[4] != '.') return {};
  const int month = (text[2] - '0') * 10 + (text[3] - '0');
  const std::size_t serial = digits(text.substr(5));
  const bool five = text.substr(0, 4) >= "1501";
  if (month < 1 || month > 12 || serial != (five ? 5U : 4U)) return {};
  if (!is_arxiv_tail(text.substr(5 + serial))) return {};
  return std::string(text.substr(0, 5 + serial));
}

// "math/0309136" of "math.GT/0309136v1": until March 2007. "" if the text is not of this form.
std::string old_arxiv_number(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash < 2 || slash > 20) return {};
  const std::string_view archive = until_any(text.substr(0, slash), ".");
  const auto fits = [](char c) { return is_letter(c) || c == '-'; };
  const std::string_view number = text.substr(slash + 1);
  if (archive.size() < 2 || !std::ranges::all_of(archive, fits) || digits(number) != 7) return {};
  if (!is_arxiv_tail(number.substr(7))) return {};
  return fmt::format("{}/{}", ascii_lower(archive), number.substr(0, 7));
}

std::string any_arxiv_number(std::string_view text) {
  std::string number = arxiv_number(text);
  return number.empty() ? old_arxiv_number(text) : number;
}

// "%2F" → "/"; a DOI inside a URL is often written so.
std::string decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto hex = [](char c) {
      const auto at = std::string_view("0123456789abcdef").find(c);
      return at == std::string_view::npos ? -1 : static_cast<int>(at);
    };
    const bool coded = text[i] == '%' && i + 2 < text.size();
    const int high = coded ? hex(text[i + 1]) : -1;
    const int low = coded ? hex(text[i + 2]) : -1;
    const int value = high * 16 + low;
    if (high < 0 || low < 0 || value < 0x20 || value > 0x7e) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(value));
    i += 2;
  }
  return out;
}

constexpr std::array<std::string_view, 9> kDoiPrefixes = {"doi:",
                                                          "https://doi.org/",
                                                          "http://doi.org/",
                                                          "https://dx.doi.org/",
                                                          "http://dx.doi.org/",
                                                          "https://www.doi.org/",
                                                          "info:doi/",
                                                          "urn:doi:",
                                                          "doi.org/"};
constexpr std::array<std::string_view, 11> kArxivPrefixes = {"arxiv:",
                                                             "oai:arxiv.org:",
                                                             "https://arxiv.org/abs/",
                                                             "http://arxiv.org/abs/",
                                                             "https://arxiv.org/pdf/",
                                                             "http://arxiv.org/pdf/",
                                                             "https://www.arxiv.org/abs/",
                                                             "http://www.arxiv.org/abs/",
                                                             "https://export.arxiv.org/abs/",
                                                             "http://export.arxiv.org/abs/",
                                                             "arxiv.org/abs/"};
constexpr std::array<std::string_view, 4> kPmidPrefixes = {
    "pmid:", "https://pubmed.ncbi.nlm.nih.gov/", "https://www.ncbi.nlm.nih.gov/pubmed/",
    "http://www.ncbi.nlm.nih.gov/pubmed/"};
constexpr std::array<std::string_view, 1> kPatentPrefixes = {"patent:"};
constexpr std::array<std::string_view, 1> kUrlPrefixes = {"url:"};
constexpr std::array<std::string_view, 2> kHttpPrefixes = {"https://", "http://"};

// nullopt: not a DOI in any of its spellings.
std::optional<std::string> canonical_doi(std::string_view key) {
  if (const auto twice = after(key, kUrlPrefixes)) key = *twice;
  const auto value = after(key, kDoiPrefixes);
  std::string doi = ascii_lower(value.value_or(key));
  // "doi:https://doi.org/10.1000/x" is common.
  if (value)
    if (const auto inner = after(std::string_view(doi), kDoiPrefixes)) doi = std::string(*inner);
  if (!doi.starts_with("10.") || doi.find_first_of("/%") == std::string::npos) {
    if (!value) return std::nullopt;
    return says_nothing(*value) ? "" : fmt::format("doi:{}", doi);
  }
  if (value) doi = decode_percent(doi);
  // arXiv's own DOIs name the same work as its numbers do.
  constexpr std::string_view kArxivDoi = "10.48550/arxiv.";
  if (doi.starts_with(kArxivDoi)) {
    const std::string number = any_arxiv_number(std::string_view(doi).substr(kArxivDoi.size()));
    if (!number.empty()) return fmt::format("arxiv:{}", number);
  }
  return fmt::format("doi:{}", doi);
}

std::optional<std::string> canonical_arxiv(std::string_view key) {
  if (const auto twice = after(key, kUrlPrefixes)) key = *twice;
  const auto value = after(key, kArxivPrefixes);
  if (!value) return std::nullopt;
  const std::string number = any_arxiv_number(until_any(*value, "?#"));
  if (!number.empty()) return fmt::format("arxiv:{}", number);
  return says_nothing(*value) ? "" : fmt::format("arxiv:{}", *value);
}

std::optional<std::string> canonical_pmid(std::string_view key) {
  if (const auto twice = after(key, kUrlPrefixes)) key = *twice;
  const auto value = after(key, kPmidPrefixes);
  if (!value) return std::nullopt;
  std::string_view number = until_any(*value, "/?#");
  while (number.starts_with('0')) number.remove_prefix(1);
  if (number.empty() || says_nothing(number)) return "";
  return fmt::format("pmid:{}", number);
}

std::string patent_number(std::string_view value) {
  std::string number = ascii_lower(value);
  std::erase_if(number, [](char c) { return c == ' ' || c == '-' || c == '.' || c == ','; });
  return number;
}

std::optional<std::string> canonical_patent(std::string_view key) {
  const auto value = after(key, kPatentPrefixes);
  if (!value) return std::nullopt;
  const std::string number = patent_number(*value);
  return says_nothing(number) ? "" : fmt::format("patent:{}", number);
}

std::optional<std::string> canonical_url(std::string_view key) {
  const auto named = after(key, kUrlPrefixes);
  const auto rest = after(named.value_or(key), kHttpPrefixes);
  if (!rest) {
    if (!named) return std::nullopt;
    return says_nothing(*named) ? "" : fmt::format("url:{}", *named);
  }
  const std::string_view address = until_any(*rest, "#");
  const std::string_view host = until_any(address, "/?");
  std::string_view path = address.substr(host.size());
  while (path.ends_with('/')) path.remove_suffix(1);
  if (host.empty()) return "";
  return fmt::format("url:https://{}{}", ascii_lower(host), path);
}

std::string canonical_other(std::string_view key) {
  // "id:<source>:<guid>" without a guid says nothing; nor does any other bare "scheme:".
  const auto first = key.find(':');
  if (first == std::string_view::npos) return says_nothing(key) ? "" : std::string(key);
  std::string_view value = key.substr(first + 1);
  if (ascii_lower(key.substr(0, first)) == "id") {
    const auto second = value.find(':');
    if (second != std::string_view::npos) value = value.substr(second + 1);
  }
  return says_nothing(value) ? "" : std::string(key);
}

bool looks_like_patent(std::string_view number) {
  if (number.size() < 6 || number.size() > 20) return false;
  return is_letter(number[0]) && is_letter(number[1]) && digits(number.substr(2)) >= 4;
}

}  // namespace

std::string canonical_alias(std::string_view key) {
  key = trim(key);
  using Canonical = std::optional<std::string> (*)(std::string_view);
  constexpr std::array<Canonical, 5> kForms = {canonical_doi, canonical_arxiv, canonical_pmid,
                                               canonical_patent, canonical_url};
  std::optional<std::string> alias;
  for (const Canonical form : kForms) {
    alias = form(key);
    if (alias) break;
  }
  if (!alias) alias = canonical_other(key);
  if (alias->size() > kMaxAliasBytes) return fmt::format("hash:{}", hex_hash(*alias));
  return *std::move(alias);
}

std::vector<std::string> aliases_of(const Document& document, const RawRecord& raw,
                                    std::string_view hash) {
  std::vector<std::string> aliases;
  const auto add = [&aliases](std::string alias) {
    if (alias.empty() || aliases.size() >= kMaxAliases) return;
    if (std::ranges::find(aliases, alias) == aliases.end()) aliases.push_back(std::move(alias));
  };
  // The id comes last in strength, but must not be crowded out by keys.
  const std::string id = canonical_alias(document.id);
  for (const std::string& key : document.keys) {
    if (aliases.size() + 1 >= kMaxAliases) break;
    add(canonical_alias(key));
  }
  add(id);
  if (aliases.empty() && !hash.empty()) add(alias_of_raw(raw, hash));
  return aliases;
}

bool names_repository(std::string_view alias) {
  return std::ranges::any_of(kRepositories, [alias](std::string_view repository) {
    return alias.starts_with(repository);
  });
}

const std::string& decisive_alias(const std::vector<std::string>& aliases) {
  const auto first = std::ranges::find_if(aliases, names_repository);
  return first == aliases.end() ? aliases.front() : *first;
}

std::vector<std::string> alias_candidates(std::string_view typed) {
  typed = trim(typed);
  std::vector<std::string> candidates;
  const auto add = [&candidates](std::string alias) {
    if (!alias.empty() && std::ranges::find(candidates, alias) == candidates.end())
      candidates.push_back(std::move(alias));
  };
  const std::string canonical = canonical_alias(typed);
  add(canonical);
  if (typed.size() > kMaxAliasBytes) return candidates;
  const std::string arxiv = any_arxiv_number(typed);
  if (!arxiv.empty()) add("arxiv:" + arxiv);
  if (!typed.empty() && digits(typed) == typed.size())
    add(canonical_alias(fmt::format("pmid:{}", typed)));
  const std::string patent = patent_number(typed);
  if (looks_like_patent(patent)) add("patent:" + patent);
  // A bare id of these two forms cannot mean anything else.
  if (canonical.starts_with("arxiv:")) add(canonical.substr(6));
  if (const auto number = after(typed, kPatentPrefixes)) add(std::string(*number));
  if (typed.find("://") == std::string_view::npos && typed.find('/') != std::string_view::npos)
    add(canonical_alias(fmt::format("https://{}", typed)));
  return candidates;
}

}  // namespace horizon::store
