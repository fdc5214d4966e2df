#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "answers/series_notes.h"
#include "answers/voice.h"
#include "digest/words.h"
#include "web/figures.h"
#include "web/hits.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/reports.h"
#include "web/topic_parts.h"

namespace horizon::web {
namespace {

Markup breadcrumb(const Context& context, const View& view, const taxonomy::Node& node) {
  Markup path;
  for (taxonomy::NodeIndex at = node.parent; at != taxonomy::kNoNode;
       at = context.taxonomy().node(at).parent) {
    const taxonomy::Node& above = context.taxonomy().node(at);
    path = markup("<a href=\"{}\">{}</a> › ", view.link("/topic/" + above.id),
                  above.name.in(view.voice.language)) +
           path;
  }
  return markup("<p class=\"crumbs\"><a href=\"{}\">{}</a> › {}{}</p>", view.link("/overview"),
                view.pick("Overview", "概览"), path, node.id);
}

Markup heading(const View& view, const taxonomy::Node& node) {
  const bool zh = view.chinese();
  Markup out = markup("<h1 class=\"serif\">{} <small lang=\"{}\">{}</small></h1>",
                      node.name.in(view.voice.language), zh ? "en" : "zh-Hans",
                      zh ? node.name.en : node.name.zh);
  const std::string_view stage = digest::stage_text(node.stage, view.voice.language);
  const std::string& scope = node.scope.in(view.voice.language);
  if (!stage.empty() || !scope.empty()) {
    out += markup(
        "<p class=\"scope\">{}{}</p>",
        stage.empty() ? std::string() : fmt::format("{}{}", stage, scope.empty() ? "" : " · "),
        scope);
  }
  return out;
}

const pipeline::TopicGrowth* tested(const OverviewReport& overview, taxonomy::NodeIndex node) {
  for (const pipeline::TopicGrowth& topic : overview.overview.topics) {
    if (topic.node == node) return &topic;
  }
  return nullptr;
}

Markup figure(const char* name, const Markup& value, const std::string& below) {
  return markup("<div><dt>{}</dt><dd><b>{}</b> {}</dd></div>", name, value, below);
}

Markup key_figures(const View& view, const TopicReport& report, const pipeline::TopicGrowth* test) {
  const trends::Growth& growth = report.trend.whole.growth;
  const auto language = view.voice.language;
  Markup out{"<dl class=\"keys\">"};
  out += figure(view.pick("Recent", "近期"),
                text(digest::documents_text(growth.recent.tally.count, language)),
                growth.recent.periods == 0 ? "" : digest::recent_text(growth.recent, language));
  out +=
      figure(view.pick("Before", "此前"),
             text(digest::documents_text(growth.previous.tally.count, language)),
             growth.previous.periods == 0 ? "" : digest::previous_text(growth.previous, language));
  const auto& rate = growth.recent.rate;
  out +=
      figure(view.pick("Per 1,000", "每千篇"), text(rate ? digest::figure_text(rate->value) : "–"),
             rate ? digest::range_text(*rate, language) : "");
  const auto& ratio = growth.comparison;
  out += figure(view.pick("Times before", "发文率之比"),
                text(ratio ? digest::times_text(ratio->ratio.value, language) : "–"),
                ratio ? digest::range_text(ratio->ratio, language) : "");
  if (test != nullptr) {
    const bool passed =
        test->verdict == trends::Verdict::kRising || test->verdict == trends::Verdict::kFalling;
    out += figure(view.pick("Above the line", "越线"),
                  text(passed ? verdict_words(view, test->verdict) : view.pick("no", "否")),
                  test->q_value ? fmt::format("q={}", digest::q_text(*test->q_value))
                                : std::string(view.pick("not tested", "未检验")));
  }
  return out + Markup{"</dl>"};
}

Markup granularity_links(const View& view, const std::string& id, Granularity by) {
  Markup out;
  for (const auto& [value, en, zh] : {std::tuple(Granularity::kMonth, "by month", "按月"),
                                      std::tuple(Granularity::kQuarter, "by quarter", "按季度"),
                                      std::tuple(Granularity::kYear, "by year", "按年")}) {
    Params params;
    params.set("by", value == Granularity::kQuarter ? "" : std::string(to_string(value)));
    out += value == by ? markup(" <b>{}</b>", view.pick(en, zh))
                       : markup(" <a href=\"{}\">{}</a>", view.link("/topic/" + id, params),
                                view.pick(en, zh));
  }
  return out;
}

Markup links(const View& view, const taxonomy::Node& node) {
  Params search;
  search.set("topic", node.id);
  Params compare;
  compare.set("t", node.id);
  Params data;
  data.set("topic", node.id);
  data.set("by", "quarter");
  return markup(
      "<p class=\"acts\"><a href=\"{}\">{}</a> <a href=\"{}\">{}</a> <a "
      "href=\"{}\">JSON</a></p>",
      view.link("/search", search), view.pick("Search these documents", "检索这些文献"),
      view.link("/compare", compare), view.pick("Compare", "加入对比"),
      view.link("/api/v1/trends", data));
}

Markup curve_part(const Context& context, const View& view, const taxonomy::Node& node,
                  const TopicReport& report, Granularity by) {
  const std::string& name = node.name.in(view.voice.language);
  pipeline::TrendQuestion question;
  question.topic = node.id;
  question.series.granularity = by;
  Markup notes;
  for (const std::string& note :
       answers::trend_notes(report.trend, question, context.taxonomy(), view.voice)) {
    notes += markup("<li>{}</li>", note);
  }
  if (report.trend.whole.documents == 0) {
    return markup("<p class=\"still\">{}</p>{}",
                  view.pick("No dated document bears this label; no curve is drawn.",
                            "没有带日期的文献归入本主题，不画曲线。"),
                  links(view, node));
  }
  return markup(
      "<div class=\"beside\"><div><figure>{}</figure><p class=\"note\">{}{}</p><details>"
      "<summary>{}</summary>{}</details></div><section class=\"reading\"><h2>{}</h2><ul>"
      "{}</ul>{}</section></div>",
      curve(view, {&report.trend.whole}, {name}, name),
      view.pick("Band: 95% interval. Hollow: the last period, not over, never tested. "
                "Strip below: all documents.",
                "软带：95%区间。空心点：末期未完，不参与检验。底部灰柱：全部文献。"),
      granularity_links(view, node.id, by), view.pick("The numbers", "看数字"),
      points_table(view, report.trend.whole.series), view.pick("In words", "读法"), notes,
      links(view, node));
}

Markup document_list(const Context& context, const View& view, const pipeline::SearchReport& report,
                     const taxonomy::Node& node, const char* sort, const char* heading) {
  if (report.rows.empty()) return {};
  Markup out = markup("<section><h2 class=\"serif\">{}</h2><ol class=\"hits\">", heading);
  for (const pipeline::SearchRow& row : report.rows) {
    out += hit_item(context, view, row, node.id);
  }
  Params all;
  all.set("topic", node.id);
  all.set("sort", sort);
  return out + markup("</ol><p class=\"acts\"><a href=\"{}\">{}</a></p></section>",
                      view.link("/search", all),
                      fmt::format(fmt::runtime(view.pick("All {}", "全部{}篇")),
                                  answers::with_separators(report.total)));
}

Response no_topic(const Context& context, const View& view, const std::string& id) {
  Markup near;
  for (const std::string& other : context.taxonomy().suggest(id, 3)) {
    const taxonomy::Node& node = context.taxonomy().node(context.taxonomy().find(other));
    near += markup("<a href=\"{}\">{} {}</a> ", view.link("/topic/" + node.id), node.id,
                   node.name.in(view.voice.language));
  }
  return render(view,
                Notice{404,
                       fmt::format(fmt::runtime(view.pick("There is no topic {}", "没有主题 {}")),
                                   id.substr(0, 60)),
                       view.pick("Nearest:", "名称相近的："),
                       near,
                       {}});
}

Result<Response> show(Context& context, const View& view, taxonomy::NodeIndex index,
                      Granularity by) {
  const auto report = topic_report(context, index, by);
  if (!report) return fail(report.error());
  const auto overview = overview_report(context);
  if (!overview) return fail(overview.error());
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const taxonomy::Node& node = context.taxonomy().node(index);
  Page page;
  page.title = node.name.in(view.voice.language);
  page.main = breadcrumb(context, view, node) + heading(view, node);
  page.main += markup("<p class=\"lede serif\">{}</p>",
                      answers::growth_sentence((*report)->trend.whole.growth, view.voice));
  page.main += key_figures(view, **report, tested(**overview, index));
  page.main += curve_part(context, view, node, **report, by);
  page.main += subfields_part(context, view, **overview, node);
  page.main += routes_part(context, view, **report);
  page.main += markup("<div class=\"half\">{}{}</div>", actors_part(context, view, **report, node),
                      terms_part(view, **report));
  page.main += document_list(context, view, (*report)->newest, node, "newest",
                             view.pick("Newest documents", "最新文献"));
  page.main += document_list(context, view, (*report)->typical, node, "typical",
                             view.pick("Most typical documents", "最典型的文献"));
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

}  // namespace

Result<Response> topic_page(Context& context, const View& view, const std::string& id) {
  const taxonomy::NodeIndex index = context.taxonomy().resolve(id);
  if (index == taxonomy::kNoNode) return no_topic(context, view, id);
  const Granularity by = parse_granularity(view.params.get("by")).value_or(Granularity::kQuarter);
  return show(context, view, index, by);
}

}  // namespace horizon::web
