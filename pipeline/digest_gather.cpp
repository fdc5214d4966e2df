#include "pipeline/digest_gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "digest/periods.h"
#include "pipeline/digest_coverage.h"
#include "pipeline/digest_files.h"
#include "pipeline/digest_findings.h"
#include "pipeline/evidence.h"
#include "pipeline/trend.h"
#include "pipeline/who_directory.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kEvidencePerKind = 5;
constexpr std::size_t kFreshCandidates = 400;
constexpr std::size_t kWindowWeeks = 52;

digest::EvidenceItem with_subfields(const store::StoredDocument& stored,
                                    const taxonomy::Taxonomy& taxonomy, const std::string& scheme) {
  digest::EvidenceItem item = evidence_of(stored);
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

// Weeks need dates that state the day. Where more than a tenth of the last two years' does not,
// months are compared.
Granularity windows_by(const std::vector<DailyCount>& all, Day as_of) {
  std::uint64_t stated = 0;
  std::uint64_t coarse = 0;
  for (const DailyCount& row : all) {
    if (!row.date || row.date->day > as_of || row.date->day <= as_of - std::chrono::days{730})
      continue;
    (row.date->precision == Precision::kDay ? stated : coarse) += row.documents;
  }
  return coarse * 9 > stated ? Granularity::kMonth : Granularity::kWeek;
}

// Quarters where they leave a heat map of three years a history of two more.
Granularity heat_by(const std::vector<DailyCount>& all, Day as_of) {
  constexpr std::chrono::days kFiveYears{5 * 365};
  std::uint64_t before = 0;
  for (const DailyCount& row : all) {
    if (row.date && row.date->day < as_of - kFiveYears) before += row.documents;
  }
  constexpr std::uint64_t kHistory = 1000;
  return before >= kHistory ? Granularity::kQuarter : Granularity::kMonth;
}

class Gatherer {
 public:
  Gatherer(const Workspace& workspace, const Searcher& searcher, Day as_of,
           const JobContext& context)
      : workspace_(workspace),
        searcher_(searcher),
        store_(searcher.store()),
        as_of_(as_of),
        context_(context),
        directory_(workspace.root) {}

  Result<digest::Issue> compose(const WatchSource& watches) {
    const Period week = period_of(as_of_, Granularity::kWeek);
    auto earlier = earlier_issues(workspace_.digest_folder(), week);
    if (!earlier) return fail(earlier.error());
    earlier_ = std::move(*earlier);
    input_.taxonomy = workspace_.taxonomy.get();
    input_.as_of = as_of_;
    HORIZON_TRY(gather_counts());
    HORIZON_TRY(gather_routed());
    link_earlier();
    input_.fresh_after = after();
    auto coverage = measure_coverage(workspace_, store_, {after(), as_of_}, earlier_.coverage);
    if (!coverage) return fail(coverage.error());
    input_.coverage = std::move(*coverage);
    HORIZON_TRY(gather_fresh());
    HORIZON_TRY(gather_others());
    if (watches) {
      auto found = watches(searcher_, {week, after(), as_of_});
      if (!found) return fail(found.error());
      input_.watches = std::move(*found);
    }
    input_.evidence = [this](std::string_view node) { return evidence(std::string(node)); };
    input_.actors = [this](std::string_view node) { return actors(node); };
    input_.generator = fmt::format("Horizon {}", kVersion);
    input_.options.scheme = workspace_.config.scheme;
    digest::Issue issue = digest::compose(input_);
    issue.draft = true;
    return issue;
  }

 private:
  Day day_after() const { return as_of_ + std::chrono::days(1); }

  // What was first seen after this day is new.
  Day after() const {
    if (earlier_.previous.as_of) return *earlier_.previous.as_of;
    return as_of_ - std::chrono::days(7);
  }

  trends::SeriesOptions series() const {
    trends::SeriesOptions options;
    options.granularity = input_.options.granularity;
    options.as_of = as_of_;
    options.delays = input_.delays;
    return options;
  }

  Status gather_counts() {
    auto counts = store_.all_counts();
    if (!counts) return fail(counts.error());
    input_.counts = std::move(*counts);
    const std::vector<DailyCount>& all = input_.counts[""];
    input_.options.granularity = windows_by(all, as_of_);
    if (earlier_.before) input_.options.granularity = earlier_.before->granularity;
    if (input_.options.granularity == Granularity::kWeek) input_.options.window = kWindowWeeks;
    input_.options.heat_granularity = heat_by(all, as_of_);
    auto delays = reporting_delays(store_);
    if (!delays) return fail(delays.error());
    input_.delays = *delays;
    const auto sequence = store_.sequence();
    if (!sequence) return fail(sequence.error());
    input_.sequence = *sequence;
    return {};
  }

  // Documents that name at least one route: a union, which the routes' own counts do not tell.
  Status gather_routed() {
    for (const taxonomy::Node& node : workspace_.taxonomy->nodes()) {
      if (node.level != taxonomy::Level::kSubfield || node.scheme != workspace_.config.scheme)
        continue;
      SearchRequest request;
      for (const taxonomy::NodeIndex child : node.children) {
        const std::string& route = workspace_.taxonomy->node(child).id;
        if (input_.counts.contains(route)) request.topics.push_back(route);
      }
      if (request.topics.empty()) continue;
      auto counts = searcher_.counts(request);
      if (!counts) return fail(counts.error());
      input_.routed.emplace(node.id, std::move(*counts));
    }
    return {};
  }

  void link_earlier() {
    input_.previous = earlier_.previous;
    input_.before = earlier_.before ? &*earlier_.before : nullptr;
    input_.standings = earlier_.standings;
    for (const auto& [weeks, issue] : earlier_.past) input_.past.push_back({weeks, &issue});
  }

  Status gather_others() {
    HORIZON_TRY(
        find_converging(workspace_, store_, series(), input_.options.window, input_.others));
    find_weak(workspace_, input_.counts, series(), input_.options.window, input_.others);
    const digest::Emerging* before = earlier_.before ? &earlier_.before->emerging : nullptr;
    auto emerging = find_emerging_terms(workspace_, store_, as_of_, before, context_);
    if (!emerging) return fail(emerging.error());
    input_.others.emerging = std::move(*emerging);
    return {};
  }

  Result<std::vector<digest::EvidenceItem>> items(const store::Store::Listing& listing) const {
    const auto numbers = store_.list(listing);
    if (!numbers) return fail(numbers.error());
    const auto documents = store_.get(*numbers);
    if (!documents) return fail(documents.error());
    std::vector<digest::EvidenceItem> out;
    for (const store::StoredDocument& stored : *documents) {
      out.push_back(with_subfields(stored, *workspace_.taxonomy, workspace_.config.scheme));
    }
    return out;
  }

  // Evidence and actors are shown where they can be had; the numbers stand without.
  std::vector<digest::EvidenceItem> evidence(const std::string& node) const {
    std::vector<digest::EvidenceItem> out;
    // The newest of each kind, and the newest within the complete periods that the numbers count.
    const Day unfinished = period_of(day_after(), input_.options.granularity).begin;
    for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther}) {
      for (const Day until : {unfinished, day_after()}) {
        store::Store::Listing listing;
        listing.node = node;
        listing.kind = kind;
        listing.published_until = until;
        listing.limit = kEvidencePerKind;
        auto found = items(listing);
        if (!found) continue;
        out.insert(out.end(), found->begin(), found->end());
      }
    }
    return out;
  }

  std::optional<digest::ActorPanel> actors(std::string_view node) const {
    const auto directory = directory_.get();
    if (!directory) return std::nullopt;
    auto panel =
        find_actors(workspace_, store_, **directory, node, series(), input_.options.window);
    return panel ? std::move(*panel) : std::nullopt;
  }

  Status gather_fresh() {
    store::Store::Listing listing;
    listing.first_seen_from = after() + std::chrono::days(1);
    listing.first_seen_until = day_after();
    listing.published_until = day_after();
    listing.limit = kFreshCandidates;
    auto found = items(listing);
    if (!found) return fail(found.error());
    std::erase_if(*found, [](const digest::EvidenceItem& item) { return item.nodes.empty(); });
    input_.fresh = std::move(*found);
    return {};
  }

  const Workspace& workspace_;
  const Searcher& searcher_;
  const store::Store& store_;
  Day as_of_;
  const JobContext& context_;
  LazyDirectory directory_;
  EarlierIssues earlier_;
  digest::ComposeInput input_;
};

Period weeks_before(Period week, std::size_t weeks) {
  return period_of(week.begin - std::chrono::days(7 * weeks), Granularity::kWeek);
}

}  // namespace

Result<EarlierIssues> earlier_issues(const std::filesystem::path& folder, const Period& week) {
  EarlierIssues out;
  out.previous.week = digest::week_before(week);
  auto before = load_issue(folder, out.previous.week);
  if (!before && before.error().code != ErrorCode::kNotFound) return fail(before.error());
  if (before) {
    out.previous.issued = true;
    out.previous.as_of = before->as_of;
    out.standings = before->standings;
    out.before = std::move(*before);
  } else {
    const auto weeks = list_issues(folder);
    if (!weeks) return fail(weeks.error());
    const auto newest = std::ranges::find_if(*weeks, [&](const Period& one) { return one < week; });
    if (newest != weeks->end()) {
      const auto issue = load_issue(folder, *newest);
      if (issue) out.standings = issue->standings;
    }
  }
  for (const std::uint32_t ago : {26U, 52U}) {
    auto issue = load_issue(folder, weeks_before(week, ago));
    if (issue) out.past.emplace_back(ago, std::move(*issue));
  }
  for (std::size_t ago = 1; ago <= kUsualWeeks; ++ago) {
    auto issue = load_issue(folder, weeks_before(week, ago));
    out.coverage.emplace_back();
    if (issue) out.coverage.back() = std::move(issue->coverage);
  }
  return out;
}

Result<digest::Issue> gather_and_compose(const Workspace& workspace, const Searcher& searcher,
                                         Day as_of, const WatchSource& watches,
                                         const JobContext& context) {
  return Gatherer(workspace, searcher, as_of, context).compose(watches);
}

}  // namespace horizon::pipeline
