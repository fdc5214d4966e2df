#include "nlp/segment/units.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "nlp/fold.h"
#include "nlp/segment/lexicon.h"
#include "nlp/segment/pieces.h"
#include "nlp/unicode.h"

namespace horizon::nlp::segment {
namespace {

// Longer ones name nothing.
constexpr std::size_t kMaxTermBytes = 256;

bool is_coded(char32_t c) { return (c >= kFirstCoded && c < kEndCoded) || c == kIdeographicZero; }

bool add_ideographs(std::string_view text, Spelling& spelling) {
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = simplified(decode_utf8(text, pos));
    if (!is_coded(c)) return false;
    spelling.characters.push_back(c);
  }
  return true;
}

bool add_unit(std::string key, Spelling& spelling) {
  if (key.empty() || key.size() > kMaxUnit) return false;
  spelling.characters.push_back(U'\0');
  spelling.units.push_back(std::move(key));
  return true;
}

bool spell_pieces(std::string_view term, Spelling& spelling) {
  PieceBatch batch;
  PieceReader reader(term);
  while (reader.read(kMaxTermBytes, batch)) {
    for (const Piece& piece : batch.pieces) {
      const std::string_view bytes = term.substr(piece.begin, piece.size);
      const bool added = piece.kind == Piece::Kind::kHan ? add_ideographs(bytes, spelling)
                                                         : add_unit(unit_key(bytes), spelling);
      if (!added) return false;
    }
  }
  return true;
}

bool spell_folded(std::string_view term, Spelling& spelling) {
  const FoldedText folded = fold(term);
  for (std::size_t i = 0; i < folded.tokens.size();) {
    const FoldedToken& first = folded.tokens[i];
    std::size_t end = first.begin + first.size;
    ++i;
    while (!first.han && i < folded.tokens.size() && !folded.tokens[i].han) {
      end = folded.tokens[i].begin + folded.tokens[i].size;
      ++i;
    }
    const std::string_view text =
        std::string_view(folded.text).substr(first.begin, end - first.begin);
    if (first.han ? !add_ideographs(text, spelling) : !add_unit(std::string(text), spelling)) {
      return false;
    }
  }
  return true;
}

bool has_ideograph(const Spelling& spelling) {
  return spelling.characters.size() > spelling.units.size();
}

}  // namespace

std::string unit_key(std::string_view piece) {
  std::string key = fold_key(piece);
  if (key.empty()) key = piece;
  if (key.size() > kMaxUnit) key.clear();
  return key;
}

std::vector<Spelling> spellings(std::string_view term) {
  std::vector<Spelling> found;
  if (term.size() > kMaxTermBytes) return found;
  Spelling written, folded;
  if (spell_pieces(term, written) && has_ideograph(written)) found.push_back(std::move(written));
  const bool is_folded = spell_folded(term, folded) && has_ideograph(folded);
  const bool differs =
      found.empty() || found[0].characters != folded.characters || found[0].units != folded.units;
  if (is_folded && differs) found.push_back(std::move(folded));
  return found;
}

}  // namespace horizon::nlp::segment
