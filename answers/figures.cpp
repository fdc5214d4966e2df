#include "answers/figures.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace horizon::answers {

Json number(double value, int digits) {
  const double scale = std::pow(10, digits);
  return std::isfinite(value) ? Json(std::round(value * scale) / scale) : Json();
}

Json estimate_json(const trends::Estimate& estimate) {
  return {{"value", number(estimate.value)},
          {"lower", number(estimate.lower)},
          {"upper", number(estimate.upper)}};
}

void add_note(std::vector<std::string>& notes, std::string note) {
  if (!note.empty()) notes.push_back(std::move(note));
}

void add_growth_columns(const pipeline::TopicGrowth& topic, Json& row) {
  const trends::Growth& growth = topic.growth;
  row["recent"] = growth.recent.tally.count;
  row["recent_exposure"] = growth.recent.tally.exposure;
  row["previous"] = growth.previous.tally.count;
  row["previous_exposure"] = growth.previous.tally.exposure;
  const auto& ratio = growth.comparison;
  row["rate_ratio"] = ratio ? number(ratio->ratio.value) : Json();
  row["lower"] = ratio ? number(ratio->ratio.lower) : Json();
  row["upper"] = ratio ? number(ratio->ratio.upper) : Json();
  row["q_value"] = topic.q_value ? number(*topic.q_value) : Json();
  row["verdict"] = trends::to_string(topic.verdict);
}

std::string span_text(const Period& first, const Period& last, const Voice& voice) {
  const std::string from = format_period(first);
  const std::string until = format_period(last);
  return from == until ? from : from + voice.pick("–", "～") + until;
}

const char* verdict_text(trends::Verdict verdict, const Voice& voice) {
  switch (verdict) {
    case trends::Verdict::kRising:
      return voice.pick("rising", "上升");
    case trends::Verdict::kFalling:
      return voice.pick("falling", "下降");
    case trends::Verdict::kFlat:
      return voice.pick("no change shown", "未见变化");
    case trends::Verdict::kTooFew:
      break;
  }
  return voice.pick("too few documents to judge", "文献过少，不作判断");
}

const char* kind_words(Kind kind, const Voice& voice) {
  switch (kind) {
    case Kind::kPaper:
      return voice.pick("papers", "论文");
    case Kind::kPatent:
      return voice.pick("patents", "专利");
    case Kind::kNews:
      return voice.pick("news", "新闻");
    case Kind::kOther:
      break;
  }
  return voice.pick("others", "其他");
}

std::string left_out_note(const trends::LeftOut& left, const Voice& voice) {
  if (left.undated + left.too_coarse + left.after_as_of == 0) return {};
  return fmt::format(
      fmt::runtime(voice.pick("Not counted: {} without a date, {} with a date too coarse for the "
                              "period, {} dated after the as-of day.",
                              "未计入：无日期{}篇，日期过粗{}篇，日期晚于截止日{}篇。")),
      left.undated, left.too_coarse, left.after_as_of);
}

}  // namespace horizon::answers
