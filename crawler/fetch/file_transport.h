// "file:" URLs of an operator's own sources, relative to one folder that they cannot leave.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

// file:a/b.rss                        root/a/b.rss
// file:DIR?verb=ListRecords&...       root/DIR/index.xml, an OAI-PMH reply saved to disk
// file:DIR?...&resumptionToken=T      root/DIR/T.xml, T of [A-Za-z0-9_-]
// Absolute paths, "..", and symbolic links that lead outside root are kUsage. Status is always
// 200; etag is a hash of the bytes, and a request that sends it as If-None-Match gets a 304.
class FileTransport final : public Transport {
 public:
  explicit FileTransport(std::filesystem::path root);
  Result<Response> get(const Request& request) override;

 private:
  std::filesystem::path root_;
};

}  // namespace horizon::crawler
