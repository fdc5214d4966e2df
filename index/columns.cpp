#include "index/columns.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "core/word_blob.h"

namespace horizon::index {
namespace {

constexpr std::size_t kMaxNamesBytes = std::size_t{1} << 30U;

// A name ends with its line, and its list's separators must be ours.
std::string clean(std::string_view name) {
  std::string out(name);
  std::ranges::replace_if(
      out, [](char c) { return c == kNameSeparator || c == '\n'; }, ' ');
  return out;
}

}  // namespace

std::optional<PartialDate> date_of(const ColumnRow& row) {
  if (row.precision > static_cast<std::uint8_t>(Precision::kYear)) return std::nullopt;
  return PartialDate{Day{std::chrono::days{row.day}}, static_cast<Precision>(row.precision)};
}

Result<Columns> Columns::open(const std::filesystem::path& folder) {
  Columns columns;
  auto text = read_file(folder / kNamesFile, kMaxNamesBytes);
  if (!text && text.error().code != ErrorCode::kNotFound) return fail(text.error());
  columns.text_ = text.value_or("\n");
  // What has no end of line yet is being written.
  columns.text_.resize(columns.text_.rfind('\n') + 1);
  for (std::size_t at = 0; at < columns.text_.size(); at = columns.text_.find('\n', at) + 1)
    columns.starts_.push_back(at);
  auto rows = MappedFile::open(folder / kRowsFile);
  if (!rows) return fail(rows.error());
  columns.rows_ = *std::move(rows);
  auto words = MappedFile::open(folder / kWordsFile);
  if (!words) return fail(words.error());
  columns.words_ = *std::move(words);
  return columns;
}

struct Columns::Lazy {
  std::once_flag once;
  NameLists lists;
};

Columns::Columns() : lazy_(std::make_unique<Lazy>()) {}
Columns::Columns(Columns&& other) noexcept { *this = std::move(other); }

Columns& Columns::operator=(Columns&& other) noexcept {
  std::swap(rows_, other.rows_);
  std::swap(words_, other.words_);
  std::swap(text_, other.text_);
  std::swap(starts_, other.starts_);
  std::swap(lazy_, other.lazy_);
  return *this;
}

Columns::~Columns() = default;

std::string_view Columns::words(DocumentNumber number) const {
  return number < rows().size() ? words_at(words_.bytes(), rows()[number].words)
                                : std::string_view();
}

std::string_view Columns::list(NamesId id) const {
  if (id >= starts_.size()) return {};
  const std::size_t begin = starts_[id];
  return std::string_view(text_).substr(begin, text_.find('\n', begin) - begin);
}

std::vector<std::string_view> Columns::names(NamesId id) const {
  const std::string_view all = list(id);
  return all.empty() ? std::vector<std::string_view>() : split(all, kNameSeparator);
}

const NameLists& Columns::name_lists() const {
  std::call_once(lazy_->once, [&] {
    NameLists& made = lazy_->lists;
    std::unordered_map<std::string_view, std::uint32_t> known;
    for (std::size_t list = 0; list < starts_.size(); ++list) {
      made.begins.push_back(static_cast<std::uint32_t>(made.members.size()));
      for (const std::string_view name : names(static_cast<NamesId>(list))) {
        const auto [found, added] =
            known.try_emplace(name, static_cast<std::uint32_t>(made.names.size()));
        if (added) made.names.push_back(name);
        made.members.push_back(found->second);
      }
    }
    made.begins.push_back(static_cast<std::uint32_t>(made.members.size()));
  });
  return lazy_->lists;
}

Result<ColumnWriter> ColumnWriter::open(const std::filesystem::path& folder) {
  ColumnWriter writer;
  writer.folder_ = folder;
  constexpr int kFlags = O_RDWR | O_CREAT | O_CLOEXEC;
  writer.rows_ = ::open((folder / kRowsFile).c_str(), kFlags, 0644);
  if (writer.rows_ < 0) return file_error(folder / kRowsFile);
  writer.names_ = ::open((folder / kNamesFile).c_str(), kFlags | O_APPEND, 0644);
  if (writer.names_ < 0) return file_error(folder / kNamesFile);
  auto words = WordFileWriter::open(folder);
  if (!words) return fail(words.error());
  writer.words_.emplace(*std::move(words));
  auto text = read_file(folder / kNamesFile, kMaxNamesBytes);
  if (!text) return fail(text.error());
  const std::size_t whole = text->rfind('\n') + 1;  // npos + 1 is 0
  if (::ftruncate(writer.names_, static_cast<off_t>(whole)) != 0)
    return file_error(folder / kNamesFile);
  text->resize(whole);
  if (text->empty()) {
    writer.intern({});  // the empty list has number 0
    return writer;
  }
  bool good = text->starts_with('\n');
  text->pop_back();
  NamesId next = 0;
  // A list that comes twice would shift the numbers of those behind it.
  for (const std::string_view line : split(*text, '\n'))
    good = writer.known_.emplace(line, next++).second && good;
  if (good) return writer;
  return fail(ErrorCode::kCorrupt,
              fmt::format("{} is damaged ('horizon reindex' builds the index anew)",
                          (folder / kNamesFile).string()));
}

ColumnWriter::ColumnWriter(ColumnWriter&& other) noexcept { *this = std::move(other); }

ColumnWriter& ColumnWriter::operator=(ColumnWriter&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(rows_, other.rows_);
  std::swap(names_, other.names_);
  std::swap(words_, other.words_);
  std::swap(known_, other.known_);
  std::swap(new_names_, other.new_names_);
  std::swap(pending_, other.pending_);
  return *this;
}

ColumnWriter::~ColumnWriter() {
  if (rows_ >= 0) ::close(rows_);
  if (names_ >= 0) ::close(names_);
}

NamesId ColumnWriter::intern(std::string list) {
  const auto [found, added] = known_.try_emplace(std::move(list), static_cast<NamesId>(0));
  if (!added) return found->second;
  found->second = static_cast<NamesId>(known_.size() - 1);
  new_names_ += found->first;
  new_names_ += '\n';
  return found->second;
}

NamesId ColumnWriter::names(std::span<const std::string> list) {
  std::string joined;
  for (const std::string& name : list) {
    if (!joined.empty()) joined += kNameSeparator;
    joined += clean(name);
  }
  return intern(std::move(joined));
}

// Of the words that the file has for a document.
WordPlace ColumnWriter::place_of(DocumentNumber number) const {
  ColumnRow row;
  const auto at = static_cast<off_t>(number * sizeof row);
  return ::pread(rows_, &row, sizeof row, at) == static_cast<ssize_t>(sizeof row) ? row.words : 0;
}

void ColumnWriter::set(DocumentNumber number, ColumnRow row, std::string_view words) {
  const WordPlace before = words.empty() ? 0 : place_of(number);
  const bool known = before != 0 && same_words(words_->read(before), words);
  row.words = known ? before : words_->add(words);
  pending_.emplace_back(number, row);
}

// Neighbours go out in one call: an import's documents follow each other.
Status ColumnWriter::write_rows() {
  std::ranges::stable_sort(pending_, {}, &std::pair<DocumentNumber, ColumnRow>::first);
  std::vector<ColumnRow> run;
  for (std::size_t i = 0; i < pending_.size();) {
    run.clear();
    const DocumentNumber first = pending_[i].first;
    for (; i < pending_.size() && pending_[i].first <= first + run.size(); ++i) {
      if (pending_[i].first < first + run.size()) run.pop_back();  // the later one holds
      run.push_back(pending_[i].second);
    }
    const std::string_view bytes(reinterpret_cast<const char*>(run.data()),
                                 run.size() * sizeof(ColumnRow));
    if (!write_all_at(rows_, bytes, first * sizeof(ColumnRow)))
      return file_error(folder_ / kRowsFile);
  }
  pending_.clear();
  return {};
}

Status ColumnWriter::flush() {
  // Names and words first: a row never names what is not there.
  if (!write_all(names_, new_names_)) return file_error(folder_ / kNamesFile);
  if (!new_names_.empty() && ::fdatasync(names_) != 0) return file_error(folder_ / kNamesFile);
  new_names_.clear();
  HORIZON_TRY(words_->flush());
  if (pending_.empty()) return {};
  HORIZON_TRY(write_rows());
  if (::fdatasync(rows_) != 0) return file_error(folder_ / kRowsFile);
  return {};
}

}  // namespace horizon::index
