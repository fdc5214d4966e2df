// Rows to the terminal, to other programs, to spreadsheets.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "taxonomy/taxonomy.h"

namespace horizon::cli {

using Json = nlohmann::ordered_json;

enum class Format { kTable, kJson, kJsonl, kCsv, kRis, kBibtex };

// A column of a table: which key of the rows, under which heading.
struct Column {
  const char* key;
  const char* heading_en;
  const char* heading_zh;
  bool right = false;         // numbers
  std::size_t max_width = 0;  // columns of the terminal; 0: as wide as needed
};

struct Style {
  bool colour = false;
  std::size_t width = 100;
  taxonomy::Language language = taxonomy::Language::kEnglish;

  const char* pick(const char* en, const char* zh) const {
    return language == taxonomy::Language::kChinese ? zh : en;
  }
  std::string bold(std::string_view text) const;
  std::string dim(std::string_view text) const;
  std::string accent(std::string_view text) const;
};

// Colour only on a terminal and without NO_COLOR (no-color.org); the width is the terminal's.
Style detect_style(taxonomy::Language language);

// JSON as {"rows": [...], "notes": [...]}; JSON Lines and CSV hold rows only, and notes go to
// standard error. Invalid UTF-8 cannot occur in what the store gives; if it does it is replaced.
void print_rows(Format format, const Style& style, std::span<const Column> columns,
                const std::vector<Json>& rows, const std::vector<std::string>& notes, bool bom);
void print_table(const Style& style, std::span<const Column> columns,
                 const std::vector<Json>& rows);
void print_notes(std::FILE* out, const Style& style, const std::vector<std::string>& notes);

std::string to_text(const Json& value);  // one line, for table and CSV cells
// Cut to a width in terminal columns, with "…" if anything was cut; padded by pad().
std::string fit(std::string_view text, std::size_t width);
std::string pad(std::string_view text, std::size_t width, bool right);
// Lines of at most `width` columns, broken at spaces and between Han characters.
std::vector<std::string> wrap(std::string_view text, std::size_t width);
std::string with_separators(std::uint64_t number);  // 12,345

}  // namespace horizon::cli
