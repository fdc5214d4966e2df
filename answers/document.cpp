#include "answers/document.h"

#include <fmt/format.h>

#include "answers/document_rows.h"
#include "core/date.h"

namespace horizon::answers {
namespace {

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
                const Voice& voice) {
  return {{"id", label.node},
          {"name", label_name(label.node, taxonomy, voice)},
          {"probability", rounded(label.probability)},
          {"outcome", label.outcome == Outcome::kAssign ? "assign" : "review"},
          {"evidence", evidence_json(label, document)}};
}

}  // namespace

std::string who_text(const who::Who& who, const who::Directory& directory, const Voice& voice) {
  const bool chinese = voice.language == taxonomy::Language::kChinese;
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

Result<ShownDocument> read_document(const store::Store& store, DocumentNumber number) {
  auto stored = store.get(number);
  if (!stored) return fail(stored.error());
  auto group = store.group(number);
  if (!group) return fail(group.error());
  auto records = store.raw(number);
  if (!records) return fail(records.error());
  return ShownDocument{*std::move(stored), *std::move(group), *std::move(records)};
}

Json full_json(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
               const who::Directory& directory, const Voice& voice) {
  const Document& document = shown.stored.document;
  Json row = document_json(shown.stored, taxonomy, voice, "");
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
    row["labels"].push_back(label_json(label, document, taxonomy, voice));
  return row;
}

}  // namespace horizon::answers
