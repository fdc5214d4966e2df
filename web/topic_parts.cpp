#include "web/topic_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "answers/actors.h"
#include "answers/emerging.h"
#include "answers/voice.h"
#include "charts/line_chart.h"
#include "charts/small.h"
#include "digest/foreign.h"
#include "digest/words.h"
#include "web/figures.h"

namespace horizon::web {
namespace {

using answers::Json;

constexpr std::size_t kActorsShown = 10;
constexpr std::size_t kTermsShown = 8;

std::string percent(double share) { return fmt::format("{:.0f}%", 100 * share); }

std::string text_at(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_at(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_number() ? found->get<double>() : 0;
}

// Of weeks, months and quarters the last years: decades of them are a hedge. Years are all drawn.
std::span<const trends::Point> shown_points(const trends::Series& series) {
  const std::span<const trends::Point> points = series.points;
  const std::size_t most = series.granularity == Granularity::kYear      ? points.size()
                           : series.granularity == Granularity::kQuarter ? 28
                                                                         : 60;
  return points.last(std::min(points.size(), most));
}

std::string description(const View& view, const pipeline::TrendLine& line,
                        const std::string& name) {
  std::string out = name + view.pick(": ", "：");
  const auto& points = line.series.points;
  const std::size_t first = points.size() > 12 ? points.size() - 12 : 0;
  for (std::size_t i = first; i < points.size(); ++i) {
    if (i > first) out += view.pick(", ", "、");
    out += fmt::format("{} {}{}", format_period(points[i].period),
                       points[i].adjusted ? digest::figure_text(points[i].adjusted->value) : "–",
                       points[i].complete ? "" : view.pick(" so far", "（未完）"));
  }
  return out;
}

// Routes in the taxonomy's order, each with its share now and before.
Markup share_rows(const View& view, const pipeline::RouteReport& routes) {
  double recent = 0;
  double previous = 0;
  for (const double weight : routes.recent.weights) recent += weight;
  for (const double weight : routes.previous.weights) previous += weight;
  const auto bar = [&](const trends::RouteTally& tally, double total, int height,
                       const char* name) {
    std::vector<charts::BarPart> parts;
    static constexpr std::string_view kClasses[] = {"k-1", "k-2", "k-3", "k-4", "k-5"};
    std::string words = name;
    for (std::size_t i = 0; i < tally.weights.size(); ++i) {
      parts.push_back({tally.weights[i], i < 5 ? kClasses[i] : "k-x"});
    }
    words += fmt::format(": n = {:.0f}", total);
    return charts::share_bar(parts, height, words);
  };
  Markup out = markup("<div class=\"pair\"><span>{} n={}</span>{}", view.pick("now", "近期"),
                      fmt::format("{:.0f}", recent),
                      Markup{bar(routes.recent, recent, 22, view.pick("now", "近期"))});
  if (routes.compared && previous > 0) {
    out += markup("<span>{} n={}</span>{}", view.pick("before", "此前"),
                  fmt::format("{:.0f}", previous),
                  Markup{bar(routes.previous, previous, 16, view.pick("before", "此前"))});
  }
  return out + Markup{"</div>"};
}

Markup route_panel(const View& view, const pipeline::RouteReport& routes, std::size_t i,
                   const taxonomy::Node& node, const pipeline::TrendLine* line) {
  const auto share = [i](const trends::RouteTally& tally) {
    double total = 0;
    for (const double weight : tally.weights) total += weight;
    return total > 0 ? tally.weights[i] / total : 0;
  };
  const std::string now = percent(share(routes.recent));
  const std::string before = percent(share(routes.previous));
  const std::string name = node.name.in(view.voice.language);
  return markup(
      "<li><h3><svg class=\"key\" width=\"10\" height=\"10\" aria-hidden=\"true\"><rect "
      "class=\"{}\" width=\"10\" height=\"10\"/></svg> <a href=\"{}\">{}</a></h3><p "
      "class=\"note\">{}</p>{}</li>",
      i < 5 ? fmt::format("k-{}", i + 1) : std::string("k-x"), view.link("/topic/" + node.id), name,
      routes.compared ? fmt::format(fmt::runtime(view.pick("{}→{}, n = {:.1f}", "{}→{}，{:.1f}篇")),
                                    before, now, routes.recent.weights[i])
                      : fmt::format(fmt::runtime(view.pick("{}, n = {:.1f}", "{}，{:.1f}篇")), now,
                                    routes.recent.weights[i]),
      line == nullptr ? Markup{} : small_curve(view, line->series, name));
}

Markup actor_table(const View& view, const char* heading, const answers::Answer& answer) {
  if (answer.rows.empty()) return {};
  Markup out = markup(
      "<table class=\"grid\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" "
      "class=\"num\">n</th><th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num "
      "wide\">{}</th><th scope=\"col\" class=\"num\">{}</th></tr></thead><tbody>",
      heading, view.pick("share", "份额"), view.pick("95%", "95%区间"),
      view.pick("before", "此前"));
  for (const Json& row : answer.rows) {
    const bool fresh = row.value("newcomer", false);
    out += markup(
        "<tr><th scope=\"row\">{}{}</th><td class=\"num\">{}</td><td "
        "class=\"num\">{}%</td><td class=\"num wide\">{}</td><td class=\"num\">{}</td>"
        "</tr>",
        digest::clean_line(text_at(row, "name"), 80),
        fresh ? markup(" <span class=\"note\">● {}</span>", view.pick("new", "新")) : Markup{},
        static_cast<std::uint64_t>(number_at(row, "documents")),
        fmt::format("{:.1f}", number_at(row, "share")),
        fmt::format("{:.1f}{}{:.1f}", number_at(row, "lower"), view.pick("–", "～"),
                    number_at(row, "upper")),
        fresh ? std::string("–") : fmt::format("{:.1f}%", number_at(row, "previous_share")));
  }
  return out + Markup{"</tbody></table>"};
}

}  // namespace

Markup curve(const View& view, const std::vector<const pipeline::TrendLine*>& lines,
             const std::vector<std::string>& names, const std::string& title) {
  std::vector<charts::Line> drawn;
  std::string words;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    drawn.push_back({names[i], shown_points(lines[i]->series), {}});
    words += (i == 0 ? "" : view.pick("; ", "；")) + description(view, *lines[i], names[i]);
  }
  charts::ChartWords chart;
  chart.title = title;
  chart.description = words;
  chart.unit = view.pick("per 1,000 documents", "每千篇文献中的篇数");
  chart.exposure = view.pick("all documents", "分母：全部文献");
  chart.unfinished = view.pick("so far", "未完");
  const int labels = lines.size() > 1 ? 190 : 120;
  Markup out = markup(
      "<div class=\"broad\">{}</div>",
      Markup{charts::line_chart(
          drawn, chart, {.width = 800, .height = 310, .label_width = labels, .page_id = "w"})});
  // A phone has no room for names at the lines' ends: letters and a key do instead.
  chart.exposure = view.pick("all", "分母");
  chart.unfinished = "";
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    drawn[i].label = lines.size() > 1 && lines.size() <= 3 ? std::string(1, char('A' + i)) : "";
  }
  return out + markup("<div class=\"slim\">{}</div>",
                      Markup{charts::line_chart(
                          drawn, chart,
                          {.width = 350, .height = 270, .label_width = 62, .page_id = "n"})});
}

Markup routes_part(const Context& context, const View& view, const TopicReport& report) {
  if (!report.routes) return {};
  const pipeline::RouteReport& routes = *report.routes;
  const std::uint64_t documents = routes.recent.documents;
  const std::string intro =
      documents == 0
          ? view.pick("No document of the last four quarters to tell routes by.",
                      "最近四个季度没有可区分路线的文献。")
          : fmt::format(
                fmt::runtime(view.pick(
                    "Of {} documents of the last four complete quarters, {} ({}) name no route and "
                    "count in no share. A document that names several is split evenly. Effective "
                    "number of routes {} ({}); falling means converging.",
                    "最近四个完整季度的{}篇中，{}篇（{}）未指明路线，不计入份额；提及多条路线的文献"
                    "平均分摊。有效路线数{}（{}），下降表示收敛。")),
                answers::with_separators(documents),
                answers::with_separators(routes.recent.unassigned),
                percent(static_cast<double>(routes.recent.unassigned) /
                        static_cast<double>(documents)),
                digest::figure_text(routes.recent_effective.value),
                digest::range_text(routes.recent_effective, view.voice.language));
  Markup out = markup("<section><h2 class=\"serif\">{}</h2><p class=\"intro\">{}</p>",
                      view.pick("Technology routes", "技术路线"), intro);
  if (documents > routes.recent.unassigned) out += share_rows(view, routes);
  out += Markup{"<ul class=\"panels\">"};
  for (std::size_t i = 0; i < routes.routes.size(); ++i) {
    const taxonomy::Node& node = context.taxonomy().node(routes.routes[i]);
    const auto& parts = report.by_route.parts;
    const auto line = std::find_if(parts.begin(), parts.end(),
                                   [&](const auto& part) { return part.key == node.id; });
    out += route_panel(view, routes, i, node, line == parts.end() ? nullptr : &*line);
  }
  return out + markup("</ul><p class=\"note\">{}</p></section>",
                      view.pick("Small curves: documents per 1,000 a year, each on its own scale; "
                                "the last point is not over.",
                                "小图为每年每千篇中的篇数，纵轴各自独立；末点未完。"));
}

Markup actors_part(const Context&, const View& view, const TopicReport& report,
                   const taxonomy::Node& node) {
  if (!report.countries || !report.organisations) return {};
  const auto rows = [&](const pipeline::ActorReport& actors, pipeline::ActorKind kind) {
    return answers::actors_answer(actors, {kind, false, false, kActorsShown}, node, view.voice);
  };
  const answers::Answer countries = rows(*report.countries, pipeline::ActorKind::kCountry);
  const answers::Answer named = rows(*report.organisations, pipeline::ActorKind::kOrganisation);
  Markup out = markup("<section><h2 class=\"serif\">{}</h2>", view.pick("Who does it", "谁在做"));
  if (countries.rows.empty() && named.rows.empty()) {
    return out +
           markup("<p class=\"still\">{}</p></section>",
                  view.pick("The sources name no organisations here.", "来源未提供机构信息。"));
  }
  const pipeline::ActorReport& who = *report.organisations;
  out += markup(
      "<p class=\"intro\">{}</p>{}{}</section>",
      fmt::format(fmt::runtime(view.pick(
                      "{} of {} recent documents name an organisation; a document is split evenly "
                      "over those that it names. ● new: no earlier document here.",
                      "近期{1}篇中{0}篇注明机构；一篇文献由所列机构平均分摊。● 新：此前在本主题没有"
                      "文献。")),
                  answers::with_separators(who.named),
                  answers::with_separators(who.recent.tally.count)),
      actor_table(view, view.pick("Country", "国家"), countries),
      actor_table(view, view.pick("Organisation", "机构"), named));
  return out;
}

Markup terms_part(const View& view, const TopicReport& report) {
  Markup out =
      markup("<section><h2 class=\"serif\">{}</h2>", view.pick("Emerging terms", "新兴词"));
  if (!report.emerging) {
    return out + markup("<p class=\"still\">{}</p></section>",
                        view.pick("Not measured yet: ‘horizon emerging’ does so.",
                                  "尚未测算：请运行 horizon emerging。"));
  }
  answers::Answer answer = answers::emerging_answer(*report.emerging, view.voice);
  std::erase_if(answer.rows, [](const Json& row) { return number_at(row, "growth_lower") <= 1; });
  answer.rows.resize(std::min(answer.rows.size(), kTermsShown));
  if (answer.rows.empty()) {
    return out + markup("<p class=\"still\">{}</p></section>",
                        view.pick("None stands out.", "没有突出的词。"));
  }
  out += markup(
      "<p class=\"intro\">{}</p><table class=\"grid\"><thead><tr><th scope=\"col\">{}</th><th "
      "scope=\"col\" class=\"num\">n</th><th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" "
      "class=\"num\">{}</th><th scope=\"col\" class=\"num wide\">{}</th></tr></thead><tbody>",
      view.pick("Terms of these documents that begin to matter, as last measured; the growth is "
                "of four quarters over the four before.",
                "本主题文献中开始受关注的词，以最近一次测算为准；增长为近四季度与此前四季度之比。"),
      view.pick("Term", "词"), view.pick("growth", "增长"), view.pick("at least", "下限"),
      view.pick("since", "始于"));
  for (const Json& row : answer.rows) {
    Params params;
    params.set("q", '"' + text_at(row, "term") + '"');
    out += markup(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td class=\"num\">{}</td><td "
        "class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num wide\">{}</td>"
        "</tr>",
        view.link("/search", params), digest::clean_line(text_at(row, "term"), 80),
        static_cast<std::uint64_t>(number_at(row, "documents")),
        digest::times_text(number_at(row, "growth"), view.voice.language),
        digest::times_text(number_at(row, "growth_lower"), view.voice.language),
        text_at(row, "known_since"));
  }
  return out + Markup{"</tbody></table></section>"};
}

Markup subfields_part(const Context& context, const View& view, const OverviewReport& overview,
                      const taxonomy::Node& node) {
  if (node.level != taxonomy::Level::kDomain) return {};
  Markup out = markup(
      "<section><h2 class=\"serif\">{}</h2><table class=\"grid\"><thead><tr><th "
      "scope=\"col\">{}</th><th scope=\"col\" class=\"num\">n</th><th scope=\"col\" "
      "class=\"num\">{}</th><th scope=\"col\" class=\"chart\">{}</th><th scope=\"col\" "
      "class=\"wide\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
      view.pick("Its subfields", "子领域"), view.pick("Subfield", "子领域"),
      view.pick("ratio", "倍数"), view.pick("⅛ to 8 times", "⅛倍至8倍"),
      view.pick("12 quarters", "十二个季度"), view.pick("verdict", "判断"));
  for (std::size_t i = 0; i < overview.overview.topics.size(); ++i) {
    const pipeline::TopicGrowth& topic = overview.overview.topics[i];
    const taxonomy::Node& child = context.taxonomy().node(topic.node);
    if (context.taxonomy().node(child.parent).id != node.id) continue;
    const std::string& name = child.name.in(view.voice.language);
    out += markup(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td class=\"num\">{}</td><td "
        "class=\"num\">{}</td><td class=\"chart\">{}</td><td class=\"wide\">{}</td><td "
        "class=\"keep\">{}</td></tr>",
        view.link("/topic/" + child.id), name,
        answers::with_separators(topic.growth.recent.tally.count),
        topic.growth.comparison
            ? digest::times_text(topic.growth.comparison->ratio.value, view.voice.language)
            : "–",
        ratio_chart(view, topic.growth, topic.verdict),
        small_curve(view, overview.overview.series[i], name), verdict_words(view, topic.verdict));
  }
  return out + Markup{"</tbody></table></section>"};
}

}  // namespace horizon::web
