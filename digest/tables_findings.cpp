// What the other analyses found, and how earlier issues fared.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "digest/foreign.h"
#include "digest/tables.h"
#include "trends/shares.h"

namespace horizon::digest {
namespace {

bool zh(Language language) { return language == Language::kChinese; }

std::string pick(Language language, std::string_view chinese, std::string_view english) {
  return std::string(zh(language) ? chinese : english);
}

std::string percent(double share) { return fmt::format("{}%", std::lround(100 * share)); }

std::string with_range(const trends::Estimate& estimate, Language language) {
  return zh(language)
             ? fmt::format("{}（{}）", figure_text(estimate.value), range_text(estimate, language))
             : fmt::format("{} ({})", figure_text(estimate.value), range_text(estimate, language));
}

std::string pair_name(const NodeRef& first, const NodeRef& second, Language language) {
  return fmt::format("{} × {}", name_text(first, language), name_text(second, language));
}

std::string actor_names(const std::vector<ActorEntry>& actors, Language language) {
  std::vector<std::string> names;
  for (const ActorEntry& actor : actors) {
    const std::string name = name_text({actor.id, actor.name, {}}, language);
    names.push_back(zh(language) ? fmt::format("{}（{}篇）", name, actor.documents)
                                 : fmt::format("{} ({})", name, actor.documents));
  }
  return names.empty() ? std::string(word(Word::kNone, language))
                       : fmt::format("{}", fmt::join(names, zh(language) ? "、" : ", "));
}

std::string history_text(const EmergingEntry& entry, Language language) {
  if (!entry.listed_before) return "–";
  if (*entry.listed_before == 0) return pick(language, "首次", "first time");
  return zh(language) ? fmt::format("前两季中{}季", *entry.listed_before)
                      : fmt::format("in {} of the last 2 quarters", *entry.listed_before);
}

void add_past_lists(const Issue& issue, Language language, Table& table) {
  for (const PastTerms& past : issue.emerging.past) {
    const std::string day = format_day(past.as_of);
    const std::string base = percent(past.base_rate);
    table.notes.push_back(
        zh(language)
            ? fmt::format("{}的清单列{}个，三年内占比翻番{}个；同期全部候选词为{}。", day,
                          past.listed, past.doubled, base)
            : fmt::format("Of {} terms listed as of {} the share of {} doubled within three years; "
                          "of all candidates that of {}.",
                          past.listed, day, past.doubled, base));
  }
}

}  // namespace

Table convergence_table(const Issue& issue, Language language) {
  Table table{.id = "convergence", .title = pick(language, "交叉融合", "Convergence")};
  table.intro =
      zh(language)
          ? fmt::format(
                "同一文献兼属两个子领域，为两者独立时应有篇数的几倍。只列5篇以上、区间高于1的；"
                "共检验{}对，▲为倍数较此前窗口上升（q≤0.05）。",
                issue.pairs_tested)
          : fmt::format(
                "Documents that belong to two subfields, as a multiple of what chance would "
                "bring. Listed from 5 documents on, interval above 1; {} pairs tested, ▲ "
                "where the multiple grew (q ≤ 0.05).",
                issue.pairs_tested);
  if (issue.convergence.empty()) {
    table.notes.push_back(pick(language, "没有符合条件的子领域对。", "No pair qualifies."));
    return table;
  }
  table.columns = {{pick(language, "子领域对", "Pair")},
                   {pick(language, "篇数", "Documents"), true},
                   {pick(language, "此前", "Before"), true, true},
                   {pick(language, "倍数（95%区间）", "Times chance (95%)"), true}};
  for (const ConvergingFields& pair : issue.convergence) {
    const bool grew =
        pair.q_value && *pair.q_value <= 0.05 && pair.change && pair.change->value > 1;
    std::string name = (grew ? "▲ " : "") + pair_name(pair.first, pair.second, language);
    if (pair.across_domains) name += pick(language, "（跨领域）", " (across domains)");
    table.rows.push_back({.cells = {{name},
                                    {count_text(pair.both)},
                                    {count_text(pair.previous_both)},
                                    {with_range(pair.lift, language)}}});
  }
  return table;
}

Table weak_table(const Issue& issue, Language language) {
  Table table{.id = "weak", .title = pick(language, "弱信号与非共识", "Weak signals")};
  table.intro =
      pick(language,
           "把握：低。篇数过少，不作检验，多数日后不会成势；列出供人判断。路线：近期3至9篇且"
           "发文率至少翻番；组合：不同领域的两个子领域首次相遇。",
           "Confidence: low. Too few documents for a test, and most will come to nothing; "
           "listed for people to judge. Routes: 3 to 9 recent documents at twice the rate "
           "or more. Combinations: subfields of two domains that meet for the first time.");
  if (issue.weak.empty()) {
    table.notes.push_back(pick(language, "本期没有。", "None in this issue."));
    return table;
  }
  table.columns = {{pick(language, "信号", "Signal")},
                   {pick(language, "近期", "Recent"), true},
                   {pick(language, "此前", "Before"), true},
                   {pick(language, "倍数（95%区间）", "Times (95%)"), true}};
  table.chart = pick(language, "⅛倍至8倍", "⅛ to 8 times");
  for (const WeakSignal& weak : issue.weak) {
    const bool route = weak.kind == WeakKind::kRoute;
    std::string name =
        route ? name_text(weak.node, language) : pair_name(weak.node, weak.other, language);
    if (route) {
      name += zh(language) ? fmt::format("（{}）", name_text(weak.other, language))
                           : fmt::format(" ({})", name_text(weak.other, language));
    }
    TableRow row{.cells = {{name},
                           {count_text(weak.recent)},
                           {count_text(weak.previous)},
                           {with_range(weak.ratio, language)}}};
    if (route) row.ratio = weak.ratio;
    row.ratio_text = with_range(weak.ratio, language);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table emerging_table(const Issue& issue, Language language) {
  Table table{.id = "emerging", .title = pick(language, "新兴术语", "Emerging terms")};
  const Emerging& emerging = issue.emerging;
  if (emerging.computed != Computed::kYes) {
    table.notes.push_back(
        emerging.computed == Computed::kTooCostly
            ? pick(language, "词组表尚未更新，本期不列；horizon emerging可使其更新。",
                   "The phrase tables are not up to date, so no list this time; horizon emerging "
                   "brings them up to date.")
            : pick(language, "年文献不足6,000篇，排名不优于随机，不列。",
                   "Fewer than 6,000 documents a year: a ranking would be no better than chance."));
    return table;
  }
  table.intro =
      zh(language)
          ? fmt::format(
                "不限于分类表，由近四季{}篇文献的{}个词组排出；每条领起一组同现的词。"
                "上升不等于预言，往期命中率见下。",
                count_text(emerging.documents), count_text(emerging.tested))
          : fmt::format(
                "Not bound to the taxonomy: ranked from {} terms of the {} documents of the "
                "last four quarters; each leads a group that goes together. A rise is no "
                "prophecy: how earlier lists fared stands below.",
                count_text(emerging.tested), count_text(emerging.documents));
  table.columns = {{pick(language, "术语", "Term")},
                   {pick(language, "四季篇数", "Documents"), true},
                   {pick(language, "较前四季（95%区间）", "Times before (95%)"), true},
                   {pick(language, "此前上榜", "Listed before"), false, true},
                   {pick(language, "所属", "Subfield"), false, true}};
  for (const EmergingEntry& entry : emerging.terms) {
    const std::string name = clean_line(entry.term, 80);
    table.rows.push_back(
        {.cells = {{(entry.fresh ? "● " : "") + name, entry.language},
                   {count_text(entry.documents)},
                   {entry.growth ? with_range(*entry.growth, language) : "–"},
                   {history_text(entry, language)},
                   {entry.node ? name_text(*entry.node, language)
                               : pick(language, "分类表之外", "outside the taxonomy")}}});
  }
  if (!emerging.gone.empty()) {
    std::vector<std::string> gone;
    for (const std::string& term : emerging.gone) gone.push_back(clean_line(term, 80));
    const std::string names = fmt::format("{}", fmt::join(gone, zh(language) ? "、" : ", "));
    table.notes.push_back(pick(language, "○ 退出上期清单：", "○ No longer in the list: ") + names);
  }
  add_past_lists(issue, language, table);
  return table;
}

Table actors_table(const Issue& issue, Language language) {
  Table table{.id = "actors", .title = pick(language, "谁在做", "Who is behind it")};
  if (issue.actors.empty()) return table;
  const bool named = std::any_of(issue.actors.begin(), issue.actors.end(),
                                 [](const ActorPanel& panel) { return panel.named > 0; });
  if (!named) {
    table.notes.push_back(pick(language, "来源不含作者单位，无从统计。",
                               "The sources name no organisations, so there is nothing to count."));
    return table;
  }
  table.intro =
      pick(language, "一篇由多家单位合作的按份计；只计注明单位的文献。新进：此前未就该题发文。",
           "Documents of several organisations are split among them; only those that name "
           "one count. Newcomers: no earlier document on the topic.");
  table.columns = {{pick(language, "主题", "Topic")},
                   {pick(language, "注明单位", "Naming one"), true},
                   {pick(language, "单位（新进）", "Organisations (new)"), true, true},
                   {pick(language, "前五占比", "Top five"), true, true},
                   {pick(language, "居前", "Leading")},
                   {pick(language, "新进居前", "Leading newcomers"), false, true}};
  for (const ActorPanel& panel : issue.actors) {
    const std::string all = zh(language)
                                ? fmt::format("{}（{}）", panel.organisations, panel.newcomers)
                                : fmt::format("{} ({})", panel.organisations, panel.newcomers);
    table.rows.push_back({.cells = {{name_text(panel.node, language)},
                                    {fmt::format("{}/{}", panel.named, panel.documents)},
                                    {all},
                                    {panel.named == 0 ? "–" : percent(panel.top5)},
                                    {actor_names(panel.leaders, language)},
                                    {actor_names(panel.newcomers_in, language)}}});
  }
  return table;
}

Table scorecard_table(const Issue& issue, Language language) {
  Table table{.id = "scorecard", .title = pick(language, "对账", "Scorecard")};
  if (issue.scorecard.empty()) {
    table.notes.push_back(pick(
        language, "26周和52周前均无已发布且有越线项的期号，尚无可对之账。",
        "No issue of 26 or 52 weeks ago placed anything above the line: nothing to grade yet."));
    return table;
  }
  table.intro =
      pick(language,
           "往期列为越线的子领域，今日如何；右列为同期全部受检子领域，按同一规则。区间重叠，即"
           "不能证明优于全体。",
           "What became of the subfields that earlier issues placed above the line; at the "
           "right all that were tested then, by the same rule. Where intervals overlap, it "
           "is not shown to be better.");
  table.columns = {{pick(language, "期号", "Issue")},
                   {pick(language, "所判", "Claim")},
                   {pick(language, "成立", "Held"), true},
                   {pick(language, "命中率（95%区间）", "Share (95%)"), true},
                   {pick(language, "全体", "All tested"), true, true}};
  const auto share = [language](std::uint64_t part, std::uint64_t whole) {
    const trends::Estimate estimate =
        trends::share_of(static_cast<double>(part), static_cast<double>(whole));
    const std::string range = share_text(estimate.lower, estimate.upper, language);
    return zh(language) ? fmt::format("{}（{}）", percent(estimate.value), range)
                        : fmt::format("{} ({})", percent(estimate.value), range);
  };
  for (const Grade& grade : issue.scorecard) {
    const std::string claim =
        grade.rising
            ? pick(language, "上升：发文率不低于当时", "up: rate not below that of then")
            : pick(language, "下降：发文率不高于当时", "down: rate not above that of then");
    const std::string week =
        zh(language) ? fmt::format("{}（{}周前）", format_period(grade.week), grade.weeks)
                     : fmt::format("{} ({} weeks ago)", format_period(grade.week), grade.weeks);
    table.rows.push_back({.cells = {{week},
                                    {claim},
                                    {fmt::format("{}/{}", grade.held, grade.claims)},
                                    {share(grade.held, grade.claims)},
                                    {share(grade.all_held, grade.all)}}});
  }
  return table;
}

}  // namespace horizon::digest
