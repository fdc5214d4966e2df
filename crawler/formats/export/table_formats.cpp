#include "crawler/formats/export/table_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/formats/export/headings.h"
#include "crawler/formats/export/table.h"
#include "crawler/formats/export/tagged.h"
#include "crawler/formats/export/text_parts.h"
#include "crawler/formats/export/wos.h"
#include "crawler/formats/whole_file.h"

namespace horizon::crawler {
namespace {

using Cells = std::vector<std::string>;

// One row by its headings.
class Row {
 public:
  Row(const Cells& headings, const Cells& cells) : headings_(headings), cells_(cells) {}

  std::size_t size() const { return std::min(headings_.size(), cells_.size()); }
  const std::string& heading(std::size_t i) const { return headings_[i]; }
  const std::string& cell(std::size_t i) const { return cells_[i]; }
  // Empty if there is no such column.
  std::string_view operator[](std::string_view heading) const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (headings_[i] == heading) return trim_wide(cells_[i]);
    }
    return {};
  }

 private:
  const Cells& headings_;
  const Cells& cells_;
};

// What is the same for all tables: rows into cells, damage into quarantine.
class TableParser : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) final {
    if (slice.oversized) {
      return quarantine(slice, context, "the row is longer than 16 MB", out);
    }
    if (slice.head != last_head_) {
      last_head_ = slice.head;
      head_ = read_head(slice);
      problem_ = set_columns(head_.headings, context);
    }
    if (!problem_.empty()) return quarantine(slice, context, problem_, out);
    const std::string text =
        is_valid_utf8(slice.bytes) ? slice.bytes : decode_to_utf8(slice.bytes, {}).text;
    Cells cells = split_row(text, head_.form);
    Draft draft;
    fill(Row(head_.headings, cells), draft);
    draft.finish(slice, context, out);
  }

 protected:
  // Empty, or why no row of this table can be read.
  virtual std::string set_columns(const Cells& headings, const ReadContext& context) = 0;
  virtual void fill(const Row& row, Draft& draft) = 0;

 private:
  std::shared_ptr<const std::string> last_head_;
  ReadHead head_;
  std::string problem_;
};

bool is_no_text(std::string_view cell) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "[no abstract available]", "[no title available]", "n/a", "na", "null", "none", "nan"};
  const std::string lower = ascii_lower(cell.substr(0, 40));
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// By headings, and by what the operator says about them.
class CsvParser : public TableParser {
 protected:
  std::string set_columns(const Cells& headings, const ReadContext& context) override {
    fields_.assign(headings.size(), Field::kIgnored);
    guessed_id_ = headings.size();
    std::vector<Field> taken;
    for (const auto& [name, heading] : context.source.columns) {
      const auto field = field_of_name(name);
      const std::size_t column = column_of(heading, headings);
      if (!field || column == headings.size()) {
        return fmt::format("the table has no column '{}' for {}; its headings are: {}", heading,
                           name, fmt::join(headings, ", "));
      }
      fields_[column] = *field;
      taken.push_back(*field);
    }
    guess(headings, taken);
    const auto is_text = [](Field field) {
      return field == Field::kTitle || field == Field::kOtherTitle || field == Field::kAbstract;
    };
    if (std::any_of(fields_.begin(), fields_.end(), is_text)) return {};
    return fmt::format(
        "no column is known as title or abstract; name one (--columns "
        "title=HEADING); the headings are: {}",
        truncate_utf8(fmt::format("{}", fmt::join(headings, ", ")), 500));
  }

  void fill(const Row& row, Draft& draft) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool place = i == guessed_id_ && is_row_number(row.cell(i));
      if (!place) add(fields_[i], row.cell(i), draft);
    }
  }

  static void add(Field field, std::string_view cell, Draft& draft) {
    cell = trim_wide(cell);
    if (is_no_text(cell)) return;
    if (field != Field::kMesh) return draft.add(field, cell);
    for (const std::string& heading : split_list(cell)) draft.add(field, heading);
  }

  Field field(std::size_t column) const { return fields_[column]; }

 private:
  // By its name, or "#3" by its place from 1 on.
  static std::size_t column_of(const std::string& heading, const Cells& headings) {
    const std::string wanted = ascii_lower(trim_wide(heading));
    for (std::size_t i = 0; i < headings.size(); ++i) {
      if (ascii_lower(headings[i]) == wanted || wanted == fmt::format("#{}", i + 1)) return i;
    }
    return headings.size();
  }

  void guess(const Cells& headings, const std::vector<Field>& taken) {
    for (std::size_t i = 0; i < headings.size(); ++i) {
      const Field known = field_of_heading(headings[i]).value_or(Field::kIgnored);
      const bool told = std::find(taken.begin(), taken.end(), known) != taken.end();
      if (fields_[i] != Field::kIgnored || told) continue;
      fields_[i] = known;
      if (known == Field::kOwnId) guessed_id_ = i;
    }
  }

  // A small number that nobody called an id is the row's place in the table.
  static bool is_row_number(std::string_view cell) {
    cell = trim_wide(cell);
    constexpr std::size_t kLongest = 6;
    return cell.size() <= kLongest &&
           std::all_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  std::vector<Field> fields_;
  std::size_t guessed_id_ = 0;
};

class ScopusParser final : public CsvParser {
 protected:
  void fill(const Row& row, Draft& draft) override {
    add_people(row, draft);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Field known = field(i);
      if (known == Field::kAuthors || known == Field::kOrganisations) continue;
      // "Source" says "Scopus"; the journal is in "Source title".
      if (row.heading(i) != "Source" && row.heading(i) != "Authors with affiliations") {
        add(known, row.cell(i), draft);
      }
    }
  }

 private:
  // "Zhang, San (57190000000)" without the number.
  static std::string without_id(std::string_view name) {
    const std::size_t open = name.rfind(" (");
    const bool numbered = open != std::string_view::npos && name.ends_with(')') &&
                          name.find_first_not_of("0123456789)", open + 2) == std::string_view::npos;
    return std::string(numbered ? name.substr(0, open) : name);
  }

  static std::vector<std::string> short_names(const Row& row) {
    const std::string_view text = row["Authors"];
    if (text.find(';') != std::string_view::npos) return split_list(text);
    // Before 2023: "Zhang S., Li S."
    std::vector<std::string> names;
    for (const std::string_view name : split(text, ',')) names.emplace_back(trim_wide(name));
    return names;
  }

  static void add_people(const Row& row, Draft& draft) {
    const std::vector<std::string> brief = short_names(row);
    const std::vector<std::string> full = split_list(row["Author full names"]);
    const auto& names = full.empty() ? brief : full;
    for (const std::string& name : names) draft.add_person({.name = without_id(name)});
    const std::vector<std::string> places = split_list(row["Affiliations"]);
    for (const std::string& place : places) draft.add(Field::kOrganisation, place);
    const std::vector<std::string> linked = split_list(row["Authors with affiliations"]);
    if (linked.size() != draft.document().authors.size()) return;
    for (std::size_t i = 0; i < linked.size(); ++i) link(i, linked[i], places, draft);
  }

  // "Zhang S., Tsinghua University, Beijing, China, MIT, Cambridge, United States": the author's
  // places are those of the list that it holds.
  static void link(std::size_t author, std::string_view entry,
                   const std::vector<std::string>& places, Draft& draft) {
    constexpr std::size_t kMaxPlaces = 200;
    for (std::size_t i = 0; i < places.size() && i < kMaxPlaces; ++i) {
      if (places[i].empty() || entry.find(places[i]) == std::string_view::npos) continue;
      if (const auto position = draft.add_organisation({.name = places[i]})) {
        draft.link(author, *position);
      }
    }
  }
};

class LensParser final : public CsvParser {
 protected:
  void fill(const Row& row, Draft& draft) override {
    const bool patent = !row["Display Key"].empty() || !row["Jurisdiction"].empty();
    if (patent) draft.add(Field::kKind, "patent");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string& heading = row.heading(i);
      // A patent's "Kind" is a code such as "A1", its "Owners" may have nothing to do with it.
      if (heading == "Kind" || heading == "Keywords") continue;
      // Lists are parted by two semicolons, because names of firms hold single ones.
      add(field(i), single_semicolons(row.cell(i)), draft);
    }
  }

 private:
  static std::string single_semicolons(std::string_view cell) {
    std::string out;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      out += cell[i];
      if (cell[i] == ';' && i + 1 < cell.size() && cell[i + 1] == ';') ++i;
    }
    return out;
  }
};

class WosTabParser final : public TableParser {
 protected:
  std::string set_columns(const Cells& headings, const ReadContext& /*context*/) override {
    const bool known = std::find(headings.begin(), headings.end(), "TI") != headings.end();
    return known ? std::string() : "the table has no column TI: it is not of Web of Science";
  }

  void fill(const Row& row, Draft& draft) override {
    std::vector<WosField> fields;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string_view cell = trim_wide(row.cell(i));
      if (cell.empty()) continue;
      WosField one{row.heading(i), {}};
      if (is_wos_list(one.tag)) {
        one.values = split_list(cell);
      } else {
        one.values.emplace_back(cell);
      }
      fields.push_back(std::move(one));
    }
    fill_wos(fields, draft);
  }
};

bool has_heading(const TableHead& head, std::string_view heading) {
  return std::find(head.headings.begin(), head.headings.end(), heading) != head.headings.end();
}

}  // namespace

bool is_scopus_csv(const Beginning& beginning) {
  const TableHead head = find_head(beginning.text());
  return has_heading(head, "Title") && has_heading(head, "Source title") &&
         (has_heading(head, "EID") || has_heading(head, "Source"));
}

bool is_lens_csv(const Beginning& beginning) {
  const TableHead head = find_head(beginning.text());
  return has_heading(head, "Lens ID") && has_heading(head, "Title");
}

bool is_wos_tab(const Beginning& beginning) {
  const std::string_view text = beginning.text();
  return text.starts_with("PT\t") && text.substr(0, text.find('\n')).find("\tTI\t") != text.npos;
}

bool is_csv(const Beginning& beginning) {
  const std::string_view text = beginning.text();
  const std::string_view start = trim_wide(text);
  if (start.empty() || start[0] == '<' || start[0] == '{' || start[0] == '[') return false;
  const TableHead head = find_head(text);
  if (head.headings.size() < 2) return false;
  const std::string_view name = beginning.name();
  const std::string ending =
      ascii_lower(name.substr(name.size() - std::min<std::size_t>(4, name.size())));
  return (head.has_text && head.known >= 2) || ending == ".csv" || ending == ".tsv" ||
         ending == ".tab";
}

std::unique_ptr<RecordCutter> cut_quoted_table(std::unique_ptr<ByteSource> bytes) {
  return table_cutter(std::move(bytes));
}
std::unique_ptr<RecordCutter> cut_plain_table(std::unique_ptr<ByteSource> bytes) {
  return table_cutter(std::move(bytes), TableForm{'\t', false});
}
std::unique_ptr<RecordParser> scopus_csv_parser() { return std::make_unique<ScopusParser>(); }
std::unique_ptr<RecordParser> lens_csv_parser() { return std::make_unique<LensParser>(); }
std::unique_ptr<RecordParser> wos_tab_parser() { return std::make_unique<WosTabParser>(); }
std::unique_ptr<RecordParser> csv_parser() { return std::make_unique<CsvParser>(); }

}  // namespace horizon::crawler
