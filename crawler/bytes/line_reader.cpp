#include "crawler/bytes/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kFirstRead = std::size_t{4} << 10;
constexpr std::size_t kLargestRead = std::size_t{256} << 10;
constexpr std::size_t kOversizedKept = std::size_t{64} << 10;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

}  // namespace

struct LineReader::Impl {
  Impl(std::unique_ptr<ByteSource> source, std::string file, LineReaderOptions reader_options)
      : bytes(std::move(source)), name(std::move(file)), options(reader_options) {}

  std::unique_ptr<ByteSource> bytes;
  std::string name;
  LineReaderOptions options;
  std::string buffer;  // [begin, end) is read and not yet delivered
  std::size_t begin = 0, end = 0;
  std::size_t portion = kFirstRead;  // grows while there is more: small inputs need no large buffer
  std::uint64_t number = 0;          // lines delivered
  std::uint64_t offset = 0;          // of buffer[begin] in the stream
  std::string kept;                  // beginning of an oversized line
  bool at_start = true, finished = false;

  // False at the end of the stream.
  Result<bool> fill() {
    if (begin > 0) {
      std::memmove(buffer.data(), buffer.data() + begin, end - begin);
      end -= begin;
      begin = 0;
    }
    if (buffer.size() - end < portion) buffer.resize(end + portion);
    const auto got = bytes->read(std::span(buffer).subspan(end, portion));
    if (!got) {
      finished = true;
      return fail(got.error().code,
                  fmt::format("{}:{}: {} (byte {} of the text); the lines before it were read",
                              name, number + 1, got.error().message, offset + (end - begin)));
    }
    end += *got;
    if (*got == portion) portion = std::min(2 * portion, kLargestRead);
    return *got > 0;
  }

  void consume(std::size_t size) {
    begin += size;
    offset += size;
  }

  void skip_bom() {
    at_start = false;
    if (std::string_view(buffer.data() + begin, end - begin).starts_with(kBom)) {
      consume(kBom.size());
    }
  }

  Line deliver(std::size_t size, std::size_t line_break) {
    std::string_view text(buffer.data() + begin, size);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const Line line{text, ++number, offset, text.size(), false};
    consume(size + line_break);
    return line;
  }

  // Drops the rest of a line that is too long, which begins at buffer[begin].
  Result<std::optional<Line>> skip_oversized() {
    Line line{{}, ++number, offset, 0, true};
    kept.clear();
    for (;;) {
      const std::string_view rest(buffer.data() + begin, end - begin);
      const std::size_t size = std::min(rest.find('\n'), rest.size());
      kept.append(rest.substr(0, std::min(size, kOversizedKept - kept.size())));
      consume(size);
      if (size < rest.size()) {
        line.size = offset - line.offset;
        consume(1);
        break;
      }
      const auto more = fill();
      if (!more) {
        --number;
        return fail(more.error());
      }
      if (!*more) {
        finished = true;
        line.size = offset - line.offset;
        break;
      }
    }
    line.text = kept;
    return line;
  }

  Result<std::optional<Line>> next() {
    std::size_t searched = 0;
    while (!finished) {
      if (at_start && end - begin >= kBom.size()) skip_bom();
      const void* const found =
          std::memchr(buffer.data() + begin + searched, '\n', end - begin - searched);
      if (found != nullptr) {
        const auto size =
            static_cast<std::size_t>(static_cast<const char*>(found) - buffer.data()) - begin;
        if (size > options.max_line_bytes) return skip_oversized();
        return deliver(size, 1);
      }
      searched = end - begin;
      if (searched > options.max_line_bytes) return skip_oversized();
      const auto more = fill();
      if (!more) return fail(more.error());
      if (!*more) {
        finished = true;
        if (begin == end) return std::nullopt;
        return deliver(end - begin, 0);
      }
      if (at_start) searched = 0;
    }
    return std::nullopt;
  }
};

Result<LineReader> LineReader::open(const std::filesystem::path& path, LineReaderOptions options) {
  auto bytes = open_bytes(path);
  if (!bytes) return fail(bytes.error());
  const std::string name = path == "-" ? "standard input" : path.string();
  return LineReader(std::make_unique<Impl>(*std::move(bytes), name, options));
}

LineReader LineReader::over(std::unique_ptr<ByteSource> bytes, std::string name,
                            LineReaderOptions options) {
  return LineReader(std::make_unique<Impl>(std::move(bytes), std::move(name), options));
}

LineReader::LineReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<std::optional<Line>> LineReader::next() { return impl_->next(); }

std::uint64_t LineReader::bytes_read() const { return impl_->bytes->bytes_consumed(); }

}  // namespace horizon::crawler
