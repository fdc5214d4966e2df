// What is counted by, in memory: a few numbers of each document, by its number. A file beside the
// shards that readers map as it is, so that it costs nothing to open; facets and trends over any
// set of documents are loops over arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "core/error.h"
#include "index/mapped_file.h"
#include "index/word_file.h"

namespace horizon::index {

// A list of names ("arxiv", "INF|INF.qcomp") by its place in the file of names; 0 is the empty one.
using NamesId = std::uint32_t;

inline constexpr const char* kRowsFile = "columns";
inline constexpr const char* kNamesFile = "names";

// As it lies in the file, in the machine's byte order: an index is made where it is read.
struct ColumnRow {
  std::int32_t day = 0;  // of publication, since 1970
  NamesId source = 0;    // under which it is counted
  NamesId sources = 0;   // all of them
  NamesId language = 0;
  NamesId countries = 0;
  NamesId labels = 0;
  std::uint8_t kind = 0;
  std::uint8_t precision = 0;  // of the day; kNoDay: there is none
  std::uint8_t present = 0;    // 0: no document of this number is in the index
  std::uint8_t unused = 0;
  WordPlace words = 0;
};
static_assert(sizeof(ColumnRow) == 32);
inline constexpr std::uint8_t kNoDay = 0xFF;

std::optional<PartialDate> date_of(const ColumnRow& row);

// The names of all lists, each name once: lists repeat, and so do their names.
struct NameLists {
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> members;  // into names, list by list
  std::vector<std::uint32_t> begins;   // into members, of each list; and the end of the last one

  std::span<const std::uint32_t> of(NamesId list) const {
    return std::span(members).subspan(begins[list], begins[list + 1] - begins[list]);
  }
};

// Reading. What the writer changes meanwhile may be seen or not, row by row.
class Columns {
 public:
  // Without files there are no rows. kUnavailable if they cannot be read.
  static Result<Columns> open(const std::filesystem::path& folder);
  Columns();
  Columns(Columns&& other) noexcept;
  Columns& operator=(Columns&& other) noexcept;
  ~Columns();

  // By number; numbers from its size on have none.
  std::span<const ColumnRow> rows() const {
    return {reinterpret_cast<const ColumnRow*>(rows_.bytes().data()),
            rows_.bytes().size() / sizeof(ColumnRow)};
  }
  // The words of a document as they are kept (core/word_blob.h); "" if they are not here.
  std::string_view words(DocumentNumber number) const;
  // The names of a list. None for an id that is not in the file.
  std::vector<std::string_view> names(NamesId id) const;
  // The list as one, its names separated by kNameSeparator.
  std::string_view list(NamesId id) const;
  std::size_t lists() const { return starts_.size(); }
  // Made when it is first asked for, by any thread.
  const NameLists& name_lists() const;
  std::size_t bytes() const { return sizeof *this + text_.size() + starts_.size() * 24; }

 private:
  struct Lazy;

  MappedFile rows_, words_;
  std::string text_;                 // of the file of names
  std::vector<std::size_t> starts_;  // of each list in it
  std::unique_ptr<Lazy> lazy_;
};

inline constexpr char kNameSeparator = '\t';

// Writing; one at a time.
class ColumnWriter {
 public:
  // Creates the files if there are none. Names that a kill has left half written are cut off.
  static Result<ColumnWriter> open(const std::filesystem::path& folder);
  ColumnWriter(ColumnWriter&& other) noexcept;
  ColumnWriter& operator=(ColumnWriter&& other) noexcept;
  ~ColumnWriter();

  NamesId names(std::span<const std::string> list);
  NamesId name(const std::string& one) { return names({&one, 1}); }
  // In memory until flush(). Words as they are kept; those that the document had already are not
  // written again.
  void set(DocumentNumber number, ColumnRow row, std::string_view words = {});
  // Durable when it returns.
  Status flush();

 private:
  ColumnWriter() = default;
  NamesId intern(std::string list);
  WordPlace place_of(DocumentNumber number) const;
  Status write_rows();

  std::filesystem::path folder_;
  int rows_ = -1;
  int names_ = -1;
  std::optional<WordFileWriter> words_;
  std::unordered_map<std::string, NamesId> known_;
  std::string new_names_;  // to be appended
  std::vector<std::pair<DocumentNumber, ColumnRow>> pending_;
};

}  // namespace horizon::index
