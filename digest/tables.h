// The parts of an issue behind its headlines as plain tables in one language. Every format prints
// the same tables, so that all say the same; nothing in them is escaped yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/issue.h"
#include "digest/words.h"

namespace horizon::digest {

struct Column {
  std::string name;
  bool number = false;
  bool wide = false;  // left out on a phone
};

struct Cell {
  std::string text;
  std::string language = {};  // of the text, if it is not the page's
};

struct TableRow {
  std::vector<Cell> cells;
  std::optional<trends::Estimate> ratio = {};  // drawn, where drawings are to be had
  std::string ratio_text = {};                 // the same in words
  std::vector<EvidenceItem> evidence = {};
};

struct Table {
  std::string_view id;  // stable, of the section in a page
  std::string title;
  std::string intro = {};
  std::vector<Column> columns = {};
  std::vector<TableRow> rows = {};
  std::vector<std::string> notes = {};
  std::string chart = {};  // heading of the drawings; "" if there are none
  bool empty() const { return rows.empty() && notes.empty(); }
};

Table coverage_table(const Issue& issue, Language language);
Table changes_table(const Issue& issue, Language language);
Table watch_table(const Issue& issue, Language language);  // empty() if nothing is watched
Table convergence_table(const Issue& issue, Language language);
Table weak_table(const Issue& issue, Language language);
Table emerging_table(const Issue& issue, Language language);
Table actors_table(const Issue& issue, Language language);
Table scorecard_table(const Issue& issue, Language language);
Table corrections_table(const Issue& issue, Language language);

// "● 新" "● new"
std::string change_mark(Change change, Language language);

}  // namespace horizon::digest
