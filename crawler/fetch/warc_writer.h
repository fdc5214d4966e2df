// Records what goes over the wire as WARC 1.1 (ISO 28500:2017), a gzip member for each record.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

// One request of one hop.
struct Exchange {
  std::string url = {};  // as sent; secrets in it are redacted by the writer
  std::string method = "GET";
  Headers request_headers = {};  // without secrets
  std::string request_body = {};
  Instant when{};
  // The body went to a file and is not here: the record says so (WARC-Truncated).
  bool body_left_out = false;
};

class WarcWriter {
 public:
  // Appends to the file, which gets a warcinfo record when it is new. kUnavailable: it cannot be
  // written, or another process writes to it. `seed` is that of the records' ids.
  static Result<std::unique_ptr<WarcWriter>> open(const std::filesystem::path& path,
                                                  std::string_view software, Instant now,
                                                  std::uint64_t seed);
  ~WarcWriter();
  WarcWriter(const WarcWriter&) = delete;
  WarcWriter& operator=(const WarcWriter&) = delete;

  // `response` has its body as received, without transfer coding.
  // A response and a request record, written at once: a process killed in between leaves both or
  // none. Tokens in JSON bodies are redacted.
  Status write(const Exchange& exchange, const Response& response);

 private:
  WarcWriter(std::filesystem::path path, int descriptor, std::uint64_t seed)
      : path_(std::move(path)), descriptor_(descriptor), random_(seed) {}
  std::string new_id();
  Status append(std::string_view bytes);

  std::filesystem::path path_;
  int descriptor_;
  std::mt19937_64 random_;
};

}  // namespace horizon::crawler
