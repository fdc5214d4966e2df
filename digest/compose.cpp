#include "digest/compose.h"

#include <cassert>
#include <utility>

#include "digest/findings.h"
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

trends::Series measure(const ComposeInput& input, Rows rows) {
  trends::SeriesOptions options;
  options.granularity = input.options.granularity;
  options.as_of = input.as_of;
  return trends::make_series(rows, rows_of(input.counts, ""), options);
}

std::vector<Finding> measure_subfields(const ComposeInput& input, const taxonomy::Scheme& scheme) {
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
      finding.series = measure(input, finding.rows);
      finding.growth = trends::measure_growth(finding.series);
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

Headline make_headline(const ComposeInput& input, const Finding& finding) {
  Headline headline;
  headline.node = reference(*finding.node);
  headline.domain = reference(*finding.domain);
  headline.growth = finding.growth;
  headline.q_value = finding.q_value;
  constexpr std::size_t kSparkPeriods = 12;
  const auto points = last_points(finding.series, kSparkPeriods);
  headline.spark.assign(points.begin(), points.end());
  headline.confidence = rate_confidence(finding, rows_of(input.counts, ""));
  headline.reversal = find_reversal(finding);
  if (input.evidence) {
    headline.evidence = choose_evidence(input.evidence(finding.node->id), input.as_of,
                                        end_of(finding.growth.recent.last));
  }
  return headline;
}

void fill_facts(const ComposeInput& input, const trends::Series& all, Issue& issue) {
  const trends::Growth totals = trends::measure_growth(all);
  issue.week = period_of(input.as_of, Granularity::kWeek);
  issue.as_of = input.as_of;
  issue.data_from = all.data_from;
  issue.data_until = all.data_until;
  issue.granularity = input.options.granularity;
  issue.generator = input.generator;
  issue.coverage = input.coverage;
  issue.windows = {.recent = totals.recent, .previous = totals.previous};
  issue.left_out = all.left_out;
  issue.q_limit = input.options.q_limit;
  issue.fresh = choose_fresh(input.fresh, input.as_of, input.options.max_fresh);
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
  const trends::Series all = measure(input, rows_of(input.counts, ""));
  fill_facts(input, all, issue);
  const taxonomy::Scheme* scheme = find_scheme(input);
  if (scheme == nullptr) return issue;
  issue.scheme = scheme->id;
  issue.scheme_name = scheme->name;
  issue.scheme_version = scheme->version;
  std::vector<Finding> findings = measure_subfields(input, *scheme);
  issue.subfields = findings.size();
  issue.tested = test_family(findings, input.options.q_limit);
  count_passed(findings, issue);
  for (const std::size_t i : choose_headlines(findings, input.options.max_headlines)) {
    issue.headlines.push_back(make_headline(input, findings[i]));
  }
  issue.movement = make_movement(findings);
  issue.heat = make_heat_map(findings, all);
  issue.routes = make_routes(findings, input);
  return issue;
}

}  // namespace horizon::digest
