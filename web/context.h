// What the pages share: the open workspace, what is kept in memory, who may judge.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "digest/issue.h"
#include "pipeline/actors.h"
#include "pipeline/analyser.h"
#include "pipeline/emerging.h"
#include "pipeline/routes.h"
#include "pipeline/search.h"
#include "pipeline/trend.h"
#include "pipeline/workspace.h"
#include "web/cache.h"
#include "web/http.h"
#include "web/readers.h"
#include "web/sessions.h"
#include "web/timeline.h"
#include "web/view.h"
#include "who/directory.h"

namespace horizon::web {

struct SiteOptions {
  std::string base_path = {};  // "" or "/horizon": what a reverse proxy puts before every address
  std::size_t readers = 0;     // requests that read at the same time; 0: by the machine
  std::map<std::string, std::string> judges = {};  // token → name
  std::chrono::seconds keep{60};                   // answers after the store has changed
};

// Of one topic, everything that its page shows. `routes` only where there are any.
struct TopicReport {
  pipeline::TrendReport trend;
  pipeline::TrendReport by_route;  // parts: a line a route
  std::optional<pipeline::RouteReport> routes;
  std::optional<pipeline::ActorReport> countries, organisations;
  std::optional<pipeline::EmergingReport> emerging;
  pipeline::SearchReport newest, typical;  // the first documents in these orders
};

// Of all subfields side by side.
struct OverviewReport {
  pipeline::Overview overview;
  digest::HeatMap heat;
  std::vector<store::SourceCount> sources, fresh;  // all; first seen within the last seven days
  std::vector<std::pair<std::string, std::string>> failures;  // source, reason
};

// What a search's matches are, and when they were published.
struct SearchSurvey {
  pipeline::FacetReport facets;
  Timeline timeline;
};

struct Context {
  Context(const pipeline::Workspace& workspace, const pipeline::Analyser& analyser,
          const Clock& clock, who::Directory directory, SiteOptions options);

  const taxonomy::Taxonomy& taxonomy() const { return *workspace.taxonomy; }
  const std::string& scheme() const { return workspace.config.scheme; }
  // A reader; waits for one for a few seconds.
  Result<Readers::Lease> reader() { return readers.borrow(std::chrono::seconds(5)); }
  // One for what takes long, so that searches need not wait for it.
  Result<Readers::Lease> measurer() { return measurers.borrow(std::chrono::seconds(30)); }
  Result<Stamp> stamp();
  Result<Stamp> stamp(const pipeline::Searcher& searcher) const;
  // "data to 2026-11-22; taxonomy 0.1; 141,960 documents", for the foot of a page.
  std::string foundation(const View& view, const pipeline::Searcher& searcher);

  const pipeline::Workspace& workspace;
  const pipeline::Analyser& analyser;
  const Clock& clock;
  const who::Directory directory;
  const SiteOptions options;
  const std::shared_ptr<index::Memory> memory;  // of all readers
  Readers readers, measurers;
  Sessions sessions;
  // Pages as they are sent to whoever judges nothing, gzipped; by address and language. Within a
  // short time the same page is sent whatever has changed.
  Cache<Response> pages;
  Cache<pipeline::SearchReport> searches;
  Cache<SearchSurvey> surveys;
  Cache<TopicReport> topics;
  Cache<OverviewReport> overviews;
  Cache<pipeline::TrendReport> trends;
  Cache<store::Statistics> statistics;
};

}  // namespace horizon::web
