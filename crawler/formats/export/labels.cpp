// Text exports with a label in front of each field: CNKI's self-defined form ("Title-题名: ..."),
// Wanfang's ("标题：...", "【标题】..."), NoteExpress ("{Title}: ...").
#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/formats/export/headings.h"
#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kLongestLabel = 80;

struct Brackets {
  std::string_view open, close;
};
constexpr auto kBrackets =
    std::to_array<Brackets>({{"【", "】"}, {"[", "]"}, {"〖", "〗"}, {"{", "}"}, {"［", "］"}});

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view without_colon(std::string_view text) {
  text = trim_wide(text);
  for (const std::string_view colon : {":", "："}) {
    if (text.starts_with(colon)) return trim_wide(text.substr(colon.size()));
  }
  return text;
}

// CNKI's HTML form ends its lines with a tag.
std::string_view without_break(std::string_view line) {
  line = trim_wide(line);
  for (const std::string_view tag : {"<br>", "<br/>", "<br />", "<BR>"}) {
    if (line.ends_with(tag)) return trim_wide(line.substr(0, line.size() - tag.size()));
  }
  return line;
}

std::optional<TagLine> read_bracketed(std::string_view line) {
  for (const auto& [open, close] : kBrackets) {
    if (!line.starts_with(open)) continue;
    const std::size_t end = line.find(close);
    if (end == std::string_view::npos || end > kLongestLabel) return std::nullopt;
    return TagLine{trim_wide(line.substr(open.size(), end - open.size())),
                   without_colon(line.substr(end + close.size()))};
  }
  return std::nullopt;
}

// "Keyword-关键词": Latin letters, a hyphen, Han.
bool is_double_label(std::string_view label) {
  std::size_t letters = 0;
  while (letters < label.size() && ((label[letters] | 0x20) >= 'a') &&
         ((label[letters] | 0x20) <= 'z')) {
    ++letters;
  }
  if (letters == 0 || letters + 1 >= label.size() || label[letters] != '-') return false;
  std::size_t pos = letters + 1;
  return is_han(decode_utf8(label, pos)) || label.substr(letters + 1) == label.substr(0, letters);
}

std::optional<TagLine> read_label(std::string_view line) {
  line = without_break(line);
  if (auto bracketed = read_bracketed(line)) {
    if (!field_of_heading(bracketed->tag)) return std::nullopt;
    return bracketed;
  }
  const std::size_t narrow = line.find(':');
  const std::size_t wide = line.find("：");
  const std::size_t colon = std::min(narrow, wide);
  if (colon == std::string_view::npos || colon == 0 || colon > kLongestLabel) return std::nullopt;
  const std::string_view label = trim_wide(line.substr(0, colon));
  if (!is_double_label(label) && !field_of_heading(label)) return std::nullopt;
  return TagLine{label, trim_wide(line.substr(colon + (colon == narrow ? 1 : 3)))};
}

bool begins_label(std::string_view tag) {
  return starts_with_ignoring_case(tag, "SrcDatabase") || tag == "来源库";
}

bool never(std::string_view /*tag*/) { return false; }

void fill_labels(std::span<const TaggedField> fields, Draft& draft) {
  for (const TaggedField& field : fields) {
    const Field meaning = field_of_heading(field.tag).value_or(Field::kIgnored);
    // A number of no database in particular: it may be a mere position in the list.
    if (meaning != Field::kOwnId) draft.add(meaning, field.joined());
  }
}

// NoteExpress has a tag in braces on every line that begins a field.
std::optional<TagLine> read_noteexpress(std::string_view line) {
  line = trim_wide(line);
  if (!line.starts_with('{')) return std::nullopt;
  const std::size_t end = line.find('}');
  if (end == std::string_view::npos || end > kLongestLabel) return std::nullopt;
  const std::string_view rest = trim_wide(line.substr(end + 1));
  if (!rest.starts_with(':') && !rest.starts_with("：")) return std::nullopt;
  return TagLine{trim_wide(line.substr(1, end - 1)), without_colon(rest)};
}

bool begins_noteexpress(std::string_view tag) { return ascii_lower(tag) == "reference type"; }

void fill_noteexpress(std::span<const TaggedField> fields, Draft& draft) {
  for (const TaggedField& field : fields) {
    const std::string value = field.joined();
    const Field meaning = field_of_heading(field.tag).value_or(Field::kIgnored);
    if (meaning == Field::kAuthors) {
      draft.add(Field::kAuthor, value);  // one a line, and "Family, Given" is one
    } else if (meaning != Field::kOwnId) {
      draft.add(meaning, value);
    }
    const bool number = meaning == Field::kIgnored && looks_like_patent_number(value);
    if (number) draft.add(Field::kPublicationNumber, value);
  }
}

}  // namespace

const Dialect kLabelDialect{read_label, begins_label, never, true, fill_labels};
const Dialect kNoteExpressDialect{read_noteexpress, begins_noteexpress, never, false,
                                  fill_noteexpress};

bool is_noteexpress(std::string_view text) {
  return any_line(text, 5, [](std::string_view line) {
    const auto field = read_noteexpress(line);
    return field && begins_noteexpress(field->tag);
  });
}

bool is_labels(std::string_view text) {
  // A title in Chinese: English labels with a colon begin letters and many other texts as well.
  return any_line(text, 30, [](std::string_view line) {
    const auto field = read_label(line);
    return field && field_of_heading(field->tag) == Field::kTitle && !is_ascii(field->tag);
  });
}

bool is_cnki_labels(std::string_view text) {
  return any_line(text, 30, [](std::string_view line) {
    const auto field = read_label(line);
    return field && (begins_label(field->tag) || is_double_label(field->tag));
  });
}

const Dialect* any_dialect(std::string_view text) {
  if (is_noteexpress(text)) return &kNoteExpressDialect;
  if (is_endnote(text)) return &kEndNoteDialect;
  if (is_refworks(text)) return &kRefWorksDialect;
  if (is_ris(text)) return &kRisDialect;
  return &kLabelDialect;
}

}  // namespace horizon::crawler
