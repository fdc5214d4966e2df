#include "index/proximity.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <cmath>

#include "index/terms.h"

namespace horizon::index {
namespace {

// Of a pair against a single word. Measured on Cranfield and on titles that ask for their
// abstracts: anything from .2 to .4 gains 2 to 4 % nDCG; pairs in any order within eight words gain
// nothing beside it.
constexpr double kPairWeight = 0.35;
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;
constexpr std::size_t kMaxPairs = 64;  // of a long query
constexpr std::uint32_t kGap = 2;      // between title and abstract
constexpr std::size_t kShortStem = 4;  // bytes
constexpr std::uint32_t kStopWord = UINT32_MAX;

// Both lists ascend.
std::uint32_t count_neighbours(const std::vector<std::uint32_t>& a,
                               const std::vector<std::uint32_t>& b) {
  std::uint32_t count = 0;
  std::size_t j = 0;
  for (const std::uint32_t place : a) {
    while (j < b.size() && b[j] <= place) ++j;
    if (j < b.size() && b[j] == place + 1) ++count;
  }
  return count;
}

struct StemWords {
  std::vector<WordId> numbers;
  std::size_t bytes() const { return sizeof *this + numbers.size() * sizeof(WordId); }
};

// A stem is its words' beginning but for its last letter ("batteri" of "battery").
StemWords words_of(const std::string& stem, const WordSource& source) {
  StemWords words;
  const Xapian::Stem snowball("english");
  const std::size_t kept = stem.size() > kShortStem ? stem.size() - 1 : stem.size();
  for (const auto& [word, number] : source.beginning(stem.substr(0, kept))) {
    if (stemmed_by(snowball, word) == stem) words.numbers.push_back(number);
  }
  return words;
}

}  // namespace

PairScorer::PairScorer(const Snapshot& snapshot, Memory::Impl& memory,
                       const std::vector<std::string>& words, const WordSource* source)
    : average_length_(snapshot.average_length()) {
  stems_ = words;
  std::sort(stems_.begin(), stems_.end());
  stems_.erase(std::unique(stems_.begin(), stems_.end()), stems_.end());
  const auto index_of = [&](const std::string& stem) {
    return static_cast<std::uint32_t>(std::lower_bound(stems_.begin(), stems_.end(), stem) -
                                      stems_.begin());
  };
  const Xapian::Database& database = snapshot.database;
  const auto documents = static_cast<double>(snapshot.documents());
  const auto rarity = [&](const std::string& stem) {
    const double frequency = std::min<double>(database.get_termfreq(stem), documents);
    return std::log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  };
  for (std::size_t i = 0; i + 1 < words.size() && pairs_.size() < kMaxPairs; ++i) {
    if (words[i].empty() || words[i + 1].empty() || words[i] == words[i + 1]) continue;
    pairs_.push_back(
        {index_of(words[i]), index_of(words[i + 1]), rarity(words[i]) + rarity(words[i + 1])});
  }
  if (source != nullptr && !pairs_.empty()) number_stems(snapshot, memory, *source);
}

void PairScorer::number_stems(const Snapshot& snapshot, Memory::Impl& memory,
                              const WordSource& source) {
  for (std::uint32_t i = 0; i < stems_.size(); ++i) {
    if (stems_[i].empty()) continue;
    // Words come with documents.
    const std::string key = fmt::format("stem {} {} {}", snapshot.manifest.store,
                                        snapshot.manifest.sequence, stems_[i]);
    const auto words = memory.get<StemWords>(key, [&] { return words_of(stems_[i], source); });
    for (const WordId number : words->numbers) numbered_.emplace_back(number, i);
  }
  for (const std::string_view word : stop_words()) {
    if (const auto number = source.number(word); number && *number != 0) {
      numbered_.emplace_back(*number, kStopWord);
    }
  }
  std::sort(numbered_.begin(), numbered_.end());
}

void PairScorer::locate(const nlp::FoldedText& text, std::uint32_t& next,
                        Positions& positions) const {
  for (const nlp::FoldedToken& token : text.tokens) {
    const std::string_view word = std::string_view(text.text).substr(token.begin, token.size);
    if (!token.han && is_stop_word(word)) continue;
    const std::string& stem = stemmed(word);
    const auto found = std::lower_bound(stems_.begin(), stems_.end(), stem);
    if (found != stems_.end() && *found == stem) {
      positions[static_cast<std::size_t>(found - stems_.begin())].push_back(next);
    }
    ++next;
  }
  next += kGap;
}

double PairScorer::score(const Document& document, double length) const {
  Positions positions(stems_.size());
  std::uint32_t next = 0;
  locate(nlp::fold(document.title), next, positions);
  locate(nlp::fold(document.abstract), next, positions);
  return weigh(positions, length);
}

double PairScorer::score(std::span<const TextWord> words, double length) const {
  Positions positions(stems_.size());
  std::uint32_t next = 0;
  bool title = true;
  for (const TextWord& word : words) {
    if (title && !word.flags.title) next += kGap;
    title = word.flags.title;
    const auto found = std::lower_bound(
        numbered_.begin(), numbered_.end(), word.word,
        [](const std::pair<WordId, std::uint32_t>& one, WordId id) { return one.first < id; });
    if (found != numbered_.end() && found->first == word.word) {
      if (found->second == kStopWord) continue;
      positions[found->second].push_back(next);
    }
    ++next;
  }
  return weigh(positions, length);
}

double PairScorer::weigh(const Positions& positions, double length) const {
  const double norm = kSaturation * (1 - kLengthShare + kLengthShare * length / average_length_);
  const auto saturated = [&](double count) { return count * (kSaturation + 1) / (count + norm); };
  double sum = 0;
  for (const Pair& pair : pairs_) {
    sum += pair.weight * saturated(count_neighbours(positions[pair.first], positions[pair.second]));
  }
  return kPairWeight * sum;
}

}  // namespace horizon::index
