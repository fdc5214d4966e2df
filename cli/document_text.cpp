#include "cli/document_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "answers/document_rows.h"
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

void print_records(const answers::ShownDocument& shown, const Style& style) {
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

}  // namespace

void print_document(const answers::ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
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

}  // namespace horizon::cli
