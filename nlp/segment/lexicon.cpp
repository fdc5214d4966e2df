#include "nlp/segment/lexicon.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "core/text.h"
#include "nlp/segment/compile.h"

namespace horizon::nlp::segment {
namespace {

constexpr std::size_t kTableBytes = kCodedCount * sizeof(std::uint16_t);

std::size_t units_begin(const LexiconHeader& header) {
  const std::size_t end =
      sizeof(LexiconHeader) + kTableBytes + std::size_t{header.scored_count} * sizeof(Character);
  return (end + alignof(Cell) - 1) / alignof(Cell) * alignof(Cell);
}

std::size_t cells_begin(const LexiconHeader& header) {
  return units_begin(header) + std::size_t{header.unit_count} * sizeof(std::uint64_t);
}

Error corrupt(const char* what) {
  return {ErrorCode::kCorrupt,
          std::string("the compiled lexicon ") + what + "; remove the file, it is made again"};
}

LexiconHeader read_header(std::string_view bytes) {
  LexiconHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

Status check_header(std::string_view bytes) {
  if (bytes.size() < sizeof(LexiconHeader)) return fail(corrupt("is cut off"));
  const LexiconHeader header = read_header(bytes);
  const LexiconHeader known;
  if (header.magic != known.magic) return fail(corrupt("is a file of another kind"));
  if (header.version != known.version) return fail(corrupt("is of another version"));
  if (header.code_count <= kZeroCode || header.code_count > kNoCode || header.scored_count == 0 ||
      header.scored_count > header.code_count ||
      std::uint64_t{header.first_unit} + header.unit_count > header.code_count) {
    return fail(corrupt("has impossible sizes"));
  }
  const std::size_t cells = cells_begin(header);
  if (bytes.size() < cells ||
      bytes.size() - cells != std::size_t{header.cell_count} * sizeof(Cell)) {
    return fail(corrupt("is cut off"));
  }
  if (header.checksum != stable_hash(bytes.substr(sizeof header))) {
    return fail(corrupt("is damaged"));
  }
  return {};
}

// After this no code of a text leads outside the cells.
Status check_content(const Lexicon& lexicon) {
  const LexiconHeader& header = lexicon.header();
  for (char32_t c = kFirstCoded; c < kEndCoded; ++c) {
    if (lexicon.code(c) >= header.code_count) return fail(corrupt("has a wrong code"));
  }
  if (header.cell_count == 0) return fail(corrupt("has impossible sizes"));
  for (const Cell& cell : lexicon.cells()) {
    // A code 0 is what nothing crosses.
    if (std::uint64_t{cell.base()} + header.code_count > header.cell_count || cell.code() == 0) {
      return fail(corrupt("has a wrong reference"));
    }
  }
  return {};
}

}  // namespace

Lexicon Lexicon::view(std::string_view bytes, std::shared_ptr<const std::string> owner) {
  Lexicon lexicon;
  lexicon.owner_ = std::move(owner);
  lexicon.bytes_ = bytes;
  lexicon.header_ = read_header(bytes);
  const char* codes = bytes.data() + sizeof(LexiconHeader);
  // The bytes were laid out as these types by compile_lexicon, at their alignment.
  lexicon.codes_ = {reinterpret_cast<const std::uint16_t*>(codes), kCodedCount};
  lexicon.characters_ = {reinterpret_cast<const Character*>(codes + kTableBytes),
                         lexicon.header_.scored_count};
  lexicon.units_ = {
      reinterpret_cast<const std::uint64_t*>(bytes.data() + units_begin(lexicon.header_)),
      lexicon.header_.unit_count};
  for (const std::uint64_t hash : lexicon.units_) {
    lexicon.unit_filter_.set(hash % lexicon.unit_filter_.size());
  }
  lexicon.cells_ = {reinterpret_cast<const Cell*>(bytes.data() + cells_begin(lexicon.header_)),
                    lexicon.header_.cell_count};
  return lexicon;
}

Result<Lexicon> Lexicon::from_bytes(std::string bytes) {
  HORIZON_TRY(check_header(bytes));
  auto owner = std::make_shared<const std::string>(std::move(bytes));
  Lexicon lexicon = view(*owner, owner);
  HORIZON_TRY(check_content(lexicon));
  return lexicon;
}

Result<Lexicon> Lexicon::overlay_from_bytes(const Lexicon& base, std::string bytes) {
  auto lexicon = from_bytes(std::move(bytes));
  if (!lexicon) return lexicon;
  const LexiconHeader& own = lexicon->header();
  const LexiconHeader& theirs = base.header();
  if (own.code_count != theirs.code_count || own.codes_id != theirs.codes_id ||
      own.first_unit != theirs.first_unit + theirs.unit_count) {
    return fail(corrupt("belongs to another one"));
  }
  return lexicon;
}

Result<Lexicon> Lexicon::overlay(const Lexicon& base, std::span<const std::string> terms,
                                 std::span<const LearntWord> learnt) {
  auto bytes = compile_overlay(base, terms, learnt);
  if (!bytes) return fail(std::move(bytes).error());
  auto owner = std::make_shared<const std::string>(std::move(*bytes));
  return view(*owner, owner);
}

Code Lexicon::unit(std::string_view key) const {
  const std::uint64_t hash = stable_hash(key);
  if (!unit_filter_[hash % unit_filter_.size()]) return 0;
  const auto found = std::ranges::lower_bound(units_, hash);
  if (found == units_.end() || *found != hash) return 0;
  return static_cast<Code>(header_.first_unit + static_cast<std::uint32_t>(found - units_.begin()));
}

const Cell* Lexicon::find(std::u16string_view codes) const {
  std::size_t at = 0;
  for (const char16_t code : codes) {
    if (code == 0 || code >= header_.code_count) return nullptr;
    at = cells_[at].base() + code;
    if (cells_[at].code() != code) return nullptr;
  }
  return at != 0 && cells_[at].cost() != kNoEntry ? &cells_[at] : nullptr;
}

}  // namespace horizon::nlp::segment
