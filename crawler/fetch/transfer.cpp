#include "crawler/fetch/transfer.h"

#include <fmt/format.h>

#include <charconv>

#include "core/text.h"

namespace horizon::crawler {
namespace {

// Of a redirect's body, which nobody reads.
constexpr std::size_t kRedirectBody = 65'536;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

int status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  int status = 0;
  if (space != std::string_view::npos) {
    std::from_chars(line.data() + space + 1, line.data() + line.size(), status);
  }
  return status;
}

std::string& append_folded(std::string& value, std::string_view more) {
  return value.append(value.empty() ? "" : " ").append(more);
}

}  // namespace

bool Transfer::give_up(ErrorCode code, std::string_view why) {
  if (status) {
    status = fail(code, fmt::format("cannot fetch {}: {}", request.target.shown(), why));
  }
  return false;
}

bool Transfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > request.limits.max_header_bytes) {
    return give_up(ErrorCode::kLimit, fmt::format("its headers exceed the limit of {} bytes",
                                                  request.limits.max_header_bytes));
  }
  const std::string_view text = trim(line);
  if (!head_done_ && line.starts_with("HTTP/")) {
    // Of an interim reply or the final one; only the last one's fields count.
    response = Response{};
    response.status = status_of(text);
  } else if (text.empty()) {
    if (response.status >= 200 && !head_done_) return end_head();
  } else if (!head_done_) {  // trailers say nothing that is wanted
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (folded && !response.headers.empty()) {
      append_folded(response.headers.back().second, text);
    } else {
      take_field(text);
    }
  }
  return true;
}

void Transfer::take_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return;
  response.headers.emplace_back(ascii_lower(trim(line.substr(0, colon))),
                                trim(line.substr(colon + 1)));
}

bool Transfer::end_head() {
  head_done_ = true;
  const auto first = [&](std::string_view name) { return std::string(header(response, name)); };
  response.content_type = first("content-type");
  response.etag = first("etag");
  response.last_modified = first("last-modified");
  response.retry_after = first("retry-after");
  response.final_url = request.target.url;
  if (request.download == nullptr) return true;
  const auto taken = request.download->begin(response);
  if (!taken) return give_up(taken.error().code, taken.error().message);
  to_download_ = *taken;
  if (to_download_) kept_bytes_ = request.download->size();
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  received_bytes += bytes.size();
  const bool redirect = is_redirect(response.status) && !header(response, "location").empty();
  const std::size_t wanted = redirect ? kRedirectBody : request.enough_bytes;
  if (wanted != 0 && received_bytes > wanted) {
    response.body.append(bytes.substr(0, wanted - response.body.size()));
    enough = true;
    return false;
  }
  if (kept_bytes_ + received_bytes > request.limits.max_bytes) {
    return give_up(ErrorCode::kLimit,
                   fmt::format("its body exceeds the limit of {} bytes", request.limits.max_bytes));
  }
  if (!to_download_) {
    response.body.append(bytes);
    return true;
  }
  const auto written = request.download->write(bytes);
  return written ? true : give_up(written.error().code, written.error().message);
}

}  // namespace horizon::crawler
