#include "crawler/fetch/warc_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/fetch/sha1.h"
#include "crawler/fetch/target.h"

namespace horizon::crawler {
namespace {

tl::unexpected<Error> io_error(const std::filesystem::path& path) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("cannot record to {}: {}", path.string(), std::strerror(errno)));
}

std::string gzip_member(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string in(text);
  std::string out(deflateBound(&stream, static_cast<uLong>(in.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  out.resize(code == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

// `fields` are whole lines.
std::string record(std::string_view type, std::string_view id, Instant when,
                   std::string_view fields, std::string_view content_type, std::string_view block) {
  return gzip_member(
      fmt::format("WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\n{}"
                  "Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
                  type, id, format_instant(when), fields, content_type, block.size(), block));
}

std::string lines_of(const Headers& headers, bool is_reply) {
  std::string out;
  for (const auto& [name, value] : headers) {
    // The body is recorded without transfer coding and with its true length.
    const std::string lower = ascii_lower(name);
    if (is_reply && (lower == "transfer-encoding" || lower == "content-length")) continue;
    const bool secret = is_secret_header(lower) || lower == "set-cookie";
    out += fmt::format("{}: {}\r\n", name, secret ? "REDACTED" : value);
  }
  return out;
}

std::string body_of(const Response& response) {
  const bool json = response.content_type.find("json") != std::string::npos;
  return json ? redact_tokens(response.body) : response.body;
}

std::string request_block(const Exchange& exchange, const Target& target) {
  return fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}\r\n{}", exchange.method,
                     target.path.empty() ? "/" : redact_url(target.path),
                     target.origin.substr(target.origin.find("://") + 3),
                     lines_of(exchange.request_headers, false), exchange.request_body);
}

}  // namespace

Result<std::unique_ptr<WarcWriter>> WarcWriter::open(const std::filesystem::path& path,
                                                     std::string_view software, Instant now,
                                                     std::uint64_t seed) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) return io_error(path);
  std::unique_ptr<WarcWriter> writer(new WarcWriter(path, descriptor, seed));
  struct stat info {};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || ::fstat(descriptor, &info) != 0) {
    return io_error(path);
  }
  if (info.st_size == 0) {
    const std::string block =
        fmt::format("software: {}\r\nformat: WARC File Format 1.1\r\n", software);
    HORIZON_TRY(writer->append(
        record("warcinfo", writer->new_id(), now, "", "application/warc-fields", block)));
  }
  return writer;
}

WarcWriter::~WarcWriter() { ::close(descriptor_); }

std::string WarcWriter::new_id() {
  const std::uint64_t high = random_();
  const std::uint64_t low = random_();
  // RFC 9562, 5.4: a random UUID.
  return fmt::format("<urn:uuid:{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}>", high >> 32U,
                     high >> 16U & 0xFFFFU, high & 0xFFFU, 8U | (low >> 62U), low >> 48U & 0xFFFU,
                     low & 0xFFFFFFFFFFFFU);
}

Status WarcWriter::append(std::string_view bytes) {
  return write_all(descriptor_, bytes) ? Status() : Status(io_error(path_));
}

Status WarcWriter::write(const Exchange& exchange, const Response& response) {
  const auto target = parse_target(exchange.url);
  if (!target) return fail(target.error());
  const std::string response_id = new_id();
  const std::string body = body_of(response);
  const std::string head =
      fmt::format("HTTP/1.1 {} -\r\n{}Content-Length: {}\r\n\r\n", response.status,
                  lines_of(response.headers, true), body.size());
  const std::string uri = fmt::format("WARC-Target-URI: {}\r\n", target->shown());
  const std::string fields = fmt::format(
      "{}{}WARC-Payload-Digest: sha1:{}\r\n", uri,
      exchange.body_left_out ? "WARC-Truncated: unspecified\r\n" : "", sha1_base32(body));
  std::string both = record("response", response_id, exchange.when, fields,
                            "application/http;msgtype=response", head + body);
  both += record("request", new_id(), exchange.when,
                 fmt::format("{}WARC-Concurrent-To: {}\r\n", uri, response_id),
                 "application/http;msgtype=request", request_block(exchange, *target));
  return append(both);
}

}  // namespace horizon::crawler
