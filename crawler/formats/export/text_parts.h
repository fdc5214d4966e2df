// Small pieces of text as reference managers and databases write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace horizon::crawler {

// Without white space at both ends, that of Unicode (NBSP, U+3000, zero-width marks) included.
std::string_view trim_wide(std::string_view text);

// Names parted by ';' or "；" if there is one outside brackets; else by line breaks; else Chinese
// names by "，", ",", "、" or blanks; else by " and " or " & "; else by commas where no part is a
// family name alone ("A. One, B. Two" are two, "Lovelace, Ada" is one). Numbers and marks that
// refer to affiliations ("[1]", "*") are removed, "et al." and "等" dropped.
std::vector<std::string> split_names(std::string_view text);

// True if one field of an author holds several: parted by ';', or Chinese names parted by
// anything.
bool is_list_of_names(std::string_view text);

// Symbols of a classification, which may hold blanks ("G06N 3/08; G06T 7/00", "G06N3/08,
// H04L9/32", "G06N3/08|A61B5/00").
std::vector<std::string> split_symbols(std::string_view text);

// The http and https addresses of a field, parted by anything.
std::vector<std::string> split_urls(std::string_view text);

// Parted by ';' or "；" outside brackets, or by line breaks.
std::vector<std::string> split_list(std::string_view text);

// Dates of publication in every form that exports have: those of feeds and "2026/11/22/",
// "2026//", "2026 Nov-Dec", "NOV 2026", "2026年11月", "22/11/2026", "2026 Winter", "c2026". What
// cannot be told ("04/05/2026": April or May) is left out: that is the year 2026.
std::optional<PartialDate> parse_export_date(std::string_view text);

// Year and month, or month and day, that stand in two fields: "2026" and "NOV 22".
std::optional<PartialDate> parse_split_date(std::string_view year, std::string_view month);

// ISO 3166-1 alpha-2 of a country's name as databases write it ("Peoples R China", "USA",
// "MA 02139 USA", "中国", "United Kingdom"); empty for what is none.
std::string country_of_name(std::string_view name);
// Of the last part of an address: "Tsinghua University, Beijing, China." → "CN".
std::string country_of_address(std::string_view address);

}  // namespace horizon::crawler
