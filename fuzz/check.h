// Invariants of everything that a parser makes of foreign bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/document.h"
#include "core/text.h"
#include "crawler/record.h"

namespace horizon::fuzz {

inline void require(bool condition, const char* what) {
  if (condition) return;
  std::cerr << "invariant broken: " << what << '\n';
  std::abort();
}

inline void require_clean(std::string_view text) {
  require(is_valid_utf8(text), "text is valid UTF-8");
  require(text.find('\0') == std::string_view::npos, "text holds no NUL");
}

// Seven of eight inputs as UTF-8, so that time goes into the format: to guess the encoding of a few
// broken bytes costs more than to read the rest, and fuzz_charset looks at that.
inline std::string mostly_utf8(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  return size % 8 == 0 ? std::string(bytes) : sanitise_utf8(bytes);
}

// `input` is the size of what the record was read from.
inline void check_document(const Document& document, std::size_t input) {
  require(!document.id.empty() && !document.keys.empty(), "a document has an id and a key");
  for (const std::string* text :
       {&document.id, &document.title, &document.abstract, &document.url, &document.language}) {
    require_clean(*text);
  }
  for (const auto& list :
       {names_of(document.authors), names_of(document.organisations), document.keys}) {
    for (const std::string& text : list) require_clean(text);
  }
  for (const Person& person : document.authors) {
    for (const std::uint16_t position : person.organisations) {
      require(position < document.organisations.size(), "a person's organisation exists");
    }
  }
  for (const Code& code : document.codes) require_clean(code.value);
  // Decoding and repair may triple a text; nothing may grow beyond that.
  require(document.title.size() <= 8 * input + 64, "title is bounded by its input");
  require(document.abstract.size() <= 8 * input + 64, "abstract is bounded by its input");
}

inline void check_records(const crawler::Records& records, std::size_t input) {
  for (const auto& record : records.records) {
    check_document(record.document, input);
    require(record.raw.source == record.document.source, "raw and document name one source");
  }
  for (const QuarantinedRecord& record : records.quarantined) {
    require(!record.reason.empty(), "a quarantined record has a reason");
    require(record.bytes.size() <= crawler::kQuarantineBytes, "its bytes are bounded");
  }
}

}  // namespace horizon::fuzz
