#include "digest/render_text.h"

#include <fmt/format.h>

#include "digest/foreign.h"
#include "digest/sentences.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

std::string evidence(const EvidenceItem& item, Language language) {
  const std::string id = clean_line(readable_id(item.id), 60);
  const std::string title = clean_line(readable_title(item.title), 200);
  std::string out = fmt::format("  - {} {}{}{}  {}\n", kind_text(item.kind, language), id,
                                id.empty() ? "" : " ", date_text(item.published, language), title);
  if (const auto address = web_address(item.url)) out += fmt::format("    {}\n", *address);
  return out;
}

std::string story(const Headline& headline, const Issue& issue, Language language) {
  const std::string_view colon = language == Language::kChinese ? "：" : ": ";
  std::string out =
      fmt::format("\n{}  {}\n{} · {}\n", headline_mark(headline, issue, language),
                  headline_title(headline, language), headline_place(headline, language),
                  clean_line(headline.node.id, 60));
  out += headline_fact(headline, issue, language) + "\n";
  for (const std::string& line :
       {headline_since(headline, language), headline_change(headline, issue, language)}) {
    if (!line.empty()) out += line + "\n";
  }
  out += fmt::format("{}{}{}\n", word(Word::kMeaning, language), colon,
                     headline_meaning(headline, language));
  for (const EvidenceItem& item : headline.evidence) out += evidence(item, language);
  return out + fmt::format("{}{}{}{}\n{}{}{}\n", word(Word::kConfidence, language), colon,
                           confidence_text(headline.confidence.level, language),
                           confidence_reason(headline.confidence, language),
                           word(Word::kWhatWouldChange, language), colon,
                           reversal_text(headline, language));
}

std::string table_text(const Table& table, Language language) {
  if (table.empty()) return "";
  std::string out = fmt::format("\n\n== {} ==\n", table.title);
  const std::string_view gap = language == Language::kChinese ? "　" : "  ";
  for (const TableRow& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) out += gap;
      out += row.cells[i].text;
    }
    out += "\n";
    for (const EvidenceItem& item : row.evidence) out += evidence(item, language);
  }
  for (const std::string& note : table.notes) out += note + "\n";
  return out;
}

}  // namespace

std::string render_text(const Issue& issue, Language language, std::string_view page_href) {
  std::string out = fmt::format("{} {}\n{}\n", word(Word::kProduct, language),
                                format_period(issue.week), issue_line(issue, language));
  if (!page_href.empty()) out += fmt::format("{}\n", clean_line(page_href, 300));
  if (issue.draft) out += fmt::format("\n{}\n", word(Word::kDraft, language));
  out += fmt::format("\n{}\n\n== {} ==\n", lede(issue, language), word(Word::kHeadlines, language));
  if (issue.headlines.empty()) {
    out += fmt::format("\n{}\n{}\n", quiet_title(issue, language), quiet_text(issue, language));
  }
  for (const Headline& headline : issue.headlines) out += story(headline, issue, language);
  out += table_text(changes_table(issue, language), language);
  out += table_text(watch_table(issue, language), language);
  out += table_text(coverage_table(issue, language), language);
  out += table_text(scorecard_table(issue, language), language);
  out += table_text(corrections_table(issue, language), language);
  return out + fmt::format("\n{}\n", clean_line(issue.generator, 60));
}

}  // namespace horizon::digest
