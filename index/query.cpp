#include "index/query.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// A query of up to this many words wants all of them; a longer one is a description, of which the
// best matches are wanted (measured on Chinese known-item queries: all words .30, any .98).
constexpr std::size_t kMaxWordsForAll = 4;
constexpr std::size_t kMaxQueryBytes = 4096;

Xapian::Query all_of(const std::vector<Xapian::Query>& queries) {
  return {Xapian::Query::OP_AND, queries.begin(), queries.end()};
}
Xapian::Query any_of(const std::vector<Xapian::Query>& queries) {
  return {Xapian::Query::OP_OR, queries.begin(), queries.end()};
}

class Builder {
 public:
  Builder(const Query& query, const nlp::WordSegmenter& segmenter)
      : query_(query), segmenter_(segmenter) {}

  BuiltQuery build() {
    const Typed typed = parse_query(truncate_utf8(query_.text, kMaxQueryBytes));
    add_words(typed.words);
    for (const std::string& phrase : typed.phrases) {
      const Xapian::Query words = every_term(nlp::fold(phrase));
      if (!words.empty()) required_.push_back(words);
    }
    BuiltQuery built;
    built.strict = with_filters(combine(units_.size() <= kMaxWordsForAll), typed);
    if (units_.size() > 1 && units_.size() <= kMaxWordsForAll) {
      built.relaxed = with_filters(combine(false), typed);
    }
    std::sort(terms_.begin(), terms_.end());
    terms_.erase(std::unique(terms_.begin(), terms_.end()), terms_.end());
    built.terms = std::move(terms_);
    return built;
  }

 private:
  // Every index term of a folded text; Han runs by their bigrams, a lone character by itself.
  Xapian::Query every_term(const nlp::FoldedText& text) {
    std::vector<std::string> terms;
    for_each_term(text, [&](std::string_view term) { terms.emplace_back(term); });
    // A character that is part of a bigram says nothing that the bigram does not.
    std::vector<Xapian::Query> queries;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const bool opens_bigram = i + 1 < terms.size() && terms[i + 1].size() > terms[i].size() &&
                                terms[i + 1].compare(0, terms[i].size(), terms[i]) == 0 &&
                                is_han_term(terms[i]);
      const bool closes_bigram = i > 0 && is_han_term(terms[i]) && terms[i - 1].size() > 4 &&
                                 is_han_term(terms[i - 1]) && terms[i - 1].ends_with(terms[i]);
      if (opens_bigram || closes_bigram) continue;
      queries.emplace_back(terms[i]);
      terms_.push_back(terms[i]);
    }
    return queries.empty() ? Xapian::Query() : all_of(queries);
  }

  static bool is_han_term(std::string_view term) {
    std::size_t pos = 0;
    return !term.empty() && is_han(decode_utf8(term, pos));
  }

  void add_words(const std::string& words) {
    const nlp::FoldedText folded = nlp::fold(words);
    std::vector<bool> covered(folded.text.size(), false);
    for (const Concept& subject : query_.concepts) add_concept(folded, subject, covered);
    for (const std::string& piece : pieces(folded, covered)) {
      const Xapian::Query terms = every_term(nlp::fold(piece));
      if (!terms.empty()) units_.push_back(terms);
    }
  }

  // The words that no concept covers. A lone Han character joins its neighbour: apart they would
  // be found anywhere in a document, and what was typed is most likely one word.
  std::vector<std::string> pieces(const nlp::FoldedText& folded,
                                  const std::vector<bool>& covered) const {
    std::vector<std::string> out;
    std::size_t end_of_last = std::string::npos;
    bool last_is_lone = false;
    for (const nlp::Word& word : segmenter_.words(folded)) {
      if (covered[word.begin]) continue;
      const std::string piece = folded.text.substr(word.begin, word.size);
      std::size_t length = 0;
      decode_utf8(piece, length);
      const bool lone = word.han && length == piece.size();
      if (word.han && word.begin == end_of_last && (lone || last_is_lone)) {
        out.back() += piece;
      } else {
        out.push_back(piece);
      }
      last_is_lone = lone;
      end_of_last = word.han ? word.begin + word.size : std::string::npos;
    }
    return out;
  }

  // The words typed, or any name of the concept in any language, or its label.
  void add_concept(const nlp::FoldedText& folded, const Concept& subject,
                   std::vector<bool>& covered) {
    const std::size_t at = folded.text.find(subject.matched);
    if (at == std::string::npos) return;
    const bool again = covered[at];
    std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), subject.matched.size(), true);
    std::vector<Xapian::Query> ways;
    if (!again) ways.push_back(every_term(nlp::fold(subject.matched)));
    ways.emplace_back(prefixed(kMentionPrefix, subject.node));
    ways.emplace_back(0.0, Xapian::Query(prefixed(kLabelPrefix, subject.node)));
    if (again && !units_.empty()) {
      // Two nodes of the taxonomy share this name: either will do.
      ways.push_back(units_.back());
      units_.back() = any_of(ways);
    } else {
      units_.push_back(any_of(ways));
    }
  }

  Xapian::Query combine(bool all) const {
    std::vector<Xapian::Query> parts = required_;
    if (!units_.empty()) parts.push_back(all ? all_of(units_) : any_of(units_));
    return parts.empty() ? Xapian::Query() : all_of(parts);
  }

  Xapian::Query with_filters(const Xapian::Query& words, const Typed& typed) {
    const Filter& filter = query_.filter;
    std::vector<Xapian::Query> filters;
    const auto any_term = [](std::string_view prefix, const std::vector<std::string>& values) {
      std::vector<Xapian::Query> terms;
      for (const std::string& value : values) terms.emplace_back(prefixed(prefix, value));
      return any_of(terms);
    };
    if (!filter.labels.empty()) filters.push_back(any_term(kLabelPrefix, filter.labels));
    if (filter.kind) filters.emplace_back(prefixed(kKindPrefix, to_string(*filter.kind)));
    if (!filter.language.empty()) filters.emplace_back(prefixed(kLanguagePrefix, filter.language));
    if (!filter.source.empty()) filters.emplace_back(prefixed(kSourcePrefix, filter.source));
    if (filter.from || filter.until) filters.push_back(dates(filter));
    const bool typed_nothing = trim(query_.text).empty();
    if (words.empty() && !typed_nothing && typed.excluded.empty()) return {};
    Xapian::Query result = words.empty() ? Xapian::Query::MatchAll : words;
    if (!filters.empty()) result = {Xapian::Query::OP_FILTER, result, all_of(filters)};
    return without(result, typed.excluded);
  }

  static Xapian::Query dates(const Filter& filter) {
    const Day from = filter.from.value_or(parse_iso_date("1500")->day);
    const Day until = filter.until.value_or(parse_iso_date("2200-12-31")->day);
    const std::vector<std::string> terms = date_terms(from, until);
    // An empty range matches nothing, which an empty OR says too.
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
  }

  Xapian::Query without(Xapian::Query result, const std::vector<std::string>& excluded) {
    const std::vector<std::string> shown = terms_;
    for (const std::string& text : excluded) {
      const Xapian::Query unwanted = every_term(nlp::fold(text));
      if (!unwanted.empty()) result = {Xapian::Query::OP_AND_NOT, result, unwanted};
    }
    terms_ = shown;  // excluded words are not marked in snippets
    return result;
  }

  const Query& query_;
  const nlp::WordSegmenter& segmenter_;
  // Each stands for one thing: a word, or a concept with all its names.
  std::vector<Xapian::Query> units_;
  std::vector<Xapian::Query> required_;
  std::vector<std::string> terms_;
};

}  // namespace

Typed parse_query(std::string_view text) {
  Typed typed;
  bool negated = false;
  for (std::size_t pos = 0; pos < text.size();) {
    const char c = text[pos];
    const bool at_word_start = pos == 0 || text[pos - 1] == ' ';
    if (c == '-' && at_word_start && pos + 1 < text.size() && text[pos + 1] != ' ') {
      negated = true;
      ++pos;
    } else if (c == '"') {
      const std::size_t close = text.find('"', pos + 1);
      const std::string phrase(trim(text.substr(pos + 1, close - pos - 1)));
      if (!phrase.empty()) (negated ? typed.excluded : typed.phrases).push_back(phrase);
      negated = false;
      pos = close == std::string_view::npos ? text.size() : close + 1;
    } else if (c == ' ') {
      typed.words += ' ';
      ++pos;
    } else {
      const std::size_t end = std::min(text.find_first_of(" \"", pos), text.size());
      const std::string word(text.substr(pos, end - pos));
      if (negated) {
        typed.excluded.push_back(word);
      } else {
        typed.words += word;
      }
      negated = false;
      pos = end;
    }
  }
  typed.words = collapse_whitespace(typed.words);
  return typed;
}

BuiltQuery build_query(const Query& query, const nlp::WordSegmenter& segmenter) {
  return Builder(query, segmenter).build();
}

}  // namespace horizon::index
