#include "cli/output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/text.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kDefaultWidth = 100;
constexpr std::size_t kGap = 2;

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string painted(bool colour, const char* code, std::string_view text) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

// RFC 4180; cells that a spreadsheet would take for a formula get an apostrophe in front.
std::string csv_cell(const Json& value) {
  std::string text = to_text(value);
  const bool formula = value.is_string() && !text.empty() &&
                       std::string_view("=+-@\t").find(text[0]) != std::string_view::npos;
  if (formula) text.insert(0, 1, '\'');
  if (text.find_first_of("\",\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

void print_csv(const std::vector<Json>& rows, bool bom) {
  if (bom) fmt::print("\xEF\xBB\xBF");
  if (rows.empty()) return;
  std::string header;
  for (const auto& [key, value] : rows.front().items()) {
    header += (header.empty() ? "" : ",") + key;
  }
  fmt::print("{}\r\n", header);
  for (const Json& row : rows) {
    std::string line;
    bool first = true;
    for (const auto& [key, value] : row.items()) {
      if (!first) line += ',';
      first = false;
      line += csv_cell(value);
    }
    fmt::print("{}\r\n", line);
  }
}

}  // namespace

std::string Style::bold(std::string_view text) const { return painted(colour, "1", text); }
std::string Style::dim(std::string_view text) const { return painted(colour, "2", text); }
std::string Style::accent(std::string_view text) const { return painted(colour, "33", text); }

Style detect_style(taxonomy::Language language) {
  Style style;
  style.language = language;
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_colour = std::getenv("NO_COLOR");
  style.colour = terminal && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  const bool known = terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  style.width = known ? std::max<std::size_t>(size.ws_col, 40) : kDefaultWidth;
  return style;
}

std::string to_text(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_float()) {
    std::string text = fmt::format("{:.3f}", value.get<double>());
    return text;
  }
  if (value.is_array()) {
    std::string text;
    for (const Json& entry : value) {
      if (!text.empty()) text += "; ";
      text += entry.is_object() && entry.contains("id") ? to_text(entry["id"]) : to_text(entry);
    }
    return text;
  }
  return dump(value);
}

std::string fit(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    decode_utf8(text, pos);
    const std::string_view character = text.substr(begin, pos - begin);
    const std::size_t columns = display_width(character);
    if (used + columns + 1 > width) break;
    out += character;
    used += columns;
  }
  return out + "…";
}

std::string pad(std::string_view text, std::size_t width, bool right) {
  const std::size_t used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return right ? space + std::string(text) : std::string(text) + space;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::string word;
  const auto flush_word = [&] {
    if (!line.empty() && display_width(line) + display_width(word) > width) {
      lines.emplace_back(trim(line));
      line.clear();
    }
    line += word;
    word.clear();
  };
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    const char32_t c = decode_utf8(text, pos);
    if (is_han(c)) flush_word();
    word += c == U'\n' ? " " : text.substr(begin, pos - begin);
    if (c == U' ' || c == U'\n' || is_han(c)) flush_word();
  }
  flush_word();
  if (!trim(line).empty()) lines.emplace_back(trim(line));
  return lines;
}

void print_table(const Style& style, std::span<const Column> columns,
                 const std::vector<Json>& rows) {
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths;
  for (const Column& column : columns) {
    widths.push_back(display_width(style.pick(column.heading_en, column.heading_zh)));
  }
  for (const Json& row : rows) {
    std::vector<std::string> line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found = row.find(columns[i].key);
      std::string text = found == row.end() ? std::string() : to_text(*found);
      if (columns[i].max_width > 0) text = fit(text, columns[i].max_width);
      widths[i] = std::max(widths[i], display_width(text));
      line.push_back(std::move(text));
    }
    cells.push_back(std::move(line));
  }
  const auto print_line = [&](const auto& cell_at, bool heading) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      line += pad(cell_at(i), widths[i], columns[i].right);
      if (i + 1 < columns.size()) line += std::string(kGap, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    fmt::print("{}\n", heading ? style.dim(line) : line);
  };
  print_line(
      [&](std::size_t i) {
        return std::string(style.pick(columns[i].heading_en, columns[i].heading_zh));
      },
      true);
  for (const auto& line : cells) print_line([&](std::size_t i) { return line[i]; }, false);
}

void print_notes(std::FILE* out, const Style& style, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) {
    for (const std::string& line : wrap(note, style.width)) {
      fmt::print(out, "{}\n", out == stdout ? style.dim(line) : line);
    }
  }
}

void print_json(const Json& json) {
  fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
}

void print_answer(Format format, const Style& style, std::span<const Column> columns,
                  const answers::Answer& answer, bool bom) {
  if (format == Format::kJson) {
    print_json(to_json(answer));
  } else {
    print_rows(format, style, columns, answer.rows, answer.notes, bom);
  }
}

void print_rows(Format format, const Style& style, std::span<const Column> columns,
                const std::vector<Json>& rows, const std::vector<std::string>& notes, bool bom) {
  switch (format) {
    case Format::kJson: {
      print_json({{"rows", rows}, {"notes", notes}});
      return;
    }
    case Format::kJsonl:
      for (const Json& row : rows) fmt::print("{}\n", dump(row));
      print_notes(stderr, style, notes);
      return;
    case Format::kCsv:
      print_csv(rows, bom);
      print_notes(stderr, style, notes);
      return;
    default:
      if (!rows.empty()) print_table(style, columns, rows);
      print_notes(stdout, style, notes);
  }
}

}  // namespace horizon::cli
