// Headlines, evidence, coverage and new documents.
#include <fmt/format.h>

#include <algorithm>

#include "charts/small.h"
#include "digest/foreign.h"
#include "digest/html_parts.h"
#include "digest/sentences.h"

namespace horizon::digest {
namespace {

std::string text(std::string_view plain) { return escape_html(plain); }

std::string_view kind_class(Kind kind) { return kind == Kind::kOther ? "other" : to_string(kind); }

std::string spark_table(const Headline& headline, Language language) {
  std::string out = fmt::format(
      "<details class=\"screen\"><summary>{}</summary><table class=\"grid\"><thead><tr>"
      "<th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">{}</th>"
      "<th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th>"
      "</tr></thead><tbody>\n",
      word(Word::kNumbers, language), word(Word::kPeriod, language),
      word(Word::kDocuments, language), word(Word::kAllDocuments, language),
      word(Word::kPerThousand, language));
  for (const trends::Point& point : headline.spark) {
    std::string rate(word(Word::kNoData, language));
    if (point.rate) {
      rate =
          fmt::format("{} ({})", figure_text(point.rate->value), range_text(*point.rate, language));
    }
    const std::string open =
        point.complete ? "" : fmt::format(" ({})", word(Word::kIncomplete, language));
    out += fmt::format(
        "<tr><th scope=\"row\">{}{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td>"
        "<td class=\"num\">{}</td></tr>\n",
        format_period(point.period), open, count_text(point.count), count_text(point.exposure),
        text(rate));
  }
  return out + "</tbody></table></details>\n";
}

std::string_view tone(const Headline& headline) {
  if (headline.change == Change::kDropped) return "quiet";
  return headline.growth.verdict == trends::Verdict::kRising ? "rise" : "fall";
}

std::string story_head(const Headline& headline, const Issue& issue, Language language) {
  return fmt::format(
      "<article class=\"story\"><div class=\"head\"><p class=\"place\"><b class=\"{}\">{}</b> "
      "{} <span class=\"keep\">{}</span></p><h3 class=\"serif\">{}</h3></div>\n",
      tone(headline), text(headline_mark(headline, issue, language)),
      text(headline_place(headline, language)), text(clean_line(headline.node.id, 60)),
      text(headline_title(headline, language)));
}

std::string story_side(const Headline& headline, Language language) {
  const trends::Estimate& ratio = headline.growth.comparison->ratio;
  return fmt::format(
      "<div class=\"side\"><div class=\"big {}\">{}</div><div class=\"note\">{}<br>{}</div>{}"
      "</div>\n",
      tone(headline), times_text(ratio.value, language), text(range_text(ratio, language)),
      documents_text(headline.growth.recent.tally.count, language),
      charts::sparkline(headline.spark, spark_description(headline, language)));
}

std::string story_body(const Headline& headline, const Issue& issue, Language language) {
  const bool chinese = language == Language::kChinese;
  const std::string_view colon = chinese ? "：" : ": ";
  std::string out = fmt::format("<div class=\"body\"><p>{}{}{}</p>\n",
                                text(headline_fact(headline, issue, language)), chinese ? "" : " ",
                                text(headline_since(headline, language)));
  const std::string before = headline_change(headline, issue, language);
  if (!before.empty()) out += fmt::format("<p>{}</p>\n", text(before));
  out += fmt::format("<p><b>{}</b>{}{}</p>\n", word(Word::kMeaning, language), chinese ? "　" : " ",
                     text(headline_meaning(headline, language)));
  out += fmt::format("<ul class=\"docs\" aria-label=\"{}\">\n", word(Word::kEvidence, language));
  for (const EvidenceItem& item : headline.evidence) out += html_evidence(item, "", language);
  if (headline.evidence.empty()) {
    out += fmt::format("<li>{}</li>\n", word(Word::kNoEvidence, language));
  }
  out += fmt::format(
      "</ul>\n<div class=\"judge\"><p><b>{}{}{}</b>{}</p><p><b>{}{}</b>{}</p></div>\n",
      word(Word::kConfidence, language), colon,
      confidence_text(headline.confidence.level, language),
      text(confidence_reason(headline.confidence, language)),
      word(Word::kWhatWouldChange, language), colon, text(reversal_text(headline, language)));
  return out + spark_table(headline, language) + "</div></article>\n";
}

}  // namespace

std::string html_heading(std::string_view id, Word heading, Language language) {
  return fmt::format("<h2 class=\"part serif\" id=\"{}\">{}</h2>\n", id, word(heading, language));
}

std::string html_name(const NodeRef& node, Language language) {
  const std::string name = text(name_text(node, language));
  if (!node.name.in(language).empty() || node.name.in(other(language)).empty()) return name;
  return fmt::format("<span lang=\"{}\">{}</span>", language_code(other(language)), name);
}

std::string html_evidence(const EvidenceItem& item, std::string_view extra, Language language) {
  constexpr std::size_t kMaxId = 40;
  constexpr std::size_t kMaxTitle = 200;
  const std::string id = clean_line(readable_id(item.id), kMaxId);
  const std::string inside =
      fmt::format("<b>{}</b>{}{}{}", kind_text(item.kind, language), text(id),
                  id.empty() ? "" : " · ", date_text(item.published, language));
  const auto address = web_address(item.url);
  const std::string chip =
      address ? fmt::format("<a class=\"chip {}\" href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
                            kind_class(item.kind), escape_html(*address), inside)
              : fmt::format("<span class=\"chip {}\">{}</span>", kind_class(item.kind), inside);
  const std::string tag = language_tag(item.language);
  const std::string title = clean_line(readable_title(item.title), kMaxTitle);
  return fmt::format("<li>{} <bdi{}>{}</bdi> <span class=\"note\">{}{}</span></li>\n", chip,
                     tag.empty() ? "" : fmt::format(" lang=\"{}\"", tag),
                     title.empty() ? std::string(word(Word::kUnknown, language)) : text(title),
                     text(clean_line(item.source, 60)), extra);
}

std::string html_headlines(const Issue& issue, Language language) {
  std::string out = fmt::format("<section id=\"headlines\"><h2 class=\"label\">{}</h2>\n",
                                word(Word::kHeadlines, language));
  if (issue.headlines.empty()) {
    out += fmt::format("<div class=\"still\"><h3 class=\"serif\">{}</h3><p>{}</p></div>\n",
                       quiet_title(issue, language), text(quiet_text(issue, language)));
  }
  for (const Headline& headline : issue.headlines) {
    out += story_head(headline, issue, language) + story_side(headline, language) +
           story_body(headline, issue, language);
  }
  return out + "</section>\n";
}

std::string html_coverage(const Issue& issue, Language language) {
  const Table table = coverage_table(issue, language);
  std::string out =
      fmt::format("<section><h2 class=\"label\" id=\"{}\">{}</h2>\n", table.id, text(table.title));
  if (!table.rows.empty()) {
    out += fmt::format(
        "<table class=\"grid\"><thead><tr><th scope=\"col\">{}</th>"
        "<th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th></tr>"
        "</thead><tbody>\n",
        text(table.columns[0].name), text(table.columns[1].name), text(table.columns[2].name));
  }
  for (const TableRow& row : table.rows) {
    out += fmt::format(
        "<tr><th scope=\"row\">{}<span class=\"note below\">{}</span></th>"
        "<td class=\"num\">{}</td><td class=\"num\">{}</td></tr>\n",
        text(row.cells[0].text), text(row.ratio_text), row.cells[1].text, row.cells[2].text);
  }
  if (!table.rows.empty()) out += "</tbody></table>\n";
  std::vector<std::string> notes = table.notes;
  for (std::string& note : coverage_notes(issue, language)) notes.push_back(std::move(note));
  if (!notes.empty()) out += "<ul class=\"docs\">\n";
  for (const std::string& note : notes) out += fmt::format("<li>{}</li>\n", text(note));
  if (!notes.empty()) out += "</ul>\n";
  if (table.rows.empty() && notes.empty()) {
    out += fmt::format("<p class=\"small\">{}</p>\n", word(Word::kNoData, language));
  }
  return out + "</section>\n";
}

std::string html_fresh(const Issue& issue, Language language) {
  std::string out = "<section>" + html_heading("fresh", Word::kFresh, language);
  out += fmt::format("<p class=\"intro\">{}</p><ul class=\"docs\">\n",
                     text(fresh_intro(issue, language)));
  for (const EvidenceItem& item : issue.fresh) {
    std::string nodes;
    for (const std::string& node : item.nodes) {
      nodes += " · " + text(subfield_text(issue, node, language));
    }
    out += html_evidence(item, nodes, language);
  }
  if (issue.fresh.empty()) out += fmt::format("<li>{}</li>\n", word(Word::kNone, language));
  return out + "</ul></section>\n";
}

std::string html_method(const Issue& issue, Language language) {
  std::string out = "<section>" + html_heading("method", Word::kMethod, language);
  out += "<dl class=\"method\">\n";
  for (const Definition& definition : method(issue, Medium::kPage, language)) {
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", text(definition.term),
                       text(definition.text));
  }
  return out + "</dl></section>\n";
}

}  // namespace horizon::digest
