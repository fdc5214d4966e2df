#include "web/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace horizon::web {
namespace {

constexpr std::size_t kMeasurers = 2;

// More than processors: some wait for the disk. Each holds a store and an index open.
std::size_t reader_count(std::size_t asked) {
  if (asked > 0) return asked;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 8);
}

}  // namespace

Context::Context(const pipeline::Workspace& workspace_in, const pipeline::Analyser& analyser_in,
                 const Clock& clock_in, who::Directory directory_in, SiteOptions options_in)
    : workspace(workspace_in),
      analyser(analyser_in),
      clock(clock_in),
      directory(std::move(directory_in)),
      options(std::move(options_in)),
      readers(workspace, analyser, clock, reader_count(options.readers)),
      measurers(workspace, analyser, clock, kMeasurers),
      sessions(options.judges),
      searches(128, options.keep),
      surveys(32, options.keep),
      topics(128, options.keep),
      overviews(4, options.keep),
      trends(64, options.keep),
      statistics(1, options.keep) {}

Result<Stamp> Context::stamp(const pipeline::Searcher& searcher) const {
  const auto sequence = searcher.store().sequence();
  if (!sequence) return fail(sequence.error());
  return Stamp{*sequence, clock.today()};
}

Result<Stamp> Context::stamp() {
  auto searcher = reader();
  if (!searcher) return fail(searcher.error());
  return stamp(**searcher);
}

std::string Context::foundation(const View& view, const pipeline::Searcher& searcher) {
  const auto now = stamp(searcher);
  if (!now) return {};
  const auto counted = statistics.get("", *now, [&] { return searcher.store().statistics(); });
  if (!counted) return {};
  const taxonomy::Scheme* shown = taxonomy().scheme(scheme());
  return fmt::format(
      fmt::runtime(view.pick("Data to {}; taxonomy {}; {} documents, {} of them undated.",
                             "数据截至{}；分类表{}版；文献{}篇，其中日期不详{}篇。")),
      format_day(clock.today()), shown == nullptr ? "" : shown->version,
      answers::with_separators((*counted)->documents),
      answers::with_separators((*counted)->undated));
}

}  // namespace horizon::web
