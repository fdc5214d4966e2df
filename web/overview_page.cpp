#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "answers/voice.h"
#include "digest/foreign.h"
#include "digest/words.h"
#include "web/archive.h"
#include "web/figures.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/rank_part.h"
#include "web/reports.h"

namespace horizon::web {
namespace {

using digest::HeatCell;

constexpr std::size_t kPhonePeriods = 8;
constexpr std::size_t kSourcesShown = 30;

// The signed class of a cell: -3 to 3.
int heat_class(double z) {
  const double size = std::floor(std::min(std::abs(z), 3.0));
  return static_cast<int>(z < 0 ? -size : size);
}

Markup heat_cell(const View& view, const HeatCell& cell, const std::string& period, bool old) {
  std::string classes = old ? "old" : "";
  std::string shown;
  std::string spoken = fmt::format("{}: {}/{}", period, cell.count, cell.exposure);
  if (cell.exposure == 0) {
    classes += " void";
    spoken = period + view.pick(": no data", "：无数据");
  } else if (cell.few || !cell.z) {
    classes += " few";
  } else if (const int level = heat_class(*cell.z); level != 0) {
    classes += fmt::format(" {}{}", level > 0 ? 'u' : 'd', std::abs(level));
    // The number beyond three tells more than the colour can.
    shown = digest::signed_text(static_cast<int>(std::clamp(std::trunc(*cell.z), -9.0, 9.0)));
  }
  if (!cell.complete) classes += " open";
  return markup("<td class=\"{}\" title=\"{}\">{}</td>", classes, spoken, shown);
}

Markup heat_head(const View& view, const digest::HeatMap& map) {
  Markup out = markup("<thead><tr><th scope=\"col\"><span class=\"unseen\">{}</span></th>",
                      view.pick("Subfield", "子领域"));
  int year = 0;
  for (std::size_t i = 0; i < map.periods.size(); ++i) {
    const Period& period = map.periods[i];
    const int here = digest::year_of(period);
    const bool old = i + kPhonePeriods < map.periods.size();
    // The first column that a phone shows says its year, too.
    const bool first_on_phone = i + kPhonePeriods == map.periods.size();
    out += markup("<th scope=\"col\"{}>{}{}</th>", Markup{old ? " class=\"old\"" : ""},
                  here != year     ? markup("<i>{}</i>", here)
                  : first_on_phone ? markup("<i class=\"phone\">{}</i>", here)
                                   : Markup{},
                  digest::short_period(period));
    year = here;
  }
  return out + markup("<th scope=\"col\" class=\"n\">{}</th></tr></thead>", "n");
}

Markup heat_group(const View& view, const digest::HeatMap& map, const digest::HeatGroup& group) {
  Markup out = markup("<table class=\"map\"><caption><a href=\"{}\">{}</a></caption>{}<tbody>",
                      view.link("/topic/" + group.domain.id),
                      digest::name_text(group.domain, view.voice.language), heat_head(view, map));
  for (const digest::HeatRow& row : group.rows) {
    out += markup(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a>{}</th>", view.link("/topic/" + row.node.id),
        digest::name_text(row.node, view.voice.language), digest::stage_mark(row.node.stage));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      out += heat_cell(view, row.cells[i], format_period(map.periods[i]),
                       i + kPhonePeriods < map.periods.size());
    }
    out += markup("<td class=\"n\">{}</td></tr>", answers::with_separators(row.recent));
  }
  return out + Markup{"</tbody></table>"};
}

Markup heat_legend(const View& view) {
  Markup out = markup("<p class=\"legend\"><span>{}<span class=\"cells\">",
                      view.pick("below its own history", "低于自身历史"));
  for (const int level : {-3, -2, -1, 0, 1, 2, 3}) {
    out += markup("<i class=\"{}{}\">{}</i>",
                  level < 0   ? "d"
                  : level > 0 ? "u"
                              : "z",
                  std::abs(level), level == 0 ? "" : digest::signed_text(level));
  }
  return out + markup(
                   "</span>{}</span><span><span class=\"cells\"><i class=\"few\"></i></span>{}"
                   "</span><span><span class=\"cells\"><i class=\"open\"></i></span>{}</span>"
                   "<span>①②③ {}</span></p>",
                   view.pick("above", "高于"),
                   view.pick("fewer than 5, no judgement", "不足5篇，不作判断"),
                   view.pick("quarter not over", "本季度未完"),
                   view.pick("policy stage", "政策阶段"));
}

Markup heat_part(const View& view, const OverviewReport& report) {
  Markup out = markup(
      "<section><h2 class=\"serif\">{}</h2><p class=\"intro\">{}</p>{}<div class=\"heat\">",
      view.pick("Every subfield, twelve quarters", "各子领域，十二个季度"),
      view.pick("Each cell: the quarter's rate against the subfield's own earlier quarters, in "
                "standard deviations. The order is fixed, so a place on the page always means the "
                "same.",
                "每格为该季发文率与本子领域此前各季相比的标准差倍数。次序固定，页面位置含义不变。"),
      heat_legend(view));
  for (const digest::HeatGroup& group : report.heat.groups) {
    out += heat_group(view, report.heat, group);
  }
  return out + Markup{"</div></section>"};
}

// Those that passed the test, by the bound nearest to 1.
std::vector<const pipeline::TopicGrowth*> above_the_line(const pipeline::Overview& overview) {
  std::vector<const pipeline::TopicGrowth*> out;
  for (const pipeline::TopicGrowth& topic : overview.topics) {
    if (topic.verdict == trends::Verdict::kRising || topic.verdict == trends::Verdict::kFalling) {
      out.push_back(&topic);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
    return a->growth.comparison->ratio.lower > b->growth.comparison->ratio.lower;
  });
  return out;
}

Markup line_row(const Context& context, const View& view, const pipeline::TopicGrowth& topic) {
  const taxonomy::Node& node = context.taxonomy().node(topic.node);
  const trends::Estimate& ratio = topic.growth.comparison->ratio;
  return markup(
      "<tr><th scope=\"row\"><a href=\"{}\">{}</a></th><td class=\"num\">{}</td><td "
      "class=\"num\"><b>{}</b></td><td class=\"chart\">{}</td><td class=\"num wide\">{}</td><td "
      "class=\"num\">{}</td></tr>",
      view.link("/topic/" + node.id), node.name.in(view.voice.language),
      answers::with_separators(topic.growth.recent.tally.count),
      digest::times_text(ratio.value, view.voice.language),
      ratio_chart(view, topic.growth, topic.verdict),
      digest::range_text(ratio, view.voice.language),
      topic.growth.since ? format_period(*topic.growth.since) : "–");
}

Markup line_part(const Context& context, const View& view, const OverviewReport& report) {
  const auto topics = above_the_line(report.overview);
  Markup out = markup("<section><h2 class=\"serif\">{}</h2><p class=\"intro\">{}</p>",
                      view.pick("What is above the line", "越线的子领域"),
                      fmt::format(fmt::runtime(view.pick(
                                      "The last four complete quarters against the four before, "
                                      "with the 95% interval; after correction for {} tests "
                                      "(q ≤ 0.05).",
                                      "最近四个完整季度与此前四个季度相比，附95%区间；已就{}次检验"
                                      "作多重校正（q≤0.05）。")),
                                  report.overview.tested));
  if (topics.empty()) {
    return out +
           markup("<p class=\"still\">{}</p></section>",
                  view.pick("None at present. That is the usual case.", "目前没有。这是常态。"));
  }
  out += markup(
      "<table class=\"grid\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" "
      "class=\"num\">n</th><th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" "
      "class=\"chart\">{}</th><th scope=\"col\" class=\"num wide\">{}</th><th "
      "scope=\"col\" class=\"num\">{}</th></tr></thead><tbody>",
      view.pick("Subfield", "子领域"), view.pick("ratio", "倍数"),
      view.pick("⅛ to 8 times", "⅛倍至8倍"), view.pick("95%", "95%区间"),
      view.pick("since", "始于"));
  for (const pipeline::TopicGrowth* topic : topics) out += line_row(context, view, *topic);
  return out + Markup{"</tbody></table></section>"};
}

std::uint64_t fresh_of(const OverviewReport& report, const store::SourceCount& source) {
  for (const store::SourceCount& one : report.fresh) {
    if (one.source == source.source && one.kind == source.kind && one.language == source.language) {
      return one.documents;
    }
  }
  return 0;
}

const std::string* failure_of(const OverviewReport& report, const std::string& source) {
  for (const auto& [id, reason] : report.failures) {
    if (id == source) return &reason;
  }
  return nullptr;
}

Markup source_row(const View& view, const OverviewReport& report,
                  const store::SourceCount& source) {
  const std::uint64_t fresh = fresh_of(report, source);
  const std::string* failure = failure_of(report, source.source);
  const char* light = failure != nullptr ? "○" : fresh == 0 ? "◐" : "●";
  const char* spoken = failure != nullptr ? view.pick("failed", "失败")
                       : fresh == 0       ? view.pick("nothing new", "无新增")
                                          : view.pick("delivers", "正常");
  return markup(
      "<tr><td><span aria-hidden=\"true\">{}</span><span class=\"unseen\">{}</span></td>"
      "<th scope=\"row\">{} <span class=\"note\">{} {}</span>{}</th><td "
      "class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
      light, spoken, digest::clean_line(source.source, 60),
      digest::kind_text(source.kind, view.voice.language),
      digest::language_name(source.language, view.voice.language),
      failure == nullptr
          ? Markup{}
          : markup("<br><span class=\"note\">{}</span>", digest::clean_line(*failure, 160)),
      answers::with_separators(fresh), answers::with_separators(source.documents));
}

Markup source_part(const View& view, const OverviewReport& report) {
  Markup out = markup(
      "<section><h2 class=\"serif\">{}</h2><p class=\"intro\">{}</p><table class=\"grid\"><thead>"
      "<tr><th scope=\"col\"><span class=\"unseen\">{}</span></th><th scope=\"col\">{}</th><th "
      "scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th></tr></thead>"
      "<tbody>",
      view.pick("Coverage of the sources", "数据来源"),
      view.pick("Documents first seen within seven days, and in all. ● delivers ◐ nothing new "
                "○ failed",
                "七日内首次收录的篇数与总篇数。● 正常 ◐ 无新增 ○ 失败"),
      view.pick("State", "状态"), view.pick("Source", "来源"), view.pick("7 days", "近七日"),
      view.pick("all", "累计"));
  for (std::size_t i = 0; i < std::min(report.sources.size(), kSourcesShown); ++i) {
    out += source_row(view, report, report.sources[i]);
  }
  out += Markup{"</tbody></table>"};
  if (report.sources.size() > kSourcesShown) {
    out += markup("<p class=\"note\">{}</p>",
                  fmt::format(fmt::runtime(view.pick("and {} more", "另{}个")),
                              report.sources.size() - kSourcesShown));
  }
  return out + Markup{"</section>"};
}

std::string lede(const View& view, const OverviewReport& report) {
  std::size_t rising = 0;
  std::size_t falling = 0;
  for (const pipeline::TopicGrowth& topic : report.overview.topics) {
    rising += topic.verdict == trends::Verdict::kRising ? 1 : 0;
    falling += topic.verdict == trends::Verdict::kFalling ? 1 : 0;
  }
  const std::size_t all = report.overview.topics.size();
  if (rising + falling == 0) {
    return fmt::format(
        fmt::runtime(view.pick("Nothing unusual: of {} subfields, none has clearly sped up or "
                               "slowed over the last four quarters.",
                               "没有异常：{}个子领域中，最近四个季度无一明显加快或放慢。")),
        all);
  }
  std::string out = fmt::format(
      fmt::runtime(view.pick("Over the last four quarters {1} of {0} subfields have clearly sped "
                             "up; ",
                             "{0}个子领域中，最近四个季度明显加快的有{1}个，")),
      all, rising);
  if (falling == 0) return out + view.pick("none has slowed.", "没有放慢的。");
  return out + fmt::format(fmt::runtime(view.pick("{} have slowed.", "放慢的有{}个。")), falling);
}

Markup latest_issue(const Context& context, const View& view) {
  const auto issues = list_archive(context.workspace.digest_folder());
  if (issues.empty()) return {};
  return markup(
      "<p class=\"acts\"><a href=\"{}\">{}</a></p>", view.base + "/digests/" + issues.front().week,
      fmt::format(fmt::runtime(view.pick("What moved this week: digest {}", "本周变动：{}期周报")),
                  issues.front().week));
}

}  // namespace

Result<Response> overview_page(Context& context, const View& view) {
  const auto report = overview_report(context);
  if (!report) return fail(report.error());
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  Page page;
  page.title = view.pick("Overview", "概览");
  page.section = Section::kOverview;
  page.main = markup("<h1 class=\"serif\">{} <small>{}</small></h1><p class=\"lede serif\">{}</p>",
                     page.title, digest::day_text(context.clock.today(), view.voice.language),
                     lede(view, **report));
  page.main += latest_issue(context, view) + heat_part(view, **report);
  page.main +=
      markup("<div class=\"half\"><div>{}{}</div>{}</div>", line_part(context, view, **report),
             rank_part(context, view, (*report)->overview), source_part(view, **report));
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

}  // namespace horizon::web
