#include "digest/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "digest/foreign.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

using trends::Verdict;

bool zh(Language language) { return language == Language::kChinese; }

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string names_text(std::span<const NodeRef* const> nodes, Language language) {
  std::vector<std::string> names;
  for (const NodeRef* node : nodes) names.push_back(name_text(*node, language));
  return join(names, zh(language) ? "、" : ", ");
}

const trends::Estimate& ratio_of(const Headline& headline) {
  return headline.growth.comparison->ratio;
}

}  // namespace

std::string issue_line(const Issue& issue, Language language) {
  std::vector<std::string> parts;
  parts.push_back(day_text(issue.as_of, language));
  if (issue.data_from && issue.data_until) {
    parts.push_back(zh(language) ? fmt::format("数据{}至{}", format_day(*issue.data_from),
                                               format_day(*issue.data_until))
                                 : fmt::format("data {} to {}", format_day(*issue.data_from),
                                               format_day(*issue.data_until)));
  }
  if (!issue.scheme_version.empty()) {
    const std::string version = clean_line(issue.scheme_version, 20);
    parts.push_back(zh(language) ? fmt::format("分类表{}版", version)
                                 : fmt::format("taxonomy {}", version));
  }
  return join(parts, " · ");
}

std::string headline_title(const Headline& headline, Language language) {
  const std::string name = name_text(headline.node, language);
  const std::string ratio = figure_text(ratio_of(headline).value);
  if (zh(language)) {
    const char* format = "{}：发文率为此前的{}倍";
    if (headline.change == Change::kUp) format = "{}再度走强：发文率为此前的{}倍";
    if (headline.change == Change::kDown) format = "{}势头转弱：发文率为此前的{}倍";
    if (headline.change == Change::kConfirmed) format = "{}获确认：发文率为此前的{}倍";
    if (headline.change == Change::kDropped) format = "{}退回线下：发文率为此前的{}倍";
    return fmt::format(fmt::runtime(format), name, ratio);
  }
  const char* format = "{}: {} times the earlier rate";
  if (headline.change == Change::kUp) format = "{} is stronger: {} times the earlier rate";
  if (headline.change == Change::kDown) format = "{} is weaker: {} times the earlier rate";
  if (headline.change == Change::kConfirmed) format = "{} confirmed: {} times the earlier rate";
  if (headline.change == Change::kDropped)
    format = "{} no longer stands out: {} times the earlier rate";
  return fmt::format(fmt::runtime(format), name, ratio);
}

std::string headline_mark(const Headline& headline, const Issue& issue, Language language) {
  if (issue.previous.issued) return change_mark(headline.change, language);
  return fmt::format("{} {}", verdict_mark(headline.growth.verdict, true),
                     verdict_text(headline.growth.verdict, language));
}

std::string headline_change(const Headline& headline, const Issue& issue, Language language) {
  if (!issue.previous.issued || !headline.issued_ratio) return "";
  const std::string week = format_period(issue.previous.week);
  const std::string ratio = figure_text(headline.issued_ratio->value);
  const std::string range = range_text(*headline.issued_ratio, language);
  const std::string count = documents_text(headline.issued_count.value_or(0), language);
  if (zh(language)) {
    std::string out = fmt::format("上期（{}）为{}，{}倍（{}）。", week, count, ratio, range);
    if (headline.since_issue)
      out += fmt::format("自{}期起越线。", format_period(*headline.since_issue));
    return out;
  }
  std::string out = fmt::format("In {}: {}, {} times ({}).", week, count, ratio, range);
  if (headline.since_issue)
    out += fmt::format(" Above the line since {}.", format_period(*headline.since_issue));
  return out;
}

std::string headline_place(const Headline& headline, Language language) {
  std::vector<std::string> parts = {name_text(headline.domain, language)};
  if (headline.node.stage != taxonomy::Stage::kNone) {
    parts.emplace_back(stage_text(headline.node.stage, language));
  }
  return join(parts, " · ");
}

std::string headline_fact(const Headline& headline, const Issue& issue, Language language) {
  const trends::Growth& growth = headline.growth;
  const std::string recent = recent_text(growth.recent, language);
  const std::string previous = previous_text(growth.previous, language);
  const std::string rate = figure_text(growth.recent.rate->value);
  const std::string rate_range = range_text(*growth.recent.rate, language);
  const std::string ratio = figure_text(ratio_of(headline).value);
  const std::string range = range_text(ratio_of(headline), language);
  const std::string q = q_text(headline.q_value);
  if (zh(language)) {
    return fmt::format(
        "{}共{}，每千篇{}篇（{}）；{}为{}。发文率为此前的{}倍（95%区间{}）。"
        "校正后q值{}，共检验{}项。",
        recent, documents_text(growth.recent.tally.count, language), rate, rate_range, previous,
        documents_text(growth.previous.tally.count, language), ratio, range, q, issue.tested);
  }
  return fmt::format(
      "{} in {}, {} per 1,000 ({}); {} in {}. The rate is {} times the earlier one "
      "(95% interval {}). Corrected q {}, {} tested.",
      documents_text(growth.recent.tally.count, language), recent, rate, rate_range,
      count_text(growth.previous.tally.count), previous, ratio, range, q, issue.tested);
}

std::string headline_since(const Headline& headline, Language language) {
  if (!headline.growth.since || headline.change == Change::kDropped) return "";
  const std::string since = period_text(*headline.growth.since, language);
  const bool older = headline.growth.since_or_earlier;
  const bool rising = headline.growth.verdict == Verdict::kRising;
  if (zh(language)) {
    return fmt::format("自{}{}起逐期比较均为{}。", since, older ? "或更早" : "",
                       rising ? "上升" : "下降");
  }
  return fmt::format("{} in every comparison since {}{}.", rising ? "Up" : "Down", since,
                     older ? " or earlier" : "");
}

std::string confidence_reason(const Confidence& confidence, Language language) {
  // One stratum alone agrees with itself; only two or more say something.
  std::vector<std::string> parts;
  const auto add = [&](std::string_view name, const Agreement& a) {
    if (a.asked < 2) return;
    parts.push_back(zh(language) ? fmt::format("{}{}/{}同向", name, a.agree, a.asked)
                                 : fmt::format("{} {} of {}", name, a.agree, a.asked));
  };
  add(zh(language) ? "类型" : "kinds", confidence.kinds);
  add(zh(language) ? "语种" : "languages", confidence.languages);
  add(zh(language) ? "来源" : "sources", confidence.sources);
  const std::string documents = documents_text(confidence.documents, language);
  if (zh(language)) {
    return fmt::format(
        "（{}；{}）", documents,
        parts.empty() ? "没有第二种类型、语种或来源满10篇，无从互证" : join(parts, "，"));
  }
  return parts.empty()
             ? fmt::format(" ({}; no second kind, language or source has 10 documents to compare)",
                           documents)
             : fmt::format(" ({}; agreeing: {})", documents, join(parts, ", "));
}

std::string movement_intro(const Issue& issue, Language language) {
  if (issue.windows.recent.periods == 0) {
    return zh(language) ? "完整时段不足两个，尚无法比较。"
                        : "Fewer than two complete periods: nothing to compare yet.";
  }
  const std::string recent = recent_text(issue.windows.recent, language);
  const std::string previous = previous_text(issue.windows.previous, language);
  const std::string documents = count_text(issue.windows.recent.tally.exposure);
  const std::string before = count_text(issue.windows.previous.tally.exposure);
  if (zh(language)) {
    return fmt::format(
        "{}（共{}篇）与{}（共{}篇）相比。▲▼通过校正（q≤{}，共检验{}项）；△▽仅单项区间"
        "不含1，未通过校正；＝持平；近期不足10篇不作判断。",
        recent, documents, previous, before, fmt::format("{:g}", issue.q_limit), issue.tested);
  }
  const std::string sentence = fmt::format(
      "{} ({} documents in all) against {} ({}). ▲▼ pass the correction (q ≤ {}, {} "
      "tested); △▽ have an interval clear of 1 but do not pass; ＝ flat; fewer than 10 "
      "recent documents are not judged.",
      recent, documents, previous, before, fmt::format("{:g}", issue.q_limit), issue.tested);
  return sentence.starts_with("the") ? "T" + sentence.substr(1) : sentence;
}

std::string heat_intro(Medium medium, Language language) {
  const bool page = medium == Medium::kPage;
  if (zh(language)) {
    return std::string(
               "每格为该时段发文率与该子领域自身此前至多24个时段之差，以标准差计；所列整数即z值，"
               "±1以内") +
           (page ? "留空。右列为近期篇数。"
                 : "记作“·”。<5：不足5篇，不作判断；*：时段未完。n为近期篇数。");
  }
  return std::string(
             "Each cell: a period’s rate against the subfield’s own earlier periods, at most 24, "
             "in standard deviations; the integer is z, ") +
         (page ? "nothing is printed within ±1. Right: recent documents."
               : "“·” is within ±1. <5: fewer than 5 documents, not judged; *: period not "
                 "complete. n: recent documents.");
}

std::string heat_masked(Language language) {
  return zh(language) ? "各子领域在任一时段均不足5篇，不作热力图。"
                      : "No subfield has 5 documents or more in any period.";
}

std::string routes_intro(Medium medium, Language language) {
  const bool page = medium == Medium::kPage;
  if (zh(language)) {
    return fmt::format(
        "提及各路线的文献占该子领域文献的比例，{}。一篇提及多条路线则各计一次{}。"
        "“+”“−”为变动的百分点，五点以上才列，未经检验；任一窗口不足10篇则不列。",
        page ? "上为此前，下为近期" : "此前→近期",
        page ? "，条长按提及次数折算。斜纹为未提及任何路线" : "");
  }
  return fmt::format(
      "Share of the subfield’s documents that name each route, {}. A document that names several "
      "counts for each{}. + and −: change in percentage points, given from five points on and "
      "without a test; left out where either window has fewer than 10 documents.",
      page ? "earlier window above, recent below" : "previous → recent window",
      page ? "; bars are scaled to mentions. Hatched: no route named" : "");
}

std::string movement_named(std::span<const NodeRef* const> nodes, Language language) {
  return zh(language) ? "两期均无文献：" + names_text(nodes, language)
                      : "No documents in either window: " + names_text(nodes, language);
}

std::string heat_named(std::span<const NodeRef* const> nodes, Language language) {
  return zh(language) ? "各时段均不足5篇：" + names_text(nodes, language)
                      : "Fewer than 5 documents in every period: " + names_text(nodes, language);
}

std::string fresh_intro(const Issue& issue, Language language) {
  const Day first = issue.as_of - std::chrono::days{6};
  return zh(language)
             ? fmt::format("{}至{}首次收到，最新在前。", format_day(first), format_day(issue.as_of))
             : fmt::format("First seen {} to {}, newest first.", format_day(first),
                           format_day(issue.as_of));
}

std::string subfield_text(const Issue& issue, std::string_view id, Language language) {
  for (const MovementGroup& group : issue.movement) {
    for (const MovementRow& row : group.rows) {
      if (row.node.id == id) return name_text(row.node, language);
    }
  }
  return clean_line(id, 40);
}

}  // namespace horizon::digest
