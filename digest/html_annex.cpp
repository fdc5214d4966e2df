// The tables behind the headlines.
#include <fmt/format.h>

#include "charts/small.h"
#include "digest/foreign.h"
#include "digest/html_parts.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

std::string text(std::string_view plain) { return escape_html(plain); }

std::string column_class(const Column& column) {
  return fmt::format("{}{}", column.number ? "num" : "", column.wide ? " mid" : "");
}

std::string cell_text(const Cell& cell, Language language) {
  const std::string tag = language_tag(cell.language);
  const bool own = tag.empty() || (tag == "zh") == (language == Language::kChinese);
  if (own) return text(cell.text);
  return fmt::format("<span lang=\"{}\">{}</span>", tag, text(cell.text));
}

std::string table_head(const Table& table) {
  std::string out = "<thead><tr>";
  for (const Column& column : table.columns) {
    out += fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", column_class(column),
                       text(column.name));
  }
  if (!table.chart.empty())
    out += fmt::format("<th scope=\"col\" class=\"wide\">{}</th>", text(table.chart));
  return out + "</tr></thead>";
}

std::string chart_cell(const TableRow& row) {
  if (!row.ratio) return "<td class=\"chart wide\"></td>";
  return fmt::format("<td class=\"chart wide\">{}</td>",
                     charts::ratio_bar(*row.ratio, charts::RatioTone::kFew, row.ratio_text));
}

std::string table_row(const Table& table, const TableRow& row, Language language) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i) {
    const std::string inside = cell_text(row.cells[i], language);
    out += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", inside)
                  : fmt::format("<td class=\"{}\">{}</td>", column_class(table.columns[i]), inside);
  }
  if (!table.chart.empty()) out += chart_cell(row);
  out += "</tr>\n";
  if (row.evidence.empty()) return out;
  out += fmt::format("<tr><td colspan=\"{}\"><ul class=\"docs\">\n", table.columns.size());
  for (const EvidenceItem& item : row.evidence) out += html_evidence(item, "", language);
  return out + "</ul></td></tr>\n";
}

std::string table_notes(const Table& table) {
  if (table.notes.empty()) return "";
  std::string out = "<ul class=\"docs\">\n";
  for (const std::string& note : table.notes) out += fmt::format("<li>{}</li>\n", text(note));
  return out + "</ul>\n";
}

}  // namespace

std::string html_table(const Table& table, Language language) {
  if (table.empty()) return "";
  std::string out = fmt::format("<section><h2 class=\"part serif\" id=\"{}\">{}</h2>\n", table.id,
                                text(table.title));
  if (!table.intro.empty()) out += fmt::format("<p class=\"intro\">{}</p>\n", text(table.intro));
  if (!table.rows.empty()) {
    out += "<table class=\"grid\">" + table_head(table) + "<tbody>\n";
    for (const TableRow& row : table.rows) out += table_row(table, row, language);
    out += "</tbody></table>\n";
  }
  return out + table_notes(table) + "</section>\n";
}

std::string html_changes(const Issue& issue, Language language) {
  const Table table = changes_table(issue, language);
  std::string out =
      fmt::format("<section><h2 class=\"label\" id=\"{}\">{}</h2>\n", table.id, text(table.title));
  if (!table.rows.empty()) out += "<ul class=\"steps\">\n";
  for (const TableRow& row : table.rows) {
    out += fmt::format("<li><b>{}</b><span>{}<span class=\"note\">{}</span></span></li>\n",
                       text(row.cells[0].text), text(row.cells[1].text), text(row.cells[2].text));
  }
  if (!table.rows.empty()) out += "</ul>\n";
  return out + table_notes(table) + "</section>\n";
}

}  // namespace horizon::digest
