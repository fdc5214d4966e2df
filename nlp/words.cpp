#include "nlp/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "nlp/segment/lattice.h"
#include "nlp/segment/units.h"

namespace horizon::nlp {
namespace {

using segment::Cell;
using segment::Code;
using segment::Lexicon;

// Tokens that a unit may consist of: T/R is "t r".
constexpr std::size_t kMaxUnitTokens = 3;

// Tokens that nothing separates in the original: Han characters, and units of the lexicons.
struct Run {
  std::vector<Code> codes;
  std::vector<std::size_t> firsts;  // token of each code
  bool han = false;                 // has a Han character
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

  // The unit that begins at a token that is not Han; 0 if none does. `count` of tokens.
  Code unit_at(const FoldedText& text, std::size_t first, std::size_t& count) const {
    std::size_t end = first + 1;
    const std::size_t most = std::min(text.tokens.size(), first + kMaxUnitTokens);
    while (end < most && !text.tokens[end].han && gap(text, end) <= 1) ++end;
    for (; end > first; --end) {
      const FoldedToken& last = text.tokens[end - 1];
      const std::size_t begin = text.tokens[first].begin;
      const std::string_view key =
          std::string_view(text.text).substr(begin, last.begin + last.size - begin);
      count = end - first;
      if (key.size() > segment::kMaxUnit) continue;
      const Code code = base.unit(key);
      if (code != 0 || !terms) {
        if (code != 0) return code;
      } else if (const Code own = terms->unit(key); own != 0) {
        return own;
      }
    }
    return 0;
  }

  // Bytes of the original between a token and the one before it.
  static std::size_t gap(const FoldedText& text, std::size_t token) {
    const FoldedToken& before = text.tokens[token - 1];
    const std::size_t end = std::size_t{before.source_begin} + before.source_size;
    const std::size_t begin = text.tokens[token].source_begin;
    return begin > end ? begin - end : 0;
  }

  void append_run(const FoldedText& text, const Run& run, std::size_t end_token,
                  segment::Lattice& lattice, std::vector<Word>& words) const;
};

// The words of a run whose last token stands before `end_token`.
void WordSegmenter::Impl::append_run(const FoldedText& text, const Run& run, std::size_t end_token,
                                     segment::Lattice& lattice, std::vector<Word>& words) const {
  std::vector<std::uint8_t> ends(run.codes.size(), 1);
  if (run.han) lattice.cut(run.codes, ends);
  const auto first_of = [&](std::size_t code) {
    return code < run.firsts.size() ? run.firsts[code] : end_token;
  };
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] == 0) continue;
    const std::size_t first = first_of(begin), end = first_of(i + 1);
    const auto tokens = std::span(text.tokens).subspan(first, end - first);
    const bool han = std::ranges::all_of(tokens, &FoldedToken::han);
    // A unit by itself is the words that it consists of.
    const std::size_t step = han || i > begin ? tokens.size() : 1;
    for (std::size_t k = 0; k < tokens.size(); k += step) {
      const FoldedToken& last = tokens[k + step - 1];
      words.push_back({tokens[k].begin, last.begin + last.size - tokens[k].begin, han});
    }
    begin = i + 1;
  }
}

WordSegmenter::WordSegmenter(std::span<const std::string> terms) : impl_(std::make_unique<Impl>()) {
  if (terms.empty()) return;
  // Too many for an automaton, they are no list of terms; the base still cuts.
  if (auto overlay = Lexicon::overlay(impl_->base, terms)) impl_->terms = std::move(*overlay);
}

WordSegmenter WordSegmenter::with_overlay(segment::Lexicon overlay) {
  WordSegmenter segmenter(std::span<const std::string>{});
  segmenter.impl_->terms = std::move(overlay);
  return segmenter;
}

WordSegmenter::~WordSegmenter() = default;
WordSegmenter::WordSegmenter(WordSegmenter&&) noexcept = default;
WordSegmenter& WordSegmenter::operator=(WordSegmenter&&) noexcept = default;

std::vector<Word> WordSegmenter::words(const FoldedText& text) const {
  std::vector<Word> words;
  words.reserve(text.tokens.size());
  segment::Lattice lattice(impl_->base, impl_->overlay());
  Run run;
  const auto close = [&](std::size_t end) {
    if (!run.codes.empty()) impl_->append_run(text, run, end, lattice, words);
    run = {};
  };
  for (std::size_t i = 0; i < text.tokens.size();) {
    const FoldedToken& token = text.tokens[i];
    if (i > 0 && Impl::gap(text, i) > 0) close(i);
    std::size_t count = 1;
    const Code code = token.han ? impl_->code_of(text, token) : impl_->unit_at(text, i, count);
    if (!token.han && code == 0) {
      close(i);
      words.push_back({token.begin, token.size, false});
      ++i;
      continue;
    }
    run.codes.push_back(code);
    run.firsts.push_back(i);
    run.han = run.han || token.han;
    i += count;
  }
  close(text.tokens.size());
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
