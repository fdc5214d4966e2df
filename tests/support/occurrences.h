#pragma once

#include <string>

namespace horizon::test {

inline std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t pos = text.find(part); pos != std::string::npos;
       pos = text.find(part, pos + 1)) {
    ++found;
  }
  return found;
}

}  // namespace horizon::test
