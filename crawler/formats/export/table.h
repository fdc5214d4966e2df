// Tables as spreadsheets and databases write them: a heading, then a record a row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/format.h"

namespace horizon::crawler {

// How the cells of a table are parted. Quoting is that of RFC 4180, read with patience: a quote
// that opens a cell closes only in front of a separator or at the end of a row, and cells may hold
// line breaks. A cell that stays open for longer than a mebibyte has no closing quote: its quote
// then is a character like any other.
struct TableForm {
  char separator = ',';  // or tab, ';', '|'
  bool quotes = true;
};

std::vector<std::string> split_row(std::string_view row, const TableForm& form);

// True if the row ends within a quoted cell. `open` is whether it begins in one.
bool ends_in_quotes(std::string_view line, const TableForm& form, bool open);

// What a table's beginning says: the form in which most of its headings are known, and the row
// that they are in (exports have lines about the search in front of it).
struct TableHead {
  TableForm form;
  std::size_t skipped = 0;            // lines before the row
  std::vector<std::string> headings;  // trimmed
  std::size_t known = 0;              // headings that field_of_heading knows
  bool has_text = false;              // one of them is a title or an abstract
};
TableHead find_head(std::string_view beginning);

// Rows as slices; `head` holds the separator, 'q' if cells may be quoted (else '-'), and the
// heading's row. Empty rows are left out. `form` is that of the table where it is known, whose
// heading then is its first row; nullopt: find_head.
std::unique_ptr<RecordCutter> table_cutter(std::unique_ptr<ByteSource> bytes,
                                           std::optional<TableForm> form = std::nullopt);

// Headings out of a slice's head.
struct ReadHead {
  TableForm form;
  std::vector<std::string> headings;
};
ReadHead read_head(const Slice& slice);

}  // namespace horizon::crawler
