// The part of a text that shows why it was found.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::index {

struct Snippet {
  std::string text;  // one line, at most about `max_width` columns, "…" where it was cut
  struct Mark {
    std::uint32_t begin = 0;  // bytes into `text`
    std::uint32_t size = 0;
  };
  std::vector<Mark> marks;  // ascending, not overlapping
};

// The window of `text` with the most different query terms (Hits::terms) or phrases (names of the
// concepts that were searched, as written in the taxonomy), all of them marked.
Snippet make_snippet(std::string_view text, std::span<const std::string> terms,
                     std::span<const std::string> phrases, std::size_t max_width);

// True if the folded text holds the folded phrase as whole words.
bool holds_phrase(std::string_view text, std::string_view phrase);

}  // namespace horizon::index
