// Formats whose records are works in JSON: what they have in common.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "crawler/formats/format.h"
#include "crawler/identity.h"
#include "crawler/json/json.h"

namespace horizon::crawler {

struct JsonWorkFormat {
  // True for an object that is a work, by the members that every work of this format has.
  bool (*is_work)(const JsonValue& value);
  // Fills document and keys. False for a work that is none of ours (an empty shell that the
  // format's header names): it is passed over in silence.
  bool (*read)(const JsonValue& work, const ReadContext& context, Document& document, Keys& keys);
};

// Finds the works wherever they stand in a slice: one may be wrapped ({"message": work}). A slice
// without any is quarantined. `format` must outlive the parser.
std::unique_ptr<RecordParser> json_works_parser(const JsonWorkFormat& format);

// A string as a clean line; a number as it is written.
std::string json_line(const JsonValue& value);

}  // namespace horizon::crawler
