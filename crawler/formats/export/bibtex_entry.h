// The syntax of BibTeX: entries out of a text, and their fields.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace horizon::crawler {

// An entry as it stands in the text: "@article{key, ...}".
struct BibSpan {
  std::size_t begin = 0, size = 0;
  std::string type;     // in lower case
  bool closed = false;  // otherwise another entry begins before its brace is closed
};

// Entries of a text; what stands between them is comment. `rest` is where an entry begins that the
// text ends in (its size if none does). Linear.
std::vector<BibSpan> find_entries(std::string_view text, std::size_t& rest);

using BibMacros = std::map<std::string, std::string>;  // @string, by lower-case name

struct BibEntry {
  std::string type, key;  // the type in lower case
  // By lower-case names, in their order; values as they are in the file, without the outer braces
  // or quotes, macros resolved and parts joined.
  std::vector<std::pair<std::string, std::string>> fields;

  const std::string* find(std::string_view name) const;
};

// nullopt for what has no key and no field.
std::optional<BibEntry> parse_entry(std::string_view text, const BibMacros& macros);
// Adds what "@string{name = value}" says.
void add_macro(std::string_view text, BibMacros& macros);

// Parted by " and " outside braces, in any case and with any white space.
std::vector<std::string_view> split_bib_names(std::string_view value);

}  // namespace horizon::crawler
