#include "crawler/formats/jsonl_format.h"

#include <utility>
#include <variant>

#include "core/text.h"
#include "crawler/bytes/line_reader.h"
#include "crawler/formats/jsonl.h"
#include "crawler/formats/whole_file.h"

namespace horizon::crawler {
namespace {

class LineCutter final : public RecordCutter {
 public:
  explicit LineCutter(LineReader lines) : lines_(std::move(lines)) {}

  Result<std::optional<Slice>> next() override {
    while (true) {
      const auto line = lines_.next();
      if (!line) return fail(line.error());
      if (!*line) return std::nullopt;
      if ((*line)->text.empty()) continue;
      Slice slice;
      slice.bytes = (*line)->text;
      slice.position = std::to_string((*line)->number);
      slice.oversized = (*line)->oversized;
      slice.whole_size = (*line)->size;
      return slice;
    }
  }

 private:
  LineReader lines_;
};

class JsonlRecordParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    JsonlOptions options;
    options.source = context.source.id;
    options.kind = context.source.document_kind.value_or(Kind::kOther);
    std::string origin = origin_of(context, slice);
    const Instant fetched = context.provenance.fetched;
    if (slice.oversized) {
      out.quarantined.push_back(
          oversized_record(slice.bytes, slice.whole_size, options, std::move(origin), fetched));
      return;
    }
    auto parsed = lines_.parse(slice.bytes, options, std::move(origin), fetched);
    if (auto* record = std::get_if<ParsedRecord>(&parsed)) {
      out.records.push_back(std::move(*record));
    } else {
      out.quarantined.push_back(std::get<QuarantinedRecord>(std::move(parsed)));
    }
  }

 private:
  JsonlParser lines_;
};

}  // namespace

bool is_jsonl(const Beginning& beginning) {
  std::string_view rest = beginning.trimmed();
  if (rest.empty()) return true;
  if (rest[0] != '{') return false;
  // One object over many lines is no JSON Lines: each of its lines would be a damaged record.
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return rest[0] == '{' && rest.size() > 1;
    const std::string_view line = trim(rest.substr(0, end));
    if (line.starts_with('{') && line.ends_with('}')) return true;
    rest.remove_prefix(end + 1);
  }
  return false;
}

std::unique_ptr<RecordCutter> cut_lines(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<LineCutter>(LineReader::over(std::move(bytes)));
}

std::unique_ptr<RecordParser> jsonl_parser() { return std::make_unique<JsonlRecordParser>(); }

}  // namespace horizon::crawler
