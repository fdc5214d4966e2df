#include "answers/diversity.h"

#include <fmt/format.h>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

// Said only where the intervals of both windows do not touch.
Json change_of(const pipeline::FieldDiversity& field) {
  if (!field.recent || !field.previous) return {};
  const trends::Estimate& now = field.recent->effective;
  const trends::Estimate& before = field.previous->effective;
  if (now.lower > before.upper) return "wider";
  if (now.upper < before.lower) return "narrower";
  return {};
}

Json field_json(const pipeline::FieldDiversity& field, const taxonomy::Taxonomy& taxonomy,
                const Voice& voice) {
  const taxonomy::Node& node = taxonomy.node(field.node);
  Json row = {{"topic", node.id},
              {"name", node.name.in(voice.language)},
              {"documents", field.documents},
              {"mixed", field.mixed}};
  const auto& recent = field.recent;
  row["variety"] = recent ? Json(recent->variety) : Json();
  row["balance"] = recent ? number(recent->balance) : Json();
  row["rao_stirling"] = recent ? number(recent->rao_stirling) : Json();
  row["effective"] = recent ? number(recent->effective.value) : Json();
  row["lower"] = recent ? number(recent->effective.lower) : Json();
  row["upper"] = recent ? number(recent->effective.upper) : Json();
  row["expected"] = recent ? number(field.expected) : Json();
  const auto& before = field.previous;
  row["previous_documents"] = field.previous_documents;
  row["previous_effective"] = before ? number(before->effective.value) : Json();
  row["previous_lower"] = before ? number(before->effective.lower) : Json();
  row["previous_upper"] = before ? number(before->effective.upper) : Json();
  row["change"] = change_of(field);
  Json with = Json::array();
  for (const auto& [partner, weight] : field.partners) with.push_back(taxonomy.node(partner).id);
  row["with"] = std::move(with);
  row["why_not"] = recent ? Json() : Json("no-documents");
  return row;
}

}  // namespace

Answer diversity_answer(const pipeline::DiversityReport& report, std::size_t limit,
                        const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  if (report.recent.periods == 0) {
    answer.notes.emplace_back(voice.pick("Fewer than two complete periods: nothing to compare.",
                                         "完整时段不足两个，无法比较。"));
    return answer;
  }
  for (const pipeline::FieldDiversity& field : report.fields) {
    if (answer.rows.size() == limit) break;
    answer.rows.push_back(field_json(field, taxonomy, voice));
  }
  answer.notes.push_back(fmt::format(
      fmt::runtime(voice.pick(
          "{} against {}. Reach: 1 if a subfield's documents belong to it alone, more the more "
          "they "
          "belong to subfields far from it, too (1 / (1 − Rao–Stirling)), with its 95 % interval. "
          "By "
          "chance: the same with the other labels drawn, domain by domain, as they are elsewhere. "
          "It says what is mixed, not whether that is good.",
          "{}与{}相比。跨度：文献只属本子领域时为1，同时属于相距较远的子领域越多则越大"
          "（1/(1−Rao–Stirling)），附95%区间。随机：其他标签按各领域内的一般比例分布时的值。"
          "它只说明混合程度，不评价好坏。")),
      span_text(report.recent.first, report.recent.last, voice),
      span_text(report.previous.first, report.previous.last, voice)));
  return answer;
}

}  // namespace horizon::answers
