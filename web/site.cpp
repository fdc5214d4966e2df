#include "web/site.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "web/api.h"
#include "web/assets.h"
#include "web/gzip.h"
#include "web/layout.h"
#include "web/pages.h"

namespace horizon::web {
namespace {

constexpr std::string_view kSessionCookie = "horizon";

// "horizon/", "/horizon/" and "/horizon" mean the same.
std::string normal_base(std::string base) {
  while (base.ends_with('/')) base.pop_back();
  if (!base.empty() && !base.starts_with('/')) base.insert(0, 1, '/');
  return base;
}

bool is_plain_path(std::string_view path) {
  return path.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
             "-._~/") == std::string_view::npos &&
         path.find("//") == std::string_view::npos && path.size() <= 200;
}

Response not_found(const View& view) {
  return render(view, Notice{404,
                             view.pick("There is no such page", "没有这个页面"),
                             view.pick("The address may have a slip, or be of another version.",
                                       "地址可能有误，或属于其他版本。"),
                             markup("<a href=\"{}\">{}</a> <a href=\"{}\">{}</a>",
                                    view.link("/overview"), view.pick("Overview", "概览"),
                                    view.link("/search"), view.pick("Search", "检索")),
                             {}});
}

Response unavailable(const View& view, const Error& error) {
  const bool busy = error.code == ErrorCode::kLimit;
  Notice notice;
  notice.status = 503;
  notice.title = busy
                     ? view.pick("Too many questions at once, or too large a one", "请求过多或过大")
                     : view.pick("The data cannot be read now", "暂时读不到数据");
  notice.text = busy ? view.pick(
                           "Nothing is lost; ask again in a few seconds, or with fewer "
                           "words.",
                           "没有丢失任何内容，请几秒后再试，或减少检索词。")
                     : view.pick(
                           "The database or the index is still empty, is being replaced, or "
                           "cannot be opened. Nothing that you did is lost.",
                           "数据库或索引尚无内容、正在更换，或无法打开。您的操作没有丢失。");
  notice.next = markup("<a href=\"{}\">{}</a> <a href=\"{}\">{}</a>",
                       view.link(view.path, view.params), view.pick("Try again", "再试一次"),
                       view.link("/digests"), view.pick("Latest digest", "最近一期周报"));
  notice.detail = "503 · " + error.message;
  Response response = render(view, notice);
  response.headers.emplace_back("Retry-After", busy ? "5" : "30");
  return response;
}

Response explain(const View& view, const Error& error) {
  switch (error.code) {
    case ErrorCode::kUsage:
      return render(
          view,
          Notice{400, view.pick("This cannot be answered", "无法回答"), error.message, {}, {}});
    case ErrorCode::kNotFound:
      return render(view, Notice{404, view.pick("Not found", "未找到"), error.message, {}, {}});
    case ErrorCode::kCorrupt:
    case ErrorCode::kUnavailable:
    case ErrorCode::kLimit:
      break;
  }
  return unavailable(view, error);
}

Response plain(int status, std::string words) {
  Response response;
  response.status = status;
  response.type = "text/plain; charset=utf-8";
  response.body = std::move(words);
  return response;
}

}  // namespace

Site::Site(const pipeline::Workspace& workspace, const pipeline::Analyser& analyser,
           const Clock& clock, who::Directory directory, SiteOptions options)
    : context_(workspace, analyser, clock, std::move(directory), std::move(options)) {}

Result<std::unique_ptr<Site>> Site::open(const pipeline::Workspace& workspace,
                                         const pipeline::Analyser& analyser, const Clock& clock,
                                         SiteOptions options) {
  options.base_path = normal_base(std::move(options.base_path));
  if (!is_plain_path(options.base_path)) {
    return fail(ErrorCode::kUsage,
                fmt::format("--base-path: '{}' is no path; write something like /horizon",
                            options.base_path));
  }
  auto directory = pipeline::open_directory(workspace.root);
  if (!directory) return fail(directory.error());
  return std::unique_ptr<Site>(
      new Site(workspace, analyser, clock, *std::move(directory), std::move(options)));
}

View Site::view_of(const Request& request, const Target& target) const {
  View view;
  const std::string& base = context_.options.base_path;
  view.base = base;
  view.path = target.path;
  // Some proxies take the prefix away, others leave it.
  if (!base.empty() && view.path.starts_with(base) &&
      (view.path.size() == base.size() || view.path[base.size()] == '/')) {
    view.path.erase(0, base.size());
    if (view.path.empty()) view.path = "/";
  }
  view.params = target.params;
  const std::string asked = target.params.get("lang");
  view.fixed = asked == "zh" || asked == "en";
  const bool chinese = view.fixed ? asked == "zh" : prefers_chinese(request.accept_language);
  view.voice.language = chinese ? taxonomy::Language::kChinese : taxonomy::Language::kEnglish;
  view.params.remove("lang");
  const auto session = context_.sessions.find(cookie_value(request.cookie, kSessionCookie),
                                              std::chrono::steady_clock::now());
  if (session) {
    view.analyst = session->name;
    view.csrf = session->csrf;
  }
  return view;
}

Result<Response> Site::get(const View& view, const Request& request) {
  const std::string& path = view.path;
  if (path == "/" || path == "/overview") return overview_page(context_, view);
  if (path == "/search") return search_page(context_, view);
  if (path == "/document") return document_page(context_, view);
  if (path == "/compare") return compare_page(context_, view);
  if (path == "/digests" || path == "/digests/") return digests_page(context_, view);
  if (path == "/export") return export_file(context_, view);
  if (path == "/judge") return judge_page(context_, view);
  if (path == "/robots.txt") return plain(200, "User-agent: *\nDisallow: /\n");
  if (path == "/healthz") return plain(200, "ok\n");
  if (path.starts_with("/topic/")) return topic_page(context_, view, path.substr(7));
  if (path.starts_with("/digests/")) return digest_file(context_, view, path.substr(9));
  if (path.starts_with("/assets/")) {
    if (auto asset = asset_file(path.substr(8), request.if_none_match)) return *std::move(asset);
  }
  return not_found(view);
}

Result<Response> Site::get_kept(const View& view, const Request& request) {
  const auto half = context_.options.keep / 2;
  const bool shared = view.path == "/search" || view.path == "/overview" || view.path == "/" ||
                      view.path == "/compare" || view.path.starts_with("/topic/");
  if (!shared || !view.analyst.empty() || !request.accepts_gzip || half.count() == 0) {
    return get(view, request);
  }
  const std::string key = fmt::format("{}{}{}?{}", view.code(), view.fixed ? "!" : " ", view.path,
                                      to_query(view.params));
  // Each page has its own turn to be made anew, not all of them at once.
  const std::chrono::steady_clock::duration period = half;
  const auto turn =
      static_cast<std::int64_t>(std::hash<std::string>()(key) % 1'000) * period / 1'000;
  const auto now = std::chrono::steady_clock::now().time_since_epoch() + turn;
  const Stamp stamp{static_cast<std::uint64_t>(now / period), context_.clock.today()};
  auto page = context_.pages.get(key, stamp, [&]() -> Result<Response> {
    auto made = get(view, request);
    if (!made) return made;
    if (std::string small = gzipped(made->body); !small.empty()) {
      made->body = std::move(small);
      made->gzipped = true;
    }
    return made;
  });
  if (!page) return fail(page.error());
  return **page;
}

Result<Response> Site::post(const View& view, const Request& request) {
  if (view.path != "/judge") return not_found(view);
  if (!request.content_type.starts_with("application/x-www-form-urlencoded")) {
    return fail(ErrorCode::kUsage, "a form is expected (application/x-www-form-urlencoded)");
  }
  const auto form = parse_form(request.body);
  if (!form) return fail(ErrorCode::kUsage, form.error().message);
  return judge(context_, view, *form, request);
}

Result<Response> Site::route(const View& view, const Request& request) {
  if (view.path == "/api" || view.path.starts_with("/api/")) {
    return answer_api(context_, view, request);
  }
  if (request.method == "GET" || request.method == "HEAD") return get_kept(view, request);
  if (request.method == "POST") return post(view, request);
  Response response = render(view, Notice{405,
                                          view.pick("This cannot be done here", "不支持的操作"),
                                          view.pick("Pages are read with GET.", "页面只能读取。"),
                                          {},
                                          {}});
  response.headers.emplace_back("Allow", "GET, HEAD, POST");
  return response;
}

Response Site::handle(const Request& request) {
  View view;
  view.base = context_.options.base_path;
  try {
    const auto target = parse_target(request.target);
    if (!target) {
      const bool chinese = prefers_chinese(request.accept_language);
      view.voice.language = chinese ? taxonomy::Language::kChinese : taxonomy::Language::kEnglish;
      return render(view, Notice{target.error().code == ErrorCode::kLimit ? 414 : 400,
                                 view.pick("This address cannot be read", "无法读懂这个地址"),
                                 target.error().message,
                                 {},
                                 {}});
    }
    view = view_of(request, *target);
    auto response = route(view, request);
    return response ? *std::move(response) : explain(view, response.error());
  } catch (const std::exception&) {
    // Of a library, or out of memory: what is told to the world says nothing of the inside.
    return render(view, Notice{500,
                               view.pick("Something went wrong here", "服务器出错"),
                               view.pick("Nothing is lost. The operator finds more in the log.",
                                         "没有丢失任何内容。管理员可查看日志。"),
                               {},
                               {}});
  }
}

}  // namespace horizon::web
