#include "crawler/formats/export/tagged.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/bytes/line_reader.h"
#include "crawler/bytes/text_source.h"
#include "crawler/formats/export/text_parts.h"
#include "crawler/formats/whole_file.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kChoiceBytes = std::size_t{64} << 10;
constexpr std::size_t kOversizedKept = std::size_t{64} << 10;
constexpr std::size_t kMaxFields = 100'000;

class TaggedCutter final : public RecordCutter {
 public:
  TaggedCutter(std::unique_ptr<ByteSource> bytes, ChooseDialect choose)
      : bytes_(text_source(std::move(bytes))), choose_(choose) {}

  Result<std::optional<Slice>> next() override {
    if (!lines_) open();
    while (!finished_) {
      const auto line = lines_->next();
      if (!line) {
        // The record that the damage is in is delivered as far as it came; then the error.
        if (!open_record_) return fail(line.error());
        damage_ = line.error();
        return take();
      }
      if (!*line) finished_ = true;
      if (*line && dialect_ != nullptr && add(**line)) return take_before();
    }
    if (damage_) return fail(*std::exchange(damage_, std::nullopt));
    if (open_record_) return take();
    if (records_ > 0 || empty_) return std::nullopt;
    empty_ = true;
    return fail(ErrorCode::kCorrupt, "no record of this format is in it");
  }

 private:
  void open() {
    // A source that fails at once fails again when its lines are asked for.
    std::string beginning = read_beginning(*bytes_, kChoiceBytes).value_or(std::string());
    empty_ = trim(beginning).empty();
    dialect_ = choose_(beginning);
    lines_ = LineReader::over(replay(std::move(beginning), std::move(bytes_)), "the file",
                              {kMaxTaggedRecord});
  }

  // True if a record is complete: the line, if it is of the next one, waits in next_.
  bool add(const Line& line) {
    const auto field = dialect_->read(line.text);
    const bool begins =
        field && (dialect_->begins(field->tag) ||
                  (dialect_->first_repeats && open_record_ && field->tag == first_tag_));
    if (open_record_ && begins) {
      next_ = std::string(line.text);
      next_number_ = line.number;
      next_tag_ = field->tag;
      return true;
    }
    if (field && dialect_->ends(field->tag)) return open_record_;
    if (!open_record_ && field) begin(line.number, field->tag);
    if (open_record_) append(line.text, line.oversized);
    return false;
  }

  void begin(std::uint64_t number, std::string_view tag) {
    open_record_ = true;
    first_tag_ = tag;
    slice_ = Slice();
    slice_.position = std::to_string(number);
  }

  void append(std::string_view line, bool oversized) {
    slice_.whole_size += line.size() + 1;
    slice_.oversized = slice_.oversized || oversized || slice_.whole_size > kMaxTaggedRecord;
    if (slice_.oversized) {
      slice_.bytes.resize(std::min(slice_.bytes.size(), kOversizedKept));
    } else {
      slice_.bytes += line;
      slice_.bytes += '\n';
    }
  }

  std::optional<Slice> take() {
    open_record_ = false;
    ++records_;
    return std::move(slice_);
  }

  // The record that is complete; the line that showed it begins the next.
  std::optional<Slice> take_before() {
    auto done = take();
    if (next_) {
      begin(next_number_, next_tag_);
      append(*next_, false);
      next_.reset();
    }
    return done;
  }

  std::unique_ptr<ByteSource> bytes_;
  ChooseDialect choose_;
  const Dialect* dialect_ = nullptr;
  std::optional<LineReader> lines_;
  Slice slice_;
  std::string first_tag_, next_tag_;
  std::optional<std::string> next_;
  std::uint64_t next_number_ = 0, records_ = 0;
  std::optional<Error> damage_;
  bool open_record_ = false, finished_ = false, empty_ = false;
};

std::vector<TaggedField> fields_of(std::string_view text, const Dialect& dialect) {
  std::vector<TaggedField> fields;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t end = std::min(text.find('\n', pos), text.size());
    const std::string_view line = text.substr(pos, end - pos);
    pos = end + 1;
    if (const auto field = dialect.read(line)) {
      if (fields.size() == kMaxFields) break;
      fields.push_back({field->tag, {}});
      if (!field->value.empty()) fields.back().lines.push_back(field->value);
    } else if (const std::string_view rest = trim_wide(line); !fields.empty() && !rest.empty()) {
      fields.back().lines.push_back(rest);
    }
  }
  return fields;
}

class TaggedParser final : public RecordParser {
 public:
  explicit TaggedParser(ChooseDialect choose) : choose_(choose) {}

  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) {
      return quarantine(
          slice, context,
          fmt::format("record of {:.1f} MB exceeds the limit of {} MB",
                      static_cast<double>(slice.whole_size) / (1 << 20), kMaxTaggedRecord >> 20),
          out);
    }
    // A file put together from several may change its encoding on the way.
    const std::string repaired =
        is_valid_utf8(slice.bytes) ? std::string() : decode_to_utf8(slice.bytes, {}).text;
    const std::string_view text = repaired.empty() ? std::string_view(slice.bytes) : repaired;
    const Dialect* dialect = choose_(text);
    if (dialect == nullptr) return quarantine(slice, context, "not a record of this format", out);
    Draft draft;
    dialect->fill(fields_of(text, *dialect), draft);
    draft.finish(slice, context, out);
  }

 private:
  ChooseDialect choose_;
};

}  // namespace

std::string TaggedField::joined() const {
  std::string text;
  for (const std::string_view line : lines) {
    if (!text.empty()) {
      std::size_t last = text.size() - 1;
      while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
      std::size_t first = 0;
      const bool chinese = decode_utf8(text, last) >= 0x2E80 && decode_utf8(line, first) >= 0x2E80;
      if (!chinese) text += ' ';
    }
    text += line;
  }
  return text;
}

Field meaning_of(std::span<const TagMeaning> table, std::string_view tag) {
  for (const TagMeaning& meaning : table) {
    if (meaning.tag == tag) return meaning.field;
  }
  return Field::kIgnored;
}

void fill_by(std::span<const TagMeaning> table, std::span<const TaggedField> fields, Draft& draft) {
  for (const TaggedField& field : fields) {
    const Field meaning = meaning_of(table, field.tag);
    if (meaning != Field::kIgnored) draft.add(meaning, field.joined());
  }
}

std::unique_ptr<RecordCutter> tagged_cutter(std::unique_ptr<ByteSource> bytes,
                                            ChooseDialect choose) {
  return std::make_unique<TaggedCutter>(std::move(bytes), choose);
}

std::unique_ptr<RecordParser> tagged_parser(ChooseDialect choose) {
  return std::make_unique<TaggedParser>(choose);
}

bool any_line(std::string_view text, int lines, bool (*holds)(std::string_view line)) {
  for (std::size_t pos = 0; pos < text.size() && lines > 0;) {
    const std::size_t end = std::min(text.find('\n', pos), text.size());
    const std::string_view line = text.substr(pos, end - pos);
    pos = end + 1;
    if (trim_wide(line).empty()) continue;
    if (holds(line)) return true;
    --lines;
  }
  return false;
}

}  // namespace horizon::crawler
