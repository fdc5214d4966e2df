#include "cli/document_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cli/document_json.h"
#include "core/date.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kNameWidth = 14;
constexpr std::size_t kMaxOrganisationsShown = 20;

void field(const Style& style, const char* en, const char* zh, const std::string& value) {
  if (value.empty()) return;
  const std::string name = pad(style.pick(en, zh), kNameWidth, false);
  bool first = true;
  for (const std::string& line : wrap(value, style.width - kNameWidth)) {
    fmt::print("{}{}\n", first ? style.dim(name) : std::string(kNameWidth, ' '), line);
    first = false;
  }
}

std::string codes_text(const Document& document) {
  std::string codes;
  for (const Code& code : document.codes) codes += (codes.empty() ? "" : "; ") + code.value;
  return codes;
}

void print_fields(const store::StoredDocument& stored, const Style& style) {
  const Document& document = stored.document;
  field(style, "id", "编号", document.id);
  field(style, "also known as", "其他标识", fmt::format("{}", fmt::join(document.keys, "; ")));
  field(style, "published", "发表日期",
        document.published ? format_date(*document.published) : style.pick("unknown", "不详"));
  field(style, "first seen", "首次收录", format_day(stored.first_seen));
  field(style, "kind", "类型", std::string(to_string(document.kind)));
  field(style, "language", "语言", document.language);
  field(style, "venue", "出处", document.venue);
  field(style, "sources", "来源", fmt::format("{}", fmt::join(stored.sources, "; ")));
  field(style, "address", "网址", document.url);
  field(style, "authors", "作者", fmt::format("{}", fmt::join(names_of(document.authors), "; ")));
}

// As sent, and what our rules make of it.
void print_organisations(const Document& document, const who::Directory& directory,
                         const Style& style) {
  const std::size_t count = std::min(document.organisations.size(), kMaxOrganisationsShown);
  for (std::size_t i = 0; i < count; ++i) {
    const Organisation& organisation = document.organisations[i];
    const who::Who who = directory.find(organisation);
    field(style, i == 0 ? "organisations" : "", i == 0 ? "机构" : "", organisation.name);
    if (!who.organisation_id.empty())
      field(style, "", "", style.dim("→ " + who_text(who, directory, style)));
  }
  if (count < document.organisations.size()) {
    field(style, "", "",
          fmt::format(fmt::runtime(style.pick("and {} more", "另有{}个")),
                      document.organisations.size() - count));
  }
}

std::string judgement_text(const store::LabelJudgement& judgement, const Style& style) {
  const char* text =
      judgement.bears ? style.pick("{} by the word of {}, {}", "{}：由 {} 于 {} 确认")
                      : style.pick("not {} by the word of {}, {}", "不属于 {}：由 {} 于 {} 判定");
  return fmt::format(fmt::runtime(text), judgement.node, judgement.by,
                     format_instant(judgement.at));
}

void print_labels(const store::StoredDocument& stored, const taxonomy::Taxonomy& taxonomy,
                  const Style& style) {
  fmt::print("{}\n", style.dim(style.pick("labels", "标签")));
  if (stored.labels.empty()) fmt::print("  {}\n", style.pick("none", "无"));
  for (const Label& label : stored.labels) {
    fmt::print("  {:.2f}  {}  {}{}\n", label.probability, label.node,
               label_name(label.node, taxonomy, style),
               label.outcome == Outcome::kReview ? style.pick("  (for review)", "（待复核）") : "");
    const std::string why = evidence_text(label, stored.document, style);
    for (const std::string& line : wrap(why, style.width - 8)) {
      fmt::print("        {}\n", style.dim(line));
    }
  }
  for (const store::LabelJudgement& judgement : stored.judgements) {
    fmt::print("  {}\n", judgement_text(judgement, style));
  }
}

const char* reason_word(store::Reason reason) {
  switch (reason) {
    case store::Reason::kTitle:
      return "title+author+date";
    case store::Reason::kText:
      return "text similarity";
    case store::Reason::kNumber:
      return "patent number";
    case store::Reason::kAnalyst:
      return "analyst";
  }
  return "analyst";
}

std::string reason_text(const store::Relation& relation, const Style& style) {
  std::string reason;
  switch (relation.reason) {
    case store::Reason::kTitle:
      reason = style.pick("same title, first author and time", "题名、第一作者相同且时间相近");
      break;
    case store::Reason::kText:
      reason = fmt::format("{} {:.2f}", style.pick("text similarity", "文本相似度"),
                           relation.similarity);
      break;
    case store::Reason::kNumber:
      reason = style.pick("one patent application", "同一专利申请");
      break;
    case store::Reason::kAnalyst:
      reason = style.pick("by an analyst", "人工合并");
      break;
  }
  return fmt::format(fmt::runtime(style.pick("{} (with {}, {})", "{}（与 {}，{}）")), reason,
                     relation.id, format_day(relation.made));
}

void print_records(const ShownDocument& shown, const Style& style) {
  fmt::print("{}\n", style.dim(style.pick("records", "来源记录")));
  for (const RawRecord& record : shown.records) {
    fmt::print("  {}  {}  {}\n", format_instant(record.fetched), record.source, record.origin);
  }
  if (shown.group.size() < 2) {
    if (shown.records.size() < 2) return;
    for (const std::string& line :
         wrap(fmt::format(fmt::runtime(style.pick("one document by a key that they share: {}",
                                                  "因共有标识而为同一文献：{}")),
                          fmt::join(shown.stored.document.keys, "; ")),
              style.width - 2)) {
      fmt::print("  {}\n", style.dim(line));
    }
    return;
  }
  fmt::print("{}\n", style.dim(style.pick("shown as one with", "合并显示的文献")));
  for (std::size_t i = 1; i < shown.group.size(); ++i) {
    const store::GroupMember& member = shown.group[i];
    const Document& document = member.stored.document;
    fmt::print("  {}  {}  {}\n", document.id, fmt::join(member.stored.sources, "; "),
               document.published ? format_date(*document.published) : "");
    for (const std::string& line : wrap(document.title, style.width - 8)) {
      fmt::print("        {}\n", line);
    }
    for (const store::Relation& relation : member.relations) {
      fmt::print("        {}\n", style.dim(reason_text(relation, style)));
    }
    fmt::print("        {}\n", style.dim(fmt::format("{}: horizon split '{}'",
                                                     style.pick("to undo", "撤销"), document.id)));
  }
}

Json group_json(const ShownDocument& shown) {
  Json list = Json::array();
  for (std::size_t i = 1; i < shown.group.size(); ++i) {
    const store::GroupMember& member = shown.group[i];
    Json entry = {{"id", member.stored.document.id},
                  {"title", member.stored.document.title},
                  {"keys", member.stored.document.keys},
                  {"sources", member.stored.sources}};
    if (member.stored.document.published)
      entry["published"] = format_date(*member.stored.document.published);
    entry["joined_by"] = Json::array();
    for (const store::Relation& relation : member.relations) {
      entry["joined_by"].push_back({{"rule", reason_word(relation.reason)},
                                    {"similarity", relation.similarity},
                                    {"with", relation.id},
                                    {"date", format_day(relation.made)}});
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json label_json(const Label& label, const Document& document, const taxonomy::Taxonomy& taxonomy,
                const Style& style) {
  return {{"id", label.node},
          {"name", label_name(label.node, taxonomy, style)},
          {"probability", rounded(label.probability)},
          {"outcome", label.outcome == Outcome::kAssign ? "assign" : "review"},
          {"evidence", evidence_json(label, document)}};
}

}  // namespace

std::string who_text(const who::Who& who, const who::Directory& directory, const Style& style) {
  const bool chinese = style.language == taxonomy::Language::kChinese;
  std::string text = chinese && !who.name_zh.empty() ? who.name_zh : who.name_en;
  if (text.empty()) text = who.name_zh;
  const who::Place* country = directory.country(who.country);
  const std::string country_name =
      country == nullptr ? who.country : (chinese ? country->zh : country->en);
  std::string where = who.city;
  if (!country_name.empty() && country_name != where)
    where += (where.empty() ? "" : ", ") + country_name;
  if (!where.empty()) text += " · " + where;
  return text;
}

Json who_json(const Organisation& organisation, const who::Who& who) {
  Json row = {{"name", organisation.name}};
  const auto put = [&row](const char* name, const std::string& value) {
    if (!value.empty()) row[name] = value;
  };
  put("id", who.organisation_id);
  put("name_en", who.name_en);
  put("name_zh", who.name_zh);
  put("country", who.country);
  put("city", who.city);
  put("sector", who.sector);
  put("rule", who.rule);
  return row;
}

void print_document(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
                    const who::Directory& directory, const Style& style) {
  const Document& document = shown.stored.document;
  for (const std::string& line : wrap(document.title, style.width)) {
    fmt::print("{}\n", style.bold(line));
  }
  print_fields(shown.stored, style);
  print_organisations(document, directory, style);
  field(style, "codes", "分类号", codes_text(document));
  field(style, "abstract", "摘要", document.abstract);
  if (document.deleted)
    field(style, "note", "说明", style.pick("withdrawn by its source", "来源已撤回"));
  print_labels(shown.stored, taxonomy, style);
  print_records(shown, style);
}

Json full_json(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
               const who::Directory& directory, const Style& style) {
  const Document& document = shown.stored.document;
  Json row = document_json(shown.stored, taxonomy, style, "");
  row["abstract"] = document.abstract;
  row["authors"] = names_of(document.authors);
  row["organisations"] = names_of(document.organisations);
  row["who"] = Json::array();
  for (const Organisation& organisation : document.organisations)
    row["who"].push_back(who_json(organisation, directory.find(organisation)));
  row["codes"] = Json::array();
  for (const Code& code : document.codes) {
    row["codes"].push_back({{"scheme", to_string(code.scheme)}, {"code", code.value}});
  }
  row["keys"] = document.keys;
  row["sources"] = shown.stored.sources;
  row["records"] = Json::array();
  for (const RawRecord& record : shown.records) {
    row["records"].push_back({{"source", record.source},
                              {"origin", record.origin},
                              {"fetched", format_instant(record.fetched)}});
  }
  row["shown_as_one_with"] = group_json(shown);
  row["first_seen"] = format_day(shown.stored.first_seen);
  row["deleted"] = document.deleted;
  row["judgements"] = Json::array();
  for (const store::LabelJudgement& judgement : shown.stored.judgements) {
    row["judgements"].push_back({{"id", judgement.node},
                                 {"bears", judgement.bears},
                                 {"by", judgement.by},
                                 {"at", format_instant(judgement.at)}});
  }
  row["labels"] = Json::array();
  for (const Label& label : shown.stored.labels)
    row["labels"].push_back(label_json(label, document, taxonomy, style));
  return row;
}

}  // namespace horizon::cli
