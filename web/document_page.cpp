#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/text.h"
#include "digest/foreign.h"
#include "digest/words.h"
#include "web/hits.h"
#include "web/layout.h"
#include "web/pages.h"

namespace horizon::web {
namespace {

constexpr std::size_t kMostNames = 40;
constexpr std::size_t kSimilar = 5;
constexpr std::size_t kLongestText = 20'000;

Markup row(const char* name, const Markup& value) {
  return value.empty() ? Markup{} : markup("<dt>{}</dt><dd>{}</dd>", name, value);
}

std::string joined(const View& view, const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    out += (i == 0 ? "" : view.pick("; ", "；")) + digest::clean_line(names[i], 120);
  }
  if (names.size() > kMostNames) {
    out += fmt::format(fmt::runtime(view.pick("; and {} more", "；另{}个")),
                       names.size() - kMostNames);
  }
  return out;
}

Markup organisations(const Context& context, const View& view, const Document& document) {
  Markup out;
  std::size_t shown = 0;
  for (const Organisation& organisation : document.organisations) {
    if (++shown > kMostNames) break;
    const who::Who who = context.directory.find(organisation);
    const who::Place* country = context.directory.country(who.country);
    const std::string& known = view.chinese() && !who.name_zh.empty() ? who.name_zh : who.name_en;
    std::string where = country == nullptr ? "" : (view.chinese() ? country->zh : country->en);
    const std::string sent = digest::clean_line(organisation.name, 200);
    out += markup("<li>{}", sent);
    if (!known.empty() && known != sent) where = known + (where.empty() ? "" : " · ") + where;
    if (!where.empty()) out += markup(" <span class=\"note\">{}</span>", digest::clean_line(where));
    out += Markup{"</li>"};
  }
  return out.empty() ? out : markup("<ul>{}</ul>", out);
}

Markup codes(const View& view, const Document& document) {
  Markup out;
  std::size_t shown = 0;
  for (const Code& code : document.codes) {
    if (++shown > kMostNames) break;
    Params params;
    params.set("q", fmt::format("code:\"{}\"", code.value));
    out += markup("<a href=\"{}\">{}</a> ", view.link("/search", params),
                  digest::clean_line(code.value, 60));
  }
  return out;
}

Markup sources(const View& view, const store::StoredDocument& stored,
               const std::vector<store::GroupMember>& group) {
  Markup out = markup("<ul><li>{}</li>", joined(view, stored.sources));
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Document& other = group[i].stored.document;
    out += markup("<li>{} {} {}</li>", view.pick("shown as one with", "与之合并显示："),
                  chip(view, other), outside_link(other.url, foreign(other.title, 200)));
  }
  return out + Markup{"</ul>"};
}

Markup facts(const Context& context, const View& view, const store::StoredDocument& stored,
             const std::vector<store::GroupMember>& group) {
  const Document& document = stored.document;
  Markup out{"<dl class=\"facts\">"};
  out += row(view.pick("Authors", "作者"), text(joined(view, names_of(document.authors))));
  out += row(view.pick("Organisations", "机构"), organisations(context, view, document));
  out += row(view.pick("Published", "发表日期"), text(date_words(view, document)));
  out += row(view.pick("In", "出处"), foreign(document.venue, 200));
  out += row(view.pick("Language", "语言"),
             text(digest::language_name(document.language, view.voice.language)));
  out += row(view.pick("Codes", "分类号"), codes(view, document));
  out += row(view.pick("Known as", "标识"), text(joined(view, document.keys)));
  out += row(view.pick("First seen", "首次收录"), text(format_day(stored.first_seen)));
  out += row(view.pick("Sources", "来源"), sources(view, stored, group));
  return out + Markup{"</dl>"};
}

Markup similar(Context& context, const View& view, const pipeline::Searcher& searcher,
               const std::string& id) {
  pipeline::SearchRequest request;
  request.limit = kSimilar;
  request.snippet_width = 1;  // titles alone
  const auto report = searcher.similar(id, request);
  if (!report || report->rows.empty()) return {};
  Markup out = markup("<section><h2 class=\"serif\">{}</h2><ol class=\"hits\">",
                      view.pick("Similar documents", "相似文献"));
  for (pipeline::SearchRow shown : report->rows) {
    shown.snippet = {};
    out += hit_item(context, view, shown);
  }
  return out + Markup{"</ol></section>"};
}

Markup export_part(const View& view, const std::string& id) {
  Markup out = markup("<p class=\"acts\">{}", view.pick("Export:", "导出："));
  for (const auto& [format, name] :
       {std::pair("ris", "RIS"), std::pair("bibtex", "BibTeX"), std::pair("json", "JSON")}) {
    Params params;
    params.set("id", id);
    params.set("format", format);
    out += markup(" <a href=\"{}\">{}</a>", view.link("/export", params), name);
  }
  return out + Markup{"</p>"};
}

Response unknown_document(const View& view, const std::string& id) {
  Params params;
  params.set("q", id);
  return render(view, Notice{404,
                             view.pick("There is no such document", "没有这篇文献"),
                             digest::clean_line(id, 200),
                             markup("<a href=\"{}\">{}</a>", view.link("/search", params),
                                    view.pick("Search for it", "检索")),
                             {}});
}

Markup body(Context& context, const View& view, const pipeline::Searcher& searcher,
            const store::StoredDocument& stored, const std::vector<store::GroupMember>& group) {
  const Document& document = stored.document;
  const Markup lang = lang_attribute(document.language, view.code());
  const std::string title = digest::clean_line(digest::readable_title(document.title), 500);
  Markup out =
      markup("<article><p class=\"meta\">{}<span>{}</span></p><h1 class=\"title\"{}>{}</h1>",
             chip(view, document), date_words(view, document), lang,
             title.empty() ? view.pick("(untitled)", "（无题名）") : title);
  if (document.deleted) {
    out += markup(
        "<p class=\"aside warn\">{}</p>",
        view.pick("Withdrawn by its source; it counts nowhere.", "来源已撤回，不计入任何统计。"));
  }
  if (const auto address = digest::web_address(document.url)) {
    out += markup("<p class=\"acts\">{}</p>",
                  outside_link(*address, text(view.pick("Read at the source", "查看原文"))));
  }
  if (!document.abstract.empty()) {
    out += markup("<p class=\"abstract\"{}>{}</p>", lang,
                  truncate_utf8(document.abstract, kLongestText));
  } else {
    out += markup("<p class=\"quiet\">{}</p>",
                  view.pick("The source gives no abstract.", "来源无摘要。"));
  }
  out += markup("<section><h2 class=\"serif\">{}</h2>", view.pick("Why these labels", "为何归入"));
  const Markup reasons = label_reasons(context, view, stored);
  out +=
      reasons.html.find("reason\"") == std::string::npos
          ? markup("<p class=\"quiet\">{}</p>", view.pick("It bears no label of the taxonomy, as "
                                                          "most documents do not.",
                                                          "未归入任何子领域；多数文献如此。"))
          : reasons;
  out += markup("</section><section><h2 class=\"serif\">{}</h2>{}{}</section></article>",
                view.pick("About the document", "文献信息"), facts(context, view, stored, group),
                export_part(view, document.id));
  return out + similar(context, view, searcher, document.id);
}

}  // namespace

Result<Response> document_page(Context& context, const View& view) {
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const store::Store& store = (*searcher)->store();
  const std::string id = view.params.get("id");
  const auto number = store.find(id);
  if (!number) return fail(number.error());
  if (!*number) return unknown_document(view, id);
  const auto stored = store.get(**number);
  if (!stored) return fail(stored.error());
  const auto group = store.group(**number);
  if (!group) return fail(group.error());
  Page page;
  page.title = digest::clean_line(digest::readable_title(stored->document.title), 100);
  page.main = body(context, view, **searcher, *stored, *group);
  page.footer = context.foundation(view, **searcher);
  return render(view, page);
}

}  // namespace horizon::web
