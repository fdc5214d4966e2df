#include "answers/status.h"

#include <fmt/format.h>

#include "index/index.h"

namespace horizon::answers {
namespace {

Json optional_day(const std::optional<Day>& day) { return day ? Json(format_day(*day)) : Json(); }

Json run_json(const store::RunRecord& run) {
  return {{"command", run.command},
          {"started", format_instant(run.started)},
          {"finished", run.finished ? Json(format_instant(*run.finished)) : Json()},
          {"added", run.added},
          {"updated", run.updated},
          {"joined", run.joined},
          {"unchanged", run.unchanged},
          {"quarantined", run.quarantined},
          {"error", run.error}};
}

Result<Json> sources_json(const pipeline::Workspace& workspace, const store::Store& store) {
  Json rows = Json::array();
  const auto counts = store.source_counts();
  if (!counts) return fail(counts.error());
  for (const store::SourceCount& count : *counts) {
    rows.push_back({{"source", count.source},
                    {"kind", to_string(count.kind)},
                    {"language", count.language},
                    {"documents", count.documents},
                    {"undated", count.undated},
                    {"last_seen", format_day(count.last_seen)}});
  }
  Json failures = Json::array();
  for (const crawler::Source& source : workspace.sources) {
    const auto failure = store.meta("failure." + source.id);
    if (!failure) return fail(failure.error());
    if (*failure && !(*failure)->empty()) {
      failures.push_back({{"source", source.id}, {"reason", **failure}});
    }
  }
  return Json{{"counts", rows}, {"failures", failures}};
}

}  // namespace

Result<Json> status_json(const pipeline::Workspace& workspace, const store::Store& store) {
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  const auto runs = store.runs(8);
  if (!runs) return fail(runs.error());
  auto sources = sources_json(workspace, store);
  if (!sources) return fail(sources.error());
  const auto reader = index::Reader::open(workspace.index_folder());
  const std::uint64_t indexed = reader ? reader->sequence() : 0;
  Json status;
  status["documents"] = statistics->documents;
  status["labelled"] = statistics->labelled;
  status["undated"] = statistics->undated;
  status["quarantined"] = statistics->quarantined;
  status["raw_records"] = statistics->raw_records;
  status["earliest"] = optional_day(statistics->earliest);
  status["latest"] = optional_day(statistics->latest);
  status["indexed"] = reader ? reader->documents() : 0;
  status["index_behind"] = statistics->sequence > indexed ? statistics->sequence - indexed : 0;
  status["taxonomy"] = Json::array();
  for (const taxonomy::Scheme& scheme : workspace.taxonomy->schemes()) {
    status["taxonomy"].push_back({{"scheme", scheme.id}, {"version", scheme.version}});
  }
  status["sources"] = (*sources)["counts"];
  status["failures"] = (*sources)["failures"];
  status["runs"] = Json::array();
  for (const store::RunRecord& run : *runs) status["runs"].push_back(run_json(run));
  return status;
}

}  // namespace horizon::answers
