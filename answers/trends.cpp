#include "answers/trends.h"

#include <fmt/format.h>

#include <numeric>

#include "answers/figures.h"
#include "answers/series_notes.h"
#include "answers/series_rows.h"

namespace horizon::answers {
namespace {

const char* granularity_zh(Granularity granularity) {
  switch (granularity) {
    case Granularity::kWeek:
      return "周";
    case Granularity::kMonth:
      return "月";
    case Granularity::kQuarter:
      return "季度";
    case Granularity::kYear:
      return "年";
  }
  return "";
}

// The rows of all lines; `series` tells them apart where there are several.
std::vector<Json> rows_of(const pipeline::TrendReport& report) {
  const bool named = !report.parts.empty();
  std::vector<Json> rows = point_rows(report.whole, named);
  for (const pipeline::TrendLine& part : report.parts) {
    for (Json& row : point_rows(part, named)) rows.push_back(std::move(row));
  }
  return rows;
}

Json overview_json(const pipeline::TopicGrowth& topic, const taxonomy::Taxonomy& taxonomy,
                   const Voice& voice) {
  const taxonomy::Node& node = taxonomy.node(topic.node);
  Json row = {
      {"topic", node.id}, {"name", node.name.in(voice.language)}, {"documents", topic.documents}};
  add_growth_columns(topic, row);
  const bool moved =
      topic.verdict == trends::Verdict::kRising || topic.verdict == trends::Verdict::kFalling;
  const auto& since = topic.growth.since;
  row["since"] = moved && since ? Json(format_period(*since)) : Json();
  return row;
}

}  // namespace

Answer trend_answer(const pipeline::TrendReport& report, const pipeline::TrendQuestion& question,
                    const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  answer.rows = rows_of(report);
  answer.notes = trend_notes(report, question, taxonomy, voice);
  answer.details = line_json(report.whole);
  if (!report.parts.empty()) {
    Json parts = Json::array();
    for (const pipeline::TrendLine& part : report.parts) {
      Json line = {{"series", part.key}, {"documents", part.documents}};
      if (!part.weights.empty()) {
        line["name"] = part.name.in(voice.language);
        line["weight"] = number(std::accumulate(part.weights.begin(), part.weights.end(), 0.0));
      }
      line.update(line_json(part));
      parts.push_back(std::move(line));
    }
    answer.details["series"] = std::move(parts);
  }
  if (!report.leads.empty()) answer.details["lead_lag"] = leads_json(report.leads);
  return answer;
}

Answer overview_answer(const pipeline::Overview& overview, Granularity granularity,
                       const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  for (const pipeline::TopicGrowth& topic : overview.topics) {
    answer.rows.push_back(overview_json(topic, taxonomy, voice));
  }
  answer.notes = {fmt::format(
      fmt::runtime(
          voice.pick("The last complete periods (by {}) against those before them. {} subfields "
                     "with 10 documents or more were tested; “rising” and “falling” stand "
                     "after correction for their number (q ≤ 0.05).",
                     "最近的完整时段（按{}）与此前同长时段相比。文献不少于10篇的子领域共"
                     "{}个参与检验；“上升”“下降”为多重检验校正后（q≤0.05）的结论。")),
      voice.pick(to_string(granularity).data(), granularity_zh(granularity)), overview.tested)};
  return answer;
}

}  // namespace horizon::answers
