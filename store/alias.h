// By what names a document is known. Internal to store/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace horizon::store {

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

// The spellings, likeliest first, under which what somebody typed may be kept: canonical_alias(),
// and what the bare value of a key or a key's value kept as a bare id would be.
std::vector<std::string> alias_candidates(std::string_view typed);

}  // namespace horizon::store
