// The exports of reference managers and databases that are lines of tags and values.
#pragma once

#include "crawler/formats/export/tagged.h"
#include "crawler/formats/format.h"

namespace horizon::crawler {

extern const Dialect kRisDialect;
extern const Dialect kEndNoteDialect;      // Refer: "%0 Journal Article"
extern const Dialect kRefWorksDialect;     // "RT Journal Article"
extern const Dialect kNoteExpressDialect;  // "{Reference Type}: Journal Article"
extern const Dialect kLabelDialect;        // "Title-题名: ...", "标题：...", "【标题】..."
extern const Dialect kWosDialect;          // "PT J"
extern const Dialect kMedlineDialect;      // "PMID- 12345678"

// A beginning in UTF-8 is of the dialect: one of its first lines begins a record.
bool is_ris(std::string_view text);
bool is_endnote(std::string_view text);
bool is_refworks(std::string_view text);
bool is_noteexpress(std::string_view text);
bool is_labels(std::string_view text);  // of CNKI, Wanfang or anybody, in either language
bool is_cnki_labels(std::string_view text);
bool is_wos(std::string_view text);
bool is_medline(std::string_view text);

// What a database that exports in several forms has sent; null for none of them.
const Dialect* any_dialect(std::string_view text);

namespace tagged {

// The members of a RecordFormat for a dialect that is the only one of its kind.
template <const Dialect& dialect>
const Dialect* only(std::string_view /*text*/) {
  return &dialect;
}
template <ChooseDialect choose>
std::unique_ptr<RecordCutter> cut(std::unique_ptr<ByteSource> bytes) {
  return tagged_cutter(std::move(bytes), choose);
}
template <ChooseDialect choose>
std::unique_ptr<RecordParser> parser() {
  return tagged_parser(choose);
}
template <bool (*is)(std::string_view)>
bool matches(const Beginning& beginning) {
  return is(beginning.text());
}

}  // namespace tagged

inline constexpr RecordFormat kRisFormat{
    "ris", "RIS (.ris): reference managers, CNKI, Wanfang, Scopus, Web of Science",
    tagged::matches<is_ris>, tagged::cut<tagged::only<kRisDialect>>,
    tagged::parser<tagged::only<kRisDialect>>};
inline constexpr RecordFormat kEndNoteFormat{
    "endnote", "EndNote tagged, Refer (.enw): \"%0 Journal Article\"", tagged::matches<is_endnote>,
    tagged::cut<tagged::only<kEndNoteDialect>>, tagged::parser<tagged::only<kEndNoteDialect>>};
inline constexpr RecordFormat kRefWorksFormat{
    "refworks", "RefWorks tagged: \"RT Journal Article\"", tagged::matches<is_refworks>,
    tagged::cut<tagged::only<kRefWorksDialect>>, tagged::parser<tagged::only<kRefWorksDialect>>};
inline constexpr RecordFormat kNoteExpressFormat{
    "noteexpress", "NoteExpress (.net): \"{Reference Type}: Journal Article\"",
    tagged::matches<is_noteexpress>, tagged::cut<tagged::only<kNoteExpressDialect>>,
    tagged::parser<tagged::only<kNoteExpressDialect>>};
inline constexpr RecordFormat kWosFormat{
    "wos", "Web of Science plain text: \"FN Clarivate\", \"PT J\"", tagged::matches<is_wos>,
    tagged::cut<tagged::only<kWosDialect>>, tagged::parser<tagged::only<kWosDialect>>};
inline constexpr RecordFormat kMedlineFormat{
    "medline", "MEDLINE, PubMed (.nbib): \"PMID- 12345678\"", tagged::matches<is_medline>,
    tagged::cut<tagged::only<kMedlineDialect>>, tagged::parser<tagged::only<kMedlineDialect>>};
inline constexpr RecordFormat kCnkiFormat{
    "cnki", "CNKI 知网: self-defined (\"Title-题名: ...\") and every other form it exports",
    tagged::matches<is_cnki_labels>, tagged::cut<any_dialect>, tagged::parser<any_dialect>};
inline constexpr RecordFormat kWanfangFormat{
    "wanfang", "Wanfang 万方: text (\"标题：...\") and every other form it exports",
    tagged::matches<is_labels>, tagged::cut<any_dialect>, tagged::parser<any_dialect>};

}  // namespace horizon::crawler
