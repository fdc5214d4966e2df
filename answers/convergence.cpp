#include "answers/convergence.h"

#include <fmt/format.h>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

Json pair_json(const pipeline::ConvergingPair& pair, const taxonomy::Taxonomy& taxonomy,
               const Voice& voice) {
  const taxonomy::Node& first = taxonomy.node(pair.first);
  const taxonomy::Node& second = taxonomy.node(pair.second);
  const trends::Convergence& found = pair.measured;
  Json row = {{"first", first.id},
              {"second", second.id},
              {"first_name", first.name.in(voice.language)},
              {"second_name", second.name.in(voice.language)},
              {"across_domains", pair.across_domains},
              {"both", pair.recent.both},
              {"first_documents", pair.recent.first},
              {"second_documents", pair.recent.second},
              {"exposure", pair.recent.all},
              {"previous_both", pair.previous.both},
              {"previous_first_documents", pair.previous.first},
              {"previous_second_documents", pair.previous.second},
              {"previous_exposure", pair.previous.all},
              {"lift", number(found.recent_lift.value)},
              {"lift_lower", number(found.recent_lift.lower)},
              {"lift_upper", number(found.recent_lift.upper)},
              {"previous_lift", found.previous_lift ? number(found.previous_lift->value) : Json()}};
  row["previous_lift_lower"] = found.previous_lift ? number(found.previous_lift->lower) : Json();
  row["previous_lift_upper"] = found.previous_lift ? number(found.previous_lift->upper) : Json();
  row["change"] = found.change ? number(found.change->ratio.value) : Json();
  row["lower"] = found.change ? number(found.change->ratio.lower) : Json();
  row["upper"] = found.change ? number(found.change->ratio.upper) : Json();
  row["why_not"] = found.change ? Json() : Json("nothing-to-compare");
  row["p_together"] = number(found.p_together);
  row["q_value"] = pair.q_value ? number(*pair.q_value) : Json();
  return row;
}

std::vector<std::string> notes_of(const pipeline::ConvergenceReport& report, const Voice& voice) {
  if (!report.compared) {
    return {voice.pick("Fewer than two complete periods: nothing to compare.",
                       "完整时段不足两个，无法比较。")};
  }
  return {fmt::format(
      fmt::runtime(voice.pick(
          "{} ({} documents) against {} ({}). Lift: how many times as often as by chance a "
          "document "
          "belongs to both. Change: today's lift over the earlier one, with its 95 % interval, "
          "that "
          "is, growth beyond what the two subfields' own growth brings. {} of {} pairs had 5 or "
          "more documents and were tested; q corrects for that number.",
          "{}（{}篇）与{}（{}篇）相比。提升度：同属两个子领域的文献为随机情形的几倍。变化：现在的"
          "提升度与此前之比及其95%区间，即超出两个子领域各自增长的部分。有5篇以上共有文献的{}对"
          "参与检验（共{}对），q值已按检验个数校正。")),
      span_text(report.recent.first, report.recent.last, voice), report.recent.tally.exposure,
      span_text(report.previous.first, report.previous.last, voice), report.previous.tally.exposure,
      report.tested, report.pairs)};
}

}  // namespace

Answer convergence_answer(const pipeline::ConvergenceReport& report, bool across, std::size_t limit,
                          const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  for (const pipeline::ConvergingPair& pair : report.found) {
    if (answer.rows.size() == limit) break;
    if (across && !pair.across_domains) continue;
    answer.rows.push_back(pair_json(pair, taxonomy, voice));
  }
  answer.notes = notes_of(report, voice);
  return answer;
}

}  // namespace horizon::answers
