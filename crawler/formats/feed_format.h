// RSS, Atom and JSON Feed as a record format.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

bool is_feed(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_feed(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> feed_parser();

inline constexpr RecordFormat kFeedFormat{"feed", "RSS, Atom and JSON Feed", is_feed, cut_feed,
                                          feed_parser};

}  // namespace horizon::crawler
