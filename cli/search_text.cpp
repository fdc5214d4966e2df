#include "cli/search_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/document_json.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

std::string concept_note(const pipeline::SearchedConcept& subject,
                         const taxonomy::Taxonomy& taxonomy, const Style& style) {
  const taxonomy::Node& node = taxonomy.node(subject.node);
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(subject.names.size(), 6); ++i) {
    names += (i == 0 ? "" : style.pick(", ", "、")) + subject.names[i];
  }
  return fmt::format(
      fmt::runtime(style.pick("Searched as the concept {} {} ({}), in both languages: {}, …",
                              "按概念 {} {}（{}）检索，中英文名称一并查找：{}等。")),
      node.id, node.name.in(style.language),
      node.name.in(style.language == taxonomy::Language::kChinese ? taxonomy::Language::kEnglish
                                                                  : taxonomy::Language::kChinese),
      names);
}

// A repair in words; one for the place of each.
std::string repair_note(const index::QueryRepair& repair, const Style& style) {
  using Kind = index::QueryRepair::Kind;
  const auto say = [&](const char* en, const char* zh) {
    return fmt::format(fmt::runtime(style.pick(en, zh)), repair.column, repair.text,
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

std::string total_note(const pipeline::SearchReport& report, const Style& style) {
  return fmt::format(fmt::runtime(report.total == 1 ? style.pick("{}{} document matches; {} shown.",
                                                                 "{}{}篇文献符合，列出{}篇。")
                                                    : style.pick("{}{} documents match; {} shown.",
                                                                 "{}{}篇文献符合，列出{}篇。")),
                     report.total_is_exact ? "" : style.pick("about ", "约"),
                     with_separators(report.total), report.rows.size());
}

std::string with_all_note(const pipeline::SearchReport& report, const Style& style) {
  if (*report.with_all == 0) {
    return style.pick("No document has all of the words; these have some of them.",
                      "没有同时含有全部检索词的文献；以下文献含有其中一部分。");
  }
  return fmt::format(fmt::runtime(style.pick(
                         "{}{} of them with all of the words, most of these first "
                         "(--every-word: only these).",
                         "其中{}{}篇含有全部检索词，大多排在前面（--every-word：仅列这些）。")),
                     *report.with_all < index::kCountedWithAll ? "" : style.pick("about ", "约"),
                     with_separators(*report.with_all));
}

std::string highlighted(const index::Snippet& snippet, const Style& style) {
  std::string out;
  std::size_t at = 0;
  for (const index::Snippet::Mark& mark : snippet.marks) {
    out += snippet.text.substr(at, mark.begin - at);
    out += style.accent(snippet.text.substr(mark.begin, mark.size));
    at = mark.begin + mark.size;
  }
  return out + snippet.text.substr(at);
}

}  // namespace

std::vector<std::string> search_notes(const pipeline::SearchReport& report,
                                      const taxonomy::Taxonomy& taxonomy, const Style& style) {
  std::vector<std::string> notes;
  for (const index::QueryRepair& repair : report.repairs) {
    notes.push_back(repair_note(repair, style));
  }
  if (report.only_common_words) {
    notes.emplace_back(
        style.pick("The query has nothing that can be searched, only punctuation or "
                   "words that nearly every text has; add a telling word.",
                   "检索式中只有标点或几乎处处出现的词，无法检索；请加入有区分度的"
                   "词。"));
  }
  for (const pipeline::SearchedConcept& subject : report.concepts) {
    notes.push_back(concept_note(subject, taxonomy, style));
  }
  if (report.behind > 0) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Another process is writing: up to {} newer changes are not "
                                "searched yet.",
                                "另一进程正在写入：最新的至多{}处变动尚未纳入检索。")),
        report.behind));
  }
  if (report.damaged) {
    notes.emplace_back(
        style.pick("Part of the index cannot be read, and its documents are not "
                   "found: 'horizon reindex' builds it anew.",
                   "索引有一部分无法读取，其中的文献未能检出；请运行 horizon reindex 重建。"));
  }
  notes.push_back(total_note(report, style));
  if (report.with_all && report.total > 0 && *report.with_all < report.total) {
    notes.push_back(with_all_note(report, style));
  }
  return notes;
}

void print_hit(std::size_t rank, const pipeline::SearchRow& row, const taxonomy::Taxonomy& taxonomy,
               const std::string& scheme, const Style& style) {
  const Document& document = row.document.document;
  const std::string number = fmt::format("{:>3}. ", rank);
  const std::string indent(number.size(), ' ');
  bool first = true;
  for (const std::string& line : wrap(document.title, style.width - number.size())) {
    fmt::print("{}{}\n", first ? number : indent, style.bold(line));
    first = false;
  }
  std::string about = fmt::format("{}  {}  {}  {}",
                                  document.published ? format_date(*document.published)
                                                     : style.pick("date unknown", "日期不详"),
                                  to_string(document.kind), document.language, document.id);
  // A document that is known by its address only has it for an id.
  if (!document.url.empty() && !document.id.ends_with(document.url)) about += "  " + document.url;
  fmt::print("{}{}\n", indent, style.dim(about));
  std::string labels;
  for (const Json& label : labels_json(row.document.labels, taxonomy, style, scheme, false)) {
    labels +=
        fmt::format("{}{} {} {:.2f}", labels.empty() ? "" : " · ", label["id"].get<std::string>(),
                    label["name"].get<std::string>(), label["probability"].get<double>());
  }
  if (!labels.empty()) fmt::print("{}{}\n", indent, labels);
  if (!row.snippet.text.empty()) fmt::print("{}{}\n", indent, highlighted(row.snippet, style));
}

}  // namespace horizon::cli
