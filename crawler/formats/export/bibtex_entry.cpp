#include "crawler/formats/export/bibtex_entry.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxFields = 1'000;
constexpr std::size_t kMaxMacros = 10'000;
// Macros that hold macros would grow without end.
constexpr std::size_t kMaxExpanded = std::size_t{64} << 10;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

std::size_t skip_space(std::string_view text, std::size_t pos) {
  while (pos < text.size() && is_space(text[pos])) ++pos;
  return pos;
}

// The type of an entry that begins at the '@' of `pos`, which moves behind its opening brace or
// parenthesis; empty for an '@' of something else.
std::string entry_at(std::string_view text, std::size_t& pos) {
  constexpr std::size_t kLongest = 40;
  std::size_t at = skip_space(text, pos + 1);
  const std::size_t begin = at;
  while (at < text.size() && at - begin < kLongest && (is_letter(text[at]) || text[at] == '_'))
    ++at;
  const std::size_t end = at;
  at = skip_space(text, at);
  if (end == begin || at == text.size() || (text[at] != '{' && text[at] != '(')) return {};
  pos = at + 1;
  return ascii_lower(text.substr(begin, end - begin));
}

bool is_known_type(std::string_view type) {
  static constexpr auto kTypes = std::to_array<std::string_view>(
      {"article",     "book",    "inproceedings", "conference",    "incollection",
       "inbook",      "misc",    "phdthesis",     "mastersthesis", "thesis",
       "techreport",  "report",  "patent",        "online",        "unpublished",
       "proceedings", "manual",  "booklet",       "string",        "comment",
       "preamble",    "dataset", "software",      "electronic",    "www"});
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

// An '@' at the beginning of a line with a type that is known: a new entry, whatever is open.
bool begins_anew(std::string_view text, std::size_t at) {
  std::size_t line = at;
  while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '\t')) --line;
  if (line > 0 && text[line - 1] != '\n') return false;
  std::size_t pos = at;
  return is_known_type(entry_at(text, pos));
}

enum class End { kClosed, kInterrupted, kOpen };

// Moves `pos`, behind the opening brace or parenthesis, behind the closing one.
End skip_body(std::string_view text, bool parenthesis, std::size_t& pos) {
  int depth = 0;
  for (; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '\\') {
      ++pos;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}') {
      if (depth == 0 && !parenthesis) return ++pos, End::kClosed;
      if (depth > 0) --depth;
    } else if (c == ')' && parenthesis && depth == 0) {
      return ++pos, End::kClosed;
    } else if (c == '@' && begins_anew(text, pos)) {
      return End::kInterrupted;
    }
  }
  pos = std::min(pos, text.size());
  return End::kOpen;
}

struct Cursor {
  std::string_view text;
  std::size_t pos = 0;

  void skip() { pos = skip_space(text, pos); }
  bool done() const { return pos >= text.size(); }
  char peek() const { return done() ? '\0' : text[pos]; }
};

// A value in braces or quotes, without them; up to the end where it is not closed.
std::string_view delimited(Cursor& at) {
  const char open = at.peek();
  const std::size_t begin = ++at.pos;
  int depth = 0;
  for (; !at.done(); ++at.pos) {
    const char c = at.text[at.pos];
    if (c == '\\') {
      ++at.pos;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && depth > 0) {
      --depth;
    } else if ((c == '}' && open == '{') || (c == '"' && open == '"' && depth == 0)) {
      return at.text.substr(begin, at.pos++ - begin);
    }
  }
  at.pos = at.text.size();
  return at.text.substr(std::min(begin, at.text.size()));
}

// A number, or a macro's text.
std::string_view bare_word(Cursor& at, const BibMacros& macros) {
  const std::size_t begin = at.pos;
  while (!at.done() && !is_space(at.peek()) && at.peek() != ',' && at.peek() != '#' &&
         at.peek() != '}') {
    ++at.pos;
  }
  const std::string_view word = at.text.substr(begin, at.pos - begin);
  if (at.pos == begin) ++at.pos;  // a stray brace: never stand still
  const auto macro = macros.find(ascii_lower(word));
  return macro == macros.end() ? word : std::string_view(macro->second);
}

// "{...} # macro # "..."": joined.
std::string value_at(Cursor& at, const BibMacros& macros) {
  std::string value;
  std::size_t expanded = 0;
  while (!at.done()) {
    at.skip();
    if (at.peek() == '{' || at.peek() == '"') {
      value += delimited(at);
    } else {
      const std::string_view word = bare_word(at, macros);
      expanded += word.size();
      if (expanded <= kMaxExpanded) value += word;
    }
    at.skip();
    if (at.peek() != '#') break;
    ++at.pos;
  }
  return value;
}

std::string name_at(Cursor& at) {
  at.skip();
  const std::size_t begin = at.pos;
  while (!at.done() && !is_space(at.peek()) && at.peek() != '=' && at.peek() != ',' &&
         at.peek() != '{' && at.peek() != '"') {
    ++at.pos;
  }
  std::string name = ascii_lower(at.text.substr(begin, at.pos - begin));
  at.skip();
  return name;
}

// What is between the outer braces of an entry.
std::string_view body_of(std::string_view text, std::string& type) {
  std::size_t pos = 0;
  type = entry_at(text, pos);
  std::string_view body = text.substr(std::min(pos, text.size()));
  if (body.ends_with('}') || body.ends_with(')')) body.remove_suffix(1);
  return body;
}

}  // namespace

std::vector<BibSpan> find_entries(std::string_view text, std::size_t& rest) {
  std::vector<BibSpan> spans;
  rest = text.size();
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = text.find('@', pos);
    if (begin == std::string_view::npos) break;
    std::size_t at = begin;
    std::string type = entry_at(text, at);
    if (type.empty()) {
      pos = begin + 1;
      continue;
    }
    const End end = skip_body(text, text[at - 1] == '(', at);
    if (end == End::kOpen) rest = begin;
    spans.push_back({begin, at - begin, std::move(type), end == End::kClosed});
    pos = at;
  }
  // An '@' near the end may be the beginning of an entry whose brace is not there yet.
  if (rest == text.size()) {
    const std::size_t last = text.rfind('@');
    const bool seen = !spans.empty() && last != std::string_view::npos &&
                      last < spans.back().begin + spans.back().size;
    if (last != std::string_view::npos && !seen && text.size() - last < 60) rest = last;
  }
  return spans;
}

const std::string* BibEntry::find(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::optional<BibEntry> parse_entry(std::string_view text, const BibMacros& macros) {
  BibEntry entry;
  Cursor at{body_of(text, entry.type)};
  at.skip();
  const std::size_t comma = at.text.find_first_of(",=", at.pos);
  // The key may be missing, but not the comma behind it.
  if (comma != std::string_view::npos && at.text[comma] == ',') {
    entry.key = trim(at.text.substr(at.pos, comma - at.pos));
    at.pos = comma + 1;
  } else if (comma == std::string_view::npos) {
    entry.key = trim(at.text.substr(at.pos));
    at.pos = at.text.size();
  }
  while (!at.done() && entry.fields.size() < kMaxFields) {
    std::string name = name_at(at);
    if (at.peek() == '=') {
      ++at.pos;
      std::string value = value_at(at, macros);
      if (!name.empty()) entry.fields.emplace_back(std::move(name), std::move(value));
    } else if (at.peek() != ',' && !at.done()) {
      ++at.pos;  // damage: on to the next name
    }
    at.skip();
    if (at.peek() == ',') ++at.pos;
  }
  if (entry.key.empty() && entry.fields.empty()) return std::nullopt;
  return entry;
}

void add_macro(std::string_view text, BibMacros& macros) {
  std::string type;
  Cursor at{body_of(text, type)};
  std::string name = name_at(at);
  if (name.empty() || at.peek() != '=' || macros.size() >= kMaxMacros) return;
  ++at.pos;
  macros[std::move(name)] = value_at(at, macros);
}

std::vector<std::string_view> split_bib_names(std::string_view value) {
  std::vector<std::string_view> names;
  int depth = 0;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    const std::string_view name = trim(value.substr(begin, end - begin));
    if (!name.empty() && ascii_lower(name) != "others") names.push_back(name);
  };
  for (std::size_t pos = 0; pos < value.size(); ++pos) {
    if (value[pos] == '{') ++depth;
    if (value[pos] == '}' && depth > 0) --depth;
    if (depth > 0 || !is_space(value[pos]) || pos + 4 >= value.size()) continue;
    const bool conjunction =
        ascii_lower(value.substr(pos + 1, 3)) == "and" && is_space(value[pos + 4]);
    if (!conjunction) continue;
    take(pos);
    begin = pos + 5;
    pos += 3;  // the blank behind it may be the one in front of the next
  }
  take(value.size());
  return names;
}

}  // namespace horizon::crawler
