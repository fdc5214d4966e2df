// By what names a document is known. Internal to store/.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace horizon::store {

// Further aliases of one document are not matched and not found.
inline constexpr std::size_t kMaxAliases = 256;

// The one spelling under which a key or an imported id is kept and matched:
//   doi:10.1000/x      from "doi:10.1000/X", "https://doi.org/10.1000/X", "10.1000/X"
//   arxiv:2401.00001   from "arXiv:2401.00001v2", "https://arxiv.org/pdf/2401.00001",
//                      "oai:arXiv.org:2401.00001", "doi:10.48550/arXiv.2401.00001";
//   arxiv:math/0309136 from "arXiv:math.GT/0309136v1"
//   pmid:1             from "PMID: 1", "https://pubmed.ncbi.nlm.nih.gov/1/"
//   patent:cn117151122a  from "patent:CN 117151122 A"
//   url:https://host/path  from "url:http://HOST/path/#part"
// Anything else is kept as it is, trimmed ("id:feed:42", "W2741809807"). Spellings above 1 KiB
// are kept as their hash. Empty where the key says nothing: "", "doi:", "unknown", "id:feed:",
// "pmid:0" and the like must never make two documents one.
std::string canonical_alias(std::string_view key);

// The aliases that a record brings, in the order in which they are matched. `hash` is hash_of() its
// bytes, empty if it has none: a record that names no key at all is known again by its bytes.
std::vector<std::string> aliases_of(const Document& document, const RawRecord& raw,
                                    std::string_view hash);

// Repositories whose numbers name one work each.
inline constexpr std::array<std::string_view, 3> kRepositories = {"arxiv:", "pmid:", "patent:"};
bool names_repository(std::string_view alias);

// Of the aliases of one record (at least one) that which says for certain whose record it is, once
// it is kept: the first of a repository, else the first.
const std::string& decisive_alias(const std::vector<std::string>& aliases);

// The spellings, likeliest first, under which what somebody typed may be kept: canonical_alias(),
// and what the bare value of a key or a key's value kept as a bare id would be.
std::vector<std::string> alias_candidates(std::string_view typed);

}  // namespace horizon::store
