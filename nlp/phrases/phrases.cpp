#include "nlp/phrases/phrases.h"

#include <algorithm>
#include <tuple>

#include "nlp/phrases/phrase_table.h"

namespace horizon::nlp {
namespace {

class Finder {
 public:
  Finder(std::span<const TextWord> words, std::span<const WordClass> classes,
         std::vector<Phrase>& out)
      : words_(words), classes_(classes), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const WordClass first = class_at(i);
      if (is_ideograph(first)) {
        if (words_[i].flags.mark) chinese(i);
      } else if (!separates(first) && first != WordClass::kOf) {
        english(i);
        // A run of Latin and Chinese words is a Chinese phrase.
        if (i + 1 < words_.size() && is_ideograph(class_at(i + 1))) chinese(i);
      }
    }
  }

 private:
  WordClass class_at(std::size_t i) const {
    return words_[i].word < classes_.size() ? classes_[words_[i].word] : WordClass::kContent;
  }
  Gap gap(std::size_t i) const { return words_[i].flags.before; }

  // A number or letter that nothing but a space parts from its neighbour names nothing.
  bool is_weak(std::size_t i) const {
    return class_at(i) == WordClass::kNumber || class_at(i) == WordClass::kLetter;
  }

  void english(std::size_t first) {
    std::uint64_t key = kEmptyKey;
    bool of = false;
    for (std::size_t i = first; i < words_.size() && i - first < kMaxPhraseWords; ++i) {
      const WordClass word = class_at(i);
      if (i > first && gap(i) == Gap::kBreak) return;
      if (separates(word) || is_ideograph(word)) return;
      key = extend_key(key, words_[i].word);
      if (i == first && is_weak(i)) {
        const bool tied = i + 1 < words_.size() && gap(i + 1) == Gap::kHyphen;
        if (!tied) return;
        continue;
      }
      if (word == WordClass::kOf) {
        if (of) return;
        of = true;
        continue;
      }
      add(key, first, i + 1);
    }
  }

  // From a word's beginning to the ends of the words behind it.
  void chinese(std::size_t first) {
    if (is_function_word(first)) return;
    std::uint64_t key = kEmptyKey;
    std::size_t count = 0;
    bool han = false;
    for (std::size_t i = first; i < words_.size() && i - first < kMaxPhraseHan; ++i) {
      if (i > first && !joins(i)) return;
      const bool latin = !is_ideograph(class_at(i));
      if (latin && (separates(class_at(i)) || class_at(i) == WordClass::kOf)) return;
      if (latin || words_[i].flags.mark) {
        if (++count > kMaxPhraseWords) return;
        if (i > first && is_function_word(i)) return;
      }
      han = han || !latin;
      key = extend_key(key, words_[i].word);
      if (han && ends_word(i) && i > first) add(key, first, i + 1);
    }
  }

  // Spaces part Chinese words, but not the Latin ones among them.
  bool joins(std::size_t i) const {
    if (gap(i) == Gap::kBreak) return false;
    return gap(i) != Gap::kSpace || !is_ideograph(class_at(i)) || !is_ideograph(class_at(i - 1));
  }

  bool ends_word(std::size_t i) const {
    return i + 1 == words_.size() || words_[i + 1].flags.mark || !is_ideograph(class_at(i + 1)) ||
           !joins(i + 1);
  }

  // An ideograph by itself that is one of the function words.
  bool is_function_word(std::size_t i) const {
    return class_at(i) == WordClass::kHanFunction && ends_word(i);
  }

  bool in_capitals(std::size_t first, std::size_t end) const {
    bool capitals = true;
    for (std::size_t i = first; i < end; ++i) {
      capitals = capitals && words_[i].flags.mark && !is_ideograph(class_at(i));
    }
    return capitals;
  }

  std::uint8_t context_of(std::size_t first, std::size_t end) const {
    unsigned context = 0;
    const bool begins = first == 0 || gap(first) == Gap::kBreak;
    const bool ends = end == words_.size() || gap(end) == Gap::kBreak;
    const WordClass previous = begins ? WordClass::kFunction : class_at(first - 1);
    const WordClass next = ends ? WordClass::kFunction : class_at(end);
    const bool capitals = in_capitals(first, end);
    // "massive MIMO systems": the name ends before its kind. What is not in capitals there is
    // mostly an adjective.
    const bool kind = next == WordClass::kKind && in_capitals(end - 1, end);
    if (next == WordClass::kDeterminer)
      context |= kNextDeterminer;
    else if (separates(next) || next == WordClass::kOf || next == WordClass::kHanFunction || kind)
      context |= kNextBounds;
    if (previous == WordClass::kVerbal)
      context |= kPreviousVerbal;
    else if (separates(previous) || previous == WordClass::kOf ||
             previous == WordClass::kHanFunction)
      context |= kPreviousBounds;
    if (capitals) context |= kPhraseInCapitals;
    if (words_[first].flags.title) context |= kPhraseInTitle;
    return static_cast<std::uint8_t>(context);
  }

  void add(std::uint64_t key, std::size_t first, std::size_t end) {
    out_.push_back({key, static_cast<std::uint32_t>(first), static_cast<std::uint8_t>(end - first),
                    context_of(first, end)});
  }

  std::span<const TextWord> words_;
  std::span<const WordClass> classes_;
  std::vector<Phrase>& out_;
};

}  // namespace

void find_phrases(std::span<const TextWord> words, std::span<const WordClass> classes,
                  std::vector<Phrase>& out) {
  Finder(words, classes, out).run();
}

void keep_first(std::vector<Phrase>& phrases) {
  std::ranges::sort(phrases, {},
                    [](const Phrase& phrase) { return std::tuple(phrase.key, phrase.first); });
  const auto rest = std::ranges::unique(phrases, {}, &Phrase::key);
  phrases.erase(rest.begin(), rest.end());
}

}  // namespace horizon::nlp
