#include "crawler/bytes/text_source.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kSample = std::size_t{64} << 10;

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

// The converter of an encoding by its WHATWG name; null if there is none.
Converter open_converter(const std::string& encoding) {
  std::string name = ascii_lower(encoding);
  if (name == "gbk") name = "gb18030";
  if (name == "big5") name = "Big5-HKSCS";
  if (name == "shift_jis") name = "windows-31j";
  if (name == "euc-kr") name = "windows-949";
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

// Bytes in one encoding as UTF-8, portion by portion.
class Transcoder {
 public:
  Transcoder(Converter from, Converter to)
      : from_(std::move(from)), to_(std::move(to)), pivot_(1024) {
    pivot_source_ = pivot_target_ = pivot_.data();
  }

  void convert(std::string_view bytes, bool last, std::string& out) {
    const char* source = bytes.data();
    std::array<char, 16384> buffer{};
    UErrorCode status = U_ZERO_ERROR;
    do {
      char* target = buffer.data();
      status = U_ZERO_ERROR;
      ucnv_convertEx(to_.get(), from_.get(), &target, buffer.data() + buffer.size(), &source,
                     bytes.data() + bytes.size(), pivot_.data(), &pivot_source_, &pivot_target_,
                     pivot_.data() + pivot_.size(), 0, last ? 1 : 0, &status);
      out.append(buffer.data(), target);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
  }

 private:
  Converter from_, to_;
  std::vector<UChar> pivot_;
  UChar* pivot_source_;
  UChar* pivot_target_;
};

// By a mark, or by zero bytes where text in single bytes has none; empty for anything else.
std::string wide_encoding(std::string_view head) {
  if (head.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return "utf-32le";
  if (head.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return "utf-32be";
  if (head.starts_with("\xFF\xFE")) return "utf-16le";
  if (head.starts_with("\xFE\xFF")) return "utf-16be";
  if (head.size() < 4) return {};
  const auto zero = [&](std::size_t i) { return head[i] == '\0'; };
  if (!zero(0) && zero(1) && !zero(2) && zero(3)) return "utf-16le";
  if (zero(0) && !zero(1) && zero(2) && !zero(3)) return "utf-16be";
  return {};
}

// Valid, but for a last character that the sample may have cut.
bool is_utf8_sample(std::string_view sample) {
  for (std::size_t cut = 0; cut < 4 && cut <= sample.size(); ++cut) {
    if (is_valid_utf8(sample.substr(0, sample.size() - cut))) return true;
    if (cut < sample.size() && !is_high(sample[sample.size() - 1 - cut])) return false;
  }
  return false;
}

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::unique_ptr<ByteSource> bytes) : bytes_(std::move(bytes)) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    while (pos_ == ready_.size() && !ended_) {
      ready_.clear();
      pos_ = 0;
      advance();
    }
    const std::size_t got = std::min(buffer.size(), ready_.size() - pos_);
    std::copy_n(ready_.data() + pos_, got, buffer.data());
    pos_ += got;
    // What came before the damage was delivered by this.
    if (got == 0 && broken_) return fail(*broken_);
    return got;
  }
  std::uint64_t bytes_consumed() const override { return bytes_->bytes_consumed(); }

 private:
  // Adds up to a sample of input to `raw`; sets ended_ at the end or at damage.
  void fill(std::string& raw, std::size_t wanted) {
    while (!ended_ && raw.size() < wanted) {
      const auto got = portions_.append(*bytes_, raw);
      if (!got) broken_ = got.error();
      ended_ = !got || *got == 0;
    }
  }

  void advance() {
    std::string raw;
    fill(raw, 1);
    if (at_start_) begin(raw);
    if (!transcoder_ && !is_utf8_) decide(raw);
    if (transcoder_) {
      std::string text;
      transcoder_->convert(raw, ended_, text);
      raw = std::move(text);
    }
    deliver(raw);
  }

  void begin(std::string& raw) {
    at_start_ = false;
    fill(raw, 4);
    if (raw.starts_with("\xEF\xBB\xBF")) raw.erase(0, 3);
    if (const std::string wide = wide_encoding(raw); !wide.empty()) transcode_from(wide);
  }

  // ASCII says nothing; the first text that is not decides, with as much behind it as a sample.
  void decide(std::string& raw) {
    const auto first = std::find_if(raw.begin(), raw.end(), is_high);
    if (first == raw.end()) return;
    const auto begin = static_cast<std::size_t>(first - raw.begin());
    fill(raw, begin + kSample);
    const std::string_view sample = std::string_view(raw).substr(begin, kSample);
    is_utf8_ = is_utf8_sample(sample);
    if (is_utf8_) return;
    const std::size_t context = std::min<std::size_t>(begin, 4096);
    const Decoded decoded = decode_to_utf8(std::string_view(raw).substr(begin - context), {});
    if (ascii_lower(decoded.encoding) != "utf-8") transcode_from(decoded.encoding);
    is_utf8_ = transcoder_ == nullptr;
  }

  void transcode_from(const std::string& encoding) {
    Converter from = open_converter(encoding);
    Converter to = open_converter("utf-8");
    if (from && to) transcoder_ = std::make_unique<Transcoder>(std::move(from), std::move(to));
  }

  void deliver(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF") && transcoder_) text.remove_prefix(3);
    ready_.reserve(text.size());
    for (const char c : text) {
      if (c == '\n' && after_return_) {
        after_return_ = false;
        continue;
      }
      after_return_ = c == '\r';
      ready_ += c == '\r' ? '\n' : c;
    }
  }

  std::unique_ptr<ByteSource> bytes_;
  PortionReader portions_{kSample};
  std::unique_ptr<Transcoder> transcoder_;
  std::optional<Error> broken_;
  std::string ready_;  // text from pos_ on is to be delivered
  std::size_t pos_ = 0;
  bool at_start_ = true, is_utf8_ = false, ended_ = false, after_return_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> text_source(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<TextSource>(std::move(bytes));
}

}  // namespace horizon::crawler
