#include "classify/automaton.h"

#include <functional>
#include <utility>

#include "core/text.h"

namespace horizon::classify {
namespace {

constexpr std::size_t kBasicPlane = 0x10000;

// The code point of a three-byte sequence, which fold() has made well-formed.
std::size_t three_bytes(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
}

std::uint32_t hash_of(std::string_view word) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>()(word));
}

std::string_view bytes_of(const nlp::FoldedText& text, const nlp::FoldedToken& token) {
  return std::string_view(text.text).substr(token.begin, token.size);
}

}  // namespace

std::size_t PhraseAutomaton::slot(std::uint64_t key) const {
  const std::size_t mask = edges_.size() - 1;
  std::size_t at = ((key * 0x9E3779B97F4A7C15ULL) >> 32) & mask;
  while (edges_[at].to != kNoState && edges_[at].key != key) at = (at + 1) & mask;
  return at;
}

PhraseAutomaton::State PhraseAutomaton::step(State state, WordId word) const {
  if (edges_.empty()) return kNoState;
  return edges_[slot(edge_key(state, word))].to;
}

void PhraseAutomaton::grow() {
  std::vector<Edge> old = std::exchange(edges_, {});
  edges_.resize(old.empty() ? 1024 : old.size() * 2);
  for (const Edge& edge : old) {
    if (edge.to != kNoState) edges_[slot(edge.key)] = edge;
  }
}

PhraseAutomaton::State PhraseAutomaton::step_or_add(State state, WordId word) {
  State& first = first_[word];
  if (state == 0) {
    if (first == kNoState) {
      first = static_cast<State>(phrase_at_.size());
      phrase_at_.push_back(kNoPhrase);
    }
    return first;
  }
  if (2 * (edge_count_ + 1) > edges_.size()) grow();
  const std::uint64_t key = edge_key(state, word);
  Edge& edge = edges_[slot(key)];
  if (edge.to == kNoState) {
    edge = {key, static_cast<State>(phrase_at_.size())};
    phrase_at_.push_back(kNoPhrase);
    ++edge_count_;
  }
  return edge.to;
}

std::size_t PhraseAutomaton::place_of(std::string_view word, std::uint32_t hash) const {
  const std::size_t mask = words_.size() - 1;
  std::size_t at = hash & mask;
  for (; words_[at].size != 0; at = (at + 1) & mask) {
    const Word& known = words_[at];
    if (known.hash == hash && std::string_view(bytes_).substr(known.begin, known.size) == word)
      break;
  }
  return at;
}

void PhraseAutomaton::grow_words() {
  std::vector<Word> old = std::exchange(words_, {});
  words_.resize(old.empty() ? 1024 : old.size() * 2);
  for (const Word& word : old) {
    if (word.size != 0)
      words_[place_of(std::string_view(bytes_).substr(word.begin, word.size), word.hash)] = word;
  }
}

PhraseAutomaton::WordId PhraseAutomaton::number_of(std::string_view word) {
  if (2 * (word_count_ + 1) > words_.size()) grow_words();
  const std::uint32_t hash = hash_of(word);
  Word& known = words_[place_of(word, hash)];
  if (known.size == 0) {
    known = {hash, static_cast<std::uint32_t>(bytes_.size()),
             static_cast<std::uint32_t>(word.size()), static_cast<WordId>(word_count_++)};
    bytes_ += word;
  }
  return known.id;
}

PhraseId PhraseAutomaton::add(const nlp::FoldedText& phrase) {
  if (phrase.tokens.empty() || phrase.tokens.size() > kMaxTokens) return kNoPhrase;
  State state = 0;
  for (const nlp::FoldedToken& token : phrase.tokens) {
    const std::string_view bytes = bytes_of(phrase, token);
    const WordId word = number_of(bytes);
    if (word == first_.size()) {
      first_.push_back(kNoState);
      if (token.han && token.size == 3) {
        if (han_words_.empty()) han_words_.assign(kBasicPlane, kNoWord);
        han_words_[three_bytes(bytes)] = word;
      }
    }
    state = step_or_add(state, word);
  }
  PhraseId& id = phrase_at_[state];
  if (id == kNoPhrase) id = static_cast<PhraseId>(phrase_count_++);
  return id;
}

PhraseAutomaton::WordId PhraseAutomaton::word_of(const nlp::FoldedText& text,
                                                 const nlp::FoldedToken& token) const {
  const std::string_view bytes = bytes_of(text, token);
  if (token.han && token.size == 3) {
    return han_words_.empty() ? kNoWord : han_words_[three_bytes(bytes)];
  }
  return words_.empty() ? kNoWord : words_[place_of(bytes, hash_of(bytes))].id;
}

void PhraseAutomaton::find(const nlp::FoldedText& text, std::vector<PhraseMatch>& out) const {
  std::vector<WordId> words(text.tokens.size());
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = word_of(text, text.tokens[i]);
  for (std::size_t first = 0; first < words.size(); ++first) {
    if (words[first] == kNoWord) continue;
    State state = first_[words[first]];
    std::size_t next = first + 1;
    while (state != kNoState) {
      if (const PhraseId phrase = phrase_at_[state]; phrase != kNoPhrase) {
        out.push_back(
            {phrase, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(next - first)});
      }
      if (next == words.size() || words[next] == kNoWord) break;
      state = step(state, words[next++]);
    }
  }
}

}  // namespace horizon::classify
