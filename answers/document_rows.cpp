#include "answers/document_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace horizon::answers {
namespace {

std::string_view evidence_span(const Evidence& evidence, const Document& document) {
  if (evidence.field == Field::kCode) return evidence.term;
  const std::string& text = evidence.field == Field::kTitle ? document.title : document.abstract;
  if (evidence.begin > text.size()) return {};
  return std::string_view(text).substr(evidence.begin, evidence.size);
}

const char* field_name(Field field) {
  switch (field) {
    case Field::kTitle:
      return "title";
    case Field::kAbstract:
      return "abstract";
    case Field::kCode:
      return "code";
  }
  return "";
}

}  // namespace

double rounded(float probability) {
  return std::round(static_cast<double>(probability) * 1000) / 1000;
}

std::string label_name(const std::string& node, const taxonomy::Taxonomy& taxonomy,
                       const Voice& voice) {
  const taxonomy::NodeIndex index = taxonomy.find(node);
  return index == taxonomy::kNoNode ? node : taxonomy.node(index).name.in(voice.language);
}

Json labels_json(const std::vector<Label>& labels, const taxonomy::Taxonomy& taxonomy,
                 const Voice& voice, const std::string& scheme, bool domains) {
  std::vector<const Label*> shown;
  for (const Label& label : labels) {
    const taxonomy::NodeIndex index = taxonomy.find(label.node);
    if (label.outcome != Outcome::kAssign || index == taxonomy::kNoNode) continue;
    const taxonomy::Node& node = taxonomy.node(index);
    if (!scheme.empty() && node.scheme != scheme) continue;
    if (node.level == taxonomy::Level::kDomain && !domains) continue;
    shown.push_back(&label);
  }
  std::sort(shown.begin(), shown.end(), [](const Label* a, const Label* b) {
    return std::tie(b->probability, a->node) < std::tie(a->probability, b->node);
  });
  Json out = Json::array();
  for (const Label* label : shown) {
    out.push_back({{"id", label->node},
                   {"name", label_name(label->node, taxonomy, voice)},
                   {"probability", rounded(label->probability)}});
  }
  return out;
}

Json document_json(const store::StoredDocument& stored, const taxonomy::Taxonomy& taxonomy,
                   const Voice& voice, const std::string& scheme) {
  const Document& document = stored.document;
  Json row;
  row["id"] = document.id;
  row["title"] = document.title;
  row["url"] = document.url.empty() ? Json() : Json(document.url);
  row["published"] = document.published ? Json(format_date(*document.published)) : Json();
  row["kind"] = to_string(document.kind);
  row["language"] = document.language;
  row["source"] = document.source;
  row["labels"] = labels_json(stored.labels, taxonomy, voice, scheme, false);
  return row;
}

Json evidence_json(const Label& label, const Document& document) {
  Json out = Json::array();
  for (const Evidence& evidence : label.evidence) {
    Json entry;
    entry["field"] = field_name(evidence.field);
    if (evidence.field != Field::kCode) {
      entry["begin"] = evidence.begin;
      entry["size"] = evidence.size;
      entry["text"] = std::string(evidence_span(evidence, document));
    }
    entry["term"] = evidence.term;
    entry["weight"] = rounded(evidence.weight);
    out.push_back(std::move(entry));
  }
  return out;
}

std::string evidence_text(const Label& label, const Document& document, const Voice& voice) {
  std::string text;
  std::set<std::string> said;
  for (const Evidence& evidence : label.evidence) {
    const char* where = evidence.field == Field::kTitle      ? voice.pick("title", "标题")
                        : evidence.field == Field::kAbstract ? voice.pick("abstract", "摘要")
                                                             : voice.pick("code", "分类号");
    const std::string piece = fmt::format(fmt::runtime(voice.pick("{}: {}", "{}：{}")), where,
                                          evidence_span(evidence, document));
    if (!said.insert(piece).second) continue;
    text += (text.empty() ? "" : voice.pick("; ", "；")) + piece;
  }
  return text;
}

}  // namespace horizon::answers
