// Web of Science's fields, which its plain text and its tables share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/formats/export/draft.h"

namespace horizon::crawler {

struct WosField {
  std::string_view tag;             // "AU", "C1", ...
  std::vector<std::string> values;  // one author, address, ... each; wrapped lines are joined
};

// Authors by their full names, linked to the organisations of their addresses:
// "[Zhang, San; Li, Si] Tsinghua Univ, Dept Automat, Beijing 100084, Peoples R China" is the
// organisation "Tsinghua Univ" in the city "Beijing" for both.
void fill_wos(std::span<const WosField> fields, Draft& draft);

// True for tags whose lines are values of their own, where others are wrapped text.
bool is_wos_list(std::string_view tag);

}  // namespace horizon::crawler
