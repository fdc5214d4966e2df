#include "crawler/fetch/web_fetcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/engine.h"
#include "crawler/fetch/proxy.h"

namespace horizon::crawler {
namespace {

bool is_header_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Proxies proxies_of(const WebOptions& options) {
  if (!options.proxy.empty()) return {{}, {}, options.proxy, {}};
  return options.proxy_from_environment ? proxies_of_environment() : Proxies();
}

Result<std::unique_ptr<WarcWriter>> open_recorder(const WebOptions& options) {
  if (options.record_to.empty()) return nullptr;
  const std::uint64_t seed = options.seed != 0 ? options.seed : std::random_device{}();
  return WarcWriter::open(options.record_to, "horizon/" + options.version, options.wall_clock(),
                          seed);
}

}  // namespace

WebFetcher::WebFetcher(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
WebFetcher::~WebFetcher() = default;

Result<std::unique_ptr<WebFetcher>> WebFetcher::open(WebOptions options) {
  if (trim(options.contact).empty() || !is_header_text(options.contact) ||
      !is_header_text(options.version)) {
    return fail(ErrorCode::kUsage,
                "no contact is configured: set it to a URL or mail address where operators of "
                "sources can reach you");
  }
  options.max_connections = std::max<std::size_t>(options.max_connections, 1);
  WireOptions wire_options;
  wire_options.user_agent = fmt::format("horizon/{} (+{})", options.version, trim(options.contact));
  wire_options.allowed_private_hosts = options.allowed_private_hosts;
  wire_options.proxies = proxies_of(options);
  wire_options.ca_bundle = options.ca_file;
  wire_options.resolver = options.resolver;
  wire_options.max_connections = options.max_connections;
  auto wire = Wire::open(std::move(wire_options));
  if (!wire) return fail(wire.error());
  PacerOptions pace{options.rules, options.fallback, options.back_off, options.seed};
  if (pace.seed == 0) pace.seed = std::random_device{}();
  auto recorder = open_recorder(options);
  if (!recorder) return fail(recorder.error());
  return std::unique_ptr<WebFetcher>(new WebFetcher(std::make_unique<Engine>(
      std::move(options), std::move(pace), *std::move(wire), *std::move(recorder))));
}

void WebFetcher::submit(Request request, Done done) {
  engine_->submit(std::move(request), std::move(done));
}
std::size_t WebFetcher::run(std::chrono::milliseconds wait) { return engine_->run(wait); }
void WebFetcher::cancel() { engine_->cancel(); }
std::vector<ProviderStatus> WebFetcher::statistics() const { return engine_->statistics(); }
std::optional<Instant> WebFetcher::paused_until(std::string_view url) const {
  return engine_->paused_until(url);
}
void WebFetcher::pause(std::string_view url, Instant until) { engine_->pause(url, until); }

}  // namespace horizon::crawler
