// Reads WARC files (ISO 28500), of ours and of others.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

struct WarcRecord {
  Headers fields = {};  // names in lower case
  std::string block = {};
};

// The value of a field by its lower-case name; empty if there is none.
std::string_view field(const WarcRecord& record, std::string_view name);

class WarcReader {
 public:
  // Plain or gzip. `max_block_bytes` bounds one record.
  explicit WarcReader(std::unique_ptr<ByteSource> source,
                      std::size_t max_block_bytes = std::size_t{256} << 20);

  // The next record; nullopt at the end. kCorrupt: not a WARC record, or cut off; kLimit: larger
  // than the bounds. After an error there is nothing more to be had.
  Result<std::optional<WarcRecord>> next();

 private:
  Result<bool> fill();              // false at the end
  Result<bool> skip_empty_lines();  // those behind a record; false at the end
  Result<std::optional<std::string>> line();
  Status read_fields(WarcRecord& record);
  Status read_block(WarcRecord& record, std::size_t size);

  std::unique_ptr<ByteSource> source_;
  std::size_t max_block_bytes_;
  PortionReader portions_{std::size_t{64} << 10};
  std::string buffer_;
  std::size_t pos_ = 0;
};

// The reply in an application/http block (RFC 9112); kCorrupt if there is none. The body is what
// stands behind the head.
Result<Response> parse_http_response(std::string_view block);

// Method and body of the request in such a block; kCorrupt if there is none.
struct HttpRequestLine {
  std::string method;
  std::string body;
};
Result<HttpRequestLine> parse_http_request(std::string_view block);

}  // namespace horizon::crawler
