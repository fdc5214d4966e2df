#include "classify/findings.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "classify/score.h"

namespace horizon::classify {
namespace {

// In evidence lists a repeat of a term is worth this share of the mention before it.
constexpr float kRepeatWorth = 0.5F;

struct PhraseEvidence {
  PhraseId phrase = kNoPhrase;
  TermEvidence term;
};

// A node's terms, each with all its mentions. The few of one document: a linear search is enough,
// and the bound keeps it so on hostile text.
std::vector<PhraseEvidence> terms_of(std::span<const Hit> hits, const Lengths& lengths) {
  constexpr std::size_t kMaxTerms = 64;
  std::vector<PhraseEvidence> terms;
  for (const Hit& hit : hits) {
    if (!hit.counts) continue;
    auto found = std::ranges::find(terms, hit.phrase, &PhraseEvidence::phrase);
    if (found == terms.end()) {
      if (terms.size() == kMaxTerms) continue;
      terms.push_back({hit.phrase, {}});
      found = std::prev(terms.end());
    }
    TermEvidence& term = found->term;
    term.titled = lengths.title_tokens > 0;
    term.weight = std::max(term.weight, hit.weight);
    if (hit.field == Field::kTitle) {
      ++term.in_title;
    } else if (term.in_abstract++ == 0 && lengths.abstract_tokens > 0) {
      term.first_place =
          static_cast<float>(hit.first) / static_cast<float>(lengths.abstract_tokens);
    }
  }
  return terms;
}

void weigh(Finding& finding, const Lengths& lengths) {
  std::vector<TermEvidence> terms;
  for (const PhraseEvidence& found : terms_of(finding.hits, lengths)) {
    terms.push_back(found.term);
    finding.in_title = finding.in_title || found.term.in_title > 0;
  }
  std::vector<float> codes;
  for (const CodeMatch& code : finding.codes) codes.push_back(code.weight);
  const float diluted = finding.in_title ? 1 : dilution(lengths.abstract_tokens);
  finding.strength = diluted * strength_of_terms(terms) + strength_of_codes(codes);
}

// The items of one node at the front of a list ordered by node.
template <typename Item, typename NodeOf>
std::span<const Item> take(std::span<const Item>& items, taxonomy::NodeIndex node, NodeOf node_of) {
  std::size_t count = 0;
  while (count < items.size() && node_of(items[count]) == node) ++count;
  const std::span<const Item> taken = items.first(count);
  items = items.subspan(count);
  return taken;
}

}  // namespace

std::vector<Finding> gather(std::span<const Hit> hits, std::span<const CodeMatch> codes,
                            const Lengths& lengths) {
  const auto node_of_hit = [](const Hit& hit) { return hit.use->node; };
  const auto node_of_code = [](const CodeMatch& code) { return code.node; };
  std::vector<Finding> findings;
  while (!hits.empty() || !codes.empty()) {
    Finding finding;
    if (!hits.empty()) finding.node = node_of_hit(hits.front());
    if (!codes.empty()) finding.node = std::min(finding.node, node_of_code(codes.front()));
    finding.hits = take(hits, finding.node, node_of_hit);
    finding.codes = take(codes, finding.node, node_of_code);
    weigh(finding, lengths);
    if (finding.strength > 0) findings.push_back(finding);
  }
  return findings;
}

std::vector<Evidence> explain(const Finding& finding, const nlp::FoldedText& title,
                              const nlp::FoldedText& abstract, std::size_t limit) {
  struct Ranked {
    float worth = 0;
    Evidence evidence;
  };
  std::vector<Ranked> ranked;
  std::vector<std::pair<PhraseId, float>> worth_of;  // of the next mention of a phrase
  for (const Hit& hit : finding.hits) {
    if (!hit.counts) continue;
    const bool in_title = hit.field == Field::kTitle;
    auto worth = std::ranges::find(worth_of, hit.phrase, &std::pair<PhraseId, float>::first);
    if (worth == worth_of.end()) {
      worth_of.emplace_back(hit.phrase, hit.weight);
      worth = std::prev(worth_of.end());
    }
    const SourceSpan span = source_span(hit, in_title ? title : abstract);
    const float share = support({hit.weight, in_title ? 1U : 0U, in_title ? 0U : 1U, 0, true});
    ranked.push_back(
        {share * worth->second, {hit.field, span.begin, span.size, hit.use->text, share}});
    worth->second *= kRepeatWorth;
    if (ranked.size() == 1024) break;  // a hostile text; what comes behind is a repeat of repeats
  }
  for (const CodeMatch& code : finding.codes) {
    ranked.push_back({code.weight, {Field::kCode, 0, 0, code.code, code.weight}});
  }
  std::ranges::sort(ranked, {}, [](const Ranked& item) {
    return std::tuple(-item.worth, item.evidence.field, item.evidence.begin,
                      std::string_view(item.evidence.term));
  });
  std::vector<Evidence> evidence;
  for (Ranked& item : ranked) {
    if (evidence.size() == limit) break;
    evidence.push_back(std::move(item.evidence));
  }
  return evidence;
}

}  // namespace horizon::classify
