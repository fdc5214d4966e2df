#include "store/author_names.h"

#include <algorithm>

#include "core/letters.h"
#include "core/text.h"

namespace horizon::store {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "CH", "C.-H.", "J.": capitals with nothing but dots and hyphens between them.
bool looks_like_initials(std::string_view word) {
  std::size_t capitals = 0;
  for (const char c : word) {
    if (is_upper(c)) {
      ++capitals;
    } else if (c != '.' && c != '-') {
      return false;
    }
  }
  return capitals > 0 && (capitals <= 2 || (capitals == 3 && word.size() == 3));
}

void add_words(std::string_view text, std::vector<std::string>& words) {
  const std::string folded = fold_letters(text);
  for (const std::string_view word : split(folded, ' '))
    if (!word.empty()) words.emplace_back(word);
}

// Initials that were written as one word are as many given names.
void add_given(std::string_view text, std::vector<std::string>& words) {
  for (const std::string_view word : split(text, ' ')) {
    if (!looks_like_initials(word)) {
      add_words(word, words);
      continue;
    }
    for (const char c : word)
      if (is_upper(c)) words.emplace_back(1, static_cast<char>(c + 0x20));
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += word;
  return out;
}

// "王小明", "王 小明": no order to guess.
bool is_han_name(std::string_view name) {
  const std::string folded = fold_letters(name);
  const auto words = words_of(folded);
  return !words.empty() && std::ranges::all_of(words, is_han_word);
}

bool has_family(const AuthorName& name, const std::string& family) {
  return std::ranges::find(name.families, family) != name.families.end();
}

// The given names, if this is the family name: the others, one of them left out.
std::vector<std::string> given_names(const AuthorName& name, const std::string& family) {
  std::vector<std::string> words = name.words;
  const auto found = std::ranges::find(words, family);
  if (found != words.end()) words.erase(found);
  return words;
}

// Initials meet names; hyphens and spaces within given names mean nothing.
bool given_agree(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  const std::string& x = a.front();
  const std::string& y = b.front();
  if (x.size() == 1 || y.size() == 1) return x[0] == y[0];
  const std::string whole_x = joined(a);
  const std::string whole_y = joined(b);
  return whole_x.starts_with(y) || whole_y.starts_with(x);
}

}  // namespace

AuthorName author_name(std::string_view name) {
  AuthorName out;
  name = trim(name);
  if (is_han_name(name)) {
    std::string folded = fold_letters(name);
    std::erase(folded, ' ');
    out.families.push_back(folded);
    out.words.push_back(std::move(folded));
    return out;
  }
  const auto comma = name.find(',');
  if (comma != std::string_view::npos) {
    std::vector<std::string> family;
    add_words(name.substr(0, comma), family);
    if (family.empty()) return out;
    // "van der Berg" of "van der Berg, A." is "Berg" where the name stands the other way round.
    out.families.push_back(family.back());
    out.words = {family.back()};
    add_given(name.substr(comma + 1), out.words);
    return out;
  }
  const std::size_t last = name.rfind(' ');
  const bool initials_last =
      last != std::string_view::npos && looks_like_initials(name.substr(last + 1));
  add_given(name, out.words);
  if (out.words.empty()) return out;
  if (initials_last) {
    std::vector<std::string> family;
    add_words(name.substr(0, last), family);
    if (!family.empty()) out.families.push_back(family.back());
    return out;
  }
  out.families.push_back(out.words.back());
  if (out.words.size() == 2 && out.words.front().size() > 1 && out.words.front() != out.words[1])
    out.families.push_back(out.words.front());
  return out;
}

bool same_author(const AuthorName& a, const AuthorName& b) {
  return std::ranges::any_of(a.families, [&](const std::string& family) {
    return has_family(b, family) && given_agree(given_names(a, family), given_names(b, family));
  });
}

bool share_family(const AuthorName& a, const AuthorName& b) {
  return std::ranges::any_of(a.families,
                             [&](const std::string& family) { return has_family(b, family); });
}

}  // namespace horizon::store
