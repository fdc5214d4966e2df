#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/io.h"
#include "web/archive.h"
#include "web/layout.h"
#include "web/pages.h"

namespace horizon::web {
namespace {

constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

// What a reader would call a file of an issue.
std::string file_words(const View& view, const std::string& file) {
  const std::string name = file.substr(file.find('/') + 1);
  const bool chinese = name.find("zh") != std::string::npos;
  const bool english = name.find("en") != std::string::npos;
  const char* language = chinese ? "中文" : english ? "English" : "";
  const std::string ending = name.substr(name.rfind('.') + 1);
  const char* kind = name.find("mail") != std::string::npos ? view.pick("e-mail", "邮件")
                     : ending == "html"                     ? view.pick("page", "网页")
                     : ending == "md"                       ? "Markdown"
                     : ending == "json"                     ? "JSON"
                     : ending == "csv"                      ? "CSV"
                     : ending == "atom" || ending == "xml"  ? "Atom"
                                                            : view.pick("text", "文本");
  return fmt::format("{}{}{}", kind, *language == '\0' ? "" : " ", language);
}

Markup issue_item(const View& view, const ArchivedIssue& issue, bool latest) {
  const std::string page = page_of(issue, view.chinese() ? "zh" : "en");
  const std::string shown = page.empty() ? page_of(issue, view.chinese() ? "en" : "zh") : page;
  Markup out = markup("<li{}><h2>", Markup{latest ? " class=\"latest\"" : ""});
  out += shown.empty()
             ? text(issue.week)
             : markup("<a href=\"{}\">{}</a>", view.base + "/digests/" + shown, issue.week);
  out +=
      markup("{}</h2><p class=\"acts\">",
             latest ? markup(" <small>{}</small>", view.pick("the latest", "最新一期")) : Markup{});
  for (const std::string& file : issue.files) {
    out += markup("<a href=\"{}\">{}</a> ", view.base + "/digests/" + file, file_words(view, file));
  }
  return out + Markup{"</p></li>"};
}

Response go_to(const std::string& address) {
  Response response;
  response.status = 303;
  response.headers = {{"Location", address}, {"Cache-Control", "private, no-cache"}};
  return response;
}

Response no_issue(const View& view) {
  return render(view, Notice{404,
                             view.pick("There is no such issue", "没有这一期"),
                             view.pick("The archive has every issue that was issued here.",
                                       "归档中列有本处发布的各期。"),
                             markup("<a href=\"{}\">{}</a>", view.link("/digests"),
                                    view.pick("All issues", "全部周报")),
                             {}});
}

Markup feed_link(const Context& context, const View& view) {
  const std::string feed = view.chinese() ? "atom.zh.xml" : "atom.en.xml";
  std::error_code unreadable;
  if (!std::filesystem::is_regular_file(context.workspace.digest_folder() / feed, unreadable)) {
    return {};
  }
  return markup("<p class=\"acts\"><a href=\"{}\" type=\"application/atom+xml\">{}</a></p>",
                view.base + "/digests/" + feed, view.pick("Follow by feed (Atom)", "订阅（Atom）"));
}

}  // namespace

Result<Response> digests_page(Context& context, const View& view) {
  const std::vector<ArchivedIssue> issues = list_archive(context.workspace.digest_folder());
  Page page;
  page.title = view.pick("Digest", "周报");
  page.section = Section::kDigests;
  page.main = markup("<h1 class=\"serif\">{}</h1>", page.title);
  if (issues.empty()) {
    page.main += markup("<section class=\"notice\"><h2 class=\"serif\">{}</h2><p>{}</p></section>",
                        view.pick("No issue yet", "尚无周报"),
                        view.pick("‘horizon digest’ composes this week's; ‘horizond’ does so "
                                  "every week.",
                                  "horizon digest 编制本周周报；horizond 每周自动编制。"));
    return render(view, page);
  }
  page.main += markup(
      "<p class=\"lede serif\">{}</p><ol class=\"issues\">",
      fmt::format(fmt::runtime(issues.size() == 1
                                   ? view.pick("{} issue; what was issued is never changed.",
                                               "共{}期；发布后不再改动。")
                                   : view.pick("{} issues; what was issued is never changed.",
                                               "共{}期；发布后不再改动。")),
                  issues.size()));
  for (std::size_t i = 0; i < issues.size(); ++i) {
    page.main += issue_item(view, issues[i], i == 0);
  }
  page.main += Markup{"</ol>"} + feed_link(context, view);
  return render(view, page);
}

Result<Response> digest_file(Context& context, const View& view, const std::string& path) {
  const std::string name = path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
  if (!is_archive_path(name)) return no_issue(view);
  for (const ArchivedIssue& issue : list_archive(context.workspace.digest_folder())) {
    if (issue.week != name) continue;
    const std::string page = page_of(issue, view.chinese() ? "zh" : "en");
    if (!page.empty()) return go_to(view.base + "/digests/" + page);
  }
  const std::string_view type = media_type(name);
  if (type.empty()) return no_issue(view);
  auto content = read_file(context.workspace.digest_folder() / name, kLargestFile);
  if (!content) return no_issue(view);
  Response response;
  response.type = std::string(type);
  response.headers = {{"Content-Security-Policy", own_style_policy(*content)},
                      {"Cache-Control", "private, no-cache"}};
  response.body = *std::move(content);
  return response;
}

}  // namespace horizon::web
