// Cuts XML files of patents into publications while they stream by: weekly files of the USPTO hold
// thousands of documents one behind the other, each with its own declaration and DOCTYPE; DOCDB
// files hold thousands of elements in one root.
#pragma once

#include <memory>

#include "crawler/formats/format.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxPatentBytes = std::size_t{8} << 20;  // of one record as kept

// Slices are the elements of is_patent_record() (patent_parts.h), as sent but for two things:
// - Descriptions, drawings, listings and all claims behind the first are left out; where they stood
//   is "<?horizon-cut bytes="N"?>", N being the number of bytes. A full text is megabytes, and
//   nothing of it is read but its bibliographic part, abstract and first claim.
// - Comments are left out.
// `head` is the XML declaration that went before, for the encoding. A record that is not closed
// before the next one, or at the end, is delivered without its end tag. UTF-16 is converted.
// Linear; memory is bounded by kMaxPatentBytes (longer records are `oversized`).
std::unique_ptr<RecordCutter> cut_patents(std::unique_ptr<ByteSource> bytes);

}  // namespace horizon::crawler
