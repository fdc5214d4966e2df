#include "crawler/formats/whole_file.h"

#include <fmt/format.h>

#include <utility>

namespace horizon::crawler {
namespace {

class WholeFileCutter final : public RecordCutter {
 public:
  explicit WholeFileCutter(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}

  Result<std::optional<Slice>> next() override {
    if (bytes_ == nullptr) return std::nullopt;
    const auto source = std::exchange(bytes_, nullptr);
    auto all = read_all(*source, kMaxSliceBytes, "the file");
    if (!all) return fail(all.error());
    Slice slice;
    slice.bytes = std::move(*all);
    return slice;
  }

 private:
  std::unique_ptr<ByteSource> bytes_;
};

}  // namespace

std::unique_ptr<RecordCutter> whole_file_cutter(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<WholeFileCutter>(std::move(bytes));
}

std::string origin_of(const ReadContext& context, const Slice& slice) {
  const std::string& file = context.provenance.origin;
  if (slice.position.empty()) return file;
  return slice.position[0] == '#' ? file + slice.position : file + ":" + slice.position;
}

void quarantine(const Slice& slice, const ReadContext& context, std::string reason, Records& out) {
  out.quarantined.push_back({context.source.id, origin_of(context, slice), std::move(reason),
                             slice.bytes.substr(0, kQuarantineBytes), context.provenance.fetched});
}

void quarantine_oversized(const Slice& slice, const ReadContext& context, Records& out) {
  quarantine(slice, context,
             fmt::format("record of {} bytes exceeds the limit of {} MB", slice.whole_size,
                         kMaxSliceBytes >> 20),
             out);
}

}  // namespace horizon::crawler
