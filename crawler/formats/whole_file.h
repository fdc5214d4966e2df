// For formats whose files are read at once: one slice is the file.
#pragma once

#include <memory>

#include "crawler/formats/format.h"

namespace horizon::crawler {

// kLimit, as an error of next(), for what is larger than kMaxSliceBytes.
std::unique_ptr<RecordCutter> whole_file_cutter(std::unique_ptr<ByteSource> bytes);

// "file.ris:17", "https://host/page#5": where a slice of a file or reply stands.
std::string origin_of(const ReadContext& context, const Slice& slice);

// Keeps a slice aside with the reason.
void quarantine(const Slice& slice, const ReadContext& context, std::string reason, Records& out);

// The same of a slice that is longer than its format allows.
void quarantine_oversized(const Slice& slice, const ReadContext& context, Records& out);

}  // namespace horizon::crawler
