// Tables: of Scopus, Lens and Web of Science, and of anybody.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

bool is_scopus_csv(const Beginning& beginning);
bool is_lens_csv(const Beginning& beginning);
bool is_wos_tab(const Beginning& beginning);
bool is_csv(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_quoted_table(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordCutter> cut_plain_table(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> scopus_csv_parser();
std::unique_ptr<RecordParser> lens_csv_parser();
std::unique_ptr<RecordParser> wos_tab_parser();
// Source::columns says which column is which field; what it leaves open is known by its heading.
std::unique_ptr<RecordParser> csv_parser();

inline constexpr RecordFormat kScopusCsvFormat{"scopus_csv", "Scopus, CSV with all fields",
                                               is_scopus_csv, cut_quoted_table, scopus_csv_parser};
inline constexpr RecordFormat kLensCsvFormat{"lens_csv", "The Lens, CSV of works or patents",
                                             is_lens_csv, cut_quoted_table, lens_csv_parser};
inline constexpr RecordFormat kWosTabFormat{"wos_tab", "Web of Science, tab-delimited", is_wos_tab,
                                            cut_plain_table, wos_tab_parser};
inline constexpr RecordFormat kCsvFormat{
    "csv", "tables with a heading: CSV, TSV, ';' or '|'; see --columns", is_csv, cut_quoted_table,
    csv_parser};

}  // namespace horizon::crawler
