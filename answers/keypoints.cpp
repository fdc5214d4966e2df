#include "answers/keypoints.h"

#include <fmt/format.h>

#include <map>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

const char* question_text(pipeline::Disagreement disagreement, const Voice& voice) {
  switch (disagreement) {
    case pipeline::Disagreement::kRisingUnlisted:
      return voice.pick("Rising, but named by no policy stage. To be taken up?",
                        "正在上升，但未列入任何政策阶段。是否应予列入？");
    case pipeline::Disagreement::kRisingEarly:
      return voice.pick("Rising and patented, while the policy lays it out. Time to accelerate?",
                        "发文上升且已有专利布局，而政策尚处“加速布局”。是否应转入加快培育？");
    case pipeline::Disagreement::kFallingLate:
      return voice.pick(
          "Falling, while the policy pushes it. Has the field matured or moved, or "
          "are sources missing?",
          "正在下降，而政策仍在推进。是领域成熟、重心转移，还是信源缺失？");
    case pipeline::Disagreement::kThin:
      return voice.pick(
          "Pushed by the policy, but fewer than 10 recent documents. Are sources "
          "missing?",
          "政策正在推进，而近期文献不足10篇。是否缺少信源？");
    case pipeline::Disagreement::kForeignLead:
      return voice.pick(
          "Pushed by the policy, but China is not among the first three in activity. "
          "What is missing?",
          "政策正在推进，而中国活动量未进前三。短板何在？");
    case pipeline::Disagreement::kAbsentHere:
      return voice.pick(
          "Pushed by the policy, but no recent document names Shanghai. Is there a "
          "base for it here?",
          "政策正在推进，而近期文献未见上海机构。本地是否具备基础？");
  }
  return "";
}

// A line for each question, with the subfields that raise it.
std::vector<std::string> questions_of(const pipeline::KeyPoints& report,
                                      const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  std::map<pipeline::Disagreement, std::string> names;
  for (const pipeline::KeyPoint& point : report.points) {
    for (const pipeline::Disagreement one : point.questions) {
      std::string& line = names[one];
      if (!line.empty()) line += voice.pick(", ", "、");
      line += taxonomy.node(point.topic.node).name.in(voice.language);
    }
  }
  std::vector<std::string> lines;
  for (const auto& [one, subfields] : names) {
    lines.push_back(fmt::format(fmt::runtime(voice.pick("? {} {}.", "？{}{}。")),
                                question_text(one, voice), subfields));
  }
  if (lines.empty()) {
    lines.emplace_back(voice.pick("Evidence and policy stages do not disagree anywhere.",
                                  "各子领域的证据与政策阶段没有明显不一致。"));
  }
  return lines;
}

Json place_json(const pipeline::PlaceShare& place) {
  if (place.rank == 0) return {{"id", place.id}, {"rank", nullptr}, {"documents", 0}};
  return {{"id", place.id},
          {"rank", place.rank},
          {"documents", place.documents},
          {"share", number(100 * place.share.value)},
          {"lower", number(100 * place.share.lower)},
          {"upper", number(100 * place.share.upper)}};
}

std::string method_note(const pipeline::KeyPoints& report, const Voice& voice) {
  return fmt::format(
      fmt::runtime(voice.pick(
          "Rates of the last complete periods against those before, with 95 % intervals; verdicts "
          "stand after correction for {} tests (q ≤ 0.05). Places by the recent documents that "
          "name "
          "an organisation whose place is known, each split evenly.",
          "最近完整时段的发文率与此前之比及95%区间；结论已按{}次检验校正（q≤0.05）。"
          "国家和城市按载有可定位机构的近期文献计，每篇平均分摊。")),
      report.tested);
}

}  // namespace

Json keypoint_row(const pipeline::KeyPoint& point, const taxonomy::Node& node, const Voice& voice) {
  Json row = {{"topic", node.id},
              {"name", node.name.in(voice.language)},
              {"stage", taxonomy::to_string(node.stage)}};
  add_growth_columns(point.topic, row);
  row["papers"] = point.papers;
  row["patents"] = point.patents;
  row["news"] = point.news;
  row["located"] = point.located;
  row["leader"] = point.leader ? place_json(*point.leader) : Json();
  row["china"] = place_json(point.country);
  row["shanghai"] = place_json(point.city);
  Json questions = Json::array();
  for (const pipeline::Disagreement one : point.questions) questions.push_back(to_string(one));
  row["questions"] = std::move(questions);
  return row;
}

Answer keypoints_answer(const pipeline::KeyPoints& report, bool questions_only,
                        const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  for (const pipeline::KeyPoint& point : report.points) {
    if (questions_only && point.questions.empty()) continue;
    answer.rows.push_back(keypoint_row(point, taxonomy.node(point.topic.node), voice));
  }
  answer.notes = questions_of(report, taxonomy, voice);
  answer.notes.push_back(method_note(report, voice));
  return answer;
}
}  // namespace horizon::answers
