// Internal to the module's .cpp files: a prepared entry is the list of a document's terms that
// waits for its number, with what it is counted by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/index.h"

namespace horizon::index {

struct Prepared::Impl {
  std::string terms;  // as TermListWriter makes it
  std::string words;  // in their order, as the store keeps them; "" if that is not known
  std::string id;
  DocumentNumber number = 0;
  std::uint64_t sequence = 0;
  bool deleted = false;
  Kind kind = Kind::kOther;
  std::optional<PartialDate> published;
  std::string language, source;
  std::vector<std::string> sources, countries, labels;
};

}  // namespace horizon::index
