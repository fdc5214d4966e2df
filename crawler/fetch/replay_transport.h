// Answers from a recording (WARC) instead of the network, so that a scan can be run again exactly.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/error.h"
#include "crawler/fetch/target.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

class ReplayTransport final : public Transport {
 public:
  // Reads all replies into memory, at most `max_bytes` (kLimit). A file that is cut off at its end
  // (the recording process was killed) gives what stands before; kCorrupt if that is nothing.
  static Result<std::unique_ptr<ReplayTransport>> open(const std::filesystem::path& path,
                                                       std::size_t max_bytes = std::size_t{1}
                                                                               << 30);

  // The recorded reply to the same method, URL (without its secrets) and body; where it was asked
  // for several times, one after the other. Redirects are followed as on the network. kNotFound:
  // there is none, or none is left.
  Result<Response> get(const Request& request) override;

  std::size_t size() const { return size_; }  // replies

 private:
  ReplayTransport() = default;
  Status load(const std::filesystem::path& path, std::size_t max_bytes);
  Result<Response> take(const std::string& method, const Target& target, const std::string& body);

  std::map<std::string, std::deque<Response>> replies_;  // bodies as received
  std::size_t size_ = 0;
};

}  // namespace horizon::crawler
