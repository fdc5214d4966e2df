#include "crawler/formats/export/table.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/line_reader.h"
#include "crawler/bytes/text_source.h"
#include "crawler/formats/export/headings.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kBeginning = std::size_t{64} << 10;
constexpr std::size_t kMaxCells = 2'000;
constexpr std::size_t kHeadRows = 15;
constexpr std::size_t kLongestOpen = std::size_t{1} << 20;

// Where the quoted cell that begins at `pos` ends: at its closing quote, or npos.
std::size_t closing_quote(std::string_view text, std::size_t pos, char separator) {
  while (pos < text.size()) {
    pos = text.find('"', pos);
    if (pos == std::string_view::npos) return pos;
    std::size_t next = pos + 1;
    if (next < text.size() && text[next] == '"') {
      // Two quotes are one of the cell's, unless the second ends the cell ("" as the last).
      pos = next + 1;
      continue;
    }
    while (next < text.size() && text[next] == ' ') ++next;
    if (next == text.size() || text[next] == separator || text[next] == '\n') return pos;
    pos = pos + 1;
  }
  return std::string_view::npos;
}

std::string unquoted(std::string_view cell) {
  std::string out;
  out.reserve(cell.size());
  for (std::size_t i = 0; i < cell.size(); ++i) {
    out += cell[i];
    if (cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"') ++i;
  }
  return out;
}

std::size_t skip_blanks(std::string_view text, std::size_t pos, char separator) {
  while (pos < text.size() && text[pos] == ' ' && separator != ' ') ++pos;
  return pos;
}

TableHead head_in(std::string_view line, std::size_t number, char separator) {
  TableHead head;
  head.form.separator = separator;
  head.skipped = number;
  for (const std::string& cell : split_row(line, head.form)) {
    head.headings.emplace_back(trim_wide(cell));
    const auto field = field_of_heading(head.headings.back());
    head.known += field ? 1 : 0;
    head.has_text = head.has_text || field == Field::kTitle || field == Field::kAbstract ||
                    field == Field::kOtherTitle;
  }
  return head;
}

// The row in which most headings are known; if none are, the first that is not empty.
TableHead best_head(const std::vector<std::string_view>& lines, char separator) {
  TableHead best;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (trim_wide(lines[i]).empty()) continue;
    TableHead head = head_in(lines[i], i, separator);
    const auto rank = [](const TableHead& one) { return one.has_text ? one.known : 0; };
    if (best.headings.empty() || rank(head) > rank(best)) best = std::move(head);
  }
  best.form.separator = separator;
  return best;
}

class TableCutter final : public RecordCutter {
 public:
  TableCutter(std::unique_ptr<ByteSource> bytes, std::optional<TableForm> form)
      : bytes_(text_source(std::move(bytes))), known_form_(form) {}

  Result<std::optional<Slice>> next() override {
    if (!lines_) HORIZON_TRY(open());
    while (true) {
      auto row = next_row();
      if (!row) return fail(row.error());
      if (!*row) return std::nullopt;
      if (trim_wide((*row)->bytes).empty()) continue;
      if (head_ != nullptr) {
        (*row)->head = head_;
        return row;
      }
      head_ = std::make_shared<const std::string>(
          std::string{form_.separator, form_.quotes ? 'q' : '-'} + (*row)->bytes);
    }
  }

 private:
  Status open() {
    // A source that fails at once fails again when its lines are asked for.
    std::string beginning = read_beginning(*bytes_, kBeginning).value_or(std::string());
    if (known_form_) {
      form_ = *known_form_;
    } else {
      const TableHead head = find_head(beginning);
      form_ = head.form;
      skip_ = head.skipped;
    }
    lines_ = LineReader::over(replay(std::move(beginning), std::move(bytes_)), "the file");
    while (skip_ > 0) {
      const auto line = lines_->next();
      if (!line) return fail(line.error());
      if (!*line) break;
      --skip_;
    }
    return {};
  }

  struct Waiting {
    std::string text;
    std::uint64_t number = 0;
    bool oversized = false;
    std::uint64_t size = 0;
  };

  // One line after the other, those first that were read ahead.
  Result<std::optional<Waiting>> next_line() {
    if (!waiting_.empty()) {
      Waiting line = std::move(waiting_.front());
      waiting_.pop_front();
      return line;
    }
    const auto line = lines_->next();
    if (!line) return fail(line.error());
    if (!*line) return std::nullopt;
    return Waiting{std::string((*line)->text), (*line)->number, (*line)->oversized, (*line)->size};
  }

  static Slice slice_of(Waiting line) {
    Slice slice;
    slice.position = std::to_string(line.number);
    slice.oversized = line.oversized;
    slice.whole_size = line.size;
    slice.bytes = std::move(line.text);
    return slice;
  }

  // Lines are put together until their quotes are closed.
  Result<std::optional<Slice>> next_row() {
    auto line = next_line();
    if (!line) return fail(line.error());
    if (!*line) return std::nullopt;
    Slice slice = slice_of(std::move(**line));
    const bool literal = literal_ > 0;
    if (literal) --literal_;
    if (literal || slice.oversized || !ends_in_quotes(slice.bytes, form_, false)) return slice;
    std::deque<Waiting> more;
    std::size_t size = 0;
    for (bool open = true; open;) {
      auto next = next_line();
      // Where the stream ends or is damaged within a cell, its quote may be a mere character.
      if (!next || !*next || (*next)->oversized || size > kLongestOpen) {
        if (next && *next) more.push_back(std::move(**next));
        literal_ = more.size();
        waiting_.insert(waiting_.begin(), std::make_move_iterator(more.begin()),
                        std::make_move_iterator(more.end()));
        if (!next) return fail(next.error());
        return slice;
      }
      open = ends_in_quotes((*next)->text, form_, true);
      size += (*next)->text.size();
      more.push_back(std::move(**next));
    }
    for (const Waiting& part : more) slice.bytes += "\n" + part.text;
    return slice;
  }

  std::unique_ptr<ByteSource> bytes_;
  std::optional<TableForm> known_form_;
  std::optional<LineReader> lines_;
  TableForm form_;
  std::size_t skip_ = 0;
  std::deque<Waiting> waiting_;
  std::size_t literal_ = 0;  // so many lines ahead are rows of their own, whatever quotes they hold
  std::shared_ptr<const std::string> head_;
};

}  // namespace

bool ends_in_quotes(std::string_view line, const TableForm& form, bool open) {
  if (!form.quotes) return false;
  std::size_t pos = 0;
  if (open) {
    pos = closing_quote(line, 0, form.separator);
    if (pos == std::string_view::npos) return true;
    ++pos;
    pos = std::min(line.find(form.separator, pos), line.size());
    if (pos == line.size()) return false;
    ++pos;
  }
  while (true) {
    const std::size_t cell = skip_blanks(line, pos, form.separator);
    std::size_t end = cell;
    if (cell < line.size() && line[cell] == '"') {
      end = closing_quote(line, cell + 1, form.separator);
      if (end == std::string_view::npos) return true;
    }
    pos = line.find(form.separator, end);
    if (pos == std::string_view::npos) return false;
    ++pos;
  }
}

std::vector<std::string> split_row(std::string_view row, const TableForm& form) {
  std::vector<std::string> cells;
  for (std::size_t pos = 0; cells.size() < kMaxCells;) {
    const std::size_t begin = skip_blanks(row, pos, form.separator);
    std::size_t close = std::string_view::npos;
    if (form.quotes && begin < row.size() && row[begin] == '"') {
      close = closing_quote(row, begin + 1, form.separator);
    }
    std::size_t end = row.find(form.separator, close == std::string_view::npos ? pos : close);
    if (close != std::string_view::npos) {
      cells.push_back(unquoted(row.substr(begin + 1, close - begin - 1)));
    } else {
      cells.emplace_back(row.substr(pos, std::min(end, row.size()) - pos));
    }
    if (end == std::string_view::npos) break;
    pos = end + 1;
  }
  return cells;
}

TableHead find_head(std::string_view beginning) {
  std::vector<std::string_view> lines;
  for (std::size_t pos = 0; pos < beginning.size() && lines.size() < kHeadRows;) {
    const std::size_t end = std::min(beginning.find('\n', pos), beginning.size());
    lines.push_back(beginning.substr(pos, end - pos));
    pos = end + 1;
  }
  TableHead best;
  for (const char separator : {',', '\t', ';', '|'}) {
    TableHead head = best_head(lines, separator);
    const auto rank = [](const TableHead& one) {
      return std::pair(one.has_text ? one.known : 0, one.headings.size());
    };
    if (best.headings.empty() || rank(head) > rank(best)) best = std::move(head);
  }
  return best;
}

std::unique_ptr<RecordCutter> table_cutter(std::unique_ptr<ByteSource> bytes,
                                           std::optional<TableForm> form) {
  return std::make_unique<TableCutter>(std::move(bytes), form);
}

ReadHead read_head(const Slice& slice) {
  ReadHead head;
  if (slice.head == nullptr || slice.head->size() < 2) return head;
  head.form.separator = (*slice.head)[0];
  head.form.quotes = (*slice.head)[1] == 'q';
  for (const std::string& cell : split_row(std::string_view(*slice.head).substr(2), head.form)) {
    head.headings.emplace_back(trim_wide(cell));
  }
  return head;
}

}  // namespace horizon::crawler
