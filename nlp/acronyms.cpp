#include "nlp/acronyms.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/text.h"

namespace horizon::nlp {
namespace {

constexpr std::size_t kMaxDefinitions = 64;
constexpr std::size_t kMaxInside = 48;  // tokens between the brackets
constexpr std::size_t kMaxSegments = 6;
constexpr std::size_t kMinLetters = 2;
constexpr std::size_t kMaxLetters = 10;
constexpr std::size_t kMaxShortTokens = 4;
constexpr std::size_t kMaxHan = 24;

bool has_any(std::string_view gap, std::u32string_view signs) {
  for (std::size_t pos = 0; pos < gap.size();) {
    if (signs.find(decode_utf8(gap, pos)) != std::u32string_view::npos) return true;
  }
  return false;
}

constexpr std::u32string_view kOpening = U"([\uFF08\uFF3B";
constexpr std::u32string_view kClosing = U")]\uFF09\uFF3D";
constexpr std::u32string_view kSeparating = U",;:/\uFF0C\uFF1B\u3001\uFF1A";

// The token at which the long form of `short_form` begins, looking back from the end of the words,
// or nothing. `word(i)` gives the folded word i of `count`.
template <typename Word>
std::optional<std::size_t> match_back(std::string_view short_form, std::size_t count, Word word) {
  std::size_t left = short_form.size();
  for (std::size_t i = count; i > 0;) {
    --i;
    const std::string_view letters = word(i);
    for (std::size_t at = letters.size(); at > 0 && left > 0;) {
      --at;
      // The first letter of the short form begins a word.
      if (letters[at] == short_form[left - 1] && (left > 1 || at == 0)) --left;
    }
    if (left == 0) return i;
  }
  return std::nullopt;
}

class Finder {
 public:
  explicit Finder(const Passage& passage) : passage_(passage), tokens_(passage.folded->tokens) {}

  std::vector<Definition> run() {
    for (std::size_t i = 0; i < tokens_.size() && out_.size() < kMaxDefinitions; ++i) {
      if (!has_any(gap_before(passage_, i), kOpening)) continue;
      split_inside(i);
      if (!segments_.empty()) define(i);
    }
    out_.resize(std::min(out_.size(), kMaxDefinitions));  // a bracket may hold many
    return std::move(out_);
  }

 private:
  // The parts between the bracket in front of token `begin` and the one that closes it.
  void split_inside(std::size_t begin) {
    segments_.clear();
    std::size_t first = begin;
    for (std::size_t next = begin + 1; next <= begin + kMaxInside; ++next) {
      if (next > tokens_.size() || segments_.size() == kMaxSegments) break;
      const std::string_view gap = gap_before(passage_, next);
      const bool closed = has_any(gap, kClosing);
      if (!closed && next == tokens_.size()) break;
      if (!closed && !has_any(gap, kSeparating)) continue;
      segments_.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(next)});
      first = next;
      if (closed) return;
    }
    segments_.clear();
  }

  void define(std::size_t bracket) {
    for (const TokenRange& segment : segments_) {
      if (is_short(segment)) define_short(segment, bracket);
    }
    const std::optional<TokenRange> before = short_before(bracket);
    if (!before) return;
    for (const TokenRange& segment : segments_) {
      if (!is_short(segment) || is_han(segment)) define_long(*before, segment);
    }
  }

  // A short form in the bracket: its long form stands before the bracket, or beside it inside.
  void define_short(const TokenRange& acronym, std::size_t bracket) {
    if (const auto found = long_before(acronym, bracket)) {
      out_.push_back({acronym, *found, true});
    } else if (const auto run = han_before(bracket)) {
      out_.push_back({acronym, *run, false});
    }
    for (const TokenRange& segment : segments_) {
      if (segment.first != acronym.first) define_long(acronym, segment);
    }
  }

  void define_long(const TokenRange& acronym, const TokenRange& segment) {
    if (is_han(segment)) {
      if (segment.end - segment.first >= 2 && segment.end - segment.first <= kMaxHan)
        out_.push_back({acronym, segment, true});
      return;
    }
    const std::string letters = letters_of(acronym);
    if (segment.end - segment.first > max_words(letters)) return;
    const auto start = match_back(letters, segment.end - segment.first,
                                  [&](std::size_t i) { return word(segment.first + i); });
    if (start == 0U) out_.push_back({acronym, segment, true});
  }

  static std::size_t max_words(std::string_view letters) {
    return std::min(letters.size() + 5, letters.size() * 2);
  }

  std::string_view word(std::size_t token) const {
    return folded_of(*passage_.folded, tokens_[token]);
  }

  std::string letters_of(const TokenRange& range) const {
    std::string letters;
    for (std::size_t i = range.first; i < range.end; ++i) letters += word(i);
    return letters;
  }

  bool is_han(const TokenRange& range) const {
    return std::all_of(tokens_.begin() + range.first, tokens_.begin() + range.end,
                       [](const FoldedToken& token) { return token.han; });
  }

  // BCI, IoT, TGF-β, CRISPR-Cas9, 5G; a number, a year or a small word is none.
  bool is_short(const TokenRange& range) const {
    if (range.end - range.first > kMaxShortTokens) return false;
    std::size_t letters = 0;
    for (std::size_t i = range.first; i < range.end; ++i) {
      if (tokens_[i].han) return false;
      if (i > range.first && gap_of(gap_before(passage_, i)) == Gap::kBreak) return false;
      letters += tokens_[i].size;
    }
    if (letters < kMinLetters || letters > kMaxLetters) return false;
    const std::string_view source = source_of(passage_, range.first, range.end);
    return std::ranges::any_of(source, [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  // The words that touch each other in front of the bracket.
  std::optional<TokenRange> short_before(std::size_t bracket) const {
    if (bracket == 0) return std::nullopt;
    std::size_t first = bracket;
    while (first > 0 && bracket - first < kMaxShortTokens && !tokens_[first - 1].han) {
      if (first < bracket) {
        const Gap gap = gap_of(gap_before(passage_, first));
        if (gap != Gap::kNone && gap != Gap::kHyphen) break;
      }
      --first;
    }
    if (first == bracket) return std::nullopt;
    const TokenRange range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(bracket)};
    return is_short(range) ? std::optional(range) : std::nullopt;
  }

  std::optional<TokenRange> long_before(const TokenRange& acronym, std::size_t bracket) const {
    const std::string letters = letters_of(acronym);
    std::size_t first = bracket;
    while (first > 0 && bracket - first < max_words(letters) && !tokens_[first - 1].han) {
      if (first < bracket && gap_of(gap_before(passage_, first)) == Gap::kBreak) break;
      --first;
    }
    const std::size_t count = bracket - first;
    const auto start = match_back(letters, count, [&](std::size_t i) { return word(first + i); });
    if (!start) return std::nullopt;
    const TokenRange range{static_cast<std::uint32_t>(first + *start),
                           static_cast<std::uint32_t>(bracket)};
    // A long form is longer, and does not hold its own short form.
    std::size_t size = 0;
    for (std::size_t i = range.first; i < range.end; ++i) {
      if (word(i) == letters) return std::nullopt;
      size += word(i).size();
    }
    return size > letters.size() ? std::optional(range) : std::nullopt;
  }

  std::optional<TokenRange> han_before(std::size_t bracket) const {
    std::size_t first = bracket;
    while (first > 0 && bracket - first < kMaxHan && tokens_[first - 1].han) {
      if (first < bracket && gap_of(gap_before(passage_, first)) == Gap::kBreak) break;
      --first;
    }
    if (bracket - first < 2) return std::nullopt;
    return TokenRange{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(bracket)};
  }

  const Passage& passage_;
  const std::vector<FoldedToken>& tokens_;
  std::vector<TokenRange> segments_;
  std::vector<Definition> out_;
};

}  // namespace

std::vector<Definition> find_definitions(const Passage& passage) {
  if (passage.folded == nullptr || passage.folded->tokens.empty()) return {};
  const std::string_view source = passage.source;
  const bool ascii = source.find_first_of("([") != std::string_view::npos;
  const bool wide = source.find("\xEF\xBC\x88") != std::string_view::npos ||
                    source.find("\xEF\xBC\xBB") != std::string_view::npos;
  return ascii || wide ? Finder(passage).run() : std::vector<Definition>();
}

bool abbreviates(std::string_view short_form, std::string_view long_form) {
  std::string letters(short_form);
  std::erase(letters, ' ');
  if (letters.empty() || long_form.size() <= letters.size()) return false;
  const std::vector<std::string_view> words = split(long_form, ' ');
  const auto start =
      match_back(letters, words.size(), [&words](std::size_t i) { return words[i]; });
  return start == 0U;
}

}  // namespace horizon::nlp
