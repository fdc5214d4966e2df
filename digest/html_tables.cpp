// Movement table, heat map and route shares.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "charts/small.h"
#include "digest/folds.h"
#include "digest/foreign.h"
#include "digest/html_parts.h"
#include "digest/routes.h"
#include "digest/sentences.h"

namespace horizon::digest {
namespace {

std::string text(std::string_view plain) { return escape_html(plain); }

std::string column(Word heading, std::string_view css_class, Language language) {
  return fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", css_class, word(heading, language));
}

std::string verdict_cell(const MovementRow& row, Language language) {
  std::string_view css_class;
  if (row.passed) {
    css_class = row.growth.verdict == trends::Verdict::kRising ? "rise overpass" : "fall overpass";
  }
  return fmt::format("<td class=\"sign\"><span class=\"{}\">{} {}</span></td>", css_class,
                     verdict_mark(row.growth.verdict, row.passed),
                     verdict_text(row.growth.verdict, language));
}

std::string movement_row(const MovementRow& row, Language language) {
  const trends::Growth& growth = row.growth;
  const std::string rate = growth.recent.rate ? figure_text(growth.recent.rate->value) : "–";
  std::string out = fmt::format(
      "<tr><th scope=\"row\">{} {}</th>{}<td class=\"num\">{}</td><td class=\"num mid\">{}</td>"
      "<td class=\"num wide\">{}</td>",
      html_name(row.node, language), stage_mark(row.node.stage), verdict_cell(row, language),
      count_text(growth.recent.tally.count), count_text(growth.previous.tally.count), rate);
  if (growth.comparison) {
    const trends::Estimate& ratio = growth.comparison->ratio;
    charts::RatioTone tone = growth.enough ? charts::RatioTone::kPlain : charts::RatioTone::kFew;
    if (growth.verdict == trends::Verdict::kRising) tone = charts::RatioTone::kRising;
    out += fmt::format(
        "<td class=\"num\">{} <span class=\"note\">({})</span></td>"
        "<td class=\"chart wide\">{}</td>",
        figure_text(ratio.value), text(range_text(ratio, language)),
        charts::ratio_bar(ratio, tone, ratio_description(row, language)));
  } else {
    out += "<td class=\"num\">–</td><td class=\"chart wide\"></td>";
  }
  return out + fmt::format("<td class=\"num mid\">{}</td></tr>\n",
                           row.tested ? text(q_text(row.q_value)) : "–");
}

// Signed integer from |z| >= 1, the class by its size up to three.
std::string heat_cell(const HeatCell& cell, std::string_view extra, Language language) {
  std::string css_class(extra);
  std::string inside;
  if (cell.exposure == 0) {
    css_class += " void";
    inside = fmt::format("<span class=\"unseen\">{}</span>", word(Word::kNoData, language));
  } else if (cell.few) {
    css_class += " few";
    inside = fmt::format("<span class=\"unseen\">n&lt;5</span>");
  } else if (cell.z && std::abs(*cell.z) >= 1) {
    const int z = static_cast<int>(std::clamp(std::trunc(*cell.z), -99.0, 99.0));
    css_class += fmt::format(" {}{}", z > 0 ? 'u' : 'd', std::min(std::abs(z), 3));
    inside = signed_text(z);
  }
  if (!cell.complete && cell.exposure > 0) css_class += " open";
  return fmt::format("<td class=\"{}\">{}</td>", css_class, inside);
}

// Columns that a phone has no room for.
constexpr std::size_t kPhoneColumns = 8;
bool hidden_on_phone(std::size_t i, std::size_t columns) { return i + kPhoneColumns < columns; }

std::string heat_header(const HeatMap& map, const std::vector<bool>& open, Language language) {
  std::string out =
      fmt::format("<thead><tr><th scope=\"col\"><span class=\"unseen\">{}</span></th>",
                  word(Word::kSubfield, language));
  const std::size_t columns = map.periods.size();
  for (std::size_t i = 0; i < columns; ++i) {
    const int year = year_of(map.periods[i]);
    const bool turns = i > 0 && year_of(map.periods[i - 1]) != year;
    const bool soon = i + 1 < columns && year_of(map.periods[i + 1]) != year;
    const bool first_on_phone = columns > kPhoneColumns && i == columns - kPhoneColumns;
    std::string label;
    if (map.periods[i].granularity == Granularity::kYear) {
      label = "";
    } else if (turns || (i == 0 && !soon)) {
      label = fmt::format("<i>{}</i>", year);
    } else if (first_on_phone && !soon) {
      label = fmt::format("<i class=\"now\">{}</i>", year);
    }
    out += fmt::format("<th scope=\"col\" class=\"{}\">{}{}{}</th>",
                       hidden_on_phone(i, columns) ? "old" : "", label,
                       short_period(map.periods[i]), open[i] ? "*" : "");
  }
  return out + "<th scope=\"col\">n</th></tr></thead>\n";
}

std::string heat_row(const HeatRow& row, Language language) {
  std::string out = fmt::format("<tr><th scope=\"row\">{} {}</th>", html_name(row.node, language),
                                stage_mark(row.node.stage));
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    out += heat_cell(row.cells[i], hidden_on_phone(i, row.cells.size()) ? "old" : "", language);
  }
  return out + fmt::format("<td class=\"n\">{}</td></tr>\n", count_text(row.recent));
}

std::string heat_table(const HeatMap& map, const HeatGroup& group, Language language) {
  const Fold<HeatRow> fold = fold_heat(group);
  std::vector<bool> open(map.periods.size(), false);
  for (const HeatRow* row : fold.shown) {
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      if (row->cells[i].exposure > 0 && !row->cells[i].complete) open[i] = true;
    }
  }
  const std::string name =
      fmt::format("{} <span class=\"note\">{}</span>", html_name(group.domain, language),
                  text(clean_line(group.domain.id, 20)));
  std::string out = "<div>";
  if (fold.shown.empty()) {
    out += fmt::format("<h3>{}</h3>\n", name);
  } else {
    out += fmt::format("<table class=\"map\"><caption>{}</caption>\n", name) +
           heat_header(map, open, language) + "<tbody>\n";
    for (const HeatRow* row : fold.shown) out += heat_row(*row, language);
    out += "</tbody></table>\n";
  }
  if (!fold.named.empty()) {
    out += fmt::format("<p class=\"note\">{}</p>", text(heat_named(fold.named, language)));
  }
  return out + "</div>\n";
}

std::string heat_legend(Language language) {
  const bool zh = language == Language::kChinese;
  std::string out = fmt::format(
      "<div class=\"legend\"><span>{}</span><table class=\"map\" "
      "role=\"presentation\"><tbody><tr>",
      word(Word::kBelow, language));
  for (const int z : {-3, -2, -1}) {
    out += fmt::format("<td class=\"d{}\">{}</td>", -z, signed_text(z));
  }
  out += "<td></td>";
  for (const int z : {1, 2, 3}) out += fmt::format("<td class=\"u{}\">{}</td>", z, signed_text(z));
  return out +
         fmt::format(
             "</tr></tbody></table><span>{}</span><span><table class=\"map\" "
             "role=\"presentation\"><tbody><tr><td class=\"few\"></td></tr></tbody></table>{}"
             "</span><span><table class=\"map\" role=\"presentation\"><tbody><tr>"
             "<td class=\"open\"></td></tr></tbody></table>{}</span><span>{}</span></div>\n",
             word(Word::kAbove, language), zh ? "不足5篇，不作判断" : "fewer than 5, not judged",
             zh ? "*时段未完" : "* period not complete", zh ? "①②③ 政策梯次" : "①②③ policy stage");
}

std::string route_panel(const RoutePanel& panel, Language language) {
  const std::vector<RouteLine> lines = route_lines(panel, language);
  std::vector<charts::BarPart> before;
  std::vector<charts::BarPart> now;
  std::string key;
  for (const RouteLine& line : lines) {
    before.push_back({.weight = line.previous_weight, .css_class = line.css_class});
    now.push_back({.weight = line.recent_weight, .css_class = line.css_class});
    key += fmt::format(
        "<li><svg aria-hidden=\"true\"><rect class=\"{}\" width=\"10\" height=\"10\"/>"
        "</svg>{} {} {}</li>\n",
        line.css_class, text(line.name), text(line.shares), line.points);
  }
  const auto bar = [&](const std::vector<charts::BarPart>& parts, bool recent) {
    return charts::share_bar(parts, recent ? 22 : 16, route_description(panel, recent, language));
  };
  const auto label = [&](Word when, std::uint64_t documents) {
    return fmt::format("{} n={}", word(when, language), count_text(documents));
  };
  return fmt::format(
      "<div><h3>{} <span>{}</span></h3><div class=\"pair\"><span>{}</span>{}<span>{}</span>{}"
      "</div><ul class=\"key\">{}</ul></div>\n",
      html_name(panel.node, language), text(clean_line(panel.node.id, 40)),
      label(Word::kBefore, panel.previous.documents), bar(before, false),
      label(Word::kRecent, panel.recent.documents), bar(now, true), key);
}

}  // namespace

std::string html_movement(const Issue& issue, Language language) {
  std::string out = "<section>" + html_heading("movement", Word::kMovement, language);
  out += fmt::format("<p class=\"intro\">{}</p>\n", text(movement_intro(issue, language)));
  if (issue.movement.empty() || issue.windows.recent.periods == 0) return out + "</section>\n";
  out += "<table class=\"grid\"><thead><tr>" + column(Word::kSubfield, "", language) +
         column(Word::kVerdict, "sign", language) + column(Word::kRecent, "num", language) +
         column(Word::kBefore, "num mid", language) +
         column(Word::kPerThousand, "num wide", language) + column(Word::kRatio, "num", language) +
         column(Word::kChart, "wide", language) + column(Word::kCorrected, "num mid", language) +
         "</tr></thead>\n";
  for (const MovementGroup& group : issue.movement) {
    out += fmt::format(
        "<tbody><tr><th scope=\"rowgroup\" class=\"group\" colspan=\"8\">{} "
        "<span class=\"note\">{}</span></th></tr>\n",
        html_name(group.domain, language), text(clean_line(group.domain.id, 20)));
    const Fold<MovementRow> fold = fold_movement(group);
    for (const MovementRow* row : fold.shown) out += movement_row(*row, language);
    if (!fold.named.empty()) {
      out += fmt::format("<tr><td class=\"note\" colspan=\"8\">{}</td></tr>\n",
                         text(movement_named(fold.named, language)));
    }
    out += "</tbody>\n";
  }
  return out + "</table></section>\n";
}

std::string html_heat_map(const Issue& issue, Language language) {
  if (issue.heat.periods.empty() || issue.heat.groups.empty()) return "";
  std::string out = "<section>" + html_heading("heat", Word::kHeat, language);
  if (all_masked(issue.heat)) {
    return out + fmt::format("<p class=\"intro\">{}</p></section>\n", text(heat_masked(language)));
  }
  out += fmt::format("<p class=\"intro\">{}</p>{}<div class=\"heat\">\n",
                     text(heat_intro(Medium::kPage, language)), heat_legend(language));
  for (const HeatGroup& group : issue.heat.groups) out += heat_table(issue.heat, group, language);
  return out + "</div></section>\n";
}

std::string html_routes(const Issue& issue, Language language) {
  if (issue.routes.empty()) return "";
  std::string out = "<section>" + html_heading("routes", Word::kRoutes, language);
  out += fmt::format("<p class=\"intro\">{}</p><div class=\"routes\">\n",
                     text(routes_intro(Medium::kPage, language)));
  const RouteFold fold = fold_routes(issue);
  for (const RoutePanel* panel : fold.shown) out += route_panel(*panel, language);
  out += "</div>\n";
  if (!fold.rest.empty()) {
    out +=
        fmt::format("<details class=\"screen\"><summary>{} ({})</summary><div class=\"routes\">\n",
                    word(Word::kOthers, language), fold.rest.size());
    for (const RoutePanel* panel : fold.rest) out += route_panel(*panel, language);
    out += "</div></details>\n";
  }
  return out + "</section>\n";
}

}  // namespace horizon::digest
