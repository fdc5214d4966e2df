// Are these two spellings of one person's name? Pure. Internal to store/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace horizon::store {

// A name as far as its spelling tells: "Lee, Chul-hee", "Chul-hee Lee", "LEE CH", "C.-H. Lee",
// "王小明".
struct AuthorName {
  // What may be the family name, folded. One where the spelling is plain ("Lee, C."), else the
  // first and the last word: "Wang Xiaoming" and "Xiaoming Wang" are both written.
  std::vector<std::string> families;
  std::vector<std::string> words;  // all of them, folded; initials are words of one letter
  friend bool operator==(const AuthorName&, const AuthorName&) = default;
};

AuthorName author_name(std::string_view name);

// A family name in common, and no given name that speaks against it: "J. Smith" and "John Smith"
// agree, "Jane Smith" and "John Smith" do not. Nobody is the same as a name without letters.
bool same_author(const AuthorName& a, const AuthorName& b);

// A family name in common.
bool share_family(const AuthorName& a, const AuthorName& b);

}  // namespace horizon::store
