#include "classify/matcher.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "classify/short_forms.h"
#include "core/text.h"

namespace horizon::classify {
namespace {

// A term inside a longer one of another subfield keeps this share of its weight, if the longer one
// is at least this strong.
constexpr float kCoveredFactor = 0.5F;
constexpr float kCoveringWeight = 0.5F;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Punctuation of Chinese texts across which no term reaches. Quotes, the middle dot and dashes are
// not among it.
bool separates(char32_t c) {
  return (c >= 0x3001 && c <= 0x3002) || (c >= 0x3008 && c <= 0x3011) || c == 0x2026 ||
         c == 0xFF01 || c == 0xFF08 || c == 0xFF09 || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B ||
         c == 0xFF1F;
}

// True if the bytes between two neighbouring tokens hold the end of a phrase: "quantum. Computing",
// "大数据，机器"; not "4.0", "brain-computer" or "poly(lactic acid".
bool gap_separates(std::string_view gap, bool beside_han) {
  if (gap.empty() || gap == " " || gap == "-") return false;
  for (std::size_t pos = 0; pos < gap.size();) {
    const std::size_t at = pos;
    const char32_t c = decode_utf8(gap, pos);
    if (separates(c)) return true;
    const bool space_after = pos < gap.size() && is_space(gap[pos]);
    const bool space_before = at > 0 && is_space(gap[at - 1]);
    constexpr std::u32string_view kStops = U".,;:!?)]";
    constexpr std::u32string_view kOpening = U"([";
    if (kStops.find(c) != std::u32string_view::npos && (space_after || beside_han)) return true;
    if (kOpening.find(c) != std::u32string_view::npos && (space_before || beside_han)) return true;
  }
  return false;
}

bool crosses_punctuation(const PhraseMatch& match, const Passage& passage) {
  for (std::size_t i = 1; i < match.token_count; ++i) {
    const nlp::FoldedToken& left = passage.folded->tokens[match.first_token + i - 1];
    const nlp::FoldedToken& right = passage.folded->tokens[match.first_token + i];
    const std::size_t begin = left.source_begin + left.source_size;
    if (begin >= right.source_begin || right.source_begin > passage.source.size()) continue;
    const std::string_view gap = passage.source.substr(begin, right.source_begin - begin);
    if (gap_separates(gap, left.han || right.han)) return true;
  }
  return false;
}

// No small letter, but for the s of a plural.
bool in_capitals(const PhraseMatch& match, const Passage& passage) {
  for (std::size_t i = 0; i < match.token_count; ++i) {
    const nlp::FoldedToken& token = passage.folded->tokens[match.first_token + i];
    if (token.source_begin + token.source_size > passage.source.size()) return false;
    std::string_view source = passage.source.substr(token.source_begin, token.source_size);
    if (source.size() > token.size && source.ends_with('s')) source.remove_suffix(1);
    if (std::ranges::any_of(source, [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  }
  return true;
}

std::uint32_t context_key(PhraseId phrase, bool capitals) {
  return phrase * 2 + (capitals ? 1U : 0U);
}

class Matching {
 public:
  Matching(const Lexicon& lexicon, Strictness strictness)
      : lexicon_(lexicon), strictness_(strictness), short_forms_(lexicon) {}

  void scan(const Passage& passage, Field field) {
    if (passage.folded == nullptr) return;
    std::vector<PhraseMatch> matches;
    lexicon_.automaton().find(*passage.folded, matches);
    const std::size_t tokens = passage.folded->tokens.size();
    const std::size_t before = found_.size();
    for (const PhraseMatch& match : matches) {
      if (match.token_count > 1 && crosses_punctuation(match, passage)) continue;
      const bool whole_query = strictness_ == Strictness::kQuery && match.token_count == tokens;
      const bool capitals =
          lexicon_.asks_for_capitals(match.phrase) && (whole_query || in_capitals(match, passage));
      found_.push_back({match, field, capitals});
      present_.push_back(context_key(match.phrase, false));
      if (capitals) present_.push_back(context_key(match.phrase, true));
      if (whole_query) whole_query_ = match.phrase;
    }
    texts_[static_cast<std::size_t>(field)] = passage.folded;
    short_forms_.add(passage, field, std::span(found_).subspan(before));
  }

  std::vector<Hit> hits() {
    std::ranges::sort(present_);
    std::vector<Hit> hits;
    for (const Found& found : found_) {
      for (const Use& use : lexicon_.uses(found.match.phrase)) {
        if (use.capitals && !found.capitals) continue;
        if (!in_context(use, found)) continue;
        const std::uint32_t first = found.match.first_token;
        hits.push_back({&use, found.match.phrase, found.field, first,
                        first + found.match.token_count, use.weight, false, false});
      }
    }
    for (const Stand& stand : short_forms_.stands()) {
      hits.push_back({stand.use, stand.phrase, stand.field, stand.tokens.first, stand.tokens.end,
                      stand.use->weight, false, false});
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) { return rank(a) < rank(b); });
    hide(hits);
    compete(hits);
    std::erase_if(hits, [](const Hit& hit) { return !hit.counts && !hit.mentions; });
    return hits;
  }

 private:
  // Longer before shorter at the same place, and of the same words the trap, then the strongest.
  static std::tuple<taxonomy::NodeIndex, Field, std::uint32_t, std::uint32_t, Role, float, bool>
  rank(const Hit& hit) {
    return {hit.use->node, hit.field,        hit.first,      ~hit.end,
            hit.use->role, -hit.use->weight, !hit.use->alias};
  }

  bool present(const ContextWord& word) const {
    return std::ranges::binary_search(present_, context_key(word.phrase, word.capitals));
  }

  bool in_context(const Use& use, const Found& found) const {
    if (found.match.phrase == whole_query_) return true;
    if (use.acronym && !short_forms_.empty()) {
      const Meaning meaning = short_forms_.meaning(use, folded(found));
      if (meaning != Meaning::kUnsaid) return meaning == Meaning::kAgrees;
    }
    const auto is_present = [this](const ContextWord& word) { return present(word); };
    return (use.needs.empty() || std::ranges::any_of(use.needs, is_present)) &&
           std::ranges::none_of(use.excludes, is_present);
  }

  std::string_view folded(const Found& found) const {
    const nlp::FoldedText& text = *texts_[static_cast<std::size_t>(found.field)];
    const nlp::FoldedToken& first = text.tokens[found.match.first_token];
    const nlp::FoldedToken& last =
        text.tokens[found.match.first_token + found.match.token_count - 1];
    return std::string_view(text.text).substr(first.begin, last.begin + last.size - first.begin);
  }

  // Hits of a node and field come by first token, longer first: one lies inside an earlier one
  // if and only if it ends no later than the farthest end so far.
  static void hide(std::vector<Hit>& hits) {
    std::uint32_t trap_end = 0, term_end = 0, alias_end = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      Hit& hit = hits[i];
      if (i == 0 || hit.use->node != hits[i - 1].use->node || hit.field != hits[i - 1].field) {
        trap_end = term_end = alias_end = 0;
      }
      if (hit.use->role == Role::kTrap) {
        trap_end = std::max(trap_end, hit.end);
        continue;
      }
      const bool trapped = hit.end <= trap_end;
      if (hit.use->role == Role::kTerm) {
        hit.counts = !trapped && hit.end > term_end;
        term_end = std::max(term_end, hit.end);
      }
      if (hit.use->alias) {
        hit.mentions = !trapped && hit.end > alias_end;
        alias_end = std::max(alias_end, hit.end);
      }
    }
  }

  struct Cover {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    taxonomy::NodeIndex node = taxonomy::kNoNode;
    bool covers(const Hit& hit) const {
      return node != hit.use->node && end >= hit.end && (first != hit.first || end != hit.end);
    }
  };

  // "proton exchange membrane fuel cell" speaks for fuel cells, and less for membranes.
  static void compete(std::vector<Hit>& hits) {
    std::vector<Hit*> order;
    for (Hit& hit : hits) {
      if (hit.counts && hit.use->arena != 0) order.push_back(&hit);
    }
    std::ranges::sort(order, {}, [](const Hit* hit) {
      return std::tuple(hit->use->arena, hit->field, hit->first, ~hit->end, hit->use->node);
    });
    // The two farthest ends so far of different nodes: one of them is another node's.
    Cover best, second;
    const Hit* last = nullptr;
    for (Hit* hit : order) {
      if (last == nullptr || last->use->arena != hit->use->arena || last->field != hit->field) {
        best = second = {};
      }
      last = hit;
      if (best.covers(*hit) || second.covers(*hit)) hit->weight *= kCoveredFactor;
      if (hit->use->weight < kCoveringWeight) continue;
      const Cover cover{hit->first, hit->end, hit->use->node};
      if (cover.end > best.end) {
        if (cover.node != best.node) second = best;
        best = cover;
      } else if (cover.node != best.node && cover.end > second.end) {
        second = cover;
      }
    }
  }

  const Lexicon& lexicon_;
  Strictness strictness_;
  std::vector<Found> found_;
  std::vector<std::uint32_t> present_;
  ShortForms short_forms_;
  std::array<const nlp::FoldedText*, 2> texts_{};  // by field: title, abstract
  PhraseId whole_query_ = kNoPhrase;
};

}  // namespace

std::vector<Hit> match(const Lexicon& lexicon, const Passage& title, const Passage& abstract,
                       Strictness strictness) {
  Matching matching(lexicon, strictness);
  matching.scan(title, Field::kTitle);
  matching.scan(abstract, Field::kAbstract);
  return matching.hits();
}

SourceSpan source_span(const Hit& hit, const nlp::FoldedText& folded) {
  const nlp::FoldedToken& first = folded.tokens[hit.first];
  const nlp::FoldedToken& last = folded.tokens[hit.end - 1];
  return {first.source_begin, last.source_begin + last.source_size - first.source_begin};
}

}  // namespace horizon::classify
