// What is too rare for a test and may matter: rare terms, routes and meetings of fields that grow,
// and documents that go against the common opinion of their fields. A list for people to judge.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/convergence.h"
#include "pipeline/odd_documents.h"
#include "pipeline/run.h"
#include "pipeline/weak_terms.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/growth.h"
#include "trends/weak_signals.h"

namespace horizon::pipeline {

struct WeakRoute {
  taxonomy::NodeIndex node = taxonomy::kNoNode, subfield = taxonomy::kNoNode;
  trends::Growth growth;  // is_weak_growth()
};

// Routes of the workspace's scheme, best lower bound of growth first. `counts` by node id, as of
// Store::all_counts().
std::vector<WeakRoute> find_weak_routes(
    const Workspace& workspace, const std::map<std::string, std::vector<DailyCount>>& counts,
    const trends::SeriesOptions& options, std::size_t window = 0);

// Pairs of different domains that meet for the first time, in the report's order.
std::vector<ConvergingPair> find_first_meetings(const ConvergenceReport& report);

struct WeakOptions {
  Day as_of{};
  taxonomy::NodeIndex topic = taxonomy::kNoNode;  // only within this domain, subfield or route
  std::size_t limit = 10;                         // of each kind
  // The phrase tables as they were last made; without any, terms and documents are left out.
  bool as_kept = false;
};

struct WeakReport {
  Day as_of{};
  std::vector<WeakRoute> routes;
  std::vector<ConvergingPair> meetings;
  std::size_t routes_tested = 0, pairs = 0;
  trends::Window recent, previous;  // of routes and meetings: twelve months each, or fewer
  bool has_terms = false;           // there are phrase tables: else the two below are empty
  WeakTerms terms;
  OddDocuments documents;
  std::uint64_t year_documents = 0;  // of the last four quarters
  std::optional<Day> data_from, data_until;
};

Result<WeakReport> find_weak_signals(const Workspace& workspace, const WeakOptions& options,
                                     const JobContext& context);

}  // namespace horizon::pipeline
