#include "nlp/phrases/discovery.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace horizon::nlp {
namespace {

constexpr std::size_t kMaxTermHan = 8;
constexpr std::size_t kMaxTermLatin = 4;
// One is a chance meeting of its parts; e^1.5 = 4.5 times as often as that holds together.
constexpr float kMinCohesion = 1.5F;
// Entropy of a neighbour that takes one of two forms, evenly.
constexpr float kMinEntropy = 0.65F;
// A longer sequence that is there in so large a share of the places is the term.
constexpr float kMaxPartOfLonger = 0.8F;
// The boundary test of English phrases: shares of the documents.
constexpr double kMinBoundedRight = 0.25;
constexpr double kMinBoundedLeft = 0.08;
constexpr double kMaxDeterminerRight = 0.12;
constexpr double kMaxVerbalLeft = 0.12;
// Of Chinese ones: a wrong cut of an unknown word begins or ends inside of words.
constexpr double kMinAligned = 0.5;

double log_of(double value) { return std::log(std::max(value, 1.0)); }

}  // namespace

Discovery::Discovery(std::span<const WordClass> classes, DiscoveryOptions options)
    : classes_(classes), options_(options) {
  constexpr std::uint64_t kMin = std::uint64_t{1} << 14U;
  constexpr std::uint64_t kMax = std::uint64_t{1} << 28U;
  const std::uint64_t windows = options.expected_words * (options.chinese ? 4 : 2);
  sketch_.resize(std::bit_ceil(std::clamp(windows, kMin, kMax)));
}

// One more than a term has: what follows a term is seen from the longer sequence.
std::size_t Discovery::longest() const {
  return (options_.chinese ? kMaxTermHan : kMaxTermLatin) + 1;
}

// True if a term may reach from word i - 1 to word i.
bool Discovery::continues(std::span<const TextWord> words, std::size_t i) const {
  const Gap gap = words[i].flags.before;
  if (gap == Gap::kBreak) return false;
  if (!options_.chinese) return !is_ideograph(classes_[words[i].word]);
  const bool between_han =
      is_ideograph(classes_[words[i].word]) && is_ideograph(classes_[words[i - 1].word]);
  return gap != Gap::kSpace || !between_han;
}

// True if no term goes across word i.
bool Discovery::bounds(std::span<const TextWord> words, std::size_t i) const {
  const WordClass word = classes_[words[i].word];
  if (separates(word)) return true;
  if (!options_.chinese) return is_ideograph(word);
  if (word == WordClass::kOf) return true;
  if (word != WordClass::kHanFunction || !words[i].flags.mark) return false;
  return i + 1 == words.size() || words[i + 1].flags.mark ||
         !is_ideograph(classes_[words[i + 1].word]);
}

template <typename Visit>
void Discovery::each_window(std::span<const TextWord> words, Visit visit) const {
  const std::size_t most = longest();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (bounds(words, i)) continue;
    std::uint64_t key = kEmptyKey;
    for (std::size_t end = i + 1; end <= words.size() && end - i <= most; ++end) {
      if (end - i > 1 && (!continues(words, end - 1) || bounds(words, end - 1))) break;
      key = extend_key(key, words[end - 1].word);
      visit(key, i, end);
    }
  }
}

void Discovery::sketch(std::span<const TextWord> words) {
  each_window(words, [this](std::uint64_t key, std::size_t, std::size_t) {
    std::uint8_t& cell = sketch_[(key ^ (key >> 32U)) & (sketch_.size() - 1)];
    if (cell < 255) ++cell;
  });
}

void Discovery::count(DocumentNumber document, std::span<const TextWord> words) {
  const auto enough =
      static_cast<std::uint8_t>(std::min<std::uint32_t>(options_.min_documents, 255));
  total_ += static_cast<std::uint64_t>(std::ranges::count_if(words, [this](const TextWord& word) {
    return is_ideograph(classes_[word.word]) == options_.chinese;
  }));
  each_window(words, [&](std::uint64_t key, std::size_t first, std::size_t end) {
    if (sketch_[(key ^ (key >> 32U)) & (sketch_.size() - 1)] < enough) return;
    PhraseCount& entry = table_.entry(key, words.subspan(first, end - first));
    ++entry.occurrences;
    if (entry.last_document == document) return;
    entry.last_document = document;
    ++entry.documents;
    note_bounds(words, first, end, entry);
  });
}

// True if a word of the language begins here, or something that is no Chinese word.
bool Discovery::starts_word(std::span<const TextWord> words, std::size_t i) const {
  const bool joined = i > 0 && continues(words, i) && is_ideograph(classes_[words[i - 1].word]);
  return !joined || words[i].flags.mark || !is_ideograph(classes_[words[i].word]);
}

void Discovery::note_bounds(std::span<const TextWord> words, std::size_t first, std::size_t end,
                            PhraseCount& entry) const {
  if (options_.chinese) {
    if (starts_word(words, first)) ++entry.bounded_left;
    if (end == words.size() || starts_word(words, end)) ++entry.bounded_right;
    return;
  }
  const bool begins = first == 0 || words[first].flags.before == Gap::kBreak;
  const bool ends = end == words.size() || words[end].flags.before == Gap::kBreak;
  if (!begins && classes_[words[first - 1].word] == WordClass::kVerbal) {
    ++entry.verbal_left;
  } else if (begins || bounds(words, first - 1)) {
    ++entry.bounded_left;
  }
  if (!ends && classes_[words[end].word] == WordClass::kDeterminer) {
    ++entry.determiner_right;
  } else if (ends || bounds(words, end) || classes_[words[end].word] == WordClass::kOf) {
    ++entry.bounded_right;
  }
}

void Discovery::find(std::span<const TextWord> words, std::vector<std::uint64_t>& keys) const {
  keys.clear();
  each_window(words, [&keys](std::uint64_t key, std::size_t, std::size_t) { keys.push_back(key); });
  std::ranges::sort(keys);
  const auto rest = std::ranges::unique(keys);
  keys.erase(rest.begin(), rest.end());
}

bool Discovery::may_be_term(std::span<const WordId> words) const {
  const WordClass first = classes_[words.front()];
  const WordClass last = classes_[words.back()];
  if (first == WordClass::kOf || last == WordClass::kOf) return false;
  if (first == WordClass::kNumber || first == WordClass::kLetter) return false;
  if (!options_.chinese) return words.size() <= kMaxTermLatin;
  if (words.size() < 2 || words.size() > kMaxTermHan) return false;
  return std::ranges::any_of(words, [this](WordId word) { return is_ideograph(classes_[word]); });
}

void Discovery::find_neighbours(std::vector<Side>& left, std::vector<Side>& right) const {
  left.resize(table_.entries().size());
  right.resize(table_.entries().size());
  const auto add = [](Side& side, std::uint32_t occurrences) {
    side.sum += occurrences * log_of(occurrences);
    side.most = std::max(side.most, occurrences);
  };
  for (const PhraseCount& entry : table_.entries()) {
    const auto words = table_.words(entry);
    if (words.size() < 2) continue;
    const auto head = table_.find(key_of(words.first(words.size() - 1)));
    const auto tail = table_.find(key_of(words.subspan(1)));
    if (head != PhraseTable::kNone) add(right[head], entry.occurrences);
    if (tail != PhraseTable::kNone) add(left[tail], entry.occurrences);
  }
}

float Discovery::entropy(const Side& side, std::uint32_t occurrences) {
  return static_cast<float>(std::max(0.0, log_of(occurrences) - side.sum / occurrences));
}

double Discovery::occurrences_of(std::span<const WordId> words) const {
  const auto found = table_.find(key_of(words));
  return found == PhraseTable::kNone ? 1.0 : table_.entries()[found].occurrences;
}

double Discovery::cohesion(std::span<const WordId> words, std::uint32_t occurrences) const {
  if (words.size() == 1) return 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t cut = 1; cut < words.size(); ++cut) {
    const double parts = occurrences_of(words.first(cut)) * occurrences_of(words.subspan(cut));
    least = std::min(least, std::log(occurrences * static_cast<double>(total_) / parts));
  }
  return least;
}

bool Discovery::stands_alone(const PhraseCount& entry) const {
  const double documents = entry.documents;
  if (options_.chinese) {
    return std::min(entry.bounded_left, entry.bounded_right) >= kMinAligned * documents;
  }
  return entry.bounded_right >= kMinBoundedRight * documents &&
         entry.bounded_left >= kMinBoundedLeft * documents &&
         entry.determiner_right <= kMaxDeterminerRight * documents &&
         entry.verbal_left <= kMaxVerbalLeft * documents;
}

std::vector<NewTerm> Discovery::terms() const {
  std::vector<Side> left, right;
  find_neighbours(left, right);
  std::vector<NewTerm> out;
  const auto entries = table_.entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const PhraseCount& entry = entries[i];
    const auto words = table_.words(entry);
    if (entry.documents < options_.min_documents) continue;
    if (!may_be_term(words) || !stands_alone(entry)) continue;
    const auto longer = static_cast<float>(std::max(left[i].most, right[i].most));
    if (longer > kMaxPartOfLonger * static_cast<float>(entry.occurrences)) continue;
    const NewTerm term{{words.begin(), words.end()},
                       entry.documents,
                       entry.occurrences,
                       static_cast<float>(cohesion(words, entry.occurrences)),
                       entropy(left[i], entry.occurrences),
                       entropy(right[i], entry.occurrences)};
    if (words.size() > 1 && term.cohesion < kMinCohesion) continue;
    if (std::min(term.left_entropy, term.right_entropy) >= kMinEntropy) out.push_back(term);
  }
  return out;
}

}  // namespace horizon::nlp
