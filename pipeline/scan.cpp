#include "pipeline/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "pipeline/page_store.h"

namespace horizon::pipeline {
namespace {

using Steady = std::chrono::steady_clock;

// How long one look at the network may take, so that a signal is seen soon.
constexpr std::chrono::milliseconds kTurn{200};

// Drives the sources' steps: one thread, and a fetcher that waits for all of them.
class ScanLoop {
 public:
  ScanLoop(crawler::Fetcher& fetcher, const PageStore& pages, const JobContext& context)
      : fetcher_(fetcher), pages_(pages), context_(context) {}

  Status run(std::deque<SourceScan>& scans) {
    for (SourceScan& scan : scans) {
      if (ended()) break;
      auto step = scan.begin();
      if (!step) return fail(step.error());
      go_on(scan, std::move(*step));
    }
    while (!ended() && turn()) {
    }
    fetcher_.cancel();
    return {};
  }

 private:
  bool ended() const { return pages_.broken() || context_.stopped(); }

  // False when nothing is left to be done.
  bool turn() {
    for (std::size_t i = ready_.size(); i > 0; --i) {
      SourceScan* scan = ready_.front();
      ready_.pop_front();
      go_on(*scan, scan->step());
    }
    wake();
    const auto pause = ready_.empty() ? time_to_wake() : std::chrono::milliseconds(0);
    const std::size_t asked = fetcher_.run(pause);
    if (asked == 0 && ready_.empty() && !waiting_.empty()) std::this_thread::sleep_for(pause);
    return asked > 0 || !ready_.empty() || !waiting_.empty();
  }

  void wake() {
    while (!waiting_.empty() && waiting_.begin()->first <= Steady::now()) {
      ready_.push_back(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
    }
  }

  std::chrono::milliseconds time_to_wake() const {
    if (waiting_.empty()) return kTurn;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(waiting_.begin()->first - Steady::now());
    return std::clamp(left, std::chrono::milliseconds(0), kTurn);
  }

  void go_on(SourceScan& scan, SourceScan::Step step) {
    switch (step.what) {
      case SourceScan::Step::What::kFetch:
        fetch(scan, std::move(step.request));
        break;
      case SourceScan::Step::What::kContinue:
        ready_.push_back(&scan);
        break;
      case SourceScan::Step::What::kWait:
        waiting_.emplace(Steady::now() + step.pause, &scan);
        break;
      case SourceScan::Step::What::kDone:
        break;
    }
  }

  void fetch(SourceScan& scan, crawler::Request request) {
    std::string url = request.url;
    auto done = [this, &scan, url = std::move(url)](Result<crawler::Response> response) {
      go_on(scan, response ? scan.answered(*response)
                           : scan.missed(response.error(), fetcher_.paused_until(url)));
    };
    fetcher_.submit(std::move(request), std::move(done));
  }

  crawler::Fetcher& fetcher_;
  const PageStore& pages_;
  const JobContext& context_;
  std::deque<SourceScan*> ready_;
  std::multimap<Steady::time_point, SourceScan*> waiting_;
};

}  // namespace

Tally ScanReport::total() const {
  Tally sum;
  for (const SourceReport& source : sources) sum.add(source.tally);
  return sum;
}

bool ScanReport::has_failures() const {
  return std::any_of(sources.begin(), sources.end(), [](const SourceReport& source) {
    return source.state == SourceState::kFailed || source.tally.quarantined > 0;
  });
}

Result<std::vector<crawler::Source>> choose_sources(const Workspace& workspace,
                                                    const ScanOptions& options) {
  if (options.sources.empty()) return workspace.sources;
  std::vector<crawler::Source> chosen;
  for (const std::string& id : options.sources) {
    const auto found = std::find_if(workspace.sources.begin(), workspace.sources.end(),
                                    [&](const crawler::Source& source) { return source.id == id; });
    if (found == workspace.sources.end()) {
      std::string known;
      for (const crawler::Source& source : workspace.sources) {
        known += (known.empty() ? "" : ", ") + source.id;
      }
      return fail(ErrorCode::kUsage,
                  fmt::format("no source '{}' in {}; there are: {}", id,
                              (workspace.root / "sources.toml").string(), known));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

Result<ScanReport> scan(const Workspace& workspace, const ScanOptions& options, Ingest& ingest,
                        crawler::Fetcher& fetcher, const JobContext& context) {
  auto sources = choose_sources(workspace, options);
  if (!sources) return fail(sources.error());
  SourceScanOptions source_options;
  source_options.named = !options.sources.empty();
  source_options.restart = options.restart || options.since.has_value();
  source_options.downloads = workspace.downloads();
  source_options.root = workspace.root;
  source_options.longest_wait = workspace.config.longest_wait;
  auto zone = TimeZone::named(workspace.config.service.schedule.time_zone);
  if (!zone) return fail(zone.error());
  source_options.zone = *std::move(zone);
  const auto before = store::Store::open(ingest.store_file(), store::Mode::kRead);
  if (!before) return fail(before.error());
  PageStore pages(ingest, context, sources->size());
  std::deque<SourceScan> scans;
  for (crawler::Source& source : *sources) {
    source.contact = workspace.config.contact;
    if (options.since) source.since = options.since;
    scans.emplace_back(scans.size(), std::move(source), source_options, *before, pages, context);
  }
  const Status driven = ScanLoop(fetcher, pages, context).run(scans);
  HORIZON_TRY(pages.finish());
  HORIZON_TRY(driven);
  ScanReport report;
  for (const SourceScan& scan : scans) {
    report.sources.push_back(scan.report());
    report.sources.back().tally = pages.tally(report.sources.size() - 1);
  }
  report.stopped = context.stopped();
  HORIZON_TRY(ingest.finish());
  return report;
}

}  // namespace horizon::pipeline
