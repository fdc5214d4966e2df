// Patents of the offices as record formats.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

bool is_uspto(const Beginning& beginning);
bool is_epo(const Beginning& beginning);
bool is_cnipa(const Beginning& beginning);
bool is_st96(const Beginning& beginning);
bool is_st36(const Beginning& beginning);

// XML of any dialect, OPS's JSON and Greenbook, told by how the stream begins.
std::unique_ptr<RecordCutter> cut_any_patents(std::unique_ptr<ByteSource> bytes);
// Reads the slices of that cutter. What is cut off, too long or without number is quarantined. A
// record that is not well-formed is taken if its number and title stand before the damage.
std::unique_ptr<RecordParser> patent_parser();

// The names say where a file comes from; all of them read all dialects.
inline constexpr RecordFormat kUsptoFormat{
    "uspto", "USPTO full text: weekly XML of grants and applications, 1976 to today", is_uspto,
    cut_any_patents, patent_parser};
inline constexpr RecordFormat kEpoFormat{"epo", "EPO Open Patent Services: replies in XML or JSON",
                                         is_epo, cut_any_patents, patent_parser};
inline constexpr RecordFormat kCnipaFormat{
    "cnipa", "CNIPA: bibliographic data and full text in XML (标准化著录项目, cn-patent-document)",
    is_cnipa, cut_any_patents, patent_parser};
inline constexpr RecordFormat kSt96Format{"st96", "patents in WIPO ST.96 XML", is_st96,
                                          cut_any_patents, patent_parser};
inline constexpr RecordFormat kSt36Format{"st36", "patents in WIPO ST.36 XML (DOCDB, EP, WO)",
                                          is_st36, cut_any_patents, patent_parser};

}  // namespace horizon::crawler
