#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "answers/search.h"
#include "core/text.h"
#include "digest/foreign.h"
#include "web/facets.h"
#include "web/hits.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/search_help.h"
#include "web/search_state.h"
#include "web/timeline.h"

namespace horizon::web {
namespace {

constexpr std::size_t kConceptNames = 8;

struct Found {
  std::shared_ptr<const pipeline::SearchReport> report;
  std::shared_ptr<const SearchSurvey> survey;    // of the search as it stands
  std::shared_ptr<const SearchSurvey> any_date;  // of all dates
};

using Surveyed = Result<std::shared_ptr<const SearchSurvey>>;

Surveyed survey_of(Context& context, const pipeline::Searcher& searcher, SearchState state) {
  state.page = 1;
  state.sort.clear();
  const auto stamp = context.stamp(searcher);
  if (!stamp) return fail(stamp.error());
  return context.surveys.get(to_query(state.to_params()), *stamp, [&]() -> Result<SearchSurvey> {
    const auto request = state.request();
    if (!request) return fail(request.error());
    auto survey = searcher.survey(*request);
    if (!survey) return fail(survey.error());
    return SearchSurvey{std::move(survey->facets), make_timeline(survey->counts)};
  });
}

Result<Found> find(Context& context, const pipeline::Searcher& searcher, const SearchState& state) {
  const auto stamp = context.stamp(searcher);
  if (!stamp) return fail(stamp.error());
  auto report = context.searches.get(to_query(state.to_params()), *stamp,
                                     [&]() -> Result<pipeline::SearchReport> {
                                       const auto request = state.request();
                                       if (!request) return fail(request.error());
                                       return searcher.search(*request);
                                     });
  if (!report) return fail(report.error());
  auto survey = survey_of(context, searcher, state);
  if (!survey) return fail(survey.error());
  SearchState any = state;
  any.from = any.until = "";
  auto any_date = state.has_dates() ? survey_of(context, searcher, any) : survey;
  if (!any_date) return fail(any_date.error());
  return Found{*std::move(report), *std::move(survey), *std::move(any_date)};
}

Markup search_form(const View& view, const SearchState& state) {
  Markup out = markup(
      "<form class=\"big\" role=\"search\" action=\"{}\" method=\"get\"><label class=\"unseen\" "
      "for=\"q\">{}</label><input id=\"q\" type=\"search\" name=\"q\" maxlength=\"500\" "
      "value=\"{}\" placeholder=\"{}\" autocomplete=\"off\" data-suggest=\"{}\">",
      view.base + "/search", view.pick("Search for", "检索"), state.q,
      view.pick("words, concept or id", "词、概念或编号"), view.base + "/api/v1/suggest");
  SearchState rest = state;
  rest.q.clear();
  rest.page = 1;
  out += view.hidden(rest.to_params());
  return out + markup("<button>{}</button></form>", view.pick("Search", "检索"));
}

// Which names in both languages were searched besides the words typed, and how not to.
Markup concept_notice(const Context& context, const View& view, const SearchState& state,
                      const pipeline::SearchedConcept& subject) {
  const taxonomy::Node& node = context.taxonomy().node(subject.node);
  std::string names;
  for (std::size_t i = 0; i < std::min(subject.names.size(), kConceptNames); ++i) {
    names += (i == 0 ? "" : view.pick(", ", "、")) + subject.names[i];
  }
  if (subject.names.size() > kConceptNames) names += view.pick(", …", "等");
  SearchState typed = state;
  typed.as_typed = true;
  typed.page = 1;
  return markup("<p class=\"aside\"><b>{}</b> {} <a href=\"{}\">{}</a> <a href=\"{}\">{}</a></p>",
                fmt::format(fmt::runtime(view.pick("Searched as the concept “{}”, in both "
                                                   "languages.",
                                                   "按概念“{}”检索，中英文一并查找。")),
                            node.name.in(view.voice.language)),
                fmt::format(fmt::runtime(view.pick("Names: {}.", "名称：{}。")), names),
                view.link("/search", typed.to_params()),
                view.pick("Only the words typed", "只查字面"), view.link("/topic/" + node.id),
                view.pick("Topic page", "主题页"));
}

// Words that no document has, and the search with their nearest ones.
Markup correction_notice(const View& view, const SearchState& state,
                         const pipeline::SearchReport& report) {
  std::string typed;
  for (const index::Correction& one : report.corrections) {
    typed += (typed.empty() ? "" : view.pick(", ", "、")) + one.typed;
  }
  SearchState there = state;
  there.q = report.corrected;
  there.page = 1;
  return markup(
      "<p class=\"aside warn\">{} {} <a href=\"{}\">{}</a></p>",
      fmt::format(fmt::runtime(view.pick("No document has “{}”.", "没有文献含有“{}”。")), typed),
      view.pick("Did you mean", "是否要找："), view.link("/search", there.to_params()),
      report.corrected);
}

Markup notices(const Context& context, const View& view, const SearchState& state,
               const pipeline::SearchReport& report, bool labels_are_old) {
  Markup out;
  for (const pipeline::SearchedConcept& subject : report.concepts) {
    out += concept_notice(context, view, state, subject);
  }
  if (!report.corrections.empty()) out += correction_notice(view, state, report);
  // The words for what was mended are the command line's; its totals are told elsewhere here.
  pipeline::SearchReport mended;
  mended.repairs = report.repairs;
  mended.behind = report.behind;
  mended.damaged = report.damaged;
  mended.cut_short = report.cut_short;
  std::vector<std::string> notes = answers::search_notes(mended, context.taxonomy(), view.voice);
  notes.pop_back();
  if (labels_are_old) {
    notes.emplace_back(
        view.pick("The taxonomy has changed since the documents were labelled; "
                  "labels and counts are still the old ones.",
                  "分类表已修改而文献尚未重新标注；标签与计数仍为旧的。"));
  }
  for (const std::string& note : notes) out += markup("<p class=\"aside warn\">{}</p>", note);
  return out;
}

Markup sort_links(const View& view, const SearchState& state) {
  struct Order {
    const char* value;
    const char* en;
    const char* zh;
  };
  static constexpr Order kOrders[] = {{"", "relevance", "相关"},
                                      {"newest", "newest", "最新"},
                                      {"oldest", "oldest", "最早"},
                                      {"typical", "typical", "典型"}};
  Markup out = markup("<span class=\"choice\">{}", view.pick("Sort:", "排序："));
  for (const Order& order : kOrders) {
    SearchState there = state;
    there.sort = order.value;
    there.page = 1;
    out += state.sort == order.value
               ? markup(" <b>{}</b>", view.pick(order.en, order.zh))
               : markup(" <a href=\"{}\">{}</a>", view.link("/search", there.to_params()),
                        view.pick(order.en, order.zh));
  }
  return out + Markup{"</span>"};
}

Markup export_links(const View& view, const SearchState& state) {
  Markup out = markup("<span class=\"choice\">{}", view.pick("Export:", "导出："));
  for (const auto& [format, name] : {std::pair("csv", "CSV"), std::pair("ris", "RIS"),
                                     std::pair("bibtex", "BibTeX"), std::pair("json", "JSON")}) {
    SearchState all = state;
    all.page = 1;
    Params params = all.to_params();
    params.set("format", format);
    out += markup(" <a href=\"{}\">{}</a>", view.link("/export", params), name);
  }
  return out + Markup{"</span>"};
}

std::string total_words(const View& view, const pipeline::SearchReport& report) {
  const char* shape = !report.total_is_exact ? view.pick("About {} documents", "约{}篇")
                      : report.total == 1    ? view.pick("{} document", "{}篇")
                                             : view.pick("{} documents", "{}篇");
  return fmt::format(fmt::runtime(shape), answers::with_separators(report.total));
}

Markup with_all_words(const View& view, const SearchState& state,
                      const pipeline::SearchReport& report) {
  if (!report.with_all || *report.with_all >= report.total) return {};
  if (*report.with_all == 0) {
    return markup("<span>{}</span>",
                  view.pick("none with all of the words", "没有同时含全部检索词的"));
  }
  SearchState all = state;
  all.every_word = true;
  all.page = 1;
  return markup(
      "<span><a href=\"{}\">{}</a></span>", view.link("/search", all.to_params()),
      fmt::format(fmt::runtime(view.pick("{} with all of the words", "其中{}篇含全部检索词")),
                  answers::with_separators(*report.with_all)));
}

Markup pager(const View& view, const SearchState& state, const pipeline::SearchReport& report) {
  const std::size_t pages = std::min<std::size_t>(
      kMaxPage, static_cast<std::size_t>((report.total + kPageSize - 1) / kPageSize));
  if (pages < 2) return {};
  Markup out = markup("<nav class=\"pager\" aria-label=\"{}\">", view.pick("Pages", "分页"));
  const auto link = [&](std::size_t page, const std::string& words) {
    SearchState there = state;
    there.page = page;
    out += page == state.page
               ? markup("<b aria-current=\"page\">{}</b>", words)
               : markup("<a href=\"{}\">{}</a>", view.link("/search", there.to_params()), words);
  };
  if (state.page > 1) link(state.page - 1, view.pick("Previous", "上一页"));
  std::size_t shown = 0;
  for (std::size_t page = 1; page <= pages; ++page) {
    const bool near = page + 2 >= state.page && page <= state.page + 2;
    if (!near && page != 1 && page != pages) continue;
    if (page > shown + 1) out += Markup{"<span>…</span>"};
    link(page, std::to_string(page));
    shown = page;
  }
  if (state.page < pages) link(state.page + 1, view.pick("Next", "下一页"));
  return out + Markup{"</nav>"};
}

Markup result_list(const Context& context, const View& view,
                   const std::vector<pipeline::SearchRow>& rows) {
  Markup out{"<ol class=\"hits\">\n"};
  for (const pipeline::SearchRow& row : rows) out += hit_item(context, view, row);
  return out + Markup{"</ol>"};
}

Markup results(Context& context, const View& view, const pipeline::Searcher& searcher,
               const SearchState& state, const Found& found) {
  if (found.report->rows.empty() && state.page == 1) {
    return nothing_found(context, view, searcher, state, *found.report);
  }
  Markup out = markup(
      "<p class=\"counts\"><b>{}</b>{}{}{}<a class=\"only-narrow\" "
      "href=\"#facets\">{}</a></p>",
      total_words(view, *found.report), with_all_words(view, state, *found.report),
      sort_links(view, state), export_links(view, state), view.pick("Narrow", "筛选"));
  out += timeline_part(view, state, found.any_date->timeline, context.clock.today());
  return out + result_list(context, view, found.report->rows) + pager(view, state, *found.report);
}

// Documents like one.
Result<Response> similar_page(Context& context, const View& view, const std::string& id) {
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  pipeline::SearchRequest request;
  request.limit = kPageSize;
  const auto report = (*searcher)->similar(id, request);
  if (!report) return fail(report.error());
  const auto number = (*searcher)->store().find(id);
  std::string title = id;
  if (number && *number) {
    if (const auto stored = (*searcher)->store().get(**number)) title = stored->document.title;
  }
  Params back;
  back.set("id", id);
  Page page;
  page.title = view.pick("Similar documents", "相似文献");
  page.section = Section::kSearch;
  page.main = markup("<h1 class=\"serif\">{}</h1><p class=\"intro\">{} <a href=\"{}\">{}</a></p>",
                     page.title, view.pick("By their words, like", "按用词，与此文献相近："),
                     view.link("/document", back), digest::clean_line(title, 200));
  page.main += result_list(context, view, report->rows);
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

Result<Response> result_page(Context& context, const View& view, const SearchState& state) {
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const auto found = find(context, **searcher, state);
  if (!found) return fail(found.error());
  Page page;
  page.title = state.q.empty() ? std::string(view.pick("Search", "检索"))
                               : std::string(truncate_utf8(state.q, 80));
  page.section = Section::kSearch;
  page.own_search = true;
  page.main = markup("<h1 class=\"unseen\">{}</h1>",
                     fmt::format(fmt::runtime(view.pick("Search: {}", "检索：{}")), state.q));
  page.main += search_form(view, state) + filter_part(context, view, state);
  page.main += notices(context, view, state, *found->report, (*searcher)->labels_are_old());
  page.main +=
      markup("<div class=\"split\"><div class=\"results\">{}</div>{}</div>",
             results(context, view, **searcher, state, *found),
             found->report->total == 0 ? Markup{}
                                       : facet_part(context, view, state, found->survey->facets));
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

}  // namespace

Result<Response> search_page(Context& context, const View& view) {
  if (const std::string like = view.params.get("like"); !like.empty()) {
    return similar_page(context, view, like);
  }
  const auto state = SearchState::parse(view.params);
  if (!state) return unreadable_query(view, view.params, state.error());
  if (!state->asks_nothing()) {
    auto page = result_page(context, view, *state);
    if (page || page.error().code != ErrorCode::kUsage) return page;
    return unreadable_query(view, view.params, page.error());
  }
  Page page;
  page.title = view.pick("Search", "检索");
  page.section = Section::kSearch;
  page.own_search = true;
  page.main = markup("<h1 class=\"serif\">{}</h1>", page.title) + search_form(view, *state) +
              search_tips(context, view);
  return render(view, page);
}

}  // namespace horizon::web
