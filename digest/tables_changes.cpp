// What came in, what changed, what is watched.
#include <fmt/format.h>

#include <algorithm>

#include "digest/foreign.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

bool zh(Language language) { return language == Language::kChinese; }

std::string pick(Language language, std::string_view chinese, std::string_view english) {
  return std::string(zh(language) ? chinese : english);
}

std::string_view light_mark(Light light) {
  switch (light) {
    case Light::kUnusual:
      return "◐";
    case Light::kSilent:
      return "○";
    case Light::kNormal:
    case Light::kUnknown:
      break;
  }
  return "●";
}

std::string light_text(const CoverageRow& row, Language language) {
  if (!row.usual_low || !row.usual_high) {
    return pick(language, "此前不足四周，尚无常年值",
                "fewer than four weeks before, no usual range yet");
  }
  const std::string range =
      zh(language)
          ? fmt::format("常年{}～{}", count_text(*row.usual_low), count_text(*row.usual_high))
          : fmt::format("usually {}–{}", count_text(*row.usual_low), count_text(*row.usual_high));
  std::string_view word;
  switch (row.light) {
    case Light::kNormal:
      word = zh(language) ? "，正常" : ", normal";
      break;
    case Light::kUnusual:
      word = row.new_documents < *row.usual_low ? (zh(language) ? "，偏少" : ", fewer than usual")
                                                : (zh(language) ? "，偏多" : ", more than usual");
      break;
    case Light::kSilent:
      word = zh(language) ? "，本周未到" : ", nothing this week";
      break;
    case Light::kUnknown:
      break;
  }
  return range + std::string(word);
}

// "16→18篇": as issued the week before, and now.
std::string count_step(const ChangeRow& row, Language language) {
  const std::string now = documents_text(row.documents, language);
  if (!row.issued_count || *row.issued_count == row.documents) return now;
  return fmt::format("{}→{}", count_text(*row.issued_count), now);
}

std::string ratio_step(const ChangeRow& row, Language language) {
  if (!row.ratio) return "";
  const std::string now = zh(language)
                              ? fmt::format("{}（{}）", times_text(row.ratio->value, language),
                                            range_text(*row.ratio, language))
                              : fmt::format("{} ({})", times_text(row.ratio->value, language),
                                            range_text(*row.ratio, language));
  if (!row.issued_ratio || figure_text(row.issued_ratio->value) == figure_text(row.ratio->value))
    return now;
  return fmt::format("{}→{}", times_text(row.issued_ratio->value, language), now);
}

std::string q_step(const ChangeRow& row) {
  if (!row.q_value) return "";
  if (!row.issued_q) return fmt::format("q {}", q_text(*row.q_value));
  return fmt::format("q {}→{}", q_text(*row.issued_q), q_text(*row.q_value));
}

std::string change_detail(const ChangeRow& row, Language language) {
  const std::string comma = pick(language, "，", ", ");
  std::string out = count_step(row, language);
  const std::string ratio = ratio_step(row, language);
  if (!ratio.empty()) out += comma + ratio;
  if (row.change == Change::kDropped) {
    const std::string q = q_step(row);
    return q.empty() ? out + pick(language, "，不足以检验", ", too few to test") : out + comma + q;
  }
  if (row.change == Change::kNew) {
    return row.headline ? out
                        : out + pick(language, "；首次越线，待下期确认",
                                     "; first time above the line, to be confirmed");
  }
  if (!row.since) return out;
  const std::string since = format_period(*row.since);
  return out + (zh(language) ? fmt::format("；自{}越线", since) : fmt::format("; since {}", since));
}

// Those that neither moved nor were told lately: one line for all of them.
TableRow holding_row(const std::vector<const ChangeRow*>& rows, Language language) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> names;
  for (const ChangeRow* row : rows) {
    if (names.size() < kNamed) names.push_back(name_text(row->node, language));
  }
  const std::string listed = fmt::format("{}", fmt::join(names, zh(language) ? "、" : ", "));
  const bool more = rows.size() > names.size();
  const std::string text =
      zh(language) ? fmt::format("{}{}，变动不大", listed, more ? "等" : "")
                   : fmt::format("{}{}; no notable change", listed, more ? " and others" : "");
  const std::string subject = zh(language) ? fmt::format("其余{}项仍越线", rows.size())
                                           : fmt::format("{} more still above", rows.size());
  return {.cells = {{change_mark(Change::kHolds, language)}, {subject}, {text}}};
}

std::string watch_state(const WatchItem& watch, Language language) {
  const std::string found = documents_text(watch.fresh_documents, language);
  if (watch.kind == WatchKind::kMilestone && watch.due) {
    const std::string due = format_day(*watch.due);
    if (zh(language)) return fmt::format("{}；{}，期限{}", watch.reached ? "●" : "–", found, due);
    return fmt::format("{} {}, due {}", watch.reached ? "●" : "–", found, due);
  }
  const std::string limit = count_text(watch.threshold);
  return zh(language) ? fmt::format("{} {}，阈值{}", watch.reached ? "●" : "–", found, limit)
                      : fmt::format("{} {}, threshold {}", watch.reached ? "●" : "–", found, limit);
}

}  // namespace

std::string change_mark(Change change, Language language) {
  switch (change) {
    case Change::kNew:
      return pick(language, "● 新", "● new");
    case Change::kUp:
      return pick(language, "▲ 升", "▲ up");
    case Change::kDown:
      return pick(language, "▼ 降", "▼ down");
    case Change::kConfirmed:
      return pick(language, "✓ 确认", "✓ confirmed");
    case Change::kDropped:
      return pick(language, "○ 退", "○ dropped");
    case Change::kHolds:
      break;
  }
  return pick(language, "＝ 不变", "＝ same");
}

Table coverage_table(const Issue& issue, Language language) {
  Table table{.id = "coverage", .title = std::string(word(Word::kCoverage, language))};
  table.columns = {{std::string(word(Word::kSource, language))},
                   {std::string(word(Word::kNew, language)), true},
                   {std::string(word(Word::kTotal, language)), true}};
  for (const CoverageRow& row : issue.coverage.rows) {
    const std::string origin =
        fmt::format("{} {}{}{} {}", light_mark(row.light), kind_text(row.kind, language),
                    zh(language) ? "·" : ", ", language_name(row.language, language),
                    clean_line(row.source, 40));
    table.rows.push_back(
        {.cells = {{origin}, {count_text(row.new_documents)}, {count_text(row.total_documents)}},
         .ratio_text = light_text(row, language)});
  }
  for (const Kind kind : issue.coverage.not_connected) {
    const std::string name(kind_text(kind, language));
    table.notes.push_back(zh(language) ? fmt::format("○ {}：未接入", name)
                                       : fmt::format("○ {}: not connected", name));
  }
  for (const LateSource& late : issue.coverage.late) {
    const std::string source = clean_line(late.source, 60);
    const std::string day = format_day(late.due);
    table.notes.push_back(
        zh(language) ? fmt::format("◐ {}应于{}采集，尚未完成。", source, day)
                     : fmt::format("◐ {} was due on {} and has not been visited.", source, day));
  }
  return table;
}

Table changes_table(const Issue& issue, Language language) {
  const std::string before = format_period(issue.previous.week);
  Table table{.id = "changes",
              .title = zh(language) ? fmt::format("较上期（{}）变化", before)
                                    : fmt::format("Since the last issue ({})", before)};
  table.columns = {{pick(language, "变化", "Change")},
                   {std::string(word(Word::kSubfield, language))},
                   {pick(language, "数字", "Figures")}};
  if (!issue.previous.issued) {
    table.notes.push_back(zh(language)
                              ? fmt::format("上期{}未发布，无从比较。", before)
                              : fmt::format("{} was not issued: nothing to compare.", before));
    return table;
  }
  std::vector<const ChangeRow*> holding;
  for (const ChangeRow& row : issue.changes) {
    if (row.change == Change::kHolds) {
      holding.push_back(&row);
      continue;
    }
    table.rows.push_back({.cells = {{change_mark(row.change, language)},
                                    {name_text(row.node, language)},
                                    {change_detail(row, language)}}});
  }
  if (!holding.empty()) table.rows.push_back(holding_row(holding, language));
  if (table.rows.empty()) {
    table.notes.push_back(pick(language, "上期与本期均无子领域越线。",
                               "No subfield is above the line, then or now."));
  }
  return table;
}

Table watch_table(const Issue& issue, Language language) {
  Table table{.id = "watches", .title = pick(language, "关注清单", "Watch list")};
  if (issue.watches.empty()) return table;
  table.intro = pick(language, "自上期以来首次收到的相关文献。●达到阈值或事件已现。",
                     "Documents first seen since the last issue. ● threshold or event reached.");
  table.columns = {{pick(language, "关注", "Watched")},
                   {pick(language, "责任方", "Owner"), false, true},
                   {pick(language, "本期", "This issue")}};
  for (const WatchItem& watch : issue.watches) {
    table.rows.push_back({.cells = {{clean_line(watch.name, 120)},
                                    {clean_line(watch.owner, 60)},
                                    {watch_state(watch, language)}},
                          .evidence = watch.evidence});
  }
  return table;
}

Table corrections_table(const Issue& issue, Language language) {
  Table table{.id = "corrections", .title = pick(language, "更正", "Corrections")};
  table.intro = pick(language, "已发各期不改动；同一窗口今日重数而有出入的，列在此处。",
                     "Issued issues are never changed. Counts of the same window that come out "
                     "otherwise today are listed here.");
  if (issue.corrections.empty()) {
    table.notes.push_back(pick(language, "本期无更正。", "No corrections in this issue."));
    return table;
  }
  table.columns = {{pick(language, "期号", "Issue")},
                   {std::string(word(Word::kSubfield, language))},
                   {pick(language, "原载", "As issued"), true},
                   {pick(language, "现为", "Now"), true}};
  for (const Correction& one : issue.corrections) {
    table.rows.push_back({.cells = {{format_period(one.week)},
                                    {name_text(one.node, language)},
                                    {count_text(one.issued)},
                                    {count_text(one.now)}}});
  }
  return table;
}

}  // namespace horizon::digest
