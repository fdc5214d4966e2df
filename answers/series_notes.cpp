#include "answers/series_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "answers/figures.h"
#include "answers/series_rows.h"

namespace horizon::answers {
namespace {

using taxonomy::Language;

template <typename... Arguments>
std::string say(const Voice& voice, const char* en, const char* zh, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(voice.pick(en, zh)), arguments...);
}

std::string ratio_text(const trends::Estimate& ratio, const Voice& voice) {
  return say(voice, "{:.2f} times (95 % interval {:.2f}–{:.2f})",
             "{:.2f}倍（95%区间{:.2f}～{:.2f}）", ratio.value, ratio.lower, ratio.upper);
}

const char* gap_sentence(trends::GrowthGap gap, const Voice& voice) {
  switch (gap) {
    case trends::GrowthGap::kTooShort:
      return voice.pick("No comparison: fewer than two complete periods.",
                        "无法比较：完整时段不足两个。");
    case trends::GrowthGap::kNoExposure:
      return voice.pick("No comparison: one of the two windows holds no documents at all.",
                        "无法比较：其中一个时段没有任何文献。");
    case trends::GrowthGap::kNoDocuments:
      return voice.pick("No comparison: no document of the topic in either window.",
                        "无法比较：两个时段都没有该主题的文献。");
    case trends::GrowthGap::kNotComparable:
      return voice.pick(
          "No comparison: no source that holds the topic delivered in both windows. What was "
          "collected has changed, and of the topic nothing can be said.",
          "无法比较：含该主题的来源没有一个在两个时段都有文献。变化的是收集范围，对主题本身无从判断"
          "。");
    case trends::GrowthGap::kNone:
      break;
  }
  return "";
}

// What the series is of.
std::string subject_note(const pipeline::TrendLine& line, const std::string& query,
                         const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  if (line.node == taxonomy::kNoNode) {
    return say(voice, "Documents that match the search “{}”.", "符合检索“{}”的文献。", query);
  }
  const taxonomy::Node& node = taxonomy.node(line.node);
  return say(voice, "{} {} ({}): documents with this label.", "{} {}（{}）：带此标签的文献。",
             node.id, node.name.in(voice.language),
             voice.language == Language::kChinese ? node.name.en : node.name.zh);
}

std::string bursts_note(const pipeline::TrendLine& line, const Voice& voice) {
  if (line.bursts.empty()) return {};
  const std::size_t first = trends::complete_range(line.series).first;
  std::string list;
  const std::size_t skipped = line.bursts.size() > 3 ? line.bursts.size() - 3 : 0;
  for (std::size_t i = skipped; i < line.bursts.size(); ++i) {
    const trends::Burst& burst = line.bursts[i];
    if (!list.empty()) list += voice.pick("; ", "；");
    list += say(voice, "{}, {} documents where {:.0f} were usual", "{}，{}篇，平常为{:.0f}篇",
                span_text(line.series.points[first + burst.begin].period,
                          line.series.points[first + burst.end - 1].period, voice),
                with_separators(static_cast<std::uint64_t>(burst.count)), burst.expected);
    if (burst.ongoing) list += voice.pick(" (going on)", "（仍在持续）");
  }
  return say(voice, "Bursts, far above the usual rate: {}.", "突发（远高于平常）：{}。", list);
}

std::string shifts_note(const pipeline::TrendLine& line, const Voice& voice) {
  if (line.shifts.empty()) return {};
  std::string list;
  const std::size_t skipped = line.shifts.size() > 3 ? line.shifts.size() - 3 : 0;
  for (std::size_t i = skipped; i < line.shifts.size(); ++i) {
    const trends::Shift& shift = line.shifts[i];
    if (!list.empty()) list += voice.pick("; ", "；");
    list += say(voice, "since {} {}", "{}起为此前的{}", format_period(shift.since),
                ratio_text(shift.change.comparison.ratio, voice));
  }
  return say(voice, "Lasting changes of level: {} the level before.", "水平的持久变化：{}。", list);
}

const char* stage_words(trends::Stage stage, const Voice& voice) {
  switch (stage) {
    case trends::Stage::kEmbryonic:
      return voice.pick("just begun (most of its growth lies ahead, if it goes on like this)",
                        "萌芽期（若照此发展，大部分增长尚未到来）");
    case trends::Stage::kGrowing:
      return voice.pick("growing", "成长期");
    case trends::Stage::kMature:
      return voice.pick("mature (nine tenths of the curve are behind)", "成熟期（曲线已走过九成）");
    case trends::Stage::kSteady:
      return voice.pick("steady (an even rate, no life cycle to be seen)",
                        "平稳（发文率均匀，看不出生命周期）");
    case trends::Stage::kFading:
      break;
  }
  return voice.pick("fading", "衰退");
}

std::string life_cycle_note(const pipeline::TrendLine& line, const Voice& voice) {
  if (!line.life_cycle || line.life_cycle->gap != trends::LifeCycleGap::kNone) return {};
  const trends::LifeCycle& cycle = *line.life_cycle;
  const double share = cycle.share.at(static_cast<std::size_t>(cycle.stage));
  std::string text = say(voice, "Life cycle: {}; {:.0f} of 100 resamples agree.",
                         "生命周期：{}；100次重抽样中{:.0f}次一致。",
                         stage_words(cycle.stage, voice), 100 * share);
  if (cycle.reached) {
    text += say(voice, " {:.0f} % of the curve's height is reached ({:.0f}–{:.0f} %).",
                "已达曲线高度的{:.0f}%（{:.0f}%～{:.0f}%）。", 100 * cycle.reached->value,
                100 * cycle.reached->lower, 100 * cycle.reached->upper);
  } else if (cycle.inflection) {
    text += voice.pick(
        " The height of the curve is not given: before its middle is surely passed, curves of very "
        "different heights fit equally well.",
        "不给出曲线的最终高度：在确定越过中点之前，高度相差很大的曲线拟合得同样好。");
  }
  return text;
}

std::string forecast_gap_note(trends::ForecastGap gap, const Voice& voice) {
  if (gap == trends::ForecastGap::kTooShort) {
    return voice.pick("No forecast: fewer than eight complete periods, or than three years.",
                      "不作外推：完整时段不足八个，或不足三年。");
  }
  return voice.pick("No forecast: too few documents.", "不作外推：文献过少。");
}

std::string forecast_note(const pipeline::TrendLine& line, const Voice& voice) {
  if (!line.forecast) return {};
  const trends::Forecast& forecast = *line.forecast;
  if (forecast.gap != trends::ForecastGap::kNone) return forecast_gap_note(forecast.gap, voice);
  std::string text = voice.pick("◌ If it goes on as before (no claim that it will): ",
                                "◌若照此前的样子继续（并不断言会如此）：");
  const std::vector<Json> rows = forecast_rows(line, false);
  if (!rows.empty()) {
    const trends::ForecastPoint& last = forecast.points.back();
    text += say(voice, "{}: {:.1f} per 1,000, with 80 % {:.1f}–{:.1f}, with 95 % {:.1f}–{:.1f}. ",
                "{}每千篇{:.1f}篇，80%区间{:.1f}～{:.1f}，95%区间{:.1f}～{:.1f}。",
                rows.back()["period"].get<std::string>(), last.rate, last.likely.lower,
                last.likely.upper, last.wide.lower, last.wide.upper);
  }
  if (forecast.mase && forecast.skill) {
    text += say(voice,
                "In {} forecasts of its own past, the error was {:.2f} of that of “as in the same "
                "season a year before”",
                "对自身过去作{}次外推，误差为“与上年同期相同”的{:.2f}", forecast.origins,
                *forecast.mase);
  } else {
    text += voice.pick(
        "No skill: over its own past no method was better than “as in the same season "
        "a year before”, which is what is shown",
        "没有预测能力：对自身过去，各方法都不优于“与上年同期相同”，所示即后者");
    if (forecast.mase) text += fmt::format(" (MASE {:.2f})", *forecast.mase);
  }
  if (forecast.covered_95) {
    text += say(voice, "; the 95 % intervals held {:.0f} % of the outcomes.",
                "；95%区间包含了{:.0f}%的实际结果。", 100 * *forecast.covered_95);
  } else {
    text += voice.pick(".", "。");
  }
  return text;
}

std::string scale_note(const trends::Series& series, const Voice& voice) {
  if (!series.data_from || !series.data_until) return {};
  return say(voice,
             "Rates are per 1,000 documents, with exact 95 % intervals; data from {} to {}; as of "
             "{}; ○ marks a period that is not complete.",
             "比率为每千篇文献中的篇数，区间为精确95%区间；数据自{}至{}；截至{}；○表示未完时段。",
             format_day(*series.data_from), format_day(*series.data_until),
             format_day(series.as_of));
}

// What the adjusted rates have that the plain ones have not.
std::string adjusted_note(const trends::Series& series, const Voice& voice) {
  const bool moved = std::any_of(series.points.begin(), series.points.end(), [](const auto& point) {
    return point.rate && point.adjusted && point.rate->value > 0 &&
           std::abs(point.adjusted->value / point.rate->value - 1) > 0.05;
  });
  std::string text;
  if (moved) {
    text = voice.pick(
        "“adjusted” is the rate as it would be had every period the same mix of sources, kinds and "
        "languages: look at it, not at the plain rate, where sources came or went. ",
        "“调整后”是假定各时段来源、类型、语种构成相同时的发文率；来源有增减时，应看它而不是原始比率"
        "。");
  }
  if (series.dispersion.beyond_chance()) {
    text += voice.pick(
        "The counts go up and down more than chance alone would make them; growth and adjusted "
        "intervals allow for that.",
        "篇数的起伏超出偶然；增长与调整后的区间已据此加宽。");
  }
  return text;
}

std::string range_note(const pipeline::TrendLine& line, const pipeline::TrendQuestion& question,
                       const Voice& voice) {
  const trends::Series& series = line.series;
  const auto& from = question.series.from;
  const auto& until = question.series.until;
  if (!series.data_from || !series.data_until) {
    if (!from && !until) return {};
    return voice.pick("The data hold no document of any topic within the range asked for.",
                      "所问范围内没有任何主题的文献。");
  }
  constexpr std::chrono::days kSlack{31};
  const bool early = from && *from + kSlack < *series.data_from;
  const bool late = until && std::min(*until, series.as_of) > *series.data_until + kSlack;
  if (!early && !late) return {};
  return say(voice,
             "The data within the range asked for reach from {} to {} only; nothing is said of the "
             "rest.",
             "所问范围内只有{}至{}的数据；其余不作任何推断。", format_day(*series.data_from),
             format_day(*series.data_until));
}

std::string nowcast_note(const trends::Series& series, const Voice& voice) {
  if (series.points.empty() || !series.points.back().nowcast) return {};
  const trends::Point& point = series.points.back();
  return say(
      voice,
      "Of the documents of {} up to now some {:.0f} % are in, going by how late they came so "
      "far: its count of {} should become {:.0f} ({:.0f}–{:.0f}).",
      "按以往的收录时滞，{}截至目前的文献约有{:.0f}%已收录：其篇数{}预计将为{:.0f}（{:.0f}～{:.0f}"
      "）。",
      format_period(point.period), 100 * point.reported, point.count, point.nowcast->value,
      point.nowcast->lower, point.nowcast->upper);
}

std::string lead_note(const pipeline::LeadLine& lead, const Voice& voice) {
  const char* leader = kind_words(lead.leader, voice);
  const char* follower = kind_words(lead.follower, voice);
  if (lead.lag.gap == trends::LeadLagGap::kNone) {
    return say(
        voice,
        "{} → {}: what moves the first moves the second {} periods later (correlation {:.2f}, "
        "95 % interval {:.2f}–{:.2f}; over {} periods).",
        "{}→{}：前者的变动在{}个时段后见于后者（相关{:.2f}，95%区间{:.2f}～{:.2f}；共{}个时段）。",
        leader, follower, lead.lag.lag, lead.lag.correlation.value, lead.lag.correlation.lower,
        lead.lag.correlation.upper, lead.lag.periods);
  }
  std::string text =
      say(voice, "{} → {}: no lag can be told ({}).", "{}→{}：看不出先后（{}）。", leader, follower,
          lead.lag.gap == trends::LeadLagGap::kTooShort
              ? voice.pick("fewer than 20 periods with both", "两者兼有的时段不足20个")
          : lead.lag.gap == trends::LeadLagGap::kTooFew
              ? voice.pick("too few documents", "文献过少")
              : voice.pick("no more than chance gives", "不超出偶然"));
  if (lead.leader_onset && lead.follower_onset) {
    text += say(voice, " A rise could first be seen in {} and {}.", "上升最早可见于{}和{}。",
                format_period(*lead.leader_onset), format_period(*lead.follower_onset));
  }
  return text;
}

std::string route_note(const pipeline::TrendReport& report, const Voice& voice) {
  std::uint64_t named = 0;
  for (const pipeline::TrendLine& line : report.parts) named += line.documents;
  const std::uint64_t all = report.whole.documents;
  return say(
      voice,
      "Of {} documents at least {} name none of these routes; one that names two is in both.",
      "{}篇文献中至少有{}篇未指明任何路线；指明两条的在两处都计。", with_separators(all),
      with_separators(all > named ? all - named : 0));
}

void add_part_notes(const pipeline::TrendReport& report, const pipeline::TrendQuestion& question,
                    const Voice& voice, std::vector<std::string>& notes) {
  if (question.split == pipeline::Split::kRoute) notes.push_back(route_note(report, voice));
  if (question.split == pipeline::Split::kCountry) {
    notes.emplace_back(
        report.parts.empty()
            ? voice.pick("None of them names an organisation whose country is known.",
                         "其中没有文献载有可确定国别的机构。")
            : voice.pick(
                  "By country: documents that name an organisation whose country is known, among "
                  "all such documents of that country; one that names two countries is in both.",
                  "按国家：载有可确定国别机构的文献，以该国此类文献总数为分母；涉及两国的在两处"
                  "都计。"));
  }
  if (question.split == pipeline::Split::kOrganisation) {
    notes.emplace_back(
        report.parts.empty()
            ? voice.pick("None of them names an organisation.", "其中没有文献载有机构。")
            : voice.pick(
                  "By organisation: among the documents of the question that name any; one that "
                  "names two is in both, and counts half for the order (and as “weight”).",
                  "按机构：以该问题中载有机构的文献为分母；涉及两家的在两处都计，排序（及weight）"
                  "时各计一半。"));
  }
  if (report.parts_left_out > 0) {
    notes.push_back(say(voice, "{} smaller parts are not shown.", "另有{}个较小的部分未列出。",
                        report.parts_left_out));
  }
  for (const pipeline::LeadLine& lead : report.leads) notes.push_back(lead_note(lead, voice));
}

}  // namespace

std::string growth_sentence(const trends::Growth& growth, const Voice& voice) {
  if (growth.gap != trends::GrowthGap::kNone) return gap_sentence(growth.gap, voice);
  const trends::Estimate ratio = growth.comparison->ratio;
  std::string text = say(
      voice, "{}: {} of {} documents; {}: {} of {}. ", "{}：{}篇（共{}篇）；{}：{}篇（共{}篇）。",
      span_text(growth.recent.first, growth.recent.last, voice),
      with_separators(growth.recent.tally.count), with_separators(growth.recent.tally.exposure),
      span_text(growth.previous.first, growth.previous.last, voice),
      with_separators(growth.previous.tally.count),
      with_separators(growth.previous.tally.exposure));
  const std::string plain = growth.plain ? fmt::format("{:.2f}", growth.plain->ratio.value) : "";
  if (plain.empty() || plain == fmt::format("{:.2f}", ratio.value)) {
    text += voice.pick("The rate is ", "发文率为此前的");
  } else {
    text += say(voice,
                "That is {} times the earlier rate; compared source by source, so that a change of "
                "sources does not count, it is ",
                "按总数计为此前的{}倍；逐来源比较（来源增减不计在内）为此前的", plain);
  }
  text += say(voice, "{:.2f} times the earlier one (95 % interval {:.2f}–{:.2f}): {}",
              "{:.2f}倍（95%区间{:.2f}～{:.2f}）：{}", ratio.value, ratio.lower, ratio.upper,
              verdict_text(growth.verdict, voice));
  if (growth.since) {
    text += fmt::format(
        fmt::runtime(growth.since_or_earlier ? voice.pick(", since {} or earlier", "，始于{}或更早")
                                             : voice.pick(", since {}", "，始于{}")),
        format_period(*growth.since));
  }
  return text + voice.pick(".", "。");
}

std::string line_name(const pipeline::TrendLine& line, const taxonomy::Taxonomy& taxonomy,
                      const Voice& voice) {
  if (line.node != taxonomy::kNoNode) {
    const taxonomy::Node& node = taxonomy.node(line.node);
    return node.id + " " + node.name.in(voice.language);
  }
  const std::string name = line.name.in(voice.language);
  if (!name.empty()) return name;
  const auto kind = parse_kind(line.key);
  return kind ? kind_words(*kind, voice) : line.key;
}

std::vector<std::string> trend_notes(const pipeline::TrendReport& report,
                                     const pipeline::TrendQuestion& question,
                                     const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  const pipeline::TrendLine& line = report.whole;
  std::vector<std::string> notes = {subject_note(line, question.topic, taxonomy, voice)};
  for (const pipeline::SearchedConcept& subject : line.concepts) {
    notes.push_back(say(voice, "Includes the concept {} {} in both languages.",
                        "含概念{} {}的中英文名称。", taxonomy.node(subject.node).id,
                        taxonomy.node(subject.node).name.in(voice.language)));
  }
  notes.push_back(growth_sentence(line.growth, voice));
  add_note(notes, shifts_note(line, voice));
  add_note(notes, bursts_note(line, voice));
  add_note(notes, life_cycle_note(line, voice));
  add_note(notes, forecast_note(line, voice));
  add_part_notes(report, question, voice, notes);
  add_note(notes, adjusted_note(line.series, voice));
  add_note(notes, scale_note(line.series, voice));
  add_note(notes, nowcast_note(line.series, voice));
  add_note(notes, range_note(line, question, voice));
  add_note(notes, left_out_note(line.series.left_out, voice));
  return notes;
}

}  // namespace horizon::answers
