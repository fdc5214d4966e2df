#include "index/snippet.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "core/text.h"
#include "index/query/place.h"
#include "index/terms.h"
#include "nlp/fold.h"

namespace horizon::index {
namespace {

struct Match {
  std::uint32_t begin = 0;  // bytes into the original text
  std::uint32_t end = 0;
  std::size_t what = 0;  // which term or phrase: different ones count
};

std::string_view piece(const nlp::FoldedText& text, const nlp::FoldedToken& token) {
  return std::string_view(text.text).substr(token.begin, token.size);
}

void match_terms(const nlp::FoldedText& folded, std::span<const std::string> terms,
                 std::vector<Match>& matches) {
  // Stemming leaves a word's first letter as it is, so that most words need no stem here.
  std::array<bool, 256> begins{};
  for (const std::string& term : terms)
    if (!term.empty()) begins[static_cast<unsigned char>(term[0])] = true;
  const auto index_of = [&](std::string_view term) {
    return static_cast<std::size_t>(std::lower_bound(terms.begin(), terms.end(), term) -
                                    terms.begin());
  };
  for (std::size_t i = 0; i < folded.tokens.size(); ++i) {
    const nlp::FoldedToken& token = folded.tokens[i];
    if (!begins[static_cast<unsigned char>(folded.text[token.begin])]) continue;
    const std::uint32_t end = token.source_begin + token.source_size;
    const std::string_view term = token.han ? piece(folded, token) : stemmed(piece(folded, token));
    const std::size_t one = index_of(term);
    if (one < terms.size() && terms[one] == term) matches.push_back({token.source_begin, end, one});
    if (!token.han || i + 1 == folded.tokens.size() || !folded.tokens[i + 1].han) continue;
    const nlp::FoldedToken& after = folded.tokens[i + 1];
    const auto bigram = std::string_view(folded.text).substr(token.begin, token.size + after.size);
    const std::size_t two = index_of(bigram);
    if (two < terms.size() && terms[two] == bigram) {
      matches.push_back({token.source_begin, after.source_begin + after.source_size, two});
    }
  }
}

std::vector<Match> all_matches(std::string_view text, std::span<const std::string> terms,
                               std::span<const std::string> phrases) {
  const nlp::FoldedText folded = nlp::fold(text);
  std::vector<Match> matches;
  match_terms(folded, terms, matches);
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    find_phrase(folded, nlp::fold_key(phrases[i]), false, [&](std::size_t first, std::size_t last) {
      const nlp::FoldedToken& end = folded.tokens[last];
      matches.push_back({folded.tokens[first].source_begin, end.source_begin + end.source_size,
                         terms.size() + i});
    });
  }
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return std::tie(a.begin, a.end, a.what) < std::tie(b.begin, b.end, b.what);
  });
  return matches;
}

// Where the window should begin: at the match from which most different things are in reach.
std::uint32_t best_start(const std::vector<Match>& matches, std::size_t reach) {
  std::size_t best = 0;
  std::uint32_t start = 0;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    std::set<std::size_t> different;
    for (std::size_t j = i; j < matches.size() && matches[j].end <= matches[i].begin + reach; ++j) {
      different.insert(matches[j].what);
    }
    if (different.size() > best) {
      best = different.size();
      start = matches[i].begin;
    }
  }
  return start;
}

// Moves back by about `width` columns to a place where a word begins.
std::size_t context_before(std::string_view text, std::size_t pos, std::size_t width) {
  std::size_t begin = pos;
  std::size_t word_start = pos;
  std::size_t columns = 0;
  while (begin > 0 && columns < width) {
    do {
      --begin;
    } while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U);
    std::size_t next = begin;
    const char32_t c = decode_utf8(text, next);
    columns += is_han(c) ? 2 : 1;
    if (begin == 0 || c == U' ' || c == U'\n' || is_han(c)) {
      word_start = (c == U' ' || c == U'\n') ? next : begin;
    }
  }
  return begin == 0 ? 0 : word_start;
}

std::size_t end_of_window(std::string_view text, std::size_t begin, std::size_t width) {
  std::size_t columns = 0;
  std::size_t word_end = begin;
  std::size_t pos = begin;
  while (pos < text.size()) {
    const std::size_t before = pos;
    const char32_t c = decode_utf8(text, pos);
    columns += display_width(text.substr(before, pos - before));
    if (columns > width) return word_end > begin ? word_end : before;
    if (c == U' ' || c == U'\n') {
      word_end = before;
    } else if (is_han(c)) {
      word_end = pos;
    }
  }
  return text.size();
}

}  // namespace

Snippet make_snippet(std::string_view text, std::span<const std::string> terms,
                     std::span<const std::string> phrases, std::size_t max_width) {
  const std::vector<Match> matches = all_matches(text, terms, phrases);
  const std::size_t begin =
      matches.empty() ? 0 : context_before(text, best_start(matches, max_width), max_width / 4);
  const std::size_t end = end_of_window(text, begin, max_width);
  Snippet snippet;
  if (begin > 0) snippet.text = "…";
  const std::size_t shift = snippet.text.size();
  snippet.text += text.substr(begin, end - begin);
  for (char& c : snippet.text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  if (end < text.size()) snippet.text += "…";
  for (const Match& match : matches) {
    if (match.begin < begin || match.end > end) continue;
    const auto from = static_cast<std::uint32_t>(match.begin - begin + shift);
    const auto to = static_cast<std::uint32_t>(match.end - begin + shift);
    if (!snippet.marks.empty() && snippet.marks.back().begin + snippet.marks.back().size >= from) {
      Snippet::Mark& last = snippet.marks.back();
      last.size = std::max(last.begin + last.size, to) - last.begin;
    } else {
      snippet.marks.push_back({from, to - from});
    }
  }
  return snippet;
}

bool holds_phrase(std::string_view text, std::string_view phrase) {
  bool found = false;
  find_phrase(nlp::fold(text), nlp::fold_key(phrase), false,
              [&](std::size_t, std::size_t) { found = true; });
  return found;
}

}  // namespace horizon::index
