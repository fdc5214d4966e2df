#include "digest/render_email.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "digest/foreign.h"
#include "digest/render_text.h"
#include "digest/sentences.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

constexpr std::string_view kInk = "#1b2025";
constexpr std::string_view kSoft = "#626b74";
constexpr std::string_view kRule = "#d8d4ca";
constexpr std::string_view kUp = "#a2430f";
constexpr std::string_view kData = "#1f5a8c";

bool zh(Language language) { return language == Language::kChinese; }

std::string text(std::string_view plain) { return escape_html(plain); }

std::string_view sans(Language language) {
  return zh(language)
             ? "Helvetica,Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
             : "Helvetica,Arial,sans-serif";
}

std::string_view serif(Language language) {
  return zh(language) ? "'Songti SC','Noto Serif CJK SC','Source Han Serif SC',STZhongsong,serif"
                      : "Georgia,Cambria,'Times New Roman',serif";
}

std::string row(std::string_view inside, std::string_view style = "") {
  return fmt::format("<tr><td style=\"padding:10px 20px;{}\">{}</td></tr>\n", style, inside);
}

std::string heading(std::string_view title) {
  return row(
      fmt::format("<h2 style=\"margin:0;padding-top:8px;border-top:2px solid {};font-size:15px"
                  "\">{}</h2>",
                  kInk, text(title)),
      "padding-bottom:0");
}

// Rates as eighths of a block; a period that is not over is grey.
std::string bars(const Headline& headline, Language language) {
  constexpr std::array kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double most = 0;
  for (const trends::Point& point : headline.spark) {
    if (point.rate) most = std::max(most, point.rate->value);
  }
  std::string out = fmt::format("<span style=\"color:{};letter-spacing:1px\" title=\"{}\">", kData,
                                text(spark_description(headline, language)));
  for (const trends::Point& point : headline.spark) {
    const double share = point.rate && most > 0 ? point.rate->value / most : 0;
    const auto level = static_cast<std::size_t>(std::clamp(std::lround(share * 7), 0L, 7L));
    out += point.complete ? std::string(kBlocks[level])
                          : fmt::format("<span style=\"color:#8b8f92\">{}</span>", kBlocks[level]);
  }
  return out + "</span>";
}

std::string evidence(const EvidenceItem& item, Language language) {
  constexpr std::size_t kMaxTitle = 160;
  const std::string tag = language_tag(item.language);
  const std::string title = clean_line(readable_title(item.title), kMaxTitle);
  const std::string label =
      fmt::format("{} {} {}", kind_text(item.kind, language), clean_line(readable_id(item.id), 40),
                  date_text(item.published, language));
  const auto address = web_address(item.url);
  const std::string link = address && address->size() <= 500
                               ? fmt::format("<a href=\"{}\" style=\"color:#174f80\">{}</a>",
                                             escape_html(*address), text(label))
                               : text(label);
  return fmt::format("<div style=\"font-size:13px;padding:2px 0\">{} <span{}>{}</span></div>\n",
                     link, tag.empty() ? "" : fmt::format(" lang=\"{}\"", tag), text(title));
}

std::string story(const Headline& headline, const Issue& issue, std::size_t links,
                  Language language) {
  const bool rising = headline.growth.verdict == trends::Verdict::kRising;
  const trends::Estimate& ratio = headline.growth.comparison->ratio;
  const std::string_view colon = zh(language) ? "：" : ": ";
  std::string out = fmt::format(
      "<div style=\"font-size:12px;color:{}\"><b style=\"color:{}\">{}</b> {} {}</div>\n"
      "<h3 style=\"margin:2px 0 4px;font-family:{};font-size:19px;line-height:1.4\">{}</h3>\n",
      kSoft, rising ? kUp : kData, text(headline_mark(headline, issue, language)),
      text(headline_place(headline, language)), text(clean_line(headline.node.id, 60)),
      serif(language), text(headline_title(headline, language)));
  out += fmt::format(
      "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>"
      "<td style=\"font-size:26px;font-weight:700;color:{};white-space:nowrap\">{} "
      "<span style=\"font-size:12px;font-weight:400;color:{}\">{}</span></td>"
      "<td align=\"right\" style=\"font-size:16px\">{}</td></tr></table>\n",
      rising ? kUp : kData, times_text(ratio.value, language), kSoft,
      text(range_text(ratio, language)), bars(headline, language));
  out += fmt::format("<p style=\"margin:4px 0\">{}{}{}</p>\n",
                     text(headline_fact(headline, issue, language)), zh(language) ? "" : " ",
                     text(headline_change(headline, issue, language)));
  out +=
      fmt::format("<p style=\"margin:4px 0\"><b>{}</b>{}{}</p>\n", word(Word::kMeaning, language),
                  colon, text(headline_meaning(headline, language)));
  for (std::size_t i = 0; i < std::min(links, headline.evidence.size()); ++i)
    out += evidence(headline.evidence[i], language);
  return out + fmt::format(
                   "<div style=\"margin-top:6px;padding:6px 10px;background:#f5f3ee;font-size:"
                   "13px\"><b>{}{}{}</b>{}<br><b>{}{}</b>{}</div>\n",
                   word(Word::kConfidence, language), colon,
                   confidence_text(headline.confidence.level, language),
                   text(confidence_reason(headline.confidence, language)),
                   word(Word::kWhatWouldChange, language), colon,
                   text(reversal_text(headline, language)));
}

// First column narrow, so that the names stand under each other.
std::string small_table(const Table& table) {
  std::string out =
      "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"font-size:13px\">\n";
  for (const TableRow& one : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      const bool number = i < table.columns.size() && table.columns[i].number;
      out += fmt::format(
          "<td{} style=\"padding:3px 8px 3px 0;border-bottom:1px solid {};vertical-align:top{}\">{}"
          "</td>",
          number ? " align=\"right\"" : "", kRule, i == 0 ? ";white-space:nowrap" : "",
          text(one.cells[i].text));
    }
    out += "</tr>\n";
  }
  out += "</table>\n";
  for (const std::string& note : table.notes)
    out += fmt::format("<div style=\"font-size:13px\">{}</div>\n", text(note));
  return out;
}

std::string above_the_line(const Issue& issue, Language language) {
  Table table;
  table.columns = {{}, {}, {"", true}, {"", true}};
  for (const MovementGroup& group : issue.movement) {
    for (const MovementRow& row : group.rows) {
      const bool above =
          std::any_of(issue.standings.begin(), issue.standings.end(),
                      [&](const Standing& standing) { return standing.node == row.node.id; });
      if (!above || !row.growth.comparison) continue;
      const trends::Estimate& ratio = row.growth.comparison->ratio;
      table.rows.push_back({.cells = {{fmt::format("{} {}", verdict_mark(row.growth.verdict, true),
                                                   name_text(row.node, language))},
                                      {name_text(group.domain, language)},
                                      {documents_text(row.growth.recent.tally.count, language)},
                                      {fmt::format("{} ({})", times_text(ratio.value, language),
                                                   range_text(ratio, language))}}});
    }
  }
  if (table.rows.empty()) return "";
  return heading(zh(language) ? "越线的子领域" : "Subfields above the line") +
         row(small_table(table));
}

// What came in, with the usual range instead of the total.
Table coverage(const Issue& issue, Language language) {
  Table table = coverage_table(issue, language);
  for (TableRow& one : table.rows) one.cells.back().text = one.ratio_text;
  if (!table.columns.empty()) table.columns.back().number = false;
  for (std::string& note : coverage_notes(issue, language)) table.notes.push_back(std::move(note));
  return table;
}

std::string masthead(const Issue& issue, const EmailOptions& options) {
  const Language language = options.language;
  std::string out = fmt::format(
      "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td><h1 "
      "style=\"margin:0;font-family:{};font-size:26px\">{}</h1></td><td align=\"right\" "
      "style=\"font-size:12px;color:{}\"><b "
      "style=\"font-size:17px;color:{}\">{}</b><br>{}</td></tr>"
      "</table>",
      serif(language), word(Word::kProduct, language), kSoft, kInk, format_period(issue.week),
      text(issue_line(issue, language)));
  const bool relative = options.page_href.find(':') == std::string::npos;
  if (!options.page_href.empty() && (relative || web_address(options.page_href))) {
    out += fmt::format(
        "<div style=\"font-size:13px\"><a href=\"{}\" style=\"color:#174f80\">{}</a>"
        "</div>",
        escape_html(options.page_href),
        zh(language) ? "网页版（热力图、路线、方法）" : "The page (heat map, routes, method)");
  }
  return row(out, fmt::format("border-bottom:3px solid {}", kInk));
}

std::string body(const Issue& issue, const EmailOptions& options, std::size_t links) {
  const Language language = options.language;
  std::string out = masthead(issue, options);
  if (issue.draft) out += row(word(Word::kDraft, language), "background:#f5f3ee");
  out +=
      row(fmt::format("<p style=\"margin:0;font-family:{};font-size:18px;line-height:1.5\">{}</p>",
                      serif(language), text(lede(issue, language))));
  const Table changes = changes_table(issue, language);
  out += heading(changes.title) + row(small_table(changes));
  out += heading(word(Word::kHeadlines, language));
  if (issue.headlines.empty()) {
    out += row(fmt::format("<h3 style=\"margin:0 0 4px;font-family:{};font-size:19px\">{}</h3>{}",
                           serif(language), quiet_title(issue, language),
                           text(quiet_text(issue, language))));
  }
  for (const Headline& headline : issue.headlines) {
    out += row(story(headline, issue, links, language),
               fmt::format("border-bottom:1px solid {}", kRule));
  }
  const Table watches = watch_table(issue, language);
  if (!watches.empty()) out += heading(watches.title) + row(small_table(watches));
  out += above_the_line(issue, language);
  out += heading(word(Word::kCoverage, language)) + row(small_table(coverage(issue, language)));
  for (const Table& table :
       {scorecard_table(issue, language), corrections_table(issue, language)}) {
    out += heading(table.title) + row(small_table(table));
  }
  return out;
}

std::string html(const Issue& issue, const EmailOptions& options, std::size_t links) {
  return fmt::format(
             "<!doctype html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{1} "
             "{2}"
             "</title>\n</head>\n<body style=\"margin:0;background:#efece5\">\n"
             "<table role=\"presentation\" align=\"center\" width=\"640\" cellpadding=\"0\" "
             "cellspacing=\"0\" style=\"width:100%;max-width:640px;background:#fdfcfa;color:{3};"
             "font-family:{4};font-size:15px;line-height:1.6\">\n",
             language_code(options.language), word(Word::kProduct, options.language),
             format_period(issue.week), kInk, sans(options.language)) +
         body(issue, options, links) + "</table>\n</body>\n</html>\n";
}

std::string subject(const Issue& issue, Language language) {
  const std::string what = issue.headlines.empty()
                               ? quiet_title(issue, language)
                               : headline_title(issue.headlines.front(), language);
  return clean_line(
      fmt::format("{} {} · {}", word(Word::kProduct, language), format_period(issue.week), what),
      120);
}

}  // namespace

Email render_email(const Issue& issue, const EmailOptions& options) {
  Email out;
  out.subject = subject(issue, options.language);
  for (std::size_t links = 3;; --links) {
    out.html = html(issue, options, links);
    if (out.html.size() < kMaxEmailBytes || links == 0) break;
  }
  if (out.html.size() >= kMaxEmailBytes) {
    Issue shorter = issue;
    shorter.watches.clear();
    shorter.coverage.rows.clear();
    shorter.corrections.clear();
    out.html = html(shorter, options, 0);
  }
  out.text = render_text(issue, options.language, options.page_href);
  return out;
}

}  // namespace horizon::digest
