#include "pipeline/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "pipeline/organisation_split.h"
#include "pipeline/who_directory.h"
#include "trends/statistics.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMostParts = 12;

std::size_t periods_a_year(Granularity granularity) {
  switch (granularity) {
    case Granularity::kWeek:
      return 52;
    case Granularity::kMonth:
      return 12;
    case Granularity::kQuarter:
      return 4;
    case Granularity::kYear:
      break;
  }
  return 1;
}

trends::Forecast look_ahead(const trends::Series& series, std::size_t horizon) {
  trends::ForecastOptions options;
  options.horizon = horizon;
  options.season = periods_a_year(series.granularity);
  return trends::forecast(trends::observed_points(series), options);
}

// Everything that one series shows by itself.
void examine(TrendLine& line, const TrendQuestion& question) {
  const trends::Series& series = line.series;
  for (const trends::Point& point : series.points) line.documents += point.count;
  trends::GrowthOptions growth;
  growth.confidence = question.series.confidence;
  line.growth = trends::measure_growth(series, growth);
  const std::vector<trends::Observed> observed = trends::observed_points(series);
  line.bursts = trends::find_bursts(observed, series.dispersion).found;
  line.shifts = trends::find_shifts(series);
  if (question.forecast > 0) line.forecast = look_ahead(series, question.forecast);
}

class Questioner {
 public:
  Questioner(const Workspace& workspace, const Searcher& searcher, const TrendQuestion& question,
             std::span<const DailyCount> exposure)
      : workspace_(workspace),
        searcher_(searcher),
        question_(question),
        exposure_(exposure),
        background_(exposure, question.series) {}

  // The daily counts behind a topic or query, noting in `line` what it was taken for.
  Result<std::vector<DailyCount>> counts_of(const std::string& topic, TrendLine& line) const {
    line.node = workspace_.taxonomy->resolve(topic);
    if (line.node != taxonomy::kNoNode) {
      return searcher_.store().counts(workspace_.taxonomy->node(line.node).id);
    }
    const SearchRequest request = request_of(topic, line.node);
    line.concepts = searcher_.concepts(request);
    return searcher_.counts(request);
  }

  TrendLine line_of(std::span<const DailyCount> counts, TrendLine line) const {
    line.series = background_.series(counts);
    examine(line, question_);
    return line;
  }

  // Of one stratum only, of topic and exposure alike.
  TrendLine line_within(std::span<const DailyCount> counts, const trends::SeriesOptions& options,
                        std::string key) const {
    TrendLine line;
    line.key = std::move(key);
    line.series = trends::make_series(counts, exposure_, options);
    examine(line, question_);
    return line;
  }

  Result<std::vector<TrendLine>> compared() const {
    std::vector<TrendLine> lines;
    for (const std::string& topic : question_.compare) {
      TrendLine line;
      const auto counts = counts_of(topic, line);
      if (!counts) return fail(counts.error());
      line.key = line.node == taxonomy::kNoNode ? topic : workspace_.taxonomy->node(line.node).id;
      lines.push_back(line_of(*counts, std::move(line)));
    }
    return lines;
  }

  Result<std::vector<TrendLine>> by_route(taxonomy::NodeIndex topic) const {
    std::vector<TrendLine> lines;
    if (topic != taxonomy::kNoNode) {
      for (const taxonomy::NodeIndex child : workspace_.taxonomy->node(topic).children) {
        const taxonomy::Node& node = workspace_.taxonomy->node(child);
        if (node.level != taxonomy::Level::kRoute) continue;
        const auto counts = searcher_.store().counts(node.id);
        if (!counts) return fail(counts.error());
        TrendLine line;
        line.key = node.id;
        line.node = child;
        lines.push_back(line_of(*counts, std::move(line)));
      }
    }
    if (!lines.empty()) return lines;
    return fail(ErrorCode::kUsage,
                fmt::format("--split route: '{}' has no technology routes in the taxonomy; "
                            "'horizon taxonomy list' shows the subfields that have",
                            question_.topic));
  }

  // Countries of many documents first; the rest, and documents that name none, in no line.
  Result<std::vector<TrendLine>> by_country(taxonomy::NodeIndex topic,
                                            std::size_t& left_out) const {
    const SearchRequest asked = request_of(question_.topic, topic);
    const auto countries = searcher_.countries(asked);
    if (!countries) return fail(countries.error());
    std::vector<TrendLine> lines;
    for (const index::FacetValue& country : *countries) {
      if (lines.size() == kMostParts) break;
      SearchRequest everything;
      everything.text = "country:" + country.value;
      SearchRequest within = asked;
      within.text = asked.text.empty() ? everything.text
                                       : fmt::format("({}) AND {}", asked.text, everything.text);
      const auto counts = searcher_.counts(within);
      if (!counts) return fail(counts.error());
      const auto exposure = searcher_.counts(everything);
      if (!exposure) return fail(exposure.error());
      TrendLine line;
      line.key = country.value;
      line.series = trends::make_series(*counts, *exposure, question_.series);
      examine(line, question_);
      lines.push_back(std::move(line));
    }
    left_out = countries->size() - lines.size();
    return lines;
  }

  // Those of greatest weight; documents that name none are in no line.
  Result<std::vector<TrendLine>> by_organisation(taxonomy::NodeIndex topic,
                                                 std::size_t& left_out) const {
    const auto directory = open_directory(workspace_.root);
    if (!directory) return fail(directory.error());
    SearchRequest request = request_of(question_.topic, topic);
    request.kind = question_.series.kind;
    request.language = question_.series.language;
    request.source = question_.series.source;
    const auto numbers = searcher_.matching(request);
    if (!numbers) return fail(numbers.error());
    auto split = split_by_organisation(searcher_.store(), *directory, *numbers, kMostParts);
    if (!split) return fail(split.error());
    const trends::Background background(split->named, question_.series);
    std::vector<TrendLine> lines;
    for (OrganisationPart& part : split->parts) {
      TrendLine line;
      line.key = part.id;
      line.name = std::move(part.name);
      line.series = background.series(part.counts);
      line.weights = weights_by_point(line.series, part.weights, question_.series);
      examine(line, question_);
      lines.push_back(std::move(line));
    }
    left_out = split->organisations - lines.size();
    return lines;
  }

  std::vector<TrendLine> by_stratum(std::span<const DailyCount> counts) const {
    std::vector<TrendLine> lines;
    for (const auto& [documents, key] : ranked_keys(counts)) {
      if (lines.size() == kMostParts) break;
      trends::SeriesOptions options = question_.series;
      if (question_.split == Split::kKind) options.kind = parse_kind(key);
      if (question_.split == Split::kLanguage) options.language = key;
      if (question_.split == Split::kSource) options.source = key;
      lines.push_back(line_within(counts, options, key));
    }
    return lines;
  }

  // The keys of a split with their documents, most first.
  std::vector<std::pair<std::uint64_t, std::string>> ranked_keys(
      std::span<const DailyCount> counts) const {
    std::map<std::string, std::uint64_t> sizes;
    for (const DailyCount& row : counts) {
      if (question_.series.kind && row.kind != *question_.series.kind) continue;
      if (question_.split == Split::kKind) sizes[std::string(to_string(row.kind))] += row.documents;
      if (question_.split == Split::kLanguage) sizes[row.language] += row.documents;
      if (question_.split == Split::kSource) sizes[row.source] += row.documents;
    }
    std::vector<std::pair<std::uint64_t, std::string>> ranked;
    for (const auto& [key, documents] : sizes) ranked.emplace_back(documents, key);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    return ranked;
  }

 private:
  // The documents behind a topic (by its label) or a query.
  SearchRequest request_of(const std::string& topic, taxonomy::NodeIndex node) const {
    SearchRequest request;
    if (node != taxonomy::kNoNode) {
      request.topics = {workspace_.taxonomy->node(node).id};
    } else {
      request.text = topic;
      // A document with one word of the topic is not about it.
      request.every_word = true;
    }
    return request;
  }

  const Workspace& workspace_;
  const Searcher& searcher_;
  const TrendQuestion& question_;
  std::span<const DailyCount> exposure_;
  trends::Background background_;
};

std::optional<Period> onset_of(const TrendLine& line) {
  const auto observed = trends::observed_points(line.series);
  const auto at = trends::onset(observed, trends::default_window(line.series.granularity));
  if (!at) return std::nullopt;
  return line.series.points[trends::complete_range(line.series).first + *at].period;
}

// The complete periods that both lines have.
struct Shared {
  std::vector<trends::Observed> first, second;
};

Shared shared_periods(const TrendLine& a, const TrendLine& b) {
  std::map<Day, trends::Observed> of_b;
  for (const trends::Point& point : b.series.points) {
    if (!point.complete) continue;
    of_b[point.period.begin] = {.count = static_cast<double>(point.count),
                                .exposure = point.comparable};
  }
  Shared shared;
  for (const trends::Point& point : a.series.points) {
    const auto found = of_b.find(point.period.begin);
    if (!point.complete || found == of_b.end()) continue;
    shared.first.push_back(
        {.count = static_cast<double>(point.count), .exposure = point.comparable});
    shared.second.push_back(found->second);
  }
  return shared;
}

std::vector<LeadLine> leads_among(const std::vector<TrendLine>& kinds) {
  const auto of = [&](Kind kind) -> const TrendLine* {
    for (const TrendLine& line : kinds) {
      if (line.key == to_string(kind)) return &line;
    }
    return nullptr;
  };
  std::vector<LeadLine> leads;
  constexpr std::array<std::pair<Kind, Kind>, 3> kPairs = {
      {{Kind::kPaper, Kind::kPatent}, {Kind::kPatent, Kind::kNews}, {Kind::kPaper, Kind::kNews}}};
  for (const auto& [leader, follower] : kPairs) {
    const TrendLine* a = of(leader);
    const TrendLine* b = of(follower);
    if (a == nullptr || b == nullptr) continue;
    const Shared shared = shared_periods(*a, *b);
    leads.push_back({.leader = leader,
                     .follower = follower,
                     .lag = trends::lead_lag(shared.first, shared.second),
                     .leader_onset = onset_of(*a),
                     .follower_onset = onset_of(*b)});
  }
  return leads;
}

}  // namespace

std::optional<Split> parse_split(std::string_view text) {
  if (text == "kind") return Split::kKind;
  if (text == "language") return Split::kLanguage;
  if (text == "source") return Split::kSource;
  if (text == "country") return Split::kCountry;
  if (text == "organisation" || text == "organization") return Split::kOrganisation;
  if (text == "route") return Split::kRoute;
  return std::nullopt;
}

Result<std::array<trends::ReportingDelay, 4>> reporting_delays(const store::Store& store) {
  constexpr std::size_t kRuns = 200;
  constexpr std::chrono::days kMonths{120};
  std::array<trends::ReportingDelay, 4> delays;
  const auto runs = store.runs(kRuns);
  if (!runs) return fail(runs.error());
  const auto scan = std::find_if(runs->begin(), runs->end(), [](const store::RunRecord& run) {
    return run.command.starts_with("scan");
  });
  if (scan == runs->end()) return delays;
  const Day newest = std::chrono::floor<std::chrono::days>(scan->started);
  const auto arrivals = store.arrivals(newest - kMonths);
  if (!arrivals) return fail(arrivals.error());
  std::map<std::pair<std::string, std::string>, std::size_t> origins;
  std::array<std::vector<trends::SeenOn>, 4> by_kind;
  for (const store::Arrival& arrival : *arrivals) {
    const auto origin =
        origins.try_emplace({arrival.source, arrival.language}, origins.size()).first->second;
    by_kind.at(static_cast<std::size_t>(arrival.kind))
        .push_back({.origin = origin,
                    .published = arrival.published,
                    .first_seen = arrival.first_seen,
                    .documents = arrival.documents});
  }
  for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
    delays.at(kind) = trends::ReportingDelay::estimate(by_kind.at(kind));
  }
  return delays;
}

Result<TrendReport> measure_topic(const Workspace& workspace, const Searcher& searcher,
                                  const TrendQuestion& asked) {
  const auto exposure = searcher.store().counts("");
  if (!exposure) return fail(exposure.error());
  auto delays = reporting_delays(searcher.store());
  if (!delays) return fail(delays.error());
  TrendQuestion question = asked;
  question.series.delays = *std::move(delays);
  const Questioner questioner(workspace, searcher, question, *exposure);
  TrendReport report;
  TrendLine whole;
  const auto counts = questioner.counts_of(question.topic, whole);
  if (!counts) return fail(counts.error());
  if (!question.compare.empty()) {
    whole.key =
        whole.node == taxonomy::kNoNode ? question.topic : workspace.taxonomy->node(whole.node).id;
  }
  report.whole = questioner.line_of(*counts, std::move(whole));
  report.whole.life_cycle = trends::life_cycle(trends::observed_points(report.whole.series),
                                               report.whole.series.dispersion);
  Result<std::vector<TrendLine>> parts;
  if (!question.compare.empty()) {
    parts = questioner.compared();
  } else if (question.split == Split::kRoute) {
    parts = questioner.by_route(report.whole.node);
  } else if (question.split == Split::kCountry) {
    parts = questioner.by_country(report.whole.node, report.parts_left_out);
  } else if (question.split == Split::kOrganisation) {
    parts = questioner.by_organisation(report.whole.node, report.parts_left_out);
  } else if (question.split != Split::kNone) {
    parts = questioner.by_stratum(*counts);
    report.parts_left_out = questioner.ranked_keys(*counts).size() - parts->size();
  }
  if (!parts) return fail(parts.error());
  report.parts = std::move(*parts);
  if (question.split == Split::kKind) report.leads = leads_among(report.parts);
  return report;
}

Result<Overview> measure_all(const Workspace& workspace, const store::Store& store,
                             const trends::SeriesOptions& asked) {
  auto delays = reporting_delays(store);
  if (!delays) return fail(delays.error());
  trends::SeriesOptions options = asked;
  options.delays = *std::move(delays);
  const auto counts = store.all_counts();
  if (!counts) return fail(counts.error());
  static const std::vector<DailyCount> kNothing;
  const auto of = [&](const std::string& node) -> const std::vector<DailyCount>& {
    const auto found = counts->find(node);
    return found == counts->end() ? kNothing : found->second;
  };
  const trends::Background background(of(""), options);
  Overview overview;
  std::vector<double> p_values;
  std::vector<std::size_t> tested;
  for (taxonomy::NodeIndex i = 0; i < workspace.taxonomy->nodes().size(); ++i) {
    const taxonomy::Node& node = workspace.taxonomy->node(i);
    if (node.scheme != workspace.config.scheme || node.level != taxonomy::Level::kSubfield)
      continue;
    trends::Series series = background.series(of(node.id));
    TopicGrowth topic;
    topic.node = i;
    for (const trends::Point& point : series.points) topic.documents += point.count;
    topic.growth = trends::measure_growth(series);
    topic.verdict = topic.growth.verdict;
    if (topic.growth.enough && topic.growth.comparison) {
      tested.push_back(overview.topics.size());
      p_values.push_back(topic.growth.comparison->p_two_sided);
    }
    overview.topics.push_back(std::move(topic));
    overview.series.push_back(std::move(series));
  }
  overview.all = background.series(of(""));
  overview.tested = tested.size();
  const std::vector<double> q_values = trends::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    TopicGrowth& topic = overview.topics[tested[i]];
    topic.q_value = q_values[i];
    if (q_values[i] > kQLimit) topic.verdict = trends::Verdict::kFlat;
  }
  return overview;
}

}  // namespace horizon::pipeline
