// Rows to the terminal, to other programs, to spreadsheets.
#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answers/voice.h"

namespace horizon::cli {

using answers::Json;
using answers::with_separators;

enum class Format { kTable, kJson, kJsonl, kCsv, kRis, kBibtex };

// A column of a table: which key of the rows, under which heading.
struct Column {
  const char* key;
  const char* heading_en;
  const char* heading_zh;
  bool right = false;         // numbers
  std::size_t max_width = 0;  // columns of the terminal; 0: as wide as needed
};

// The reader's terminal and language.
struct Style : answers::Voice {
  bool colour = false;
  std::size_t width = 100;

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
// The same; JSON has the details beside rows and notes.
void print_answer(Format format, const Style& style, std::span<const Column> columns,
                  const answers::Answer& answer, bool bom);
void print_table(const Style& style, std::span<const Column> columns,
                 const std::vector<Json>& rows);
void print_json(const Json& json);  // indented
void print_notes(std::FILE* out, const Style& style, const std::vector<std::string>& notes);

std::string to_text(const Json& value);  // one line, for table and CSV cells
// Cut to a width in terminal columns, with "…" if anything was cut; padded by pad().
std::string fit(std::string_view text, std::size_t width);
std::string pad(std::string_view text, std::size_t width, bool right);
// Lines of at most `width` columns, broken at spaces and between Han characters.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace horizon::cli
