// Two documents of any text: whether they are one work does not depend on which is asked first,
// every document is like itself where it says enough, and what they are found by is bounded.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/check.h"
#include "store/likeness.h"

namespace {

// Fields are separated by newlines: title, abstract, author, key, date.
horizon::Document document_of(std::string_view text, horizon::Kind kind) {
  horizon::Document document;
  document.kind = kind;
  const auto lines = horizon::split(text, '\n');
  const auto line = [&](std::size_t i) {
    return i < lines.size() ? horizon::sanitise_utf8(lines[i]) : std::string();
  };
  document.title = line(0);
  document.abstract = line(1);
  document.authors.push_back({.name = line(2)});
  document.keys.push_back(line(3));
  document.published = horizon::parse_iso_date(line(4));
  return document;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto kind = static_cast<horizon::Kind>(data[0] % 4);
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t middle = input.find('\x1f');
  const auto a = horizon::store::profile_of(document_of(input.substr(0, middle), kind));
  const auto b = horizon::store::profile_of(
      document_of(middle == std::string_view::npos ? input : input.substr(middle + 1), kind));
  const auto there = horizon::store::likeness(a, b);
  const auto back = horizon::store::likeness(b, a);
  horizon::fuzz::require(there.has_value() == back.has_value(), "likeness is symmetric");
  if (there) {
    horizon::fuzz::require(there->rule == back->rule && there->strength == back->strength,
                           "its reason is, too");
    horizon::fuzz::require(there->strength >= 0 && there->strength <= 1, "strength is in [0, 1]");
  }
  horizon::fuzz::require(horizon::store::meeting_keys(a).size() <= 1 + horizon::store::kBands + 33,
                         "a document has few meeting keys");
  return 0;
}
