// The sentence at the top, why a headline matters, what would end it, and the quiet states.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "digest/sentences.h"

namespace horizon::digest {
namespace {

using trends::Verdict;

bool zh(Language language) { return language == Language::kChinese; }

std::string percent(double share) { return fmt::format("{}%", std::lround(100 * share)); }

const trends::Estimate& ratio_of(const Headline& headline) {
  return headline.growth.comparison->ratio;
}

std::string strongest(const Issue& issue, Language language) {
  const Headline& first = issue.headlines.front();
  const std::string name = name_text(first.node, language);
  const std::string ratio = figure_text(ratio_of(first).value);
  const std::string range = range_text(ratio_of(first), language);
  const bool rising = first.growth.verdict == Verdict::kRising;
  if (zh(language)) {
    return fmt::format("{}的是{}，发文率为此前的{}倍（{}）。", rising ? "最突出" : "降幅最大", name,
                       ratio, range);
  }
  return fmt::format("{}: {}, {} times its earlier rate ({}).",
                     rising ? "Strongest" : "Steepest fall", name, ratio, range);
}

// "1 new, 2 up"; the changes of the headlines in their order.
std::string told_text(const Issue& issue, Language language) {
  constexpr std::array kChanges = {Change::kNew, Change::kConfirmed, Change::kUp, Change::kDown,
                                   Change::kDropped};
  constexpr std::array kChinese = {"新", "确认", "升", "降", "退"};
  constexpr std::array kEnglish = {"new", "confirmed", "up", "down", "dropped"};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < kChanges.size(); ++i) {
    const auto count =
        std::count_if(issue.headlines.begin(), issue.headlines.end(),
                      [&](const Headline& one) { return one.change == kChanges[i]; });
    if (count == 0) continue;
    parts.push_back(zh(language) ? fmt::format("{}{}", kChinese[i], count)
                                 : fmt::format("{} {}", count, kEnglish[i]));
  }
  return fmt::format("{}", fmt::join(parts, zh(language) ? "、" : ", "));
}

// Above the line in the issue before.
std::size_t above_before(const Issue& issue) {
  const auto count = [&issue](Change change) {
    return static_cast<std::size_t>(
        std::count_if(issue.changes.begin(), issue.changes.end(),
                      [change](const ChangeRow& row) { return row.change == change; }));
  };
  return issue.standings.size() + count(Change::kDropped) - count(Change::kNew);
}

// Against the issue before: how many headlines, how many above the line.
std::string lede_of_changes(const Issue& issue, Language language) {
  const std::size_t headlines = issue.headlines.size();
  const std::size_t above = issue.standings.size();
  const std::string week = format_period(issue.previous.week);
  if (zh(language)) {
    const std::string told =
        headlines == 0 ? "本周无要点。"
                       : fmt::format("本周要点{}条（{}）。", headlines, told_text(issue, language));
    return told + fmt::format("{}个子领域中{}个可检验，{}个越线，上期{}个。", issue.subfields,
                              issue.tested, above, above_before(issue));
  }
  const std::string told = headlines == 0 ? "No headlines this week."
                                          : fmt::format("{} {} this week ({}).", headlines,
                                                        headlines == 1 ? "headline" : "headlines",
                                                        told_text(issue, language));
  return told + fmt::format(" Of {} subfields {} could be tested, {} {} above the line; {} before.",
                            issue.subfields, issue.tested, above, above == 1 ? "is" : "are",
                            above_before(issue));
}

std::string question_text(Question question, Language language) {
  switch (question) {
    case Question::kRisingUnlisted:
      return zh(language) ? "政策梯次中尚无此项，是否补列，宜请专家判断。"
                          : "No policy stage names it: should one?";
    case Question::kRisingEarly:
      return zh(language) ? "政策尚在布局，而专利已成批出现，梯次是否偏晚，宜请专家判断。"
                          : "The policy only lays it out, and patents already come in numbers: is "
                            "the stage behind the field?";
    case Question::kFallingLate:
      return zh(language) ? "政策列为壮大或培育，发文却在下降，宜核对原因。"
                          : "The policy expands or accelerates it while its rate falls: why?";
  }
  return "";
}

// Where it stands in its domain.
std::string place_text(const Headline& headline, Language language) {
  const Significance& meaning = headline.significance;
  const std::string domain = name_text(headline.domain, language);
  const std::string before = percent(meaning.previous_share);
  const std::string now = percent(meaning.share);
  const bool rising = headline.growth.verdict == Verdict::kRising;
  std::string share;
  if (now == before) {
    share = zh(language) ? fmt::format("占{}文献的{}，与此前相同", domain, now)
                         : fmt::format("{} of the documents in {}, as before", now, domain);
  } else {
    share = zh(language) ? fmt::format("占{}文献的{}，此前为{}", domain, now, before)
                         : fmt::format("{} of the documents in {}, {} before", now, domain, before);
  }
  if (meaning.of < 2 || headline.change == Change::kDropped || meaning.rank > meaning.of)
    return share + (zh(language) ? "。" : ".");
  return zh(language) ? fmt::format("{}；领域内{}的{}项中居第{}。", share, rising ? "上升" : "下降",
                                    meaning.of, meaning.rank)
                      : fmt::format("{}; number {} of {} that {} there.", share, meaning.rank,
                                    meaning.of, rising ? "rise" : "fall");
}

std::string shift_text(const Significance& meaning, Language language) {
  const auto step = [](const RouteShift& shift) {
    return fmt::format("{}→{}", std::lround(100 * shift.previous), percent(shift.recent));
  };
  if (meaning.gained && meaning.lost) {
    const std::string to = name_text(meaning.gained->route, language);
    const std::string from = name_text(meaning.lost->route, language);
    return zh(language) ? fmt::format("路线重心由{}（{}）移向{}（{}）。", from, step(*meaning.lost),
                                      to, step(*meaning.gained))
                        : fmt::format("Its weight moves from {} ({}) to {} ({}).", from,
                                      step(*meaning.lost), to, step(*meaning.gained));
  }
  if (!meaning.gained && !meaning.lost) return "";
  const RouteShift& shift = meaning.gained ? *meaning.gained : *meaning.lost;
  const std::string name = name_text(shift.route, language);
  return zh(language) ? fmt::format("各路线中，{}的占比{}。", name, step(shift))
                      : fmt::format("Of its routes, {} went {}.", name, step(shift));
}

}  // namespace

std::string lede(const Issue& issue, Language language) {
  if (!issue.data_until) {
    return zh(language) ? "库中还没有带日期的文献，本期无从比较。"
                        : "There are no dated documents yet, so there is nothing to compare.";
  }
  if (issue.tested == 0) {
    return zh(language)
               ? fmt::format("数据尚不足以检验{}个子领域中的任何一个。", issue.subfields)
               : fmt::format("Too few data to test any of the {} subfields.", issue.subfields);
  }
  if (issue.rising + issue.falling == 0) {
    return zh(language)
               ? fmt::format("本周无异常：受检{}个子领域的变动均未超出随机波动。", issue.tested)
               : fmt::format(
                     "Nothing unusual this week: none of {} tested subfields moved beyond "
                     "chance.",
                     issue.tested);
  }
  if (issue.previous.issued) return lede_of_changes(issue, language);
  const std::string counts =
      zh(language) ? fmt::format("{}个子领域中{}个可检验：{}个上升，{}个下降。", issue.subfields,
                                 issue.tested, issue.rising, issue.falling)
                   : fmt::format("Of {} subfields {} could be tested: {} up, {} down.",
                                 issue.subfields, issue.tested, issue.rising, issue.falling);
  if (issue.headlines.empty()) return counts;
  return counts + (zh(language) ? "" : " ") + strongest(issue, language);
}

std::string headline_meaning(const Headline& headline, Language language) {
  const std::string gap = zh(language) ? "" : " ";
  std::string out = place_text(headline, language);
  const std::string shift = shift_text(headline.significance, language);
  if (!shift.empty()) out += gap + shift;
  for (const Question question : headline.significance.questions) {
    out += gap + question_text(question, language);
  }
  return out;
}

std::string reversal_text(const Headline& headline, Language language) {
  if (headline.change == Change::kDropped) {
    return zh(language) ? "再次通过检验，即重新列入。"
                        : "it is listed again once it passes the test again.";
  }
  const bool rising = headline.growth.verdict == trends::Verdict::kRising;
  const std::string previous = previous_text(headline.growth.previous, language);
  const std::string count = count_text(headline.reversal.documents);
  std::vector<std::string> kinds;
  for (const Kind kind : headline.reversal.silent_kinds) {
    kinds.emplace_back(kind_text(kind, language));
  }
  if (zh(language)) {
    std::string text = fmt::format("文献总量不变而该窗口{}{}篇，与{}的差别便不再显著。",
                                   rising ? "不多于" : "不少于", count, previous);
    if (!kinds.empty())
      text += fmt::format("{}不足10篇，尚不足以印证或反驳。",
                          fmt::format("{}", fmt::join(kinds, "、")));
    return text;
  }
  std::string text = fmt::format(
      "with {} or {} documents in a window of the same size, the "
      "difference from {} is no longer clear.",
      count, rising ? "fewer" : "more", previous);
  if (!kinds.empty()) {
    text += fmt::format(" {}: fewer than 10 documents, too few to confirm or contradict.",
                        fmt::format("{}", fmt::join(kinds, ", ")));
  }
  return text;
}

std::string quiet_title(const Issue& issue, Language language) {
  if (!issue.data_until) return zh(language) ? "尚无数据" : "No data yet";
  if (issue.tested == 0) return zh(language) ? "尚不能检验" : "Nothing can be tested yet";
  if (issue.previous.issued) {
    return zh(language) ? "本周没有值得上报的变化" : "Nothing to report this week";
  }
  if (issue.rising + issue.falling > 0) {
    return zh(language) ? "本期不设要点" : "No headlines in this issue";
  }
  return zh(language) ? "本周没有值得上报的变化" : "Nothing unusual this week";
}

std::string quiet_text(const Issue& issue, Language language) {
  if (!issue.data_until) {
    return zh(language) ? "导入或采集文献之后，下一期将有内容。"
                        : "Once documents are imported or harvested, the next issue has content.";
  }
  const std::string q = fmt::format("{:g}", issue.q_limit);
  if (issue.tested > 0 && issue.previous.issued) {
    const std::size_t above = issue.standings.size();
    return zh(language)
               ? fmt::format(
                     "检验{}个子领域，与上期相比无一项新越线、明显走强或转弱，也无已报项退出。"
                     "仍越线的{}项见左栏，热力图、路线观察照常更新。",
                     issue.tested, above)
               : fmt::format(
                     "{} subfields tested: against the last issue none came above the line, "
                     "moved notably or dropped out. The {} still above it are listed "
                     "beside; heat map and routes are up to date.",
                     issue.tested, above);
  }
  if (issue.tested == 0) {
    return zh(language) ? "检验需要至少两个完整时段，且近期不少于10篇。各子领域现状见下。"
                        : "A test needs two complete periods and 10 recent documents. What there "
                          "is stands below.";
  }
  return zh(language)
             ? fmt::format("检验{}个子领域，列入要点{}项（q≤{}）。各子领域现状见下。", issue.tested,
                           issue.headlines.size(), q)
             : fmt::format(
                   "{} subfields tested, {} headlines (q ≤ {}). Where each stands is shown "
                   "below.",
                   issue.tested, issue.headlines.size(), q);
}

}  // namespace horizon::digest
