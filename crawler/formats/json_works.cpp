#include "crawler/formats/json_works.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/whole_file.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxWorksOfASlice = 100'000;

class JsonWorksParser final : public RecordParser {
 public:
  explicit JsonWorksParser(const JsonWorkFormat& format) : format_(format) {}

  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) return quarantine_oversized(slice, context, out);
    const auto root = reader_.read(slice.bytes);
    if (!root) return quarantine(slice, context, root.error().message, out);
    const std::vector<JsonValue> works = works_in(*root);
    if (works.empty()) return quarantine(slice, context, "holds no work of this format", out);
    for (const JsonValue& work : works) {
      Document document;
      Keys keys;
      if (!format_.read(work, context, document, keys)) continue;
      RawRecord raw;
      raw.origin = origin_of(context, slice);
      raw.media_type = "application/json";
      raw.bytes = works.size() == 1 ? slice.bytes : work.dump();
      keep_document(std::move(document), keys, context, std::move(raw), out);
    }
  }

 private:
  std::vector<JsonValue> works_in(const JsonValue& root) const {
    std::vector<JsonValue> works, open = {root};
    while (!open.empty() && works.size() < kMaxWorksOfASlice) {
      const JsonValue value = open.back();
      open.pop_back();
      if (value.is_object() && format_.is_work(value)) {
        works.push_back(value);
        continue;
      }
      const auto first = static_cast<std::ptrdiff_t>(open.size());
      for (const JsonValue item : value) {
        if (item.is_object() || item.is_array()) open.push_back(item);
      }
      std::reverse(open.begin() + first, open.end());  // in the order of the text
    }
    return works;
  }

  const JsonWorkFormat& format_;
  JsonReader reader_;
};

}  // namespace

std::unique_ptr<RecordParser> json_works_parser(const JsonWorkFormat& format) {
  return std::make_unique<JsonWorksParser>(format);
}

std::string json_line(const JsonValue& value) {
  return collapse_whitespace(sanitise_utf8(decode_entities(value.scalar())));
}

}  // namespace horizon::crawler
