#include "answers/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "answers/cursor.h"
#include "answers/document_rows.h"
#include "core/text.h"

namespace horizon::answers {
namespace {

constexpr std::array<const char*, 8> kFacets = {"domain",   "subfield", "route",   "kind",
                                                "language", "year",     "country", "source"};

std::string concept_note(const pipeline::SearchedConcept& subject,
                         const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  const taxonomy::Node& node = taxonomy.node(subject.node);
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(subject.names.size(), 6); ++i) {
    names += (i == 0 ? "" : voice.pick(", ", "、")) + subject.names[i];
  }
  return fmt::format(
      fmt::runtime(voice.pick("Searched as the concept {} {} ({}), in both languages: {}, …",
                              "按概念 {} {}（{}）检索，中英文名称一并查找：{}等。")),
      node.id, node.name.in(voice.language),
      node.name.in(voice.language == taxonomy::Language::kChinese ? taxonomy::Language::kEnglish
                                                                  : taxonomy::Language::kChinese),
      names);
}

// A repair in words; one for the place of each.
std::string repair_note(const index::QueryRepair& repair, const Voice& voice) {
  using Kind = index::QueryRepair::Kind;
  const auto say = [&](const char* en, const char* zh) {
    return fmt::format(fmt::runtime(voice.pick(en, zh)), repair.column, repair.text,
                       repair.suggestion);
  };
  switch (repair.kind) {
    case Kind::kUnclosedQuote:
      return say("Column {}: the quote is not closed; it was closed at the end.",
                 "第{}列：引号未闭合，已在末尾补上。");
    case Kind::kUnclosedGroup:
      return say("Column {}: the bracket is not closed; it was closed at the end.",
                 "第{}列：括号未闭合，已在末尾补上。");
    case Kind::kStrayClose:
      return say("Column {}: nothing opens this bracket; it was left out.",
                 "第{}列：多余的右括号，已忽略。");
    case Kind::kStrayOperator:
      return say("Column {}: {} has nothing on one side; it was left out.",
                 "第{}列：{}的一侧没有内容，已忽略。");
    case Kind::kEmptyGroup:
      return say("Column {}: brackets or quotes around nothing; left out.",
                 "第{}列：括号或引号内为空，已忽略。");
    case Kind::kLeadingStar:
      return say(
          "Column {}: an asterisk stands behind a beginning (photo*); this one was left out.",
          "第{}列：星号应放在词的开头部分之后（photo*），此处已忽略。");
    case Kind::kUnknownField:
      return say("Column {}: there is no field '{}'; did you mean '{}:'? It was read as a word.",
                 "第{}列：没有字段“{}”，是否指“{}:”？已按普通词处理。");
    case Kind::kManyWords:
      break;
  }
  return say("Column {}: the query is very long; what follows was left out.",
             "第{}列：检索式过长，其后的词已忽略。");
}

std::string total_note(const pipeline::SearchReport& report, const Voice& voice) {
  return fmt::format(fmt::runtime(report.total == 1 ? voice.pick("{}{} document matches; {} shown.",
                                                                 "{}{}篇文献符合，列出{}篇。")
                                                    : voice.pick("{}{} documents match; {} shown.",
                                                                 "{}{}篇文献符合，列出{}篇。")),
                     report.total_is_exact ? "" : voice.pick("about ", "约"),
                     with_separators(report.total), report.rows.size());
}

// Whether a topic looks for one of the words, or all of them, as a term that tells much.
bool has_term(const taxonomy::Node& node, const std::string& query,
              std::span<const std::string_view> words) {
  constexpr double kTelling = 0.8;
  return std::ranges::any_of(node.terms, [&](const taxonomy::Term& term) {
    if (term.weight < kTelling) return false;
    const std::string text = ascii_lower(term.text);
    return text == query || std::ranges::find(words, text) != words.end();
  });
}

// Where nothing is found: topics that have one of the words in a name or among their terms. "" if
// there are none.
std::string topics_with_words(const std::string& query, const taxonomy::Taxonomy& taxonomy,
                              const Voice& voice) {
  constexpr std::size_t kMost = 3, kShortest = 3;  // bytes: one ideograph, or three letters
  std::string names;
  std::size_t count = 0;
  const std::string folded = ascii_lower(query);
  const auto words = split(folded, ' ');
  for (const taxonomy::Node& node : taxonomy.nodes()) {
    const bool named =
        has_term(node, folded, words) || std::ranges::any_of(words, [&](std::string_view word) {
          return word.size() >= kShortest &&
                 (ascii_lower(node.name.en).find(word) != std::string::npos ||
                  node.name.zh.find(word) != std::string::npos);
        });
    if (!named || count++ >= kMost) continue;
    names += (names.empty() ? "" : voice.pick(", ", "、")) + node.name.in(voice.language) + " (" +
             node.id + ")";
  }
  if (names.empty()) return names;
  return fmt::format(fmt::runtime(voice.pick("Topics with such a name or term: {}.",
                                             "名称或术语含检索词的主题：{}。")),
                     names);
}

std::string with_all_note(const pipeline::SearchReport& report, const Voice& voice) {
  if (*report.with_all == 0) {
    return voice.pick("No document has all of the words; these have some of them.",
                      "没有同时含有全部检索词的文献；以下文献含有其中一部分。");
  }
  return fmt::format(
      fmt::runtime(voice.pick("{} of them with all of the words, most of these first "
                              "(--every-word: only these).",
                              "其中{}篇含有全部检索词，大多排在前面（--every-word：仅列这些）。")),
      with_separators(*report.with_all));
}

Json concepts_json(const pipeline::SearchReport& report, const taxonomy::Taxonomy& taxonomy) {
  Json concepts = Json::array();
  for (const pipeline::SearchedConcept& subject : report.concepts) {
    const taxonomy::Node& node = taxonomy.node(subject.node);
    concepts.push_back({{"id", node.id},
                        {"en", node.name.en},
                        {"zh", node.name.zh},
                        {"matched", subject.matched}});
  }
  return concepts;
}

const char* key_of(index::Facet facet) {
  switch (facet) {
    case index::Facet::kKind:
      return "kind";
    case index::Facet::kLanguage:
      return "language";
    case index::Facet::kYear:
      return "year";
    case index::Facet::kCountry:
      return "country";
    default:
      return "source";
  }
}

Json row(const std::string& facet, const index::FacetValue& value, const std::string& name) {
  return {{"facet", facet}, {"value", value.value}, {"name", name}, {"documents", value.documents}};
}

}  // namespace

std::vector<Json> hit_rows(const pipeline::SearchReport& report, const taxonomy::Taxonomy& taxonomy,
                           const std::string& scheme, const Voice& voice) {
  const Json concepts = concepts_json(report, taxonomy);
  std::vector<Json> rows;
  for (const pipeline::SearchRow& row : report.rows) {
    Json json = document_json(row.document, taxonomy, voice, scheme);
    json["score"] = std::round(row.score * 1000) / 1000;
    json["snippet"] = row.snippet.text;
    json["concepts"] = concepts;
    json["cursor"] = cursor_text(row.place);
    rows.push_back(std::move(json));
  }
  return rows;
}

std::vector<Json> facet_rows(const pipeline::FacetReport& report,
                             const taxonomy::Taxonomy& taxonomy, const std::string& scheme,
                             const Voice& voice) {
  std::vector<Json> rows;
  for (const auto& [facet, values] : report.facets) {
    for (const index::FacetValue& value : values) {
      if (facet != index::Facet::kLabel) {
        rows.push_back(row(key_of(facet), value, value.value));
        continue;
      }
      const taxonomy::NodeIndex index = taxonomy.find(value.value);
      if (index == taxonomy::kNoNode || taxonomy.node(index).scheme != scheme) continue;
      const taxonomy::Node& node = taxonomy.node(index);
      rows.push_back(row(std::string(to_string(node.level)), value, node.name.in(voice.language)));
    }
  }
  const auto place = [](const Json& one) {
    return std::find_if(kFacets.begin(), kFacets.end(),
                        [&](const char* key) { return one["facet"] == key; }) -
           kFacets.begin();
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) {
    if (place(a) != place(b)) return place(a) < place(b);
    return a["facet"] == "year" && a["value"] > b["value"];
  });
  return rows;
}

std::vector<std::string> search_notes(const pipeline::SearchReport& report,
                                      const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  std::vector<std::string> notes;
  for (const index::QueryRepair& repair : report.repairs) {
    notes.push_back(repair_note(repair, voice));
  }
  for (const index::Correction& one : report.corrections) {
    notes.push_back(
        fmt::format(fmt::runtime(voice.pick("No document has “{}”. “{}” is in {}: {}",
                                            "没有文献含有“{}”；含“{}”的有{}篇，可改为检索：{}")),
                    one.typed, one.suggestion, with_separators(one.documents), report.corrected));
  }
  if (report.only_common_words) {
    notes.emplace_back(
        voice.pick("The query has nothing that can be searched, only punctuation or "
                   "words that nearly every text has; add a telling word.",
                   "检索式中只有标点或几乎处处出现的词，无法检索；请加入有区分度的"
                   "词。"));
  }
  for (const pipeline::SearchedConcept& subject : report.concepts) {
    notes.push_back(concept_note(subject, taxonomy, voice));
  }
  if (report.behind > 0 && report.damaged.empty()) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("Another process is writing: up to {} newer changes are not "
                                "searched yet.",
                                "另一进程正在写入：最新的至多{}处变动尚未纳入检索。")),
        report.behind));
  }
  if (!report.damaged.empty()) {
    notes.push_back(
        fmt::format(fmt::runtime(voice.pick(
                        "Part of the index cannot be read, and its documents are not found: "
                        "{}. 'horizon reindex' builds it anew.",
                        "索引有一部分无法读取，其中的文献未能检出：{}。请运行 horizon "
                        "reindex 重建。")),
                    fmt::join(report.damaged, "; ")));
  }
  if (report.cut_short) {
    notes.emplace_back(
        voice.pick("The search took too long and was ended: there may be better matches. Fewer "
                   "common words, phrases or asterisks make it faster.",
                   "检索耗时过长，已中止：可能还有更相关的结果。请减少常用词、短语或通配符。"));
  }
  if (report.total == 0 && !report.only_common_words && report.corrections.empty()) {
    const std::string near = topics_with_words(report.canonical, taxonomy, voice);
    if (!near.empty()) notes.push_back(near);
  }
  notes.push_back(total_note(report, voice));
  if (report.with_all && report.total > 0 && *report.with_all < report.total) {
    notes.push_back(with_all_note(report, voice));
  }
  return notes;
}

}  // namespace horizon::answers
