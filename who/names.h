// Names of organisations and places in the form in which they are looked up. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::who {

// Words folded, abbreviations as the words they stand for ("Univ" → "university", "Acad Sci" →
// "academy science"), little words ("of", "the", "&") left out, one space between them; Han
// characters without spaces. Equal for all usual spellings of one name.
std::string name_key(std::string_view name);

// The key without the legal form: "Co., Ltd.", "GmbH", "有限公司", "股份有限公司". The whole key
// where nothing else is there.
std::string without_legal_form(std::string_view key);
bool has_legal_form(std::string_view key);

// Does this key begin with a word for a part of an organisation ("department", "school", "物理系")?
// Or, in Chinese, end so?
bool is_unit(std::string_view key);
// Does its last word say so ("physics department")?
bool ends_in_unit(std::string_view key);
// Does it hold a word for an organisation as a whole? The higher, the likelier the parent:
// 3 university, academy; 2 institute, hospital, company; 1 center, laboratory; 0 none.
int rank_of(std::string_view key);

// An address in parts: at commas, semicolons and line ends, brackets left out. Trimmed, none empty.
std::vector<std::string_view> parts_of(std::string_view address);

// Without words that hold digits (post codes) and, in Chinese, digits.
std::string without_numbers(std::string_view key);

bool is_chinese(std::string_view key);  // begins with a Han character

}  // namespace horizon::who
