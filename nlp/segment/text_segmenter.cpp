#include "nlp/segment/text_segmenter.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "nlp/segment/units.h"

namespace horizon::nlp::segment {
namespace {

// Pieces and ideographs that are cut together: enough for the lattice to be fast, few enough for
// its tables to stay in the nearest cache.
constexpr std::size_t kBatch = 512;

}  // namespace

TextSegmenter::TextSegmenter(const Lexicon& base, const Lexicon* overlay)
    : base_(base), overlay_(overlay), lattice_(base, overlay) {}

void TextSegmenter::append_words(std::string_view text, std::string& out) {
  PieceReader reader(text);
  const std::size_t before = out.size();
  while (reader.read(kBatch, batch_)) {
    code_pieces(text);
    ends_.resize(codes_.size());
    lattice_.cut(codes_, ends_);
    join_foreign_names(text);
    write(text, out);
  }
  if (out.size() > before) out.pop_back();
}

Code TextSegmenter::unit(std::string_view key) const {
  const Code code = base_.unit(key);
  return code != 0 || overlay_ == nullptr ? code : overlay_->unit(key);
}

// Of a piece that is no run: 0 unless it is a unit that stands at a run.
Code TextSegmenter::code_of(std::string_view text, std::size_t piece) const {
  const Piece& here = batch_.pieces[piece];
  const auto touches = [&](std::size_t first) {
    return first + 1 < batch_.pieces.size() &&
           batch_.pieces[first].end() == batch_.pieces[first + 1].begin;
  };
  if (here.size > kMaxUnit) return 0;
  if (!touches(piece) && (piece == 0 || !touches(piece - 1))) return 0;
  const std::string_view bytes = text.substr(here.begin, here.size);
  if (here.kind == Piece::Kind::kOther) return is_stop(bytes) ? Code{0} : unit(bytes);
  std::array<char, kMaxUnit> lower{};
  bool ascii = true;
  std::ranges::transform(bytes, lower.begin(), [&ascii](char c) {
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (c == '-') return ' ';  // as folding does
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  });
  const Code code = ascii ? unit(std::string_view(lower.data(), bytes.size())) : Code{0};
  // Folding is slow, and only what it changes needs it: plurals, and all that is not ASCII.
  return code != 0 || (ascii && !bytes.ends_with('s')) ? code : unit(unit_key(bytes));
}

// Each ideograph has its code; every other piece is one, too, and so is white space between runs.
void TextSegmenter::code_pieces(std::string_view text) {
  codes_.clear();
  first_codes_.clear();
  const char16_t* characters = batch_.characters.data();
  std::size_t end = 0;
  const bool units = base_.has_units() || (overlay_ != nullptr && overlay_->has_units());
  for (std::size_t i = 0; i < batch_.pieces.size(); ++i) {
    const Piece& piece = batch_.pieces[i];
    if (piece.begin != end && !codes_.empty() && codes_.back() != 0) codes_.push_back(0);
    end = piece.end();
    first_codes_.push_back(codes_.size());
    if (piece.kind == Piece::Kind::kHan) {
      const std::size_t count = piece.size / kHanBytes;
      code_run(characters, count);
      characters += count;
    } else {
      codes_.push_back(units ? code_of(text, i) : Code{0});
    }
  }
}

void TextSegmenter::code_run(const char16_t* characters, std::size_t count) {
  const std::size_t old = codes_.size();
  codes_.resize(old + count);
  for (std::size_t i = 0; i < count; ++i) codes_[old + i] = base_.code(characters[i]);
}

// Most of the characters do, and there are several: 马克思.
bool TextSegmenter::is_foreign(std::size_t first, std::size_t end) const {
  const std::span<const Character> known = base_.characters();
  std::size_t foreign = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (codes_[i] < known.size() && (known[codes_[i]].flags & kForeign) != 0) ++foreign;
  }
  return end - first > 1 && 2 * foreign > end - first;
}

// True if the piece is a dot between two words in characters that spell foreign names.
bool TextSegmenter::joins_foreign_name(std::string_view text, std::size_t dot) const {
  const Piece& before = batch_.pieces[dot - 1];
  const Piece& behind = batch_.pieces[dot + 1];
  if (before.kind != Piece::Kind::kHan || behind.kind != Piece::Kind::kHan) return false;
  if (before.end() != batch_.pieces[dot].begin || batch_.pieces[dot].end() != behind.begin)
    return false;
  if (!is_name_dot(text, batch_.pieces[dot])) return false;
  const std::size_t end = first_codes_[dot - 1] + before.size / kHanBytes;
  std::size_t begin = end - 1;
  while (begin > first_codes_[dot - 1] && ends_[begin - 1] == 0) --begin;
  const std::size_t first = first_codes_[dot + 1];
  const std::size_t most = first + behind.size / kHanBytes;
  std::size_t first_end = first + 1;
  while (first_end < most && ends_[first_end - 1] == 0) ++first_end;
  return is_foreign(begin, end) && is_foreign(first, first_end);
}

// 卡尔·马克思 is one word.
void TextSegmenter::join_foreign_names(std::string_view text) {
  for (std::size_t i = 1; i + 1 < batch_.pieces.size(); ++i) {
    if (batch_.pieces[i].kind != Piece::Kind::kOther || !joins_foreign_name(text, i)) continue;
    ends_[first_codes_[i] - 1] = 0;  // the word before the dot
    ends_[first_codes_[i]] = 0;
  }
}

void TextSegmenter::write(std::string_view text, std::string& out) const {
  const std::size_t old = out.size();
  const std::size_t bytes = batch_.pieces.back().end() - batch_.pieces.front().begin;
  out.resize(old + bytes + codes_.size() + 1);
  char* to = out.data() + old;
  for (std::size_t p = 0; p < batch_.pieces.size(); ++p) {
    const Piece& piece = batch_.pieces[p];
    const char* from = text.data() + piece.begin;
    const std::uint8_t* ends = ends_.data() + first_codes_[p];
    if (piece.kind != Piece::Kind::kHan) {
      std::memcpy(to, from, piece.size);
      to[piece.size] = ' ';
      to += piece.size + *ends;
      continue;
    }
    // Four bytes at once, the last of them made a space; behind the last ideograph there may be
    // no fourth one.
    const char* const last = from + piece.size - kHanBytes;
    for (; from < last; from += kHanBytes) {
      std::memcpy(to, from, kHanBytes + 1);
      to[kHanBytes] = ' ';
      to += kHanBytes + *ends++;
    }
    std::memcpy(to, last, kHanBytes);
    to[kHanBytes] = ' ';
    to += kHanBytes + *ends;
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace horizon::nlp::segment
