#include "web/search_help.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "answers/voice.h"
#include "core/text.h"
#include "index/query/ast.h"
#include "web/layout.h"

namespace horizon::web {
namespace {

constexpr std::size_t kMostWords = 6;

struct Tip {
  const char* query;
  const char* en;
  const char* zh;
};
constexpr Tip kTips[] = {
    {"脑机接口", "a concept, in both languages at once", "一个概念，中英文一并查找"},
    {"\"neutral atom\" qubit", "a phrase, word for word", "引号内为短语，逐字查找"},
    {"photo*", "words that begin so", "以此开头的词"},
    {"(fusion OR 聚变) NOT sensor", "either, but not", "任一，并排除"},
    {"graphene NEAR/5 sensor", "at most five words apart", "相距至多五个词"},
    {"title:graphene kind:patent", "in the title; patents only", "题名中；限专利"},
    {"country:CN last:2y", "by country; the last two years", "按国家；最近两年"},
};

// The query's plain words, each once.
std::vector<std::string> words_of(const std::string& query) {
  std::vector<std::string> words;
  const auto parsed = index::parse_query(query);
  if (!parsed) return words;
  for (const index::QueryNode& node : parsed->nodes) {
    const bool word =
        node.kind == index::QueryNode::Kind::kWord || node.kind == index::QueryNode::Kind::kPhrase;
    if (!word || node.field != index::QueryField::kText) continue;
    if (std::find(words.begin(), words.end(), node.text) == words.end()) words.push_back(node.text);
    if (words.size() == kMostWords) break;
  }
  return words;
}

std::uint64_t count_of(const pipeline::Searcher& searcher, const SearchState& state) {
  auto request = state.request();
  if (!request) return 0;
  request->limit = 0;
  request->snippet_width = 0;
  const auto report = searcher.search(*request);
  return report ? report->total : 0;
}

Markup counted_link(const View& view, const SearchState& state, const std::string& words,
                    std::uint64_t count) {
  return markup(
      " <a href=\"{}\">{}</a> {}", view.link("/search", state.to_params()), words,
      fmt::format(fmt::runtime(view.pick("({})", "{}篇")), answers::with_separators(count)));
}

Markup word_counts(const View& view, const pipeline::Searcher& searcher, const SearchState& state) {
  const std::vector<std::string> words = words_of(state.q);
  if (words.size() < 2) return {};
  Markup out;
  for (const std::string& word : words) {
    SearchState one = state;
    one.q = word.find(' ') == std::string::npos ? word : '"' + word + '"';
    if (const std::uint64_t count = count_of(searcher, one); count > 0) {
      out += counted_link(view, one, word, count);
    }
  }
  if (out.empty()) return {};
  return markup("<li>{}{}</li>", view.pick("fewer words:", "减少检索词："), out);
}

Markup suggestions(Context& context, const View& view, const pipeline::Searcher& searcher,
                   const SearchState& state) {
  Markup out = word_counts(view, searcher, state);
  if (state.has_filters() && !state.q.empty()) {
    SearchState free;
    free.q = state.q;
    if (const std::uint64_t count = count_of(searcher, free); count > 0) {
      out += markup("<li>{}{}</li>", view.pick("without the filters:", "去掉筛选条件："),
                    counted_link(view, free, state.q, count));
    }
  }
  Markup near;
  for (const std::string& id : context.taxonomy().suggest(state.q, 3)) {
    const taxonomy::Node& node = context.taxonomy().node(context.taxonomy().find(id));
    if (node.scheme != context.scheme()) continue;
    near += markup(" <a href=\"{}\">{}</a>", view.link("/topic/" + node.id),
                   node.name.in(view.voice.language));
  }
  if (!near.empty() && !state.q.empty()) {
    out +=
        markup("<li>{}{}</li>", view.pick("topics with a similar name:", "名称相近的主题："), near);
  }
  return out;
}

}  // namespace

Markup search_tips(const Context& context, const View& view) {
  Markup out = markup("<section class=\"tips\"><h2>{}</h2><dl>",
                      view.pick("What can be written", "检索写法"));
  for (const Tip& tip : kTips) {
    Params params;
    params.set("q", tip.query);
    out += markup("<dt><a href=\"{}\">{}</a></dt><dd>{}</dd>", view.link("/search", params),
                  tip.query, view.pick(tip.en, tip.zh));
  }
  out += markup("</dl></section><section class=\"tips\"><h2>{}</h2><ul class=\"domains\">",
                view.pick("By domain", "按领域"));
  const taxonomy::Scheme* scheme = context.taxonomy().scheme(context.scheme());
  if (scheme != nullptr) {
    for (const taxonomy::NodeIndex index : scheme->domains) {
      const taxonomy::Node& node = context.taxonomy().node(index);
      out += markup("<li><a href=\"{}\">{}</a></li>", view.link("/topic/" + node.id),
                    node.name.in(view.voice.language));
    }
  }
  return out + Markup{"</ul></section>"};
}

Markup nothing_found(Context& context, const View& view, const pipeline::Searcher& searcher,
                     const SearchState& state, const pipeline::SearchReport& report) {
  Markup out = markup("<section class=\"notice\"><h2 class=\"serif\">{}</h2>",
                      view.pick("No document matches", "没有符合的文献"));
  if (report.only_common_words) {
    return out + markup("<p>{}</p></section>",
                        view.pick("The query has only punctuation, or words that nearly every text "
                                  "has. Add a telling word.",
                                  "检索式中只有标点或几乎处处出现的词，请加入有区分度的词。"));
  }
  const Markup more = suggestions(context, view, searcher, state);
  if (!more.empty()) {
    out += markup("<p>{}</p><ul>{}</ul>", view.pick("To try:", "可以："), more);
  }
  return out + Markup{"</section>"};
}

Response unreadable_query(const View& view, const Params& params, const Error& error) {
  // The first line says what is wrong; the others show the place, in a type of even width.
  const std::size_t end = std::min(error.message.find('\n'), error.message.size());
  const std::string_view all = error.message;
  Page page;
  page.title = view.pick("This search cannot be read", "这个查询读不懂");
  page.section = Section::kSearch;
  page.query = params.get("q");
  page.main = markup("<section class=\"notice\"><h1 class=\"serif\">{}</h1><p{}>{}</p>", page.title,
                     lang_attribute("en", view.code()), all.substr(0, end));
  if (end < all.size()) page.main += markup("<pre>{}</pre>", all.substr(end + 1));
  std::string plain = params.get("q");
  std::erase_if(
      plain, [](char c) { return std::string_view("\"():*").find(c) != std::string_view::npos; });
  if (!trim(plain).empty() && error.code == ErrorCode::kUsage) {
    Params words;
    words.set("q", std::string(truncate_utf8(plain, 400)));
    page.main += markup("<p class=\"acts\"><a href=\"{}\">{}</a></p>", view.link("/search", words),
                        view.pick("Search the plain words", "按普通词检索"));
  }
  page.main += markup(
      "<p class=\"note\">{}</p></section>",
      fmt::format(fmt::runtime(view.pick("400 · at most {} characters, {} words with an asterisk",
                                         "400 · 查询最长{}字，通配符最多{}个")),
                  kMaxQueryCharacters, kMaxWildcards));
  return render(view, page, 400);
}

}  // namespace horizon::web
