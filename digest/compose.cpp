#include "digest/compose.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "digest/changes.h"
#include "digest/findings.h"
#include "digest/hindsight.h"
#include "digest/panels.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::digest {
namespace {

using Rows = std::span<const DailyCount>;

Rows rows_of(const Counts& counts, const std::string& id) {
  const auto found = counts.find(id);
  return found == counts.end() ? Rows() : Rows(found->second);
}

const taxonomy::Scheme* find_scheme(const ComposeInput& input) {
  if (!input.options.scheme.empty()) return input.taxonomy->scheme(input.options.scheme);
  const auto schemes = input.taxonomy->schemes();
  return schemes.empty() ? nullptr : &schemes.front();
}

trends::SeriesOptions series_options(const ComposeInput& input, Granularity granularity) {
  trends::SeriesOptions options;
  options.granularity = granularity;
  options.as_of = input.as_of;
  options.delays = input.delays;
  return options;
}

// All documents, laid out for the comparisons and for the heat map.
struct Backgrounds {
  explicit Backgrounds(const ComposeInput& input)
      : all(rows_of(input.counts, "")),
        windows(all, series_options(input, input.options.granularity)),
        heat(all, series_options(input, input.options.heat_granularity)) {
    growth.window = input.options.window;
  }
  Rows all;
  trends::Background windows, heat;
  trends::GrowthOptions growth;
};

std::vector<Finding> measure_subfields(const ComposeInput& input, const taxonomy::Scheme& scheme,
                                       const Backgrounds& backgrounds) {
  std::vector<Finding> findings;
  for (const taxonomy::NodeIndex domain_index : scheme.domains) {
    const taxonomy::Node& domain = input.taxonomy->node(domain_index);
    for (const taxonomy::NodeIndex child : domain.children) {
      const taxonomy::Node& node = input.taxonomy->node(child);
      if (node.level != taxonomy::Level::kSubfield) continue;
      Finding finding;
      finding.node = &node;
      finding.domain = &domain;
      finding.rows = rows_of(input.counts, node.id);
      finding.series = backgrounds.heat.series(finding.rows);
      finding.growth =
          trends::measure_growth(backgrounds.windows.series(finding.rows), backgrounds.growth);
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

// The rest of an issue, once its subfields are measured.
class Composer {
 public:
  Composer(const ComposeInput& input, std::span<const Finding> findings, Issue& issue)
      : input_(input), findings_(findings), issue_(issue) {}

  void headlines() {
    Tracked tracked = track(findings_, {input_.before, input_.standings}, issue_.week,
                            input_.options.q_limit, input_.options.max_headlines);
    for (const Story& story : tracked.stories) issue_.headlines.push_back(tell(story));
    issue_.changes = std::move(tracked.changes);
    issue_.standings = std::move(tracked.standings);
  }

  // Of the headlines; of what is most surely above the line, if there are none.
  void actors() {
    constexpr std::size_t kMaxPanels = 5;
    if (!input_.actors) return;
    std::vector<std::string> nodes;
    for (const Headline& headline : issue_.headlines) {
      if (headline.change != Change::kDropped) nodes.push_back(headline.node.id);
    }
    if (nodes.empty()) nodes = surest();
    for (const std::string& node : nodes) {
      if (issue_.actors.size() == kMaxPanels) break;
      if (auto panel = input_.actors(node)) issue_.actors.push_back(std::move(*panel));
    }
  }

  void hindsight() {
    for (const PastIssue& past : input_.past) {
      for (const Grade& one : grade(*past.issue, past.weeks, findings_)) {
        issue_.scorecard.push_back(one);
      }
    }
    if (input_.before != nullptr) {
      issue_.corrections = find_corrections(*input_.before, findings_);
    }
  }

  // Subfields that are above the line are left out with their routes: what moves there is told.
  void weak() {
    constexpr std::size_t kMaxRoutes = 6;
    for (const WeakSignal& route : input_.others.weak_routes) {
      if (issue_.weak.size() == kMaxRoutes) break;
      const bool told = std::ranges::any_of(findings_, [&](const Finding& finding) {
        return finding.passed && finding.node->id == route.other.id;
      });
      if (!told) issue_.weak.push_back(route);
    }
    const auto& pairs = input_.others.combinations;
    issue_.weak.insert(issue_.weak.end(), pairs.begin(), pairs.end());
  }

 private:
  Headline tell(const Story& story) const {
    const Finding& finding = findings_[story.finding];
    Headline headline;
    headline.change = story.change;
    headline.node = reference(*finding.node);
    headline.domain = reference(*finding.domain);
    headline.growth = finding.growth;
    headline.q_value = finding.q_value;
    constexpr std::size_t kSparkPeriods = 12;
    const auto points = last_points(finding.series, kSparkPeriods);
    headline.spark.assign(points.begin(), points.end());
    headline.confidence = rate_confidence(finding, rows_of(input_.counts, ""));
    if (story.change != Change::kDropped) headline.reversal = find_reversal(finding);
    compare_with_issued(headline);
    headline.significance = find_significance(finding, findings_, panel_of(finding.node->id));
    if (input_.evidence) {
      headline.evidence = choose_evidence(input_.evidence(finding.node->id), input_.as_of,
                                          end_of(finding.growth.recent.last));
    }
    return headline;
  }

  void compare_with_issued(Headline& headline) const {
    for (const Standing& standing : input_.standings) {
      if (standing.node == headline.node.id) headline.since_issue = standing.since;
    }
    if (input_.before == nullptr) return;
    for (const MovementGroup& group : input_.before->movement) {
      for (const MovementRow& row : group.rows) {
        if (row.node.id != headline.node.id) continue;
        headline.issued_count = row.growth.recent.tally.count;
        if (row.growth.comparison) headline.issued_ratio = row.growth.comparison->ratio;
      }
    }
  }

  const RoutePanel* panel_of(const std::string& node) const {
    for (const RoutePanel& panel : issue_.routes) {
      if (panel.node.id == node) return &panel;
    }
    return nullptr;
  }

  std::vector<std::string> surest() const {
    constexpr std::size_t kSurest = 3;
    std::vector<std::pair<double, std::string>> ranked;
    for (const Finding& finding : findings_) {
      if (!finding.passed || finding.growth.verdict != trends::Verdict::kRising) continue;
      ranked.emplace_back(-finding.growth.comparison->ratio.lower, finding.node->id);
    }
    std::sort(ranked.begin(), ranked.end());
    if (ranked.size() > kSurest) ranked.resize(kSurest);
    std::vector<std::string> nodes;
    for (auto& [rank, node] : ranked) nodes.push_back(std::move(node));
    return nodes;
  }

  const ComposeInput& input_;
  std::span<const Finding> findings_;
  Issue& issue_;
};

void fill_facts(const ComposeInput& input, const Backgrounds& backgrounds, Issue& issue) {
  const trends::Series all = backgrounds.windows.series(backgrounds.all);
  const trends::Growth totals = trends::measure_growth(all, backgrounds.growth);
  issue.week = period_of(input.as_of, Granularity::kWeek);
  issue.as_of = input.as_of;
  issue.sequence = input.sequence;
  issue.data_from = all.data_from;
  issue.data_until = all.data_until;
  issue.granularity = input.options.granularity;
  issue.generator = input.generator;
  issue.coverage = input.coverage;
  issue.windows = {.recent = totals.recent, .previous = totals.previous};
  issue.left_out = all.left_out;
  issue.q_limit = input.options.q_limit;
  issue.previous = input.previous;
  issue.watches = input.watches;
  issue.pairs_tested = input.others.pairs_tested;
  issue.convergence = input.others.convergence;
  issue.emerging = input.others.emerging;
  const Day after = input.fresh_after.value_or(input.as_of - std::chrono::days{7});
  issue.fresh = choose_fresh(input.fresh, after, input.as_of, input.options.max_fresh);
}

void count_passed(std::span<const Finding> findings, Issue& issue) {
  for (const Finding& finding : findings) {
    if (!finding.passed) continue;
    ++(finding.growth.verdict == trends::Verdict::kRising ? issue.rising : issue.falling);
  }
}

}  // namespace

Issue compose(const ComposeInput& input) {
  assert(input.taxonomy != nullptr);
  Issue issue;
  const Backgrounds backgrounds(input);
  fill_facts(input, backgrounds, issue);
  const taxonomy::Scheme* scheme = find_scheme(input);
  if (scheme == nullptr) return issue;
  issue.scheme = scheme->id;
  issue.scheme_name = scheme->name;
  issue.scheme_version = scheme->version;
  std::vector<Finding> findings = measure_subfields(input, *scheme, backgrounds);
  issue.subfields = findings.size();
  issue.tested = test_family(findings, input.options.q_limit);
  count_passed(findings, issue);
  issue.movement = make_movement(findings);
  issue.heat = make_heat_map(findings, backgrounds.heat.series(backgrounds.all));
  issue.routes = make_routes(findings, input);
  Composer composer(input, findings, issue);
  composer.headlines();
  composer.actors();
  composer.hindsight();
  composer.weak();
  return issue;
}

}  // namespace horizon::digest
