#include "nlp/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "nlp/segment/lattice.h"

namespace horizon::nlp {
namespace {

using segment::Cell;
using segment::Code;
using segment::Lexicon;

// A run of ideographs that nothing separates in the original.
struct Run {
  std::size_t first = 0;  // token
  std::vector<Code> codes;
};

// Calls visit(length) for every word of the lexicon that begins at codes[begin], shorter first.
// An entry with cuts is no word.
template <typename Visit>
void each_word_at(std::span<const Cell> cells, std::span<const Code> codes, std::size_t begin,
                  Visit visit) {
  std::size_t at = 0;
  const std::size_t end = std::min(codes.size(), begin + segment::kMaxEntry);
  for (std::size_t i = begin; i < end; ++i) {
    at = cells[at].base() + codes[i];
    if (cells[at].code() != codes[i]) return;
    if (cells[at].cost() != segment::kNoEntry && (i == begin || cells[at].cuts() == 0)) {
      visit(i + 1 - begin);
    }
  }
}

}  // namespace

struct WordSegmenter::Impl {
  const Lexicon& base = Lexicon::base();
  std::optional<Lexicon> terms;

  const Lexicon* overlay() const { return terms ? &*terms : nullptr; }

  Code code_of(const FoldedText& text, const FoldedToken& token) const {
    std::size_t pos = token.begin;
    return base.code(decode_utf8(text.text, pos));
  }
};

WordSegmenter::WordSegmenter(std::span<const std::string> terms) : impl_(std::make_unique<Impl>()) {
  if (terms.empty()) return;
  // Too many for an automaton, they are no list of terms; the base still cuts.
  if (auto overlay = Lexicon::overlay(impl_->base, terms)) impl_->terms = std::move(*overlay);
}

WordSegmenter::~WordSegmenter() = default;
WordSegmenter::WordSegmenter(WordSegmenter&&) noexcept = default;
WordSegmenter& WordSegmenter::operator=(WordSegmenter&&) noexcept = default;

std::vector<Word> WordSegmenter::words(const FoldedText& text) const {
  std::vector<Word> words;
  words.reserve(text.tokens.size());
  Run run;
  std::vector<std::uint8_t> ends;
  segment::Lattice lattice(impl_->base, impl_->overlay());
  const auto close = [&] {
    if (run.codes.empty()) return;
    ends.resize(run.codes.size());
    lattice.cut(run.codes, ends);
    std::uint32_t begin = text.tokens[run.first].begin;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i] == 0) continue;
      const FoldedToken& last = text.tokens[run.first + i];
      words.push_back({begin, last.begin + last.size - begin, true});
      begin = last.begin + last.size;
    }
    run.codes.clear();
  };
  std::uint32_t source_end = 0;
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const FoldedToken& token = text.tokens[i];
    if (!token.han || token.source_begin != source_end) close();
    source_end = token.source_begin + token.source_size;
    if (!token.han) {
      words.push_back({token.begin, token.size, false});
      continue;
    }
    if (run.codes.empty()) run.first = i;
    run.codes.push_back(impl_->code_of(text, token));
  }
  close();
  return words;
}

std::vector<Word> WordSegmenter::parts(const FoldedText& text, const Word& word) const {
  std::vector<Word> parts;
  if (!word.han) return parts;
  std::vector<Code> codes;
  std::vector<std::uint32_t> begins;
  const std::size_t end = std::size_t{word.begin} + word.size;
  for (std::size_t pos = word.begin; pos < end;) {
    begins.push_back(static_cast<std::uint32_t>(pos));
    codes.push_back(impl_->base.code(decode_utf8(text.text, pos)));
  }
  begins.push_back(static_cast<std::uint32_t>(end));
  for (std::size_t i = 0; i + 1 < codes.size(); ++i) {
    std::array<bool, segment::kMaxEntry + 1> found{};
    const auto note = [&](std::size_t length) { found[length] = true; };
    each_word_at(impl_->base.cells(), codes, i, note);
    if (impl_->terms) each_word_at(impl_->terms->cells(), codes, i, note);
    const std::size_t longest =
        std::min(segment::kMaxEntry, codes.size() - std::max<std::size_t>(i, 1));
    for (std::size_t length = 2; length <= longest; ++length) {
      if (found[length]) parts.push_back({begins[i], begins[i + length] - begins[i], true});
    }
  }
  return parts;
}

}  // namespace horizon::nlp
