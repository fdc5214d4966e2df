#include "web/layout.h"

#include <fmt/format.h>

#include "core/text.h"
#include "web/assets.h"

namespace horizon::web {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct Entry {
  Section section;
  const char* path;
  const char* en;
  const char* zh;
};
constexpr Entry kEntries[] = {{Section::kOverview, "/overview", "Overview", "概览"},
                              {Section::kSearch, "/search", "Search", "检索"},
                              {Section::kCompare, "/compare", "Compare", "对比"},
                              {Section::kDigests, "/digests", "Digest", "周报"}};

Markup navigation(const View& view, Section current) {
  Markup out = markup("<nav aria-label=\"{}\"><ul>", view.pick("Main", "主导航"));
  for (const Entry& entry : kEntries) {
    out += markup("<li><a href=\"{}\"{}>{}</a></li>", view.link(entry.path),
                  Markup{entry.section == current ? " aria-current=\"page\"" : ""},
                  view.pick(entry.en, entry.zh));
  }
  return out + Markup{"</ul></nav>"};
}

Markup search_field(const View& view, const std::string& query) {
  Markup out = markup(
      "<form class=\"find\" role=\"search\" action=\"{}\" method=\"get\"><label class=\"unseen\" "
      "for=\"head-q\">{}</label><input id=\"head-q\" type=\"search\" name=\"q\" maxlength=\"500\" "
      "value=\"{}\" placeholder=\"{}\" autocomplete=\"off\" data-suggest=\"{}\">",
      view.base + "/search", view.pick("Search", "检索"), query,
      view.pick("words, concept or id", "词、概念或编号"), view.base + "/api/v1/suggest");
  out += view.hidden({});
  return out + markup("<button>{}</button></form>", view.pick("Search", "检索"));
}

Markup head(const View& view, const Page& page) {
  Markup out = markup(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta "
      "name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n",
      view.code(),
      page.title.empty() ? view.pick("Horizon", "地平线")
                         : page.title + view.pick(" · Horizon", " · 地平线"));
  out +=
      markup("<link rel=\"stylesheet\" href=\"{}/assets/{}.css\">\n", view.base, assets_version());
  out += markup("<link rel=\"icon\" href=\"{}/assets/{}.svg\" type=\"image/svg+xml\">\n", view.base,
                assets_version());
  out += markup("<script src=\"{}/assets/{}.js\" defer></script>\n</head>\n", view.base,
                assets_version());
  return out;
}

Markup masthead(const View& view, const Page& page) {
  Markup out = markup(
      "<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n<header class=\"bar\"><div "
      "class=\"page\"><a class=\"brand serif\" href=\"{}\">{}</a>",
      view.pick("Skip to the content", "跳到正文"), view.link("/"), view.pick("Horizon", "地平线"));
  out += navigation(view, page.section);
  if (!page.own_search) out += search_field(view, page.query);
  out += markup("<a class=\"other\" href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}</a>",
                view.other_language(), view.pick("zh-Hans", "en"), view.pick("zh-Hans", "en"),
                view.pick("中文", "English"));
  return out + Markup{"</div></header>\n"};
}

Markup footer(const View& view, const std::string& words) {
  Markup out = markup("<footer><div class=\"page\"><p>{}</p><p class=\"acts\">", words);
  if (view.analyst.empty()) {
    out += markup("<a href=\"{}\">{}</a>", view.link("/judge"),
                  view.pick("For analysts", "分析员登录"));
  } else {
    out +=
        markup("<a href=\"{}\">{}</a>", view.link("/judge"),
               fmt::format(fmt::runtime(view.pick("Judging as {}", "分析员：{}")), view.analyst));
  }
  out += markup("<a href=\"{}\">{}</a></p></div></footer>\n</body>\n</html>\n",
                view.base + "/api/v1/openapi.json", view.pick("For programs", "程序接口"));
  return out;
}

}  // namespace

Response render(const View& view, const Page& page, int status) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Security-Policy", kPolicy},
                      {"Content-Language", view.code()},
                      {"Cache-Control", "private, no-cache"}};
  response.body = (head(view, page) + masthead(view, page)).html;
  response.body += "<main id=\"main\" class=\"page\" tabindex=\"-1\">\n";
  response.body += page.main.html;
  response.body += "</main>\n";
  response.body += footer(view, page.footer).html;
  return response;
}

Response render(const View& view, const Notice& notice) {
  Page page;
  page.title = notice.title;
  page.main = markup("<section class=\"notice\"><h1 class=\"serif\">{}</h1><p>{}</p>", notice.title,
                     notice.text);
  if (!notice.next.empty()) page.main += markup("<p class=\"acts\">{}</p>", notice.next);
  page.main += markup("<p class=\"note\">{}</p></section>",
                      notice.detail.empty() ? fmt::format("{}", notice.status) : notice.detail);
  return render(view, page, notice.status);
}

}  // namespace horizon::web
