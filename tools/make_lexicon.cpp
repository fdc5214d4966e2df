// make_lexicon WORDS CHARACTERS TAXONOMY_FOLDER OUT: the compiled lexicon that is linked into the
// programs, from the lists in data/segment (their format is described there) and the Chinese terms
// of the taxonomy that Horizon comes with.
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io.h"
#include "core/text.h"
#include "nlp/segment/compile.h"
#include "taxonomy/taxonomy.h"

namespace {

using horizon::Result;
using horizon::nlp::segment::Character;
using horizon::nlp::segment::Cost;
using horizon::nlp::segment::Entry;
using horizon::nlp::segment::ScoredCharacter;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

template <typename T>
Result<T> at_line(const char* file, std::size_t line, const char* what) {
  return horizon::fail(horizon::ErrorCode::kCorrupt,
                       std::string(file) + ":" + std::to_string(line) + ": " + what);
}

bool read_cost(std::string_view text, Cost& cost) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cost);
  return error == std::errc() && end == text.data() + text.size();
}

// A word with letters or digits in it: "T恤 2190".
bool read_mixed(std::string_view word, Entry& entry) {
  auto spellings = horizon::nlp::segment::spellings(word);
  if (spellings.empty()) return false;
  entry.word = std::move(spellings[0].characters);
  entry.units = std::move(spellings[0].units);
  return true;
}

// "的|话题 1450": a bar is a cut.
bool read_entry(std::string_view line, Entry& entry) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !read_cost(line.substr(space + 1), entry.cost))
    return false;
  const std::string_view word = line.substr(0, space);
  for (std::size_t pos = 0; pos < word.size();) {
    const char32_t c = horizon::decode_utf8(word, pos);
    if (c != U'|' && c < horizon::nlp::segment::kIdeographicZero) return read_mixed(word, entry);
    if (c != U'|') {
      entry.word.push_back(c);
    } else if (entry.word.empty() || entry.word.size() >= horizon::nlp::segment::kMaxCutEntry) {
      return false;
    } else {
      entry.cuts = static_cast<std::uint8_t>(entry.cuts | (1U << (entry.word.size() - 1)));
    }
  }
  return !entry.word.empty();
}

// "字 1 2 3 4 5 6 7 8 9 nf": nine costs, - for none, and letters for flags, - for none.
bool read_character(std::string_view line, ScoredCharacter& made) {
  const std::vector<std::string_view> fields = horizon::split(line, ' ');
  if (fields.size() != 11) return false;
  std::size_t pos = 0;
  made.character = horizon::decode_utf8(fields[0], pos);
  Character& scores = made.scores;
  Cost* const costs[] = {&scores.first2,  &scores.last2,  &scores.first3,
                         &scores.middle3, &scores.last3,  &scores.surname,
                         &scores.given1,  &scores.given2, &scores.given};
  for (std::size_t i = 0; i < std::size(costs); ++i) {
    if (fields[i + 1] != "-" && !read_cost(fields[i + 1], *costs[i])) return false;
  }
  for (const char flag : fields[10]) {
    if (flag == 'n') scores.flags |= horizon::nlp::segment::kNumeral;
    if (flag == 'd') scores.flags |= horizon::nlp::segment::kDateUnit;
    if (flag == 'f') scores.flags |= horizon::nlp::segment::kForeign;
  }
  return pos == fields[0].size();
}

template <typename T, typename Read>
Result<std::vector<T>> read_lines(const char* file, Read read) {
  const auto text = horizon::read_file(file, kMaxBytes);
  if (!text) return horizon::fail(text.error());
  std::vector<T> values;
  std::size_t number = 0;
  for (const std::string_view line : horizon::split(*text, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    values.emplace_back();
    if (!read(line, values.back())) return at_line<std::vector<T>>(file, number, "cannot be read");
  }
  return values;
}

horizon::Status make(char** arguments) {
  auto entries = read_lines<Entry>(arguments[1], read_entry);
  if (!entries) return horizon::fail(entries.error());
  const auto characters = read_lines<ScoredCharacter>(arguments[2], read_character);
  if (!characters) return horizon::fail(characters.error());
  const auto taxonomy = horizon::taxonomy::Taxonomy::load_folder(arguments[3]);
  if (!taxonomy) return horizon::fail(taxonomy.error());
  for (const horizon::taxonomy::Node& node : taxonomy->nodes()) {
    for (const horizon::taxonomy::Term& term : node.terms) {
      if (term.language != horizon::taxonomy::Language::kChinese) continue;
      for (Entry& entry : horizon::nlp::segment::term_entries(term.text)) {
        entries->push_back(std::move(entry));
      }
    }
  }
  const auto bytes = horizon::nlp::segment::compile_lexicon(*entries, *characters);
  if (!bytes) return horizon::fail(bytes.error());
  return horizon::write_file_atomically(arguments[4], *bytes);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fputs("usage: make_lexicon WORDS CHARACTERS TAXONOMY_FOLDER OUT\n", stderr);
    return 2;
  }
  const horizon::Status made = make(arguments);
  if (made) return 0;
  std::fprintf(stderr, "make_lexicon: %s\n", made.error().message.c_str());
  return 3;
}
