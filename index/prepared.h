// Internal to the module's .cpp files: a prepared entry is a Xapian document that waits for its
// number.
#pragma once

#include <xapian.h>

#include "index/index.h"

namespace horizon::index {

struct Prepared::Impl {
  Xapian::Document document;
  DocumentNumber number = 0;
  std::uint64_t sequence = 0;
  bool deleted = false;
};

}  // namespace horizon::index
