#include "crawler/fetch/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "crawler/fetch/content_coding.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

bool is_temporary(int status) {
  return status == 408 || status == 500 || status == 502 || status == 504;
}

bool is_header_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Status check_request(const Request& request, const Target& target) {
  for (const Headers* headers : {&request.headers, &request.secrets}) {
    for (const auto& [name, value] : *headers) {
      if (name.empty() || name.find(':') != std::string::npos || !is_header_text(name) ||
          !is_header_text(value)) {
        return fail(ErrorCode::kUsage, "header with control characters for " + target.shown());
      }
    }
  }
  if (request.method != "GET" && request.method != "POST") {
    return fail(ErrorCode::kUsage, fmt::format("method {} for {}: only GET and POST are known",
                                               sanitise_utf8(request.method), target.shown()));
  }
  return {};
}

}  // namespace

WebFetcher::Engine::Engine(WebOptions options, PacerOptions pace, std::unique_ptr<Wire> wire,
                           std::unique_ptr<WarcWriter> recorder)
    : options_(std::move(options)),
      pacer_(std::move(pace)),
      robots_(options_.robots_agent),
      wire_(std::move(wire)),
      recorder_(std::move(recorder)) {
  recall();
}

WebFetcher::Engine::~Engine() { remember(); }

Instant WebFetcher::Engine::instant_of(Time time) const {
  return options_.wall_clock() + std::chrono::ceil<std::chrono::seconds>(time - now());
}

WebFetcher::Engine::Time WebFetcher::Engine::time_of(Instant instant) const {
  return now() + (instant - options_.wall_clock());
}

void WebFetcher::Engine::submit(Request request, Fetcher::Done done) {
  ++pending_;
  auto job = std::make_unique<Job>();
  job->request = std::move(request);
  job->done = std::move(done);
  job->sequence = next_sequence_++;
  auto target = parse_target(job->request.url);
  if (!target) return answer(std::move(job), fail(target.error()));
  if (const auto fit = check_request(job->request, *target); !fit) {
    return answer(std::move(job), fail(fit.error()));
  }
  job->first = *std::move(target);
  job->hop = {job->first, job->request.method, !job->request.body.empty(), true};
  admit(std::move(job));
}

void WebFetcher::Engine::admit(JobPtr job) {
  if (!passes_robots(job)) return;
  pacer_.assign(*job, now());
  if (Pacer::paused_until(*job) > now() + options_.longest_pause) {
    Error error = paused_error(*job);
    return answer(std::move(job), fail(std::move(error)));
  }
  pacer_.add(std::move(job), now());
}

void WebFetcher::Engine::dispatch() {
  while (wire_->active() < options_.max_connections) {
    JobPtr job = pacer_.take_due(now());
    if (!job) return;
    start(std::move(job));
  }
}

WireRequest WebFetcher::Engine::wire_request(const Job& job) const {
  WireRequest request;
  request.target = job.hop.target;
  request.method = job.hop.method;
  if (job.hop.with_body) request.body = job.request.body;
  request.headers = headers_for(job.request, job.hop);
  const bool chosen =
      std::any_of(request.headers.begin(), request.headers.end(),
                  [](const auto& entry) { return ascii_lower(entry.first) == "accept-encoding"; });
  if (!chosen) {
    request.headers.emplace_back("Accept-Encoding",
                                 job.download ? "identity" : std::string(kAcceptEncoding));
  }
  if (job.download) {
    for (auto& entry : job.download->headers()) request.headers.push_back(std::move(entry));
  }
  request.limits = job.request.limits;
  if (!job.robots_origin.empty()) request.enough_bytes = kMaxRobotsBytes;
  request.time_left = job.request.limits.total_timeout - job.spent;
  request.download = job.download.get();
  return request;
}

void WebFetcher::Engine::start(JobPtr job) {
  if (job->trail.seen.empty()) ++job->tries;
  if (!job->request.save_to.empty() && !job->download) {
    auto download = Download::open(job->request.save_to, job->request.url);
    if (!download) {
      pacer_.finished(*job, job->started);
      return answer(std::move(job), fail(download.error()));
    }
    job->download = *std::move(download);
  }
  WireRequest request = wire_request(*job);
  // std::function must be copyable, so the job is shared with the callback alone.
  auto held = std::make_shared<JobPtr>(std::move(job));
  wire_->start(std::move(request),
               [this, held](WireResult result) { ended(std::move(*held), std::move(result)); });
}

void WebFetcher::Engine::ended(JobPtr job, WireResult result) {
  // Reckoned from its end: a loop that had much to do may have begun it late.
  pacer_.finished(*job, std::max(job->started, now() - result.took + result.until_arrived));
  job->spent += result.took;
  job->provider->status.bytes += result.received_bytes;
  if (result.failure == Failure::kNone) {
    const Status recorded = record(*job, result.response);
    if (recorded) return replied(std::move(job), std::move(result.response));
    result.failure = Failure::kPermanent;
    result.error = recorded.error();
  }
  failed(std::move(job), result.failure, std::move(result.error));
}

void WebFetcher::Engine::failed(JobPtr job, Failure failure, Error error) {
  Provider& provider = *job->provider;
  ++provider.status.failures;
  provider.status.last_error = error.message;
  Time until = now();
  if (failure == Failure::kHang) {
    until = pacer_.throttled(*job, now(), std::nullopt);
    turn_away_waiting(provider);
  }
  const bool soon = until <= now() + options_.longest_pause;
  if (failure != Failure::kPermanent && may_try_again(*job) && soon) {
    const milliseconds pause = failure == Failure::kHang ? milliseconds(0) : retry_pause(*job);
    return again(std::move(job), pause);
  }
  if (job->tries > 1) error.message += fmt::format(" ({} tries)", job->tries);
  answer(std::move(job), fail(std::move(error)));
}

milliseconds WebFetcher::Engine::retry_pause(const Job& job) const {
  const int doublings = std::clamp(job.tries - 1, 0, 16);
  return std::min(options_.first_retry * (1 << doublings), options_.longest_pause);
}

// From its own URL again: where a redirect led may be gone.
void WebFetcher::Engine::again(JobPtr job, milliseconds pause) {
  job->hop = {job->first, job->request.method, !job->request.body.empty(), true};
  job->trail = {};
  job->spent = milliseconds(0);
  job->not_before = now() + pause;
  admit(std::move(job));
}

void WebFetcher::Engine::replied(JobPtr job, Response response) {
  const ProviderSignals signals =
      read_signals(job->provider->rule, response, options_.wall_clock());
  obey(*job, signals);
  if (signals.throttled) return throttled(std::move(job), std::move(response), signals.pause);
  auto hop = next_hop(job->request, job->hop, response, job->trail);
  // RFC 9309, 2.3.1.2: a robots.txt behind too many redirects is none.
  if (!hop && !job->robots_origin.empty() && hop.error().code == ErrorCode::kLimit) {
    response.status = 404;
    return succeeded(std::move(job), std::move(response));
  }
  if (!hop) return failed(std::move(job), Failure::kPermanent, hop.error());
  if (*hop) {
    job->hop = *std::move(*hop);
    return admit(std::move(job));
  }
  if (is_temporary(response.status)) {
    ++job->provider->status.failures;
    job->provider->status.last_error =
        fmt::format("{} answered with status {}", job->hop.target.shown(), response.status);
    if (signals.pause) return throttled(std::move(job), std::move(response), signals.pause);
    if (may_try_again(*job)) {
      const milliseconds pause = retry_pause(*job);
      return again(std::move(job), pause);
    }
  }
  succeeded(std::move(job), std::move(response));
}

void WebFetcher::Engine::obey(Job& job, const ProviderSignals& signals) {
  Provider& provider = *job.provider;
  if (signals.interval) provider.rule.interval = provider.rule.keyed_interval = *signals.interval;
  if (signals.concurrency) {
    provider.rule.concurrency = provider.rule.keyed_concurrency = *signals.concurrency;
  }
  for (const auto& [service, interval] : signals.services) {
    provider.lane(service, interval).interval = interval;
  }
  for (const std::string& service : signals.suspended) {
    const Time until = now() + signals.pause.value_or(milliseconds(60'000));
    pacer_.pause(provider, provider.lane(service, milliseconds(0)), until);
  }
  // A spent budget, told beside a good answer.
  if (!signals.throttled && signals.suspended.empty() && signals.pause) {
    pacer_.pause(provider, now() + *signals.pause);
  }
  pacer_.refresh(provider);
  turn_away_waiting(provider);
}

void WebFetcher::Engine::throttled(JobPtr job, Response response,
                                   std::optional<milliseconds> asked) {
  Provider& provider = *job->provider;
  const Time until = pacer_.throttled(*job, now(), asked);
  ++provider.status.failures;
  provider.status.last_error =
      fmt::format("{} answered with status {}", job->hop.target.shown(), response.status);
  turn_away_waiting(provider);
  if (until <= now() + options_.longest_pause && may_try_again(*job)) {
    return again(std::move(job), milliseconds(0));
  }
  const auto left = std::chrono::ceil<std::chrono::seconds>(until - now());
  response.retry_after = std::to_string(std::max<std::int64_t>(left.count(), 0));
  succeeded(std::move(job), std::move(response));
}

void WebFetcher::Engine::succeeded(JobPtr job, Response response) {
  response.moved_to = job->trail.moved_to;
  if (job->download && (job->download->taking() || response.status == 416)) {
    return finish_download(std::move(job), std::move(response));
  }
  auto body = decode_content(std::move(response.body), header(response, "content-encoding"),
                             job->request.limits.max_bytes);
  if (!body) {
    const Failure failure =
        body.error().code == ErrorCode::kLimit ? Failure::kPermanent : Failure::kNetwork;
    Error error = body.error();
    error.message = fmt::format("cannot read {}: {}", job->hop.target.shown(), error.message);
    return failed(std::move(job), failure, std::move(error));
  }
  response.body = *std::move(body);
  answer(std::move(job), std::move(response));
}

void WebFetcher::Engine::finish_download(JobPtr job, Response response) {
  if (response.status == 416) {
    const auto whole = job->download->out_of_range(response);
    if (!whole) return failed(std::move(job), Failure::kPermanent, whole.error());
    if (!*whole && may_try_again(*job)) return again(std::move(job), milliseconds(0));
    if (!*whole) return answer(std::move(job), std::move(response));
  }
  if (auto done = job->download->finish(); !done) {
    Error error = done.error();
    error.message = fmt::format("cannot fetch {}: {}", job->hop.target.shown(), error.message);
    const bool cut = error.code == ErrorCode::kCorrupt;
    return failed(std::move(job), cut ? Failure::kNetwork : Failure::kPermanent, std::move(error));
  }
  response.status = 200;
  response.body.clear();
  answer(std::move(job), std::move(response));
}

void WebFetcher::Engine::answer(JobPtr job, Result<Response> result) {
  if (!job->robots_origin.empty()) return settle_robots(std::move(job), result);
  job->download.reset();  // unlocks the file before the caller looks at it
  answers_.emplace_back(std::move(job->done), std::move(result));
}

Error WebFetcher::Engine::paused_error(const Job& job) const {
  return {ErrorCode::kUnavailable,
          fmt::format("cannot fetch {}: {} asked to wait until {}", job.hop.target.shown(),
                      job.provider->name, format_instant(instant_of(Pacer::paused_until(job))))};
}

void WebFetcher::Engine::turn_away_waiting(Provider& provider) {
  if (provider.paused_until > now() + options_.longest_pause) remember();
  for (JobPtr& job : pacer_.take_paused(provider, now() + options_.longest_pause)) {
    Error error = paused_error(*job);
    answer(std::move(job), fail(std::move(error)));
  }
}

}  // namespace horizon::crawler
