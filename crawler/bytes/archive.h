// The files that an operator's file holds: the members of an archive, or the file itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/error.h"
#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {

// Bounds on what one container may unfold to; beyond one of them it ends with kLimit.
struct ArchiveLimits {
  std::uint64_t free_bytes = std::uint64_t{256} << 20;  // never too many, however well compressed
  // Bytes out for each byte of the file beyond free_bytes, where each layer of compression counts
  // again. Text compresses to a tenth, markup of many like records to a fiftieth.
  std::uint64_t max_ratio = 500;
  std::uint64_t max_bytes = std::uint64_t{1} << 40;  // of all members
  std::size_t max_members = 2'000'000;               // folders and the like among them
};

struct Member {
  std::string origin;  // "exports.zip/2026/a.ris.gz"; the path itself of a file that is no archive
  std::string name;    // what tells a format by its ending: "2026/a.ris"
  // Decompressed if the member is gzip or zstd. Readable until the container's next(); after that
  // it fails with kUnavailable.
  std::unique_ptr<ByteSource> bytes;
};

// Zip (also zip64) and tar, plain or compressed by gzip or zstd, known by their first bytes and
// not by the name; any other file is its own only member. An archive within an archive is opened,
// one within that is a member like any other. Members come in the order of the file, streamed:
// nothing is ever written to disk, and their names, decoded from whatever charset they are in, are
// only shown. Folders, links and what macOS adds ("__MACOSX/", "._name") are left out.
class Container {
 public:
  // kNotFound, kUnavailable, or kCorrupt for what cannot be decompressed at all. "-" is standard
  // input.
  static Result<Container> open(const std::filesystem::path& path, ArchiveLimits limits = {});
  Container(Container&&) noexcept;
  Container& operator=(Container&&) noexcept;
  ~Container();

  // nullopt at the end. An error is about one member (encrypted: kCorrupt), or about the archive
  // (damaged: kCorrupt; a bomb: kLimit); it names it, and the next call goes on behind it or ends.
  Result<std::optional<Member>> next();

  bool is_archive() const;

 private:
  struct Impl;
  explicit Container(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::crawler
