#include "web/hits.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "digest/foreign.h"
#include "digest/words.h"

namespace horizon::web {
namespace {

constexpr std::size_t kAuthorsShown = 3;
constexpr std::size_t kEvidenceShown = 4;
constexpr std::size_t kContext = 60;  // bytes on either side of evidence in an abstract

std::string authors_words(const View& view, const Document& document) {
  std::string out;
  const std::size_t count = std::min(document.authors.size(), kAuthorsShown);
  for (std::size_t i = 0; i < count; ++i) {
    out += (i == 0 ? "" : view.pick(", ", "、")) + digest::clean_line(document.authors[i].name, 60);
  }
  if (document.authors.size() > count) out += view.pick(" et al.", "等");
  return out;
}

// The scheme's labels of a document, surest first; domains, which follow from them, left out.
std::vector<const Label*> scheme_labels(const Context& context, const std::vector<Label>& labels,
                                        bool review) {
  std::vector<const Label*> out;
  for (const Label& label : labels) {
    const taxonomy::NodeIndex index = context.taxonomy().find(label.node);
    if (index == taxonomy::kNoNode) continue;
    const taxonomy::Node& node = context.taxonomy().node(index);
    if (node.scheme != context.scheme() || node.level == taxonomy::Level::kDomain) continue;
    if (label.outcome == Outcome::kAssign || review) out.push_back(&label);
  }
  std::sort(out.begin(), out.end(), [](const Label* a, const Label* b) {
    return std::tie(b->probability, a->node) < std::tie(a->probability, b->node);
  });
  return out;
}

const taxonomy::Node& node_of(const Context& context, const std::string& id) {
  return context.taxonomy().node(context.taxonomy().find(id));
}

Markup label_tags(const Context& context, const View& view, const store::StoredDocument& stored,
                  const std::string& topic) {
  Markup out;
  for (const Label* label : scheme_labels(context, stored.labels, false)) {
    const taxonomy::Node& node = node_of(context, label->node);
    if (node.id == topic) continue;
    const bool route = node.level == taxonomy::Level::kRoute;
    out += markup("<a class=\"{}\" href=\"{}\">{}{}</a>", Markup{route ? "route" : "tag"},
                  view.link("/topic/" + node.id), route ? view.pick("route: ", "路线：") : "",
                  node.name.in(view.voice.language));
  }
  return out;
}

// Back to whole characters, and to the words' borders where there are any near.
std::size_t character_before(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

Markup span_in_context(const Evidence& evidence, const Document& document) {
  const std::string& field = evidence.field == Field::kTitle ? document.title : document.abstract;
  if (evidence.begin > field.size() || evidence.size > field.size() - evidence.begin) return {};
  const std::size_t end = evidence.begin + evidence.size;
  const std::size_t from =
      evidence.begin > kContext ? character_before(field, evidence.begin - kContext) : 0;
  const std::size_t to =
      end + kContext < field.size() ? character_before(field, end + kContext) : field.size();
  const std::string_view all = field;
  return markup("{}{}<mark>{}</mark>{}{}", from > 0 ? "… " : "",
                all.substr(from, evidence.begin - from), all.substr(evidence.begin, evidence.size),
                all.substr(end, to - end), to < field.size() ? " …" : "");
}

Markup evidence_items(const View& view, const Label& label, const Document& document) {
  Markup out;
  std::set<std::string> said;
  for (const Evidence& evidence : label.evidence) {
    if (said.size() >= kEvidenceShown) break;
    const bool code = evidence.field == Field::kCode;
    const Markup shown = code ? foreign(evidence.term, 80) : span_in_context(evidence, document);
    if (shown.empty() || !said.insert(shown.html).second) continue;
    const char* where = code                              ? view.pick("code", "分类号")
                        : evidence.field == Field::kTitle ? view.pick("title", "题名")
                                                          : view.pick("abstract", "摘要");
    out += markup("<li><span class=\"where\">{}</span> <span{}>{}</span></li>", where,
                  lang_attribute(code ? "" : document.language, view.code()), shown);
  }
  if (out.empty()) {
    out = markup("<li>{}</li>", view.pick("by the whole text; no single word decides",
                                          "依据全文，无单个决定性词语"));
  }
  return markup("<ul>{}</ul>", out);
}

const store::LabelJudgement* judgement_on(const store::StoredDocument& stored,
                                          const std::string& node) {
  for (const store::LabelJudgement& judgement : stored.judgements) {
    if (judgement.node == node) return &judgement;
  }
  return nullptr;
}

Markup verdict_words(const View& view, const Label* label, const store::LabelJudgement* judged) {
  if (judged != nullptr) {
    return markup(
        "<b>{}</b> {} {}",
        judged->bears ? view.pick("confirmed", "已确认") : view.pick("rejected", "已否定"),
        digest::clean_line(judged->by, 40), format_instant(judged->at).substr(0, 10));
  }
  if (label == nullptr) return {};
  return markup(
      "<b>{}</b> {}",
      label->outcome == Outcome::kAssign ? view.pick("assigned", "归入")
                                         : view.pick("for review", "待复核"),
      fmt::format(fmt::runtime(view.pick("probability {:.2f}", "概率{:.2f}")), label->probability));
}

Markup judge_form(const View& view, const std::string& id, const std::string& node) {
  if (view.analyst.empty()) return {};
  Markup out = markup("<form class=\"judge\" method=\"post\" action=\"{}\">", view.base + "/judge");
  Params fields;
  fields.set("id", id);
  fields.set("node", node);
  fields.set("csrf", view.csrf);
  out += view.hidden(fields);
  return out + markup(
                   "<button name=\"verdict\" value=\"yes\">{}</button><button class=\"plain\" "
                   "name=\"verdict\" value=\"no\">{}</button></form>",
                   view.pick("Confirm", "确认"), view.pick("Reject", "否定"));
}

}  // namespace

Markup marked(const index::Snippet& snippet) {
  Markup out;
  std::size_t at = 0;
  const std::string_view all = snippet.text;
  for (const index::Snippet::Mark& mark : snippet.marks) {
    out += text(all.substr(at, mark.begin - at));
    out += markup("<mark>{}</mark>", all.substr(mark.begin, mark.size));
    at = mark.begin + mark.size;
  }
  return out + text(all.substr(at));
}

Markup chip(const View& view, const Document& document) {
  const std::string id = digest::clean_line(digest::readable_id(document.id), 40);
  return markup("<span class=\"chip {}\"><b>{}</b>{}</span>", to_string(document.kind),
                digest::kind_text(document.kind, view.voice.language),
                id.empty() ? digest::clean_line(document.source, 40) : id);
}

std::string date_words(const View& view, const Document& document) {
  return document.published ? format_date(*document.published)
                            : std::string(view.pick("date unknown", "日期不详"));
}

Markup hit_item(const Context& context, const View& view, const pipeline::SearchRow& row,
                const std::string& topic) {
  const Document& document = row.document.document;
  Params id;
  id.set("id", document.id);
  const Markup lang = lang_attribute(document.language, view.code());
  const Markup title =
      row.title.text.empty() ? text(view.pick("(untitled)", "（无题名）")) : marked(row.title);
  Markup out = markup(
      "<li class=\"hit\"><p class=\"meta\">{}<span>{}</span><span>{}</span></p><h3{}><a "
      "href=\"{}\">{}</a></h3>",
      chip(view, document), date_words(view, document), authors_words(view, document), lang,
      view.link("/document", id), title);
  if (!row.snippet.text.empty()) {
    out += markup("<p class=\"snippet\"{}>{}</p>", lang, marked(row.snippet));
  }
  const Markup tags = label_tags(context, view, row.document, topic);
  const bool labelled = !scheme_labels(context, row.document.labels, true).empty();
  Params like;
  like.set("like", document.id);
  out += markup("<div class=\"labels\">{}<a href=\"{}\">{}</a>", tags, view.link("/search", like),
                view.pick("Similar", "相似文献"));
  if (labelled || !row.document.judgements.empty()) {
    out += markup("<details class=\"why\"><summary>{}</summary>{}</details>",
                  view.pick("Why these labels", "为何归入"),
                  label_reasons(context, view, row.document));
  }
  return out + Markup{"</div></li>\n"};
}

Markup label_reasons(const Context& context, const View& view,
                     const store::StoredDocument& stored) {
  Markup out;
  std::set<std::string> shown;
  const auto row = [&](const taxonomy::Node& node, const Label* label) {
    shown.insert(node.id);
    out += markup("<div class=\"reason\"><p><a class=\"tag\" href=\"{}\">{}</a> {}</p>{}{}</div>",
                  view.link("/topic/" + node.id), node.name.in(view.voice.language),
                  verdict_words(view, label, judgement_on(stored, node.id)),
                  label == nullptr ? Markup{} : evidence_items(view, *label, stored.document),
                  judge_form(view, stored.document.id, node.id));
  };
  for (const Label* label : scheme_labels(context, stored.labels, true)) {
    row(node_of(context, label->node), label);
  }
  for (const store::LabelJudgement& judgement : stored.judgements) {
    const taxonomy::NodeIndex index = context.taxonomy().find(judgement.node);
    if (index == taxonomy::kNoNode || shown.contains(judgement.node)) continue;
    row(context.taxonomy().node(index), nullptr);
  }
  return markup("<div class=\"reasons\">{}</div>", out);
}

}  // namespace horizon::web
