#include "answers/actors.h"

#include <fmt/format.h>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

std::string actor_name(const pipeline::Actor& actor, const Voice& voice) {
  const bool chinese = voice.language == taxonomy::Language::kChinese;
  const std::string& first = chinese ? actor.zh : actor.en;
  const std::string& other = chinese ? actor.en : actor.zh;
  if (!first.empty()) return first;
  return other.empty() ? actor.id : other;
}

Json actor_json(const pipeline::Actor& actor, const trends::ActorRank& entry,
                const trends::Concentration& all, const Voice& voice) {
  const trends::Estimate before = trends::share_of(actor.weight.previous, all.previous);
  return {{"rank", entry.rank},
          {"id", actor.id},
          {"name", actor_name(actor, voice)},
          {"country", actor.country},
          {"sector", actor.sector},
          {"documents", actor.weight.documents},
          {"weight", number(actor.weight.recent)},
          {"exposure", number(all.recent)},
          {"share", number(100 * entry.share.value)},
          {"lower", number(100 * entry.share.lower)},
          {"upper", number(100 * entry.share.upper)},
          {"previous_weight", number(actor.weight.previous)},
          {"previous_exposure", number(all.previous)},
          {"previous_share", number(100 * entry.previous_share)},
          {"previous_lower", all.previous > 0 ? number(100 * before.lower) : Json()},
          {"previous_upper", all.previous > 0 ? number(100 * before.upper) : Json()},
          {"previous_rank", entry.previous_rank > 0 ? Json(entry.previous_rank) : Json()},
          {"newcomer", entry.newcomer},
          {"as_sent", actor.spellings}};
}

// The places that the committee is about, wherever they stand.
std::vector<std::string> focus_notes(const pipeline::ActorReport& report, const ActorView& view,
                                     const Voice& voice) {
  std::vector<std::string> notes;
  const std::string id = view.by == pipeline::ActorKind::kCountry ? "CN" : "CN/Shanghai";
  if (view.by == pipeline::ActorKind::kOrganisation || view.within_country) return notes;
  const std::string name = view.by == pipeline::ActorKind::kCountry
                               ? voice.pick("China", "中国")
                               : voice.pick("Shanghai", "上海");
  for (const trends::ActorRank& entry : report.concentration.ranking) {
    const pipeline::Actor& actor = report.actors[entry.actor];
    if (actor.id != id) continue;
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("{}: rank {} of {}, {:.1f} % (95 % interval {:.1f}–{:.1f} %, n = "
                                "{}); before {:.1f} %.",
                                "{0}：在{2}个中居第{1}位，占{3:.1f}%（95%区间{4:.1f}%～{5:.1f}%，"
                                "n={6}）；此前{7:.1f}%。")),
        name, entry.rank, report.concentration.ranking.size(), 100 * entry.share.value,
        100 * entry.share.lower, 100 * entry.share.upper, actor.weight.documents,
        100 * entry.previous_share));
    return notes;
  }
  notes.push_back(fmt::format(
      fmt::runtime(voice.pick("{}: no document in the recent window.", "{}：近期没有文献。")),
      name));
  return notes;
}

std::vector<std::string> notes_of(const pipeline::ActorReport& report, const ActorView& view,
                                  const taxonomy::Node& node, const Voice& voice) {
  std::vector<std::string> notes;
  const trends::Concentration& all = report.concentration;
  if (!report.compared) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("{} ({}): fewer than two complete periods; nothing to rank.",
                                "{}（{}）：完整时段不足两个，无法排序。")),
        node.name.in(voice.language), node.id));
    add_note(notes, left_out_note(report.left_out, voice));
    return notes;
  }
  notes.push_back(fmt::format(
      fmt::runtime(voice.pick("{} ({}), {}: {} of {} documents name one (before, {}: {} of {}). "
                              "Each document counts once, split evenly over those it names.",
                              "{}（{}），{}：{}篇文献载有该信息，共{}篇（此前{}：{}篇，共{}篇）。"
                              "每篇文献计一次，由所列各方平均分摊。")),
      node.name.in(voice.language), node.id,
      span_text(report.recent.first, report.recent.last, voice), report.named,
      report.recent.tally.count, span_text(report.previous.first, report.previous.last, voice),
      report.previous_named, report.previous.tally.count));
  if (!all.ranking.empty()) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("Activity concentration: as if {:.1f} of equal weight ({:.1f}–"
                                "{:.1f}); the first five hold {:.0f} %, the first leads by {:.0f} "
                                "points. Activity is not impact.",
                                "活动集中度：相当于{:.1f}个等量主体（{:.1f}～{:.1f}）；"
                                "前五位合占{:.0f}%，首位领先{:.0f}个百分点。活动量不等于影响力。")),
        all.effective.value, all.effective.lower, all.effective.upper, 100 * all.top5,
        100 * all.margin));
  }
  for (std::string& note : focus_notes(report, view, voice)) notes.push_back(std::move(note));
  add_note(notes, left_out_note(report.left_out, voice));
  return notes;
}

}  // namespace

Answer actors_answer(const pipeline::ActorReport& report, const ActorView& view,
                     const taxonomy::Node& node, const Voice& voice) {
  Answer answer;
  for (const trends::ActorRank& entry : report.concentration.ranking) {
    if (answer.rows.size() == view.limit) break;
    if (view.newcomers && !entry.newcomer) continue;
    answer.rows.push_back(
        actor_json(report.actors[entry.actor], entry, report.concentration, voice));
  }
  answer.notes = notes_of(report, view, node, voice);
  const trends::Concentration& all = report.concentration;
  answer.details = {
      {"documents", report.recent.tally.count}, {"named", report.named},
      {"actors", all.ranking.size()},           {"effective", estimate_json(all.effective)},
      {"top5", number(100 * all.top5)},         {"margin", number(100 * all.margin)}};
  return answer;
}

}  // namespace horizon::answers
