#include "crawler/document_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {

std::optional<std::uint16_t> add_organisation(Document& document, Organisation organisation) {
  organisation.name = collapse_whitespace(organisation.name);
  organisation.city = collapse_whitespace(organisation.city);
  if (organisation.name.empty()) return std::nullopt;
  auto& known = document.organisations;
  const auto found = std::find(known.begin(), known.end(), organisation);
  const auto position = static_cast<std::size_t>(found - known.begin());
  if (found == known.end()) {
    if (known.size() == kMaxOrganisations) return std::nullopt;
    known.push_back(std::move(organisation));
  }
  return static_cast<std::uint16_t>(position);
}

void add_author(Document& document, Person person) {
  person.name = collapse_whitespace(person.name);
  if (person.name.empty() || document.authors.size() == kMaxPeople) return;
  document.authors.push_back(std::move(person));
}

void add_code(Document& document, CodeScheme scheme, std::string_view value) {
  Code code{scheme, collapse_whitespace(value)};
  if (code.value.empty() || code.value.size() > kMaxCodeBytes ||
      document.codes.size() == kMaxCodes ||
      std::find(document.codes.begin(), document.codes.end(), code) != document.codes.end()) {
    return;
  }
  document.codes.push_back(std::move(code));
}

std::string content_hash(const Document& document) {
  const std::string date = document.published ? format_date(*document.published) : std::string();
  return fmt::format("{:016x}",
                     stable_hash(document.title + '\n' + document.abstract + '\n' + date));
}

std::string registry_address(const std::vector<std::string>& keys) {
  for (const auto& [prefix, address] :
       {std::pair{"arxiv:", "https://arxiv.org/abs/"}, std::pair{"doi:", "https://doi.org/"},
        std::pair{"pmid:", "https://pubmed.ncbi.nlm.nih.gov/"}}) {
    for (const std::string& key : keys) {
      if (key.starts_with(prefix)) return address + key.substr(std::string_view(prefix).size());
    }
  }
  return {};
}

}  // namespace horizon::crawler
