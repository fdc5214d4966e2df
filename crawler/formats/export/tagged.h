// Exports whose records are lines of a tag and a value: RIS, EndNote, RefWorks, Web of Science,
// MEDLINE, NoteExpress, CNKI, Wanfang. A dialect says how its lines look and what its tags mean.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/export/draft.h"
#include "crawler/formats/format.h"

namespace horizon::crawler {

struct TagLine {
  std::string_view tag;    // without the marks around it
  std::string_view value;  // trimmed
};

struct TaggedField {
  std::string_view tag;
  std::vector<std::string_view> lines;  // the value and its continuation lines, trimmed

  // The lines as one text: a word that was wrapped is one word, Chinese lines join without a blank.
  std::string joined() const;
};

struct Dialect {
  // A line that begins a field; nullopt for a continuation of the one before, or noise.
  std::optional<TagLine> (*read)(std::string_view line);
  bool (*begins)(std::string_view tag);  // a record begins with it
  bool (*ends)(std::string_view tag);    // a record ends with it
  // Where no tag begins a record by itself: one that repeats the first tag of the record does.
  bool first_repeats = false;
  void (*fill)(std::span<const TaggedField> fields, Draft& draft) = nullptr;
};

// For tables of what a dialect's tags mean.
struct TagMeaning {
  std::string_view tag;
  Field field;
};
Field meaning_of(std::span<const TagMeaning> table, std::string_view tag);  // kIgnored: unknown
// Adds every field by the table.
void fill_by(std::span<const TagMeaning> table, std::span<const TaggedField> fields, Draft& draft);

// How a file of the kind looks; every one of them may have to be told by its beginning.
using ChooseDialect = const Dialect* (*)(std::string_view beginning);

// Records longer than this are no records.
inline constexpr std::size_t kMaxTaggedRecord = std::size_t{16} << 20;

// `choose` picks the dialect by the first 64 KiB; null where the text is of none.
std::unique_ptr<RecordCutter> tagged_cutter(std::unique_ptr<ByteSource> bytes,
                                            ChooseDialect choose);
std::unique_ptr<RecordParser> tagged_parser(ChooseDialect choose);

// True if one of the first `lines` lines that are not blank satisfies the predicate.
bool any_line(std::string_view text, int lines, bool (*holds)(std::string_view line));

}  // namespace horizon::crawler
