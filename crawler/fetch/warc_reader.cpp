#include "crawler/fetch/warc_reader.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "crawler/fetch/transfer.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxLine = 65'536;
constexpr std::size_t kMaxFields = 1'000;

tl::unexpected<Error> corrupt(std::string_view what) {
  return fail(ErrorCode::kCorrupt, "WARC: " + std::string(what));
}

// Where the head of an HTTP message ends: behind the empty line.
std::optional<std::size_t> end_of_head(std::string_view block) {
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = block.find('\n', at);
    if (end == std::string_view::npos) return std::nullopt;
    if (trim(block.substr(at, end - at)).empty()) return end + 1;
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::string_view field(const WarcRecord& record, std::string_view name) {
  for (const auto& [key, value] : record.fields) {
    if (key == name) return value;
  }
  return {};
}

WarcReader::WarcReader(std::unique_ptr<ByteSource> source, std::size_t max_block_bytes)
    : source_(std::move(source)), max_block_bytes_(max_block_bytes) {}

Result<bool> WarcReader::fill() {
  if (pos_ > 0) {
    buffer_.erase(0, pos_);
    pos_ = 0;
  }
  const auto got = portions_.append(*source_, buffer_);
  if (!got) return fail(got.error());
  return *got > 0;
}

// Without its line break; nullopt at the end.
Result<std::optional<std::string>> WarcReader::line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', pos_);
    if (end != std::string::npos) {
      std::string text = buffer_.substr(pos_, end - pos_);
      pos_ = end + 1;
      if (text.ends_with('\r')) text.pop_back();
      return std::optional<std::string>(std::move(text));
    }
    if (buffer_.size() - pos_ > kMaxLine) return fail(ErrorCode::kLimit, "WARC: line too long");
    const auto more = fill();
    if (!more) return fail(more.error());
    if (*more) continue;
    if (pos_ == buffer_.size()) return std::optional<std::string>();
    return corrupt("cut off in a record's head");
  }
}

Result<bool> WarcReader::skip_empty_lines() {
  for (;;) {
    pos_ = std::min(buffer_.find_first_not_of("\r\n", pos_), buffer_.size());
    if (pos_ < buffer_.size()) return true;
    const auto more = fill();
    if (!more || !*more) return more;
  }
}

Status WarcReader::read_fields(WarcRecord& record) {
  for (;;) {
    const auto text = line();
    if (!text) return fail(text.error());
    if (!*text) return corrupt("cut off in a record's head");
    if ((*text)->empty()) return {};
    const bool folded = (*text)->front() == ' ' || (*text)->front() == '\t';
    if (folded && !record.fields.empty()) {
      std::string& value = record.fields.back().second;
      if (value.size() > kMaxLine) return fail(ErrorCode::kLimit, "WARC: field too long");
      value.append(" ").append(trim(**text));
      continue;
    }
    const std::size_t colon = (*text)->find(':');
    if (colon == std::string::npos) return corrupt("a head line without a colon");
    if (record.fields.size() == kMaxFields) return fail(ErrorCode::kLimit, "WARC: too many fields");
    record.fields.emplace_back(ascii_lower(trim(std::string_view(**text).substr(0, colon))),
                               trim(std::string_view(**text).substr(colon + 1)));
  }
}

Status WarcReader::read_block(WarcRecord& record, std::size_t size) {
  while (record.block.size() < size) {
    const std::size_t take = std::min(size - record.block.size(), buffer_.size() - pos_);
    record.block.append(buffer_, pos_, take);
    pos_ += take;
    if (record.block.size() == size) break;
    const auto more = fill();
    if (!more) return fail(more.error());
    if (!*more) return corrupt("cut off in a record's block");
  }
  return {};
}

Result<std::optional<WarcRecord>> WarcReader::next() {
  const auto more = skip_empty_lines();
  if (!more) return fail(more.error());
  if (!*more) return std::optional<WarcRecord>();
  const auto first = line();
  if (!first) return fail(first.error());
  if (!(*first)->starts_with("WARC/")) return corrupt("a record does not begin with \"WARC/\"");
  WarcRecord record;
  HORIZON_TRY(read_fields(record));
  const std::string_view length = field(record, "content-length");
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), size);
  if (error != std::errc() || end != length.data() + length.size()) {
    return corrupt("a record without a valid Content-Length");
  }
  if (size > max_block_bytes_) return fail(ErrorCode::kLimit, "WARC: record too large");
  HORIZON_TRY(read_block(record, size));
  return std::optional<WarcRecord>(std::move(record));
}

Result<Response> parse_http_response(std::string_view block) {
  const auto head = end_of_head(block);
  if (!head || !block.starts_with("HTTP/")) return corrupt("not an HTTP reply");
  Transfer transfer({}, {});
  for (std::size_t at = 0; at < *head;) {
    const std::size_t end = block.find('\n', at) + 1;
    if (!transfer.take_header(block.substr(at, end - at))) {
      return fail(ErrorCode::kLimit, "WARC: HTTP head too large");
    }
    at = end;
  }
  if (transfer.response.status < 100) return corrupt("an HTTP reply without a status");
  transfer.response.body = block.substr(*head);
  return std::move(transfer.response);
}

Result<HttpRequestLine> parse_http_request(std::string_view block) {
  const auto head = end_of_head(block);
  const std::size_t space = block.find(' ');
  if (!head || space == std::string_view::npos || space == 0 || space > 16) {
    return corrupt("not an HTTP request");
  }
  return HttpRequestLine{std::string(block.substr(0, space)), std::string(block.substr(*head))};
}

}  // namespace horizon::crawler
