#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>

#include "core/text.h"
#include "digest/foreign.h"
#include "pipeline/ingest.h"
#include "web/layout.h"
#include "web/pages.h"

namespace horizon::web {
namespace {

constexpr auto kPatience = std::chrono::seconds(4);  // while another process writes
constexpr auto kPause = std::chrono::milliseconds(200);

struct Word {
  std::string id, node;
  bool bears = true;
  bool forget = false;
};

std::string cookie(const View& view, const Request& request, const std::string& value,
                   const char* age) {
  const bool secure = request.forwarded_proto == "https";
  return fmt::format("horizon={}; Path={}/; Max-Age={}; HttpOnly; SameSite=Strict{}", value,
                     view.base, age, secure ? "; Secure" : "");
}

Response go_to(const std::string& address) {
  Response response;
  response.status = 303;
  response.headers = {{"Location", address}, {"Cache-Control", "no-store"}};
  return response;
}

Response refused(const View& view, const char* title, const char* words, int status = 403) {
  return render(view, Notice{status, title, words,
                             markup("<a href=\"{}\">{}</a>", view.link("/judge"),
                                    view.pick("For analysts", "分析员登录")),
                             fmt::format("{} · {}", status,
                                         view.pick("nothing was recorded", "未记录任何判定"))});
}

Result<Response> log_in(Context& context, const View& view, const Params& form,
                        const Request& request) {
  const auto now = std::chrono::steady_clock::now();
  if (!context.sessions.may_try(now)) {
    return refused(view, view.pick("Too many wrong tokens", "令牌错误次数过多"),
                   view.pick("Wait a minute, then try again.", "请一分钟后再试。"), 429);
  }
  const auto session = context.sessions.begin(trim(form.get("token")), now);
  if (!session) {
    return refused(view, view.pick("This token is none", "令牌无效"),
                   view.pick("The operator gives tokens out. Reading and searching need none.",
                             "令牌由管理员发放。浏览和检索不需要。"));
  }
  Response response = go_to(view.link("/judge"));
  response.headers.emplace_back("Set-Cookie", cookie(view, request, session->id, "43200"));
  return response;
}

// The subfield or route that is meant; domains follow from their subfields.
Result<std::string> judged_node(const Context& context, const std::string& topic) {
  const taxonomy::NodeIndex index = context.taxonomy().find(topic);
  if (index == taxonomy::kNoNode) return fail(ErrorCode::kUsage, "there is no such topic");
  const taxonomy::Node& node = context.taxonomy().node(index);
  if (node.level == taxonomy::Level::kDomain) {
    return fail(ErrorCode::kUsage, "a domain follows from its subfields; judge one of them");
  }
  return node.id;
}

// The store has one writer: while a scan holds it, this waits a little.
Result<pipeline::Ingest> open_for_writing(const Context& context, const pipeline::JobContext& job) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    auto ingest =
        pipeline::Ingest::open(context.workspace, context.analyser, job, pipeline::Relabel::kNever);
    if (ingest || ingest.error().code != ErrorCode::kUnavailable ||
        std::chrono::steady_clock::now() > until) {
      return ingest;
    }
    std::this_thread::sleep_for(kPause);
  }
}

Status record(Context& context, const Word& word, const std::string& by) {
  const auto node = judged_node(context, word.node);
  if (!node) return fail(node.error());
  if (const auto model = context.workspace.text_model.load(); !model) return fail(model.error());
  const pipeline::JobContext job{context.clock};
  auto ingest = open_for_writing(context, job);
  if (!ingest) return fail(ingest.error());
  const auto number = ingest->store().find(word.id);
  if (!number) return fail(number.error());
  if (!*number) return fail(ErrorCode::kNotFound, "there is no such document");
  const store::Labeller label = context.analyser.labeller();
  if (word.forget) {
    HORIZON_TRY(ingest->store().withdraw_judgement(**number, *node, label));
  } else {
    HORIZON_TRY(
        ingest->store().judge(**number, {*node, word.bears, by, context.clock.now()}, label));
  }
  HORIZON_TRY(ingest->follow(job));
  HORIZON_TRY(ingest->finish());
  // Who judged a document shall see it.
  context.pages.clear();
  context.searches.clear();
  context.topics.clear();
  return {};
}

Response busy(const View& view) {
  Response response = render(
      view, Notice{503,
                   view.pick("Somebody else is writing", "数据库正在写入"),
                   view.pick("A scan or an import holds the database, as it does for some minutes "
                             "at most. Your word was not recorded; go back and give it again.",
                             "扫描或导入正在写入数据库，通常几分钟内结束。本次判定尚未记录，请返回"
                             "后重试。"),
                   {},
                   "503 · Retry-After: 60"});
  response.headers.emplace_back("Retry-After", "60");
  return response;
}

}  // namespace

Status record_word(Context& context, const std::string& id, const std::string& node,
                   const std::string& verdict, const std::string& by) {
  if (verdict != "yes" && verdict != "no" && verdict != "forget") {
    return fail(ErrorCode::kUsage, "verdict: one of yes, no, forget");
  }
  return record(context, {id, node, verdict == "yes", verdict == "forget"}, by);
}

Result<Response> judge_page(Context& context, const View& view) {
  Page page;
  page.title = view.pick("For analysts", "分析员");
  Markup& out = page.main;
  out = markup("<h1 class=\"serif\">{}</h1>", page.title);
  const auto field = [&](const char* name, const std::string& value) {
    return markup("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  };
  const Markup lang = view.fixed ? field("lang", view.chinese() ? "zh" : "en") : Markup{};
  if (!view.analyst.empty()) {
    out += markup(
        "<p class=\"lede\">{}</p><p class=\"intro\">{}</p><form method=\"post\" "
        "action=\"{}\">{}{}{}<button class=\"plain\">{}</button></form>",
        fmt::format(fmt::runtime(view.pick("You judge as {}.", "当前分析员：{}。")), view.analyst),
        view.pick("Under “Why these labels”, every document now has buttons to confirm "
                  "or reject a label. What you say is recorded with your name and the "
                  "day; no rule undoes it, and ‘horizon train’ learns from it.",
                  "各文献的“为何归入”一栏现在带有“确认”“否定”按钮。判定连同姓名与日期一并"
                  "记录，不会被规则改动，并用于再训练（horizon train）。"),
        view.base + "/judge", field("do", "leave"), field("csrf", view.csrf), lang,
        view.pick("Leave", "退出"));
  } else if (!context.sessions.enabled()) {
    out += markup("<p class=\"intro\">{}</p>",
                  view.pick("Nobody may judge here: the operator gave out no tokens.",
                            "此处未开放判定：管理员没有发放令牌。"));
  } else {
    out += markup(
        "<p class=\"intro\">{}</p><form class=\"big\" method=\"post\" action=\"{}\">{}{}"
        "<label class=\"unseen\" for=\"token\">{}</label><input id=\"token\" "
        "type=\"password\" name=\"token\" maxlength=\"200\" "
        "autocomplete=\"current-password\" required placeholder=\"{}\">"
        "<button>{}</button></form>",
        view.pick("Reading and searching need no token. With one, labels can be "
                  "confirmed or rejected.",
                  "浏览和检索不需要令牌；有令牌者可确认或否定标签。"),
        view.base + "/judge", field("do", "enter"), lang, view.pick("Token", "令牌"),
        view.pick("token", "令牌"), view.pick("Enter", "登录"));
  }
  return render(view, page);
}

Result<Response> judge(Context& context, const View& anonymous, const Params& form,
                       const Request& request) {
  View view = anonymous;
  if (const std::string lang = form.get("lang"); lang == "zh" || lang == "en") {
    view.fixed = true;
    view.voice.language =
        lang == "zh" ? taxonomy::Language::kChinese : taxonomy::Language::kEnglish;
  }
  if (form.get("do") == "enter") return log_in(context, view, form, request);
  if (view.analyst.empty()) {
    return refused(view, view.pick("Judging needs an analyst's token", "需要分析员令牌才能判定"),
                   view.pick("Reading and searching need none. The operator gives tokens out.",
                             "浏览和检索不需要。令牌由管理员发放。"));
  }
  if (!same_secret(form.get("csrf"), view.csrf)) {
    return refused(view, view.pick("This form is not of your session", "表单已失效"),
                   view.pick("Load the page again, and judge there.", "请重新打开页面后再判定。"));
  }
  if (form.get("do") == "leave") {
    context.sessions.end(cookie_value(request.cookie, "horizon"));
    Response response = go_to(view.link("/judge"));
    response.headers.emplace_back("Set-Cookie", cookie(view, request, "", "0"));
    return response;
  }
  const Status recorded =
      record_word(context, form.get("id"), form.get("node"), form.get("verdict"), view.analyst);
  if (!recorded && recorded.error().code == ErrorCode::kUnavailable) return busy(view);
  if (!recorded) return fail(recorded.error());
  Params params;
  params.set("id", form.get("id"));
  return go_to(view.link("/document", params) + "#labels");
}

}  // namespace horizon::web
