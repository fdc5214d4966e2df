#include "pipeline/digest_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "digest/compose.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kEvidencePerKind = 5;
constexpr std::size_t kFreshCandidates = 400;

digest::EvidenceItem evidence_item(const store::StoredDocument& stored,
                                   const taxonomy::Taxonomy& taxonomy, const std::string& scheme) {
  digest::EvidenceItem item;
  item.id = stored.document.id;
  item.title = stored.document.title;
  item.url = stored.document.url;
  item.kind = stored.document.kind;
  item.language = stored.document.language;
  item.source = stored.document.source;
  item.published = stored.document.published;
  item.first_seen = stored.first_seen;
  for (const Label& label : stored.labels) {
    const taxonomy::NodeIndex index = taxonomy.find(label.node);
    if (label.outcome != Outcome::kAssign || index == taxonomy::kNoNode) continue;
    const taxonomy::Node& node = taxonomy.node(index);
    if (node.level == taxonomy::Level::kSubfield && node.scheme == scheme) {
      item.nodes.push_back(node.id);
    }
  }
  return item;
}

class Gatherer {
 public:
  Gatherer(const Workspace& workspace, const Searcher& searcher, Day as_of)
      : workspace_(workspace), searcher_(searcher), store_(searcher.store()), as_of_(as_of) {}

  Result<digest::Issue> compose() {
    digest::ComposeInput input;
    input.taxonomy = workspace_.taxonomy.get();
    input.as_of = as_of_;
    auto counts = store_.all_counts();
    if (!counts) return fail(counts.error());
    input.counts = std::move(*counts);
    HORIZON_TRY(gather_routed(input));
    HORIZON_TRY(gather_coverage(input.coverage));
    HORIZON_TRY(gather_fresh(input.fresh));
    input.evidence = [this](std::string_view node) { return evidence(std::string(node)); };
    input.generator = fmt::format("Horizon {}", kVersion);
    input.options.scheme = workspace_.config.scheme;
    digest::Issue issue = digest::compose(input);
    issue.draft = true;
    return issue;
  }

 private:
  Day day_after() const { return as_of_ + std::chrono::days(1); }

  // Documents that name at least one route: a union, which the routes' own counts do not tell.
  Status gather_routed(digest::ComposeInput& input) const {
    for (const taxonomy::Node& node : workspace_.taxonomy->nodes()) {
      if (node.level != taxonomy::Level::kSubfield || node.scheme != workspace_.config.scheme)
        continue;
      SearchRequest request;
      for (const taxonomy::NodeIndex child : node.children) {
        const std::string& route = workspace_.taxonomy->node(child).id;
        if (input.counts.contains(route)) request.topics.push_back(route);
      }
      if (request.topics.empty()) continue;
      auto counts = searcher_.counts(request);
      if (!counts) return fail(counts.error());
      input.routed.emplace(node.id, std::move(*counts));
    }
    return {};
  }

  Status gather_coverage(digest::Coverage& coverage) const {
    const auto statistics = store_.statistics();
    if (!statistics) return fail(statistics.error());
    coverage.undated = statistics->undated;
    coverage.quarantined = statistics->quarantined;
    const auto all = store_.source_counts();
    if (!all) return fail(all.error());
    const auto fresh = store_.source_counts(as_of_ - std::chrono::days(6));
    if (!fresh) return fail(fresh.error());
    for (const store::SourceCount& count : *all) {
      digest::CoverageRow row;
      row.source = count.source;
      row.language = count.language;
      row.kind = count.kind;
      row.total_documents = count.documents;
      for (const store::SourceCount& recent : *fresh) {
        if (recent.source == count.source && recent.language == count.language &&
            recent.kind == count.kind) {
          row.new_documents = recent.documents;
        }
      }
      coverage.rows.push_back(std::move(row));
    }
    return gather_failures(coverage);
  }

  Status gather_failures(digest::Coverage& coverage) const {
    for (const crawler::Source& source : workspace_.sources) {
      const auto reason = store_.meta("failure." + source.id);
      if (!reason) return fail(reason.error());
      if (*reason && !(*reason)->empty()) {
        coverage.failures.push_back({source.id, **reason, std::nullopt});
      }
    }
    return {};
  }

  Result<std::vector<digest::EvidenceItem>> items(const store::Store::Listing& listing) const {
    const auto numbers = store_.list(listing);
    if (!numbers) return fail(numbers.error());
    const auto documents = store_.get(*numbers);
    if (!documents) return fail(documents.error());
    std::vector<digest::EvidenceItem> out;
    for (const store::StoredDocument& stored : *documents) {
      out.push_back(evidence_item(stored, *workspace_.taxonomy, workspace_.config.scheme));
    }
    return out;
  }

  std::vector<digest::EvidenceItem> evidence(const std::string& node) const {
    std::vector<digest::EvidenceItem> out;
    // The newest of each kind, and the newest within the complete months that the numbers count.
    const Day this_month = period_of(as_of_, Granularity::kMonth).begin;
    for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther}) {
      for (const Day until : {this_month, day_after()}) {
        store::Store::Listing listing;
        listing.node = node;
        listing.kind = kind;
        listing.published_until = until;
        listing.limit = kEvidencePerKind;
        auto found = items(listing);
        if (!found) continue;  // evidence is shown where it can be had; the numbers stand without
        out.insert(out.end(), found->begin(), found->end());
      }
    }
    return out;
  }

  Status gather_fresh(std::vector<digest::EvidenceItem>& fresh) const {
    store::Store::Listing listing;
    listing.first_seen_from = as_of_ - std::chrono::days(6);
    listing.first_seen_until = day_after();
    listing.published_until = day_after();
    listing.limit = kFreshCandidates;
    auto found = items(listing);
    if (!found) return fail(found.error());
    std::erase_if(*found, [](const digest::EvidenceItem& item) { return item.nodes.empty(); });
    fresh = std::move(*found);
    return {};
  }

  const Workspace& workspace_;
  const Searcher& searcher_;
  const store::Store& store_;
  Day as_of_;
};

// kUsage for a week that has not begun.
Result<Day> day_of_issue(const IssueRequest& request) {
  if (!request.week) return request.today;
  if (request.week->begin > request.today) {
    return fail(ErrorCode::kUsage,
                fmt::format("--week {} has not begun: today is {}", format_period(*request.week),
                            format_day(request.today)));
  }
  return std::min(request.today, end_of(*request.week) - std::chrono::days(1));
}

}  // namespace

Result<digest::Issue> compose_issue(const Workspace& workspace, const Searcher& searcher,
                                    const IssueRequest& request, const JobContext&) {
  const auto as_of = day_of_issue(request);
  if (!as_of) return fail(as_of.error());
  return Gatherer(workspace, searcher, *as_of).compose();
}

Result<IssuedWeek> issue_week(const Workspace& workspace, const Searcher& searcher,
                              const IssueRequest& request, const JobContext& context) {
  const auto as_of = day_of_issue(request);
  if (!as_of) return fail(as_of.error());
  const std::filesystem::path folder = workspace.digest_folder();
  const Period week = period_of(*as_of, Granularity::kWeek);
  IssuedWeek out;
  auto issue = load_issue(folder, week);
  if (!issue && issue.error().code == ErrorCode::kNotFound) {
    issue = compose_issue(workspace, searcher, request, context);
    if (!issue) return fail(issue.error());
    issue->draft = false;
    const auto frozen = freeze_issue(folder, *issue);
    if (!frozen) return fail(frozen.error());
    out.issued_now = *frozen;
    if (!*frozen) issue = load_issue(folder, week);
  }
  if (!issue) return fail(issue.error());
  HORIZON_TRY(render_issue(*issue, issue_file(folder, week).parent_path()));
  out.issue = std::move(*issue);
  return out;
}

}  // namespace horizon::pipeline
