#include "nlp/words.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/text.h"

namespace horizon::nlp {
namespace {

// A lexicon entry of more ideographs than this is a sentence.
constexpr std::size_t kMaxTerm = 16;
// Longer runs without any punctuation are cut: bounds the memory of one run.
constexpr std::size_t kMaxRun = 4096;

using TrieNode = std::uint32_t;

// Ideographs → longest term, as edges keyed by (node, character).
class HanTrie {
 public:
  void add(std::u32string_view term) {
    TrieNode node = 0;
    for (const char32_t c : term) {
      const auto [edge, added] = edges_.try_emplace(key(node, c), ends_.size());
      if (added) ends_.push_back(false);
      node = edge->second;
    }
    ends_[node] = true;
  }

  // Calls visit(length) for every term that begins at text[begin], shorter first.
  template <typename Visit>
  void each_at(std::u32string_view text, std::size_t begin, Visit visit) const {
    TrieNode node = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
      const auto edge = edges_.find(key(node, text[i]));
      if (edge == edges_.end()) return;
      node = edge->second;
      if (ends_[node]) visit(i - begin + 1);
    }
  }

  bool empty() const { return edges_.empty(); }

 private:
  static std::uint64_t key(TrieNode node, char32_t c) {
    return (std::uint64_t{node} << 21) | static_cast<std::uint64_t>(c);
  }
  std::unordered_map<std::uint64_t, TrieNode> edges_;
  std::vector<bool> ends_ = {false};
};

// ICU's iterators may not be shared: one for each thread, made when it is first needed.
// nullptr if ICU's data lacks the dictionary.
icu::BreakIterator* breaker() {
  thread_local const std::unique_ptr<icu::BreakIterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return instance.get();
}

// A run of ideographs that nothing separates in the original.
struct Run {
  std::size_t first = 0;  // token
  std::u32string characters;
  std::vector<bool> boundary;  // ICU's; size + 1, ends set
};

void find_boundaries(Run& run) {
  const std::size_t size = run.characters.size();
  run.boundary.assign(size + 1, false);
  run.boundary.front() = run.boundary.back() = true;
  icu::BreakIterator* icu_breaker = breaker();
  if (icu_breaker == nullptr) {
    run.boundary.assign(size + 1, true);
    return;
  }
  icu::UnicodeString text;
  std::vector<std::size_t> character_at;  // by UTF-16 offset
  for (std::size_t i = 0; i < size; ++i) {
    text.append(static_cast<UChar32>(run.characters[i]));
    character_at.resize(static_cast<std::size_t>(text.length()), i);
  }
  icu_breaker->setText(text);
  for (std::int32_t at = icu_breaker->next(); at >= 0 && at < text.length();
       at = icu_breaker->next()) {
    run.boundary[character_at[static_cast<std::size_t>(at)]] = true;
  }
  // Forget the text, which dies here.
  icu_breaker->setText(icu::UnicodeString());
}

// Costs of a piece in the best path. A term costs less than a dictionary word, so that it stays
// whole even where it crosses the dictionary's cuts; a fragment that a term leaves of a dictionary
// word costs more than a word, so that short terms do not tear words apart.
constexpr float kTermCost = 0.6F;
constexpr float kWordCost = 1.0F;
constexpr float kFragmentCost = 1.1F;

struct Step {
  float cost = 0;
  std::size_t from = 0;
  bool reached = false;
};

void relax(std::vector<Step>& steps, std::size_t from, std::size_t to, float cost) {
  const float total = steps[from].cost + cost;
  if (steps[to].reached && steps[to].cost <= total) return;
  steps[to] = {total, from, true};
}

// Ends of the pieces of the cheapest path through the run.
std::vector<std::size_t> best_path(const Run& run, const HanTrie& trie) {
  const std::size_t size = run.characters.size();
  std::vector<bool> starts(size + 1, false);
  std::vector<std::pair<std::size_t, std::size_t>> terms;
  for (std::size_t i = 0; i < size; ++i) {
    trie.each_at(run.characters, i, [&](std::size_t length) {
      starts[i] = true;
      terms.emplace_back(i, i + length);
    });
  }
  std::vector<Step> steps(size + 1);
  steps[0].reached = true;
  std::size_t term = 0;
  for (std::size_t i = 0; i < size; ++i) {
    for (; term < terms.size() && terms[term].first == i; ++term) {
      if (steps[i].reached) relax(steps, i, terms[term].second, kTermCost);
    }
    if (!steps[i].reached) continue;
    std::size_t next = i + 1;
    for (; !run.boundary[next]; ++next) {
      if (starts[next]) relax(steps, i, next, kFragmentCost);
    }
    relax(steps, i, next, run.boundary[i] ? kWordCost : kFragmentCost);
  }
  std::vector<std::size_t> ends;
  for (std::size_t at = size; at > 0; at = steps[at].from) ends.push_back(at);
  std::ranges::reverse(ends);
  return ends;
}

}  // namespace

struct WordSegmenter::Impl {
  HanTrie trie;

  void append(const FoldedText& text, Run& run, std::vector<Word>& words) const {
    if (run.characters.empty()) return;
    find_boundaries(run);
    std::size_t begin = 0;
    for (const std::size_t end : best_path(run, trie)) {
      const FoldedToken& first = text.tokens[run.first + begin];
      const FoldedToken& last = text.tokens[run.first + end - 1];
      words.push_back({first.begin, last.begin + last.size - first.begin, true});
      begin = end;
    }
    run.characters.clear();
  }
};

WordSegmenter::WordSegmenter(std::span<const std::string> lexicon)
    : impl_(std::make_unique<Impl>()) {
  for (const std::string& term : lexicon) {
    const FoldedText folded = fold(term);
    if (folded.tokens.size() < 2 || folded.tokens.size() > kMaxTerm) continue;
    if (!std::ranges::all_of(folded.tokens, &FoldedToken::han)) continue;
    std::u32string characters;
    for (std::size_t pos = 0; pos < folded.text.size();) {
      characters.push_back(decode_utf8(folded.text, pos));
    }
    impl_->trie.add(characters);
  }
}

WordSegmenter::~WordSegmenter() = default;
WordSegmenter::WordSegmenter(WordSegmenter&&) noexcept = default;
WordSegmenter& WordSegmenter::operator=(WordSegmenter&&) noexcept = default;

std::vector<Word> WordSegmenter::words(const FoldedText& text) const {
  std::vector<Word> words;
  words.reserve(text.tokens.size());
  Run run;
  std::uint32_t source_end = 0;
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const FoldedToken& token = text.tokens[i];
    const bool joined = token.han && token.source_begin == source_end;
    if (!joined || run.characters.size() >= kMaxRun) impl_->append(text, run, words);
    source_end = token.source_begin + token.source_size;
    if (!token.han) {
      words.push_back({token.begin, token.size, false});
      continue;
    }
    if (run.characters.empty()) run.first = i;
    std::size_t pos = token.begin;
    run.characters.push_back(decode_utf8(text.text, pos));
  }
  impl_->append(text, run, words);
  return words;
}

}  // namespace horizon::nlp
