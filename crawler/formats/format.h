// The record formats that Horizon reads from files and replies: how a stream of bytes is cut into
// records, which is cheap and goes in order, and how a record is read, which costs and goes in
// parallel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/formats/beginning.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

// What the reader of a record is told about where it comes from.
struct ReadContext {
  Source source = {};  // id, language and document_kind are used where the record names none
  Provenance provenance = {};  // origin is the file or URL, without a position
  std::string_view content_type() const { return provenance.content_type; }
};

// One or several records as sent, small enough to be read at once.
struct Slice {
  std::string bytes = {};
  std::string position = {};  // in the file: "17" (line) or "#5" (fifth record); for origins
  // What every record of a file needs from its beginning (a table's heading, a root element with
  // its name spaces); shared by all its slices.
  std::shared_ptr<const std::string> head = {};
  bool oversized = false;        // longer than the format allows: bytes hold its beginning only
  std::uint64_t whole_size = 0;  // of an oversized one
};

class RecordCutter {
 public:
  virtual ~RecordCutter() = default;
  // nullopt at the end. kCorrupt where the stream is damaged or cut off: what came before was
  // delivered, and the next call goes on behind the damage or ends. Memory is bounded by
  // kMaxSliceBytes whatever the stream holds.
  virtual Result<std::optional<Slice>> next() = 0;
};

// Not thread-safe (it keeps buffers): one per thread.
class RecordParser {
 public:
  virtual ~RecordParser() = default;
  // Adds the slice's records and what had to be quarantined of it. Never fails as a whole.
  virtual void parse(const Slice& slice, const ReadContext& context, Records& out) = 0;
};

inline constexpr std::size_t kMaxSliceBytes = std::size_t{64} << 20;

struct RecordFormat {
  std::string_view name;         // "ris": the KIND of `horizon inspect`, --format of `import`
  std::string_view description;  // "RIS (.ris): reference managers, CNKI, Scopus, ..."
  // True if a file that begins like this (at least 4 KiB where there are as many) is of this
  // format.
  bool (*matches)(const Beginning& beginning);
  std::unique_ptr<RecordCutter> (*cutter)(std::unique_ptr<ByteSource> bytes);
  std::unique_ptr<RecordParser> (*parser)();
};

// All of them, in the order in which they are tried: the strictest first.
std::span<const RecordFormat> record_formats();
const RecordFormat* find_record_format(std::string_view name);

// By the beginning (decompressed; `name` is the file's); kUsage, with how the file begins, for what
// is none of them.
Result<const RecordFormat*> recognise_format(std::string_view beginning, std::string_view name);

// The source as that of a file of this format would be: what repositories hold are papers, what
// feeds hold is news, unless the operator or a record says otherwise.
Source source_of_file(Source source, const RecordFormat& format);

// Everything that one text holds. For replies and `inspect`; files are streamed.
Records read_records(const RecordFormat& format, std::string_view bytes,
                     const ReadContext& context);

}  // namespace horizon::crawler
