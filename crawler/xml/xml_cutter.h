// A stream of XML cut into its records by their elements' names, in bounded memory, so that files
// of any size are read and damage stays in the record it is in.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/format.h"

namespace horizon::crawler {

class XmlCutter final : public RecordCutter {
 public:
  // Records are the outermost elements of one of these local names; none holds another of its own
  // name: a record that runs into the next one ends there.
  XmlCutter(std::unique_ptr<ByteSource> bytes, std::span<const std::string_view> record_names);

  // Slices carry in `head` what stands before the first record (at most 64 KiB), which declares
  // the encoding. kCorrupt, once, where the stream ends within a record or its root.
  Result<std::optional<Slice>> next() override;

 private:
  // What a '<' turned out to be.
  enum class Markup { kUnknown, kNoRecord, kRecordEnded };  // kUnknown: more bytes are wanted
  bool scan();                                              // a record is complete in slice_
  Markup on_markup(std::size_t at);
  Markup on_declaration(std::size_t at);
  Markup on_tag(std::size_t at);
  bool is_record(std::string_view name) const;
  void begin_record(std::size_t at, std::string_view name);
  void end_record(std::size_t end);
  void forget_scanned();
  Result<std::optional<Slice>> at_end();

  std::unique_ptr<ByteSource> bytes_;
  std::vector<std::string> names_;
  PortionReader portions_{std::size_t{256} << 10};
  std::string buffer_;
  std::size_t pos_ = 0;    // scanned up to here
  std::size_t begin_ = 0;  // of the open record
  std::string record_;     // its qualified name; empty outside of records
  std::string root_;       // qualified name
  std::shared_ptr<std::string> head_;
  Slice slice_;
  std::size_t records_ = 0;
  std::size_t skipped_ = 0;  // bytes of the open record that are not kept
  int broken_ = 0;           // comments and the like that were never closed
  bool root_closed_ = false, ended_ = false, failed_ = false;
};

// The slice's bytes as UTF-8, by the encoding that its head declares.
std::string decode_slice(const Slice& slice, std::string_view content_type);

}  // namespace horizon::crawler
