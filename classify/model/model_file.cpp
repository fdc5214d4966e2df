#include "classify/model/model_file.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/text.h"

namespace horizon::classify::model {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the file's numbers are copied as they stand in memory");

constexpr std::string_view kMagic = "HZMODEL\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMaxIdBytes = 1024;

// Eight bytes at a time: a check against damage, not against forgery.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0x9E3779B97F4A7C15ULL ^ bytes.size();
  const auto add = [&](const char* from, std::size_t size) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, size);
    sum = std::rotl((sum ^ word) * 0xC2B2AE3D27D4EB4FULL, 31) * 0x9E3779B185EBCA87ULL;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) add(bytes.data() + at, 8);
  if (at < bytes.size()) add(bytes.data() + at, bytes.size() - at);
  return sum ^ (sum >> 29);
}

class Writer {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    std::array<char, sizeof(T)> raw{};
    std::memcpy(raw.data(), &value, sizeof(T));
    bytes_.append(raw.data(), raw.size());
  }
  void text(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    bytes_.append(text);
  }
  void floats(std::span<const float> values) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const float value : values) number(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads that fail leave zeros and set `ok` to false; nothing is read past the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && at_ == bytes_.size(); }

  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    const std::string_view raw = take(sizeof(T));
    if (ok_) std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }
  bool flag() {
    const auto value = number<std::uint8_t>();
    ok_ = ok_ && value <= 1;
    return value == 1;
  }
  // A number of elements of at least `element` bytes each: no more than are left.
  std::size_t count(std::size_t element) {
    const std::size_t value = number<std::uint32_t>();
    if (value > (bytes_.size() - at_) / element) ok_ = false;
    return ok_ ? value : 0;
  }
  std::string_view text() { return take(count(1)); }
  std::string_view take(std::size_t size) {
    if (!ok_ || size > bytes_.size() - at_) {
      ok_ = false;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::vector<float> floats() {
    std::vector<float> values(count(sizeof(float)));
    for (float& value : values) value = number<float>();
    return values;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

void write_labels(const ModelParts& parts, Writer& out) {
  out.floats(parts.bias);
  for (const SecondStage::LabelFit& fit : parts.stage.fits()) {
    out.number(fit.own.slope);
    out.number(fit.own.offset);
    out.number(fit.floor);
    out.number(fit.offset);
    out.floats(fit.weights);
  }
  for (const RisingLine& line : parts.probability) {
    out.floats(line.from);
    out.floats(line.to);
  }
  out.floats(parts.threshold);
}

void read_labels(Reader& in, ModelParts& parts) {
  parts.bias = in.floats();
  std::vector<SecondStage::LabelFit> fits;
  for (std::size_t l = 0; l < parts.labels.size() && in.ok(); ++l) {
    SecondStage::LabelFit fit;
    fit.own.slope = in.number<float>();
    fit.own.offset = in.number<float>();
    fit.floor = in.number<float>();
    fit.offset = in.number<float>();
    fit.weights = in.floats();
    fits.push_back(std::move(fit));
  }
  parts.stage = SecondStage(std::move(fits));
  for (std::size_t l = 0; l < parts.labels.size() && in.ok(); ++l) {
    RisingLine line;
    line.from = in.floats();
    line.to = in.floats();
    parts.probability.push_back(std::move(line));
  }
  parts.threshold = in.floats();
}

void read_rows(Reader& in, ModelParts& parts) {
  parts.rows.resize(in.count(sizeof(std::uint64_t) + 2 * sizeof(float)));
  for (FeatureRow& row : parts.rows) {
    row.hash = in.number<std::uint64_t>();
    row.idf = in.number<float>();
    row.scale = in.number<float>();
  }
  const std::string_view weights = in.take(parts.rows.size() * parts.labels.size());
  parts.weights.resize(weights.size());
  if (!weights.empty()) std::memcpy(parts.weights.data(), weights.data(), weights.size());
}

Result<ModelParts> read_payload(std::string_view payload) {
  Reader in(payload);
  ModelParts parts;
  parts.features.word_pairs = in.flag();
  parts.features.han_grams = in.number<std::uint8_t>();
  parts.features.title_marks = in.flag();
  parts.single_label = in.flag();
  const std::size_t labels = in.count(sizeof(std::uint32_t) + 1);
  if (labels > kMaxLabels) return fail(ErrorCode::kCorrupt, "the model is damaged: its labels");
  for (std::size_t l = 0; l < labels; ++l) {
    const std::string_view id = in.text();
    if (id.empty() || id.size() > kMaxIdBytes || !is_valid_utf8(id)) {
      return fail(ErrorCode::kCorrupt, "the model is damaged: a label is no text");
    }
    parts.labels.emplace_back(id);
  }
  read_rows(in, parts);
  read_labels(in, parts);
  parts.report = in.text();
  if (!in.at_end()) {
    return fail(ErrorCode::kCorrupt, "the model is damaged: its parts do not fit its size");
  }
  HORIZON_TRY(check(parts));
  return parts;
}

}  // namespace

std::string seal(std::string_view payload) {
  Writer header;
  for (const char c : kMagic) header.number(c);
  header.number(kVersion);
  header.number(std::uint64_t{payload.size()});
  header.number(checksum(payload));
  return header.take().append(payload);
}

std::string write_model(const ModelParts& parts) {
  Writer out;
  out.number(static_cast<std::uint8_t>(parts.features.word_pairs));
  out.number(parts.features.han_grams);
  out.number(static_cast<std::uint8_t>(parts.features.title_marks));
  out.number(static_cast<std::uint8_t>(parts.single_label));
  out.number(static_cast<std::uint32_t>(parts.labels.size()));
  for (const std::string& label : parts.labels) out.text(label);
  out.number(static_cast<std::uint32_t>(parts.rows.size()));
  for (const FeatureRow& row : parts.rows) {
    out.number(row.hash);
    out.number(row.idf);
    out.number(row.scale);
  }
  for (const std::int8_t weight : parts.weights) out.number(weight);
  write_labels(parts, out);
  out.text(parts.report);
  return seal(out.take());
}

Status check_header(std::string_view bytes, std::uint64_t file_size) {
  if (!bytes.starts_with(kMagic)) {
    return fail(ErrorCode::kCorrupt, "this is no model of 'horizon train'");
  }
  Reader in(bytes.substr(kMagic.size()));
  const auto version = in.number<std::uint32_t>();
  const auto size = in.number<std::uint64_t>();
  if (in.ok() && version != kVersion) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("the model is of version {}, this program reads {}; train it again",
                            version, kVersion));
  }
  if (!in.ok() || file_size < kModelHeaderBytes || size != file_size - kModelHeaderBytes) {
    return fail(ErrorCode::kCorrupt,
                "the model is cut off or has something behind it; copy or "
                "train it again");
  }
  return {};
}

Result<ModelParts> read_model(std::string_view bytes) {
  HORIZON_TRY(check_header(bytes, bytes.size()));
  const std::string_view payload = bytes.substr(kModelHeaderBytes);
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + kModelHeaderBytes - sizeof sum, sizeof sum);
  if (checksum(payload) != sum) {
    return fail(ErrorCode::kCorrupt,
                "the model is damaged (its checksum differs); copy or train "
                "it again");
  }
  return read_payload(payload);
}

}  // namespace horizon::classify::model
