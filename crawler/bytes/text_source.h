// A stream of text in whatever encoding it is, as UTF-8 with line breaks of one form.
#pragma once

#include <memory>

#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {

// UTF-16 and UTF-32 by their mark or their zero bytes, anything else by the first 64 KiB from the
// first byte outside ASCII on: UTF-8 where that is valid, else what decode_to_utf8 finds (GB18030,
// Big5, windows-1252, ...). Bytes that are malformed in a stream taken for UTF-8 are passed on as
// they are, so that a record in another encoding can still be read by itself. A byte order mark is
// dropped; "\r\n" and a lone "\r" become "\n".
std::unique_ptr<ByteSource> text_source(std::unique_ptr<ByteSource> bytes);

}  // namespace horizon::crawler
