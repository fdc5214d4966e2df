#include "pipeline/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "crawler/fetch/curl_transport.h"
#include "crawler/fetch/file_transport.h"
#include "crawler/harvest/harvester.h"
#include "crawler/fetch/router.h"

namespace horizon::pipeline {
namespace {

// A source that misbehaves must not keep the others waiting for ever.
constexpr std::uint64_t kMaxPages = 100'000;

std::string due_key(const crawler::Source& source) { return "due." + source.id; }

Status set_due(store::Store& store, const crawler::Source& source, Instant when) {
  return store.set_meta(due_key(source), std::to_string(when.time_since_epoch().count()));
}

// One transport that owns the two it chooses from.
class WorkspaceTransport final : public crawler::Transport {
 public:
  WorkspaceTransport(const Workspace& workspace, std::unique_ptr<crawler::Transport> web)
      : files_(workspace.root), web_(std::move(web)), router_(files_, web_.get()) {}
  Result<crawler::Response> get(const crawler::Request& request) override {
    return router_.get(request);
  }

 private:
  crawler::FileTransport files_;
  std::unique_ptr<crawler::Transport> web_;
  crawler::Router router_;
};

class SourceScan {
 public:
  SourceScan(crawler::Source source, const ScanOptions& options, Ingest& ingest,
             crawler::Harvester& harvester, const JobContext& context)
      : source_(std::move(source)),
        restart_(options.restart || options.since.has_value()),
        named_(!options.sources.empty()),
        ingest_(ingest),
        harvester_(harvester),
        context_(context) {
    if (options.since) source_.since = options.since;
  }

  Result<SourceReport> run() {
    report_.source = source_.id;
    if (!source_.enabled && !named_) return state(SourceState::kDisabled, "disabled");
    const auto due = due_at(ingest_.store(), source_);
    if (!due) return fail(due.error());
    const Instant now = context_.clock.now();
    if (*due && **due > now && !named_ && !restart_) {
      return state(SourceState::kNotDue, fmt::format("due at {}", format_instant(**due)));
    }
    HORIZON_TRY(harvest());
    return report_;
  }

 private:
  SourceReport state(SourceState what, std::string message) {
    report_.state = what;
    report_.message = std::move(message);
    return report_;
  }

  Status harvest() {
    for (bool more = true; more && !context_.stopped();) {
      const auto cursor = ingest_.store().cursor(source_.id);
      if (!cursor) return fail(cursor.error());
      auto page = harvester_.fetch_page(source_, *cursor, restart_ && report_.pages == 0);
      if (!page) {
        state(SourceState::kFailed, page.error().message);
        return ingest_.store().set_meta("failure." + source_.id, page.error().message);
      }
      if (page->retry_after) {
        state(SourceState::kPostponed,
              fmt::format("asked to wait {} s", std::chrono::ceil<std::chrono::seconds>(*page->retry_after).count()));
        return set_due(ingest_.store(), source_, context_.clock.now() + std::chrono::ceil<std::chrono::seconds>(*page->retry_after));
      }
      HORIZON_TRY(take(std::move(*page)));
      more = more_;
      if (report_.pages >= kMaxPages) {
        state(SourceState::kFailed, fmt::format("still not at its end after {} pages", kMaxPages));
        return {};
      }
    }
    if (context_.stopped()) return {};
    HORIZON_TRY(ingest_.store().set_meta("failure." + source_.id, ""));
    return set_due(ingest_.store(), source_, context_.clock.now() + source_.interval);
  }

  Status take(crawler::Page page) {
    std::optional<store::Cursor> cursor;
    cursor = store::Cursor{source_.id, std::move(page.cursor_state)};
    more_ = page.more;
    const auto tally =
        ingest_.accept(std::move(page.records), std::move(page.quarantined), std::move(cursor));
    if (!tally) return fail(tally.error());
    report_.tally.add(*tally);
    ++report_.pages;
    context_.progress({source_.id, report_.tally.records(), -1});
    return {};
  }

  crawler::Source source_;
  bool restart_;
  bool named_;  // by the user: harvested although it is disabled or not due
  Ingest& ingest_;
  crawler::Harvester& harvester_;
  const JobContext& context_;
  SourceReport report_;
  bool more_ = false;
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

Result<std::optional<Instant>> due_at(const store::Store& store, const crawler::Source& source) {
  const auto text = store.meta(due_key(source));
  if (!text) return fail(text.error());
  if (!*text) return std::optional<Instant>();
  std::int64_t seconds = 0;
  std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), seconds);
  return std::optional<Instant>(Instant(std::chrono::seconds(seconds)));
}

Result<std::unique_ptr<crawler::Transport>> open_transport(const Workspace& workspace) {
  std::unique_ptr<crawler::Transport> web;
  if (!workspace.config.contact.empty()) {
    crawler::CurlOptions options;
    options.contact = workspace.config.contact;
    options.version = kVersion;
    options.allowed_private_hosts = workspace.config.allowed_private_hosts;
    auto curl = crawler::CurlTransport::open(std::move(options));
    if (!curl) return fail(curl.error());
    web = std::move(*curl);
  }
  return std::unique_ptr<crawler::Transport>(
      std::make_unique<WorkspaceTransport>(workspace, std::move(web)));
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
                        crawler::Transport& transport, const JobContext& context) {
  auto sources = choose_sources(workspace, options);
  if (!sources) return fail(sources.error());
  crawler::Harvester harvester(transport, context.clock);
  ScanReport report;
  for (crawler::Source& source : *sources) {
    if (context.stopped()) break;
    auto done = SourceScan(std::move(source), options, ingest, harvester, context).run();
    if (!done) return fail(done.error());
    report.sources.push_back(std::move(*done));
  }
  report.stopped = context.stopped();
  HORIZON_TRY(ingest.finish());
  return report;
}

}  // namespace horizon::pipeline
