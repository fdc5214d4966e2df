#include "digest/render_markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "digest/folds.h"
#include "digest/foreign.h"
#include "digest/routes.h"
#include "digest/sentences.h"
#include "digest/tables.h"
#include "digest/words.h"

namespace horizon::digest {
namespace {

std::string text(std::string_view plain) { return escape_markdown(plain); }

std::string heading(Word title, Language language) {
  return fmt::format("\n## {}\n\n", word(title, language));
}

std::string evidence(const EvidenceItem& item, const Issue& issue, Language language) {
  std::string title = text(clean_line(readable_title(item.title), 200));
  if (title.empty()) title = word(Word::kUnknown, language);
  if (const auto address = web_address(item.url)) {
    title = fmt::format("[{}](<{}>)", title, markdown_address(*address));
  }
  const std::string id = text(clean_line(readable_id(item.id), 60));
  std::string out = fmt::format("- {} {}{}{} · {} · {}", kind_text(item.kind, language), id,
                                id.empty() ? "" : " · ", date_text(item.published, language), title,
                                text(clean_line(item.source, 60)));
  for (const std::string& node : item.nodes) {
    out += " · " + text(subfield_text(issue, node, language));
  }
  return out + "\n";
}

std::string story(const Headline& headline, const Issue& issue, Language language) {
  const std::string colon = language == Language::kChinese ? "：" : ": ";
  std::string out =
      fmt::format("### {} {}\n\n{} · {}\n\n", text(headline_mark(headline, issue, language)),
                  text(headline_title(headline, language)),
                  text(headline_place(headline, language)), text(clean_line(headline.node.id, 60)));
  out += text(headline_fact(headline, issue, language)) + "\n";
  const std::string since = headline_since(headline, language);
  if (!since.empty()) out += text(since) + "\n";
  const std::string before = headline_change(headline, issue, language);
  if (!before.empty()) out += text(before) + "\n";
  out += fmt::format("\n{}{}{}\n", word(Word::kMeaning, language), colon,
                     text(headline_meaning(headline, language)));
  out += fmt::format("\n- {}{}{}{}\n- {}{}{}\n- {}\n\n", word(Word::kConfidence, language), colon,
                     confidence_text(headline.confidence.level, language),
                     text(confidence_reason(headline.confidence, language)),
                     word(Word::kWhatWouldChange, language), colon,
                     text(reversal_text(headline, language)),
                     text(spark_description(headline, language)));
  out += fmt::format("{}{}\n\n", word(Word::kEvidence, language), colon);
  for (const EvidenceItem& item : headline.evidence) out += evidence(item, issue, language);
  if (headline.evidence.empty()) out += fmt::format("- {}\n", word(Word::kNoEvidence, language));
  return out + "\n";
}

std::string headlines(const Issue& issue, Language language) {
  std::string out = heading(Word::kHeadlines, language);
  if (issue.headlines.empty()) {
    out += fmt::format("### {}\n\n{}\n", quiet_title(issue, language),
                       text(quiet_text(issue, language)));
  }
  for (const Headline& headline : issue.headlines) out += story(headline, issue, language);
  return out;
}

std::string table_text(const Table& table, const Issue& issue, Language language) {
  if (table.empty()) return "";
  std::string out = fmt::format("\n## {}\n\n", text(table.title));
  if (!table.intro.empty()) out += text(table.intro) + "\n\n";
  std::string rule;
  if (!table.rows.empty()) out += "|";
  for (const Column& column : table.columns) {
    if (table.rows.empty()) break;
    out += fmt::format(" {} |", text(column.name));
    rule += column.number ? " ---: |" : " --- |";
  }
  if (!table.rows.empty()) out += "\n|" + rule + "\n";
  std::string documents;
  for (const TableRow& row : table.rows) {
    out += "|";
    for (const Cell& cell : row.cells) out += fmt::format(" {} |", text(cell.text));
    out += "\n";
    for (const EvidenceItem& item : row.evidence) documents += evidence(item, issue, language);
  }
  if (!documents.empty()) out += "\n" + documents;
  if (!table.rows.empty() && !table.notes.empty()) out += "\n";
  for (const std::string& note : table.notes) out += fmt::format("- {}\n", text(note));
  return out;
}

std::string coverage(const Issue& issue, Language language) {
  Table table = coverage_table(issue, language);
  table.columns.push_back({language == Language::kChinese ? "常年" : "Usual"});
  for (TableRow& row : table.rows) row.cells.push_back({row.ratio_text});
  for (std::string& note : coverage_notes(issue, language)) table.notes.push_back(std::move(note));
  if (table.empty()) table.notes.emplace_back(word(Word::kNoData, language));
  return table_text(table, issue, language);
}

std::string movement_line(const MovementRow& row, Language language) {
  const trends::Growth& growth = row.growth;
  std::string ratio = "–";
  if (growth.comparison) {
    ratio = fmt::format("{} ({})", figure_text(growth.comparison->ratio.value),
                        range_text(growth.comparison->ratio, language));
  }
  return fmt::format("| {} | {} {} | {} | {} | {} | {} | {} |\n",
                     text(name_text(row.node, language)), verdict_mark(growth.verdict, row.passed),
                     verdict_text(growth.verdict, language), count_text(growth.recent.tally.count),
                     count_text(growth.previous.tally.count),
                     growth.recent.rate ? text(figure_text(growth.recent.rate->value)) : "–",
                     text(ratio), row.tested ? text(q_text(row.q_value)) : "–");
}

std::string movement_group(const MovementGroup& group, Language language) {
  const Fold<MovementRow> fold = fold_movement(group);
  std::string out = fmt::format("\n### {} {}\n", text(name_text(group.domain, language)),
                                text(clean_line(group.domain.id, 20)));
  if (!fold.shown.empty()) {
    out += fmt::format("\n| {} | {} | {} | {} | {} | {} | {} |\n", word(Word::kSubfield, language),
                       word(Word::kVerdict, language), word(Word::kRecent, language),
                       word(Word::kBefore, language), word(Word::kPerThousand, language),
                       word(Word::kRatio, language), word(Word::kCorrected, language));
    out += "| --- | --- | ---: | ---: | ---: | ---: | ---: |\n";
  }
  for (const MovementRow* row : fold.shown) out += movement_line(*row, language);
  if (!fold.named.empty()) out += "\n" + text(movement_named(fold.named, language)) + "\n";
  return out;
}

std::string movement(const Issue& issue, Language language) {
  std::string out = heading(Word::kMovement, language);
  out += text(movement_intro(issue, language)) + "\n";
  if (issue.windows.recent.periods == 0) return out;
  for (const MovementGroup& group : issue.movement) out += movement_group(group, language);
  return out;
}

std::string heat_cell(const HeatCell& cell) {
  std::string out = "·";
  if (cell.exposure == 0) {
    out = "";
  } else if (cell.few) {
    out = "&lt;5";
  } else if (cell.z && std::abs(*cell.z) >= 1) {
    out = signed_text(static_cast<int>(std::clamp(std::trunc(*cell.z), -99.0, 99.0)));
  }
  if (cell.exposure > 0 && !cell.complete) out += "\\*";
  return out;
}

std::string heat_header(const HeatMap& map) {
  std::string out = "|  |";
  std::string rule = "| --- |";
  for (const Period& period : map.periods) {
    out += fmt::format(" {} |", format_period(period));
    rule += " ---: |";
  }
  return out + " n |\n" + rule + " ---: |\n";
}

std::string heat(const Issue& issue, Language language) {
  if (issue.heat.periods.empty() || issue.heat.groups.empty()) return "";
  std::string out = heading(Word::kHeat, language);
  if (all_masked(issue.heat)) return out + text(heat_masked(language)) + "\n";
  out += text(heat_intro(Medium::kText, language)) + "\n\n" + heat_header(issue.heat);
  std::string named;
  for (const HeatGroup& group : issue.heat.groups) {
    const Fold<HeatRow> fold = fold_heat(group);
    for (const HeatRow* row : fold.shown) {
      out += fmt::format("| {} |", text(name_text(row->node, language)));
      for (const HeatCell& cell : row->cells) out += fmt::format(" {} |", heat_cell(cell));
      out += fmt::format(" {} |\n", count_text(row->recent));
    }
    if (fold.named.empty()) continue;
    named += fmt::format("- {} · {}\n", text(name_text(group.domain, language)),
                         text(heat_named(fold.named, language)));
  }
  return named.empty() ? out : out + "\n" + named;
}

std::string routes(const Issue& issue, Language language) {
  if (issue.routes.empty()) return "";
  std::string out =
      heading(Word::kRoutes, language) + text(routes_intro(Medium::kText, language)) + "\n";
  for (const RoutePanel& panel : issue.routes) {
    out += fmt::format("\n### {} {} (n {}→{})\n\n", text(name_text(panel.node, language)),
                       text(clean_line(panel.node.id, 40)), count_text(panel.previous.documents),
                       count_text(panel.recent.documents));
    for (const RouteLine& line : route_lines(panel, language)) {
      out += fmt::format("- {} {}{}{}\n", text(line.name), text(line.shares),
                         line.points.empty() ? "" : " ", line.points);
    }
  }
  return out;
}

std::string fresh(const Issue& issue, Language language) {
  std::string out = heading(Word::kFresh, language) + text(fresh_intro(issue, language)) + "\n\n";
  for (const EvidenceItem& item : issue.fresh) out += evidence(item, issue, language);
  if (issue.fresh.empty()) out += fmt::format("- {}\n", word(Word::kNone, language));
  return out;
}

}  // namespace

std::string render_markdown(const Issue& issue, Language language) {
  std::string out = fmt::format("# {} {}\n\n{}\n\n{}\n", word(Word::kProduct, language),
                                format_period(issue.week), text(issue_line(issue, language)),
                                text(lede(issue, language)));
  if (issue.draft) out += fmt::format("\n{}\n", text(word(Word::kDraft, language)));
  out += headlines(issue, language) + table_text(changes_table(issue, language), issue, language);
  out += coverage(issue, language) + table_text(watch_table(issue, language), issue, language);
  out += heat(issue, language) + routes(issue, language);
  out += table_text(convergence_table(issue, language), issue, language);
  out += table_text(emerging_table(issue, language), issue, language);
  out += table_text(weak_table(issue, language), issue, language);
  out += table_text(actors_table(issue, language), issue, language);
  out += fresh(issue, language) + movement(issue, language);
  out += table_text(scorecard_table(issue, language), issue, language);
  out += table_text(corrections_table(issue, language), issue, language);
  out += heading(Word::kMethod, language);
  for (const Definition& definition : method(issue, Medium::kText, language)) {
    out += fmt::format("- {}{}{}\n", text(definition.term),
                       language == Language::kChinese ? "：" : ": ", text(definition.text));
  }
  return out + fmt::format("\n{}\n", text(clean_line(issue.generator, 60)));
}

}  // namespace horizon::digest
