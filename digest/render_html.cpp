#include "digest/render_html.h"

#include <fmt/format.h>

#include "charts/small.h"
#include "digest/foreign.h"
#include "digest/html_parts.h"
#include "digest/sentences.h"
#include "digest/style.h"

namespace horizon::digest {
namespace {

// A link to a file beside this one: no scheme, no host, no way up.
bool is_neighbour(std::string_view href) {
  return !href.empty() && href.find(':') == std::string_view::npos &&
         href.find("//") == std::string_view::npos && href.front() != '/';
}

std::string head(const Issue& issue, Language language) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>{} {}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n",
      language_code(language), word(Word::kProduct, language), format_period(issue.week),
      style_sheet());
}

std::string masthead(const Issue& issue, const HtmlOptions& options) {
  const Language language = options.language;
  std::string out = fmt::format(
      "<a class=\"skip\" href=\"#headlines\">{}</a>\n{}<div class=\"page\">\n"
      "<header class=\"mast\"><h1 class=\"serif\">{}<small>{}</small></h1>"
      "<div class=\"when\"><b>{}</b>{}",
      word(Word::kSkip, language), charts::hatch_definition(), word(Word::kProduct, language),
      word(Word::kSubtitle, language), format_period(issue.week),
      escape_html(issue_line(issue, language)));
  if (is_neighbour(options.other_language_href)) {
    out += fmt::format(" · <a href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}</a>",
                       escape_html(options.other_language_href), language_code(other(language)),
                       language_code(other(language)), word(Word::kOtherLanguage, language));
  }
  return out + "</div></header>\n";
}

std::string foot(const Issue& issue, Language language) {
  return fmt::format("<footer>{} {} · {} · {}</footer>\n</div>\n</body>\n</html>\n",
                     word(Word::kProduct, language), format_period(issue.week),
                     escape_html(issue_line(issue, language)),
                     escape_html(clean_line(issue.generator, 60)));
}

}  // namespace

std::string render_html(const Issue& issue, const HtmlOptions& options) {
  const Language language = options.language;
  std::string out = head(issue, language) + masthead(issue, options);
  if (issue.draft) {
    out += fmt::format("<p class=\"draft\">{}</p>\n", word(Word::kDraft, language));
  }
  out += fmt::format("<main>\n<p class=\"lede serif\">{}</p>\n<div class=\"front\">\n",
                     escape_html(lede(issue, language)));
  out += html_headlines(issue, language);
  out += "<aside>" + html_coverage(issue, language) + html_changes(issue, language);
  out += "</aside>\n</div>\n";
  out += html_table(watch_table(issue, language), language);
  out += html_heat_map(issue, language);
  out += html_routes(issue, language);
  out += html_table(convergence_table(issue, language), language);
  out += html_table(emerging_table(issue, language), language);
  out += html_table(weak_table(issue, language), language);
  out += html_table(actors_table(issue, language), language);
  out += html_fresh(issue, language);
  out += html_movement(issue, language);
  out += html_table(scorecard_table(issue, language), language);
  out += html_table(corrections_table(issue, language), language);
  out += html_method(issue, language);
  return out + "</main>\n" + foot(issue, language);
}

}  // namespace horizon::digest
