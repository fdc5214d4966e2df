// The parts of a document that every format fills in the same way, bounded against hostile records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxPeople = 10'000;  // the largest collaborations name some 5,000
inline constexpr std::size_t kMaxOrganisations = 5'000;
inline constexpr std::size_t kMaxCodes = 1'000;
inline constexpr std::size_t kMaxCodeBytes = 512;

// The position of the organisation among the document's own, where it is added if it is not yet
// there; nullopt without a name or beyond kMaxOrganisations. White space is collapsed.
std::optional<std::uint16_t> add_organisation(Document& document, Organisation organisation);

// Adds nothing without a name or beyond kMaxPeople. White space is collapsed. A person who is
// named twice is kept twice, as sent.
void add_author(Document& document, Person person);

// Adds nothing that is empty, longer than kMaxCodeBytes, known already or beyond kMaxCodes.
void add_code(Document& document, CodeScheme scheme, std::string_view value);

// 16 hex digits that a document without any identifier is known by: the same record read twice is
// one document, and two untitled ones stay two.
std::string content_hash(const Document& document);

// Where the work's own repository or registry shows it (arXiv, the DOI's, PubMed), by its keys;
// empty if none is known.
std::string registry_address(const std::vector<std::string>& keys);

}  // namespace horizon::crawler
