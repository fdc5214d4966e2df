#include "index/spelling.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "index/terms.h"
#include "nlp/fold.h"
#include "nlp/passage.h"

namespace horizon::index {
namespace {

constexpr std::size_t kMaxCorrections = 8;
constexpr std::size_t kMaxLooked = 32;  // words of one query
// Shorter words have too many neighbours, longer ones are no words.
constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 30;
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

bool is_correctable(std::string_view word) {
  return word.size() >= kShortest && word.size() <= kLongest && !is_stop_word(word) &&
         std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Calls `visit` with every text that is one slip away; some come twice.
template <typename Visit>
void for_each_slip(const std::string& word, Visit&& visit) {
  for (std::size_t i = 0; i <= word.size(); ++i) {
    for (const char letter : kLetters) {
      std::string longer = word;
      visit(longer.insert(i, 1, letter));
      if (i == word.size() || word[i] == letter) continue;
      std::string other = word;
      other[i] = letter;
      visit(other);
    }
    if (i == word.size()) continue;
    std::string shorter = word;
    visit(shorter.erase(i, 1));
    if (i + 1 == word.size() || word[i] == word[i + 1]) continue;
    std::string exchanged = word;
    std::swap(exchanged[i], exchanged[i + 1]);
    visit(exchanged);
  }
}

// What is stored as a word, in most documents; of equal ones the word that came first.
Correction nearest(const Xapian::Database& database, const WordSource& source,
                   const std::string& word) {
  Correction best;
  WordId best_number = 0;
  for_each_slip(word, [&](const std::string& candidate) {
    const std::uint64_t documents = database.get_termfreq(stemmed(candidate));
    if (documents == 0 || documents < best.documents) return;
    const WordId number = source.number(candidate).value_or(0);
    if (number == 0 || is_stop_word(candidate)) return;
    if (std::tuple(best.documents, number) < std::tuple(documents, best_number) ||
        best_number == 0) {
      best.documents = documents;
      best.suggestion = candidate;
      best_number = number;
    }
  });
  return best;
}

}  // namespace

std::vector<Correction> corrections(const Xapian::Database& database, const Query& query) {
  std::vector<Correction> found;
  if (query.words == nullptr) return found;
  std::size_t looked = 0;
  for (const QueryNode& node : query.parsed.nodes) {
    const bool text = node.field == QueryField::kText || node.field == QueryField::kTitle;
    if (!text || (node.kind != QueryNode::Kind::kWord && node.kind != QueryNode::Kind::kPhrase)) {
      continue;
    }
    const nlp::FoldedText folded = nlp::fold(node.text);
    for (const nlp::FoldedToken& token : folded.tokens) {
      const std::string word(nlp::folded_of(folded, token));
      if (!is_correctable(word) || database.get_termfreq(stemmed(word)) > 0) continue;
      if (++looked > kMaxLooked || found.size() == kMaxCorrections) return found;
      Correction one = nearest(database, *query.words, word);
      if (one.suggestion.empty()) continue;
      one.typed = node.text.substr(token.source_begin, token.source_size);
      one.node = static_cast<std::uint32_t>(&node - query.parsed.nodes.data());
      one.begin = token.source_begin;
      found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace horizon::index
