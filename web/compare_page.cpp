#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "answers/voice.h"
#include "core/text.h"
#include "digest/foreign.h"
#include "digest/words.h"
#include "web/figures.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/search_state.h"
#include "web/topic_parts.h"

namespace horizon::web {
namespace {

constexpr std::size_t kMost = 6;

struct Compared {
  std::vector<std::string> asked;
  std::vector<const pipeline::TrendLine*> lines;
  std::vector<std::string> names;
};

Params asking(const std::vector<std::string>& topics) {
  Params params;
  for (const std::string& topic : topics) params.add("t", topic);
  return params;
}

std::string name_of(const Context& context, const View& view, const std::string& asked) {
  const taxonomy::NodeIndex node = context.taxonomy().resolve(asked);
  return node == taxonomy::kNoNode ? digest::clean_line(asked, 40)
                                   : context.taxonomy().node(node).name.in(view.voice.language);
}

// What is compared, each with a link that takes it out, and a field for one more.
Markup chooser(const Context& context, const View& view, const std::vector<std::string>& topics) {
  Markup out{"<ul class=\"filters\">"};
  for (std::size_t i = 0; i < topics.size(); ++i) {
    std::vector<std::string> rest = topics;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    out += markup(
        "<li><a class=\"tag\" href=\"{}\"><span class=\"unseen\">{}</span>{} {} ×</a>"
        "</li>",
        view.link("/compare", asking(rest)), view.pick("Remove: ", "去掉："),
        std::string(1, static_cast<char>('A' + i)), name_of(context, view, topics[i]));
  }
  out += Markup{"</ul>"};
  if (topics.size() >= kMost) return out;
  out += markup("<form class=\"big\" action=\"{}\" method=\"get\">", view.base + "/compare");
  out += view.hidden(asking(topics));
  return out + markup(
                   "<label class=\"unseen\" for=\"t\">{}</label><input id=\"t\" name=\"t\" "
                   "maxlength=\"200\" placeholder=\"{}\" autocomplete=\"off\" "
                   "data-suggest=\"{}\"><button>{}</button></form>",
                   view.pick("A further topic or query", "再加一个主题或检索式"),
                   view.pick("a topic or a query", "主题或检索式"), view.base + "/api/v1/suggest",
                   view.pick("Add", "加入"));
}

Result<std::shared_ptr<const pipeline::TrendReport>> measure(
    Context& context, const std::vector<std::string>& topics) {
  pipeline::TrendQuestion question;
  question.topic = topics.front();
  question.compare.assign(topics.begin() + 1, topics.end());
  question.series.granularity = Granularity::kQuarter;
  question.series.as_of = context.clock.today();
  const auto stamp = context.stamp();
  if (!stamp) return fail(stamp.error());
  return context.trends.get(
      "compare?" + to_query(asking(topics)), *stamp, [&]() -> Result<pipeline::TrendReport> {
        auto searcher = context.measurer();
        if (!searcher) return fail(searcher.error());
        return pipeline::measure_topic(context.workspace, **searcher, question);
      });
}

Compared lines_of(const Context& context, const View& view, const std::vector<std::string>& topics,
                  const pipeline::TrendReport& report) {
  Compared compared;
  compared.asked = topics;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    compared.lines.push_back(i == 0 ? &report.whole : &report.parts[i - 1]);
    compared.names.push_back(name_of(context, view, topics[i]));
  }
  return compared;
}

std::string lede(const View& view, const Compared& compared) {
  std::size_t largest = 0;
  std::optional<std::size_t> fastest;
  for (std::size_t i = 0; i < compared.lines.size(); ++i) {
    const trends::Growth& growth = compared.lines[i]->growth;
    if (growth.recent.tally.count > compared.lines[largest]->growth.recent.tally.count) largest = i;
    if (growth.verdict != trends::Verdict::kRising) continue;
    if (!fastest ||
        growth.comparison->ratio.lower > compared.lines[*fastest]->growth.comparison->ratio.lower) {
      fastest = i;
    }
  }
  std::string out =
      fmt::format(fmt::runtime(view.pick("{} is the largest, with {} over the last four quarters.",
                                         "最近四个季度中，{}规模最大，共{}。")),
                  compared.names[largest],
                  digest::documents_text(compared.lines[largest]->growth.recent.tally.count,
                                         view.voice.language));
  if (fastest == largest) {
    return out + view.pick(" It has also sped up most clearly.", "加快也最明显。");
  }
  if (!fastest) {
    return out + view.pick(" None has clearly sped up.", "均无明显加快。");
  }
  return out +
         fmt::format(fmt::runtime(view.pick(" {} has sped up most clearly.", "加快最明显的是{}。")),
                     compared.names[*fastest]);
}

Markup row(const Context& context, const View& view, const Compared& compared, std::size_t i) {
  const pipeline::TrendLine& line = *compared.lines[i];
  const trends::Growth& growth = line.growth;
  Params search;
  search.set("q", compared.asked[i]);
  const std::string address = line.node == taxonomy::kNoNode
                                  ? view.link("/search", search)
                                  : view.link("/topic/" + context.taxonomy().node(line.node).id);
  return markup(
      "<tr><th scope=\"row\"><b>{}</b> <a href=\"{}\">{}</a></th><td class=\"num\">{}</td><td "
      "class=\"num\">{}</td><td class=\"num\"><b>{}</b></td><td class=\"chart\">{}</td><td "
      "class=\"keep\">{}</td><td class=\"wide\">{}</td></tr>",
      std::string(1, static_cast<char>('A' + i)), address, compared.names[i],
      answers::with_separators(growth.recent.tally.count),
      growth.recent.rate ? digest::figure_text(growth.recent.rate->value) : "–",
      growth.comparison ? digest::times_text(growth.comparison->ratio.value, view.voice.language)
                        : "–",
      ratio_chart(view, growth, growth.verdict), verdict_words(view, growth.verdict),
      small_curve(view, line.series, compared.names[i]));
}

Markup table(const Context& context, const View& view, const Compared& compared) {
  Markup out = markup(
      "<section><h2 class=\"serif\">{}</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\"><table class=\"grid\"><thead><tr><th scope=\"col\">{}</th><th "
      "scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th><th "
      "scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"chart\">{}</th><th "
      "scope=\"col\">{}</th><th scope=\"col\" class=\"wide\">{}</th></tr></thead><tbody>",
      view.pick("Side by side", "并列"), view.pick("Side by side", "并列"),
      view.pick("Topic", "主题"), view.pick("4 quarters", "近四季度"),
      view.pick("per 1,000", "每千篇"), view.pick("ratio", "倍数"),
      view.pick("⅛ to 8 times", "⅛倍至8倍"), view.pick("verdict", "判断"),
      view.pick("12 quarters", "十二个季度"));
  for (std::size_t i = 0; i < compared.lines.size(); ++i) out += row(context, view, compared, i);
  return out + markup("</tbody></table></div><p class=\"note\">{}</p></section>",
                      view.pick("Each verdict is of one topic by itself, without correction for "
                                "their number. Sources may cover one topic better than another: "
                                "compare the trends, less the levels.",
                                "判断逐个主题作出，未作多重校正。来源对各主题的覆盖不同：宜比走势，"
                                "少比水平。"));
}

Markup curve_section(const View& view, const Compared& compared) {
  return markup(
      "<section><h2 class=\"serif\">{}</h2><p class=\"intro\">{}</p><figure>{}</figure>"
      "</section>",
      view.pick("Rate by quarter", "各季度发文率"),
      compared.lines.size() > 3
          ? view.pick("One axis. Letter, dash and colour say the same. Bars: 95% "
                      "intervals at the last complete quarter; hollow: not over.",
                      "共用纵轴。字母、线型、颜色表示同一主题。竖条为最近完整季度的95%区间；"
                      "空心点未完。")
          : view.pick("One axis. Bands: 95% intervals; hollow: the quarter is not over.",
                      "共用纵轴。软带为95%区间；空心点为未完季度。"),
      curve(view, compared.lines, compared.names, view.pick("Compare", "对比")));
}

}  // namespace

Result<Response> compare_page(Context& context, const View& view) {
  std::vector<std::string> topics;
  for (const std::string& topic : view.params.all("t")) {
    const std::string one(trim(topic));
    if (one.empty() || std::find(topics.begin(), topics.end(), one) != topics.end()) continue;
    if (const Status fine = check_query(one); !fine) {
      return fail(ErrorCode::kUsage, fine.error().message);
    }
    // What is written like an id is meant as one.
    if (one.find('.') != std::string::npos && one.find_first_of(" \"") == std::string::npos) {
      const auto node = pipeline::resolve_topic(context.taxonomy(), one);
      if (!node) return fail(node.error());
    }
    topics.push_back(one);
  }
  if (topics.size() > kMost) {
    return fail(ErrorCode::kUsage, view.pick("At most six topics can be told apart in one drawing.",
                                             "一张图中最多可辨认六个主题。"));
  }
  Page page;
  page.title = view.pick("Compare", "对比");
  page.section = Section::kCompare;
  page.main = markup("<h1 class=\"serif\">{} <small>{}</small></h1>", page.title,
                     view.pick("up to six topics or queries", "至多六个主题或检索式"));
  if (topics.empty()) {
    page.main += chooser(context, view, topics);
    return render(view, page);
  }
  const auto report = measure(context, topics);
  if (!report) return fail(report.error());
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const Compared compared = lines_of(context, view, topics, **report);
  page.main += markup("<p class=\"lede serif\">{}</p>", lede(view, compared));
  page.main += chooser(context, view, topics) + curve_section(view, compared) +
               table(context, view, compared);
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

}  // namespace horizon::web
