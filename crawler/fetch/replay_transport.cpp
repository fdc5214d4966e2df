#include "crawler/fetch/replay_transport.h"

#include <fmt/format.h>

#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/fetch/content_coding.h"
#include "crawler/fetch/redirect.h"
#include "crawler/fetch/warc_reader.h"

namespace horizon::crawler {
namespace {

std::string key_of(std::string_view method, std::string_view shown_url, std::string_view body) {
  return fmt::format("{} {}\n{}", method, shown_url, body);
}

// A reply whose request has not been read yet: the request's record may stand before or behind.
struct Pair {
  std::optional<Response> response;
  std::optional<HttpRequestLine> request;
  std::string url;
};

class Pairing {
 public:
  Status add(const WarcRecord& record, std::size_t& bytes) {
    const std::string_view type = field(record, "warc-type");
    const bool reply = type == "response";
    if (!reply && type != "request") return {};
    if (!starts_with_ignoring_case(field(record, "content-type"), "application/http")) return {};
    bytes += record.block.size();
    if (!field(record, "warc-truncated").empty()) return {};
    const std::string_view partner = field(record, "warc-concurrent-to");
    std::string id(!reply && !partner.empty() ? partner : field(record, "warc-record-id"));
    // Of others' recordings, in which the reply names its request.
    if (reply && !partner.empty() && pairs_.count(std::string(partner)) > 0) id = partner;
    Pair& pair = pairs_[id];
    if (pair.url.empty()) order_.push_back(id);
    pair.url = url_of(record);
    if (reply) {
      auto response = parse_http_response(record.block);
      if (!response) return fail(response.error());
      pair.response = *std::move(response);
    } else {
      auto request = parse_http_request(record.block);
      if (!request) return fail(request.error());
      pair.request = *std::move(request);
    }
    return {};
  }

  template <typename Take>
  void each(const Take& take) {
    for (const std::string& id : order_) {
      Pair& pair = pairs_[id];
      if (pair.response) take(pair);
    }
  }

 private:
  static std::string url_of(const WarcRecord& record) {
    std::string_view url = field(record, "warc-target-uri");
    if (url.starts_with('<') && url.ends_with('>'))
      url = url.substr(1, url.size() - 2);  // WARC 1.0
    const auto target = parse_target(url);
    return target ? target->shown() : std::string(url);
  }

  std::map<std::string, Pair> pairs_;
  std::vector<std::string> order_;
};

}  // namespace

Result<std::unique_ptr<ReplayTransport>> ReplayTransport::open(const std::filesystem::path& path,
                                                               std::size_t max_bytes) {
  std::unique_ptr<ReplayTransport> transport(new ReplayTransport());
  HORIZON_TRY(transport->load(path, max_bytes));
  return transport;
}

Status ReplayTransport::load(const std::filesystem::path& path, std::size_t max_bytes) {
  auto source = open_bytes(path);
  if (!source) return fail(source.error());
  WarcReader reader(*std::move(source));
  Pairing pairing;
  std::size_t bytes = 0;
  std::size_t records = 0;
  for (;; ++records) {
    auto record = reader.next();
    if (!record && record.error().code == ErrorCode::kCorrupt && records > 0) break;
    if (!record) return fail(record.error().code, path.string() + ": " + record.error().message);
    if (!*record) break;
    if (const auto added = pairing.add(**record, bytes); !added) continue;  // not one of HTTP
    if (bytes > max_bytes) {
      return fail(ErrorCode::kLimit,
                  fmt::format("{} holds more than {} bytes of replies", path.string(), max_bytes));
    }
  }
  pairing.each([&](Pair& pair) {
    const HttpRequestLine request = pair.request.value_or(HttpRequestLine{"GET", ""});
    replies_[key_of(request.method, pair.url, request.body)].push_back(*std::move(pair.response));
    ++size_;
  });
  return {};
}

Result<Response> ReplayTransport::take(const std::string& method, const Target& target,
                                       const std::string& body) {
  const auto found = replies_.find(key_of(method, target.shown(), body));
  if (found == replies_.end() || found->second.empty()) {
    return fail(ErrorCode::kNotFound,
                fmt::format("the recording holds no {}answer to {} {}",
                            found == replies_.end() ? "" : "further ", method, target.shown()));
  }
  Response response = std::move(found->second.front());
  found->second.pop_front();
  response.final_url = target.url;
  return response;
}

Result<Response> ReplayTransport::get(const Request& request) {
  auto target = parse_target(request.url);
  if (!target) return fail(target.error());
  Hop hop{*std::move(target), request.method, !request.body.empty(), true};
  RedirectTrail trail;
  for (;;) {
    auto response = take(hop.method, hop.target, hop.with_body ? request.body : std::string());
    if (!response) return response;
    auto next = next_hop(request, hop, *response, trail);
    if (!next) return fail(next.error());
    if (*next) {
      hop = *std::move(*next);
      continue;
    }
    response->moved_to = trail.moved_to;
    if (!request.save_to.empty() && response->status == 200) {
      HORIZON_TRY(write_file_atomically(request.save_to, response->body));
      response->body.clear();
      return response;
    }
    auto body = decode_content(std::move(response->body), header(*response, "content-encoding"),
                               request.limits.max_bytes);
    if (!body) return fail(body.error());
    response->body = *std::move(body);
    return response;
  }
}

}  // namespace horizon::crawler
