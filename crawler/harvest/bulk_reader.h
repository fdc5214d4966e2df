// A bulk file read page by page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "crawler/bytes/archive.h"
#include "crawler/formats/format.h"

namespace horizon::crawler {

// Records of all members of a file (archive.h), in their order, as one sequence.
class BulkReader {
 public:
  // `format` outlives the reader. `origin` names the file in what is read from it. kNotFound,
  // kUnavailable or kCorrupt as Container::open().
  static Result<BulkReader> open(const std::filesystem::path& path, const RecordFormat& format,
                                 std::string origin);

  // The same, with the format of each member by its beginning; those of none are reported as
  // damaged. Where nothing else tells, what feeds hold is news (source_of_file).
  static Result<BulkReader> open(const std::filesystem::path& path, std::string origin);

  // Passes over the first `slices`.
  void skip(std::uint64_t slices);

  // Reads on to some `slices` more, less if they are large. What is damaged is among the
  // quarantined. True: there may be more.
  bool read(std::uint64_t slices, const ReadContext& context, Records& out);

  std::uint64_t position() const { return position_; }  // slices passed

 private:
  BulkReader(Container container, const RecordFormat* format, std::string origin);
  // The next slice; nullopt at the end. Reports damage to `damage` unless that is null.
  std::optional<Slice> next(std::vector<std::string>* damage);
  bool next_member(std::vector<std::string>* damage);
  Status begin_member(Member member);

  Container container_;
  const RecordFormat* format_;  // null: each member's own
  const RecordFormat* member_format_ = nullptr;
  std::unique_ptr<RecordParser> parser_;
  std::unique_ptr<RecordCutter> cutter_;
  std::string origin_, member_;
  std::uint64_t position_ = 0;
};

}  // namespace horizon::crawler
