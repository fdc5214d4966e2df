// JSON Lines as a record format; a slice is a line.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

bool is_jsonl(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_lines(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> jsonl_parser();

inline constexpr RecordFormat kJsonlFormat{"jsonl", "JSON Lines, one document a line", is_jsonl,
                                           cut_lines, jsonl_parser};

}  // namespace horizon::crawler
