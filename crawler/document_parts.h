// The parts of a document that every format fills in the same way, bounded against hostile records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

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

}  // namespace horizon::crawler
