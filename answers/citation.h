// Documents for reference managers.
#pragma once

#include <string>

#include "core/document.h"

namespace horizon::answers {

std::string to_ris(const Document& document);     // RIS, one record with its ER line
std::string to_bibtex(const Document& document);  // one entry

}  // namespace horizon::answers
