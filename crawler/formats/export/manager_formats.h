// What reference managers export as XML and JSON.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// EndNote's XML: <xml><records><record>, every text within <style> elements.
bool is_endnote_xml(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_endnote_xml(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> endnote_xml_parser();

// CSL JSON (citeproc's input) as Zotero, Mendeley and the DOI registries write it: an array of
// items, or one.
bool is_csl_json(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_csl_json(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> csl_json_parser();

inline constexpr RecordFormat kEndNoteXmlFormat{"endnote_xml", "EndNote XML", is_endnote_xml,
                                                cut_endnote_xml, endnote_xml_parser};
inline constexpr RecordFormat kCslJsonFormat{"csljson", "CSL JSON (Zotero, Mendeley)", is_csl_json,
                                             cut_csl_json, csl_json_parser};

}  // namespace horizon::crawler
