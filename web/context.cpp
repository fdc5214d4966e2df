#include "web/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace horizon::web {
namespace {

constexpr std::size_t kMeasurers = 2;

// Bytes that are kept, roughly.
constexpr std::size_t kPages = std::size_t{16} << 20U;
constexpr std::size_t kSearches = std::size_t{16} << 20U;
constexpr std::size_t kSurveys = std::size_t{12} << 20U;
constexpr std::size_t kTopics = 128;

std::size_t page_bytes(const Response& page) { return page.body.size() + 500; }

std::size_t search_bytes(const pipeline::SearchReport& report) {
  std::size_t sum = 1'000;
  for (const pipeline::SearchRow& row : report.rows) {
    const Document& document = row.document.document;
    sum += sizeof row + row.title.text.size() + row.snippet.text.size() + document.title.size() +
           document.abstract.size() + 200 * (document.authors.size() + row.document.labels.size());
  }
  return sum;
}

std::size_t survey_bytes(const SearchSurvey& survey) {
  std::size_t sum = 500 + survey.timeline.bars.size() * sizeof(Timeline::Bar);
  for (const auto& [facet, values] : survey.facets.facets)
    sum += values.size() * sizeof(index::FacetValue);
  return sum;
}

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
      memory(std::make_shared<index::Memory>(index::kReaderMemory)),
      readers(workspace, analyser, clock, memory, reader_count(options.readers)),
      measurers(workspace, analyser, clock, memory, kMeasurers),
      sessions(options.judges),
      pages(kPages, std::chrono::seconds(0), page_bytes),
      searches(kSearches, options.keep, search_bytes),
      surveys(kSurveys, options.keep, survey_bytes),
      topics(kTopics, options.keep),
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
