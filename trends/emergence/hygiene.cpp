#include "trends/emergence/hygiene.h"

namespace horizon::trends {
namespace {

constexpr double kMinEnds = 0.25;
constexpr double kMinBegins = 0.08;
constexpr double kMaxDeterminer = 0.12;
constexpr double kMaxVerbal = 0.12;
// Documents of these kinds that say nothing: of ten documents two are no rule.
constexpr double kAccidents = 2;
constexpr double kInCapitalsFrom = 0.5;
// Relative entropy, natural logarithm; one-word phrases are mostly general language.
constexpr double kMinFocus = 1.5;
constexpr double kMinFocusOneWord = 1.8;
constexpr double kMinTopField = 0.15;
constexpr std::uint32_t kMinAuthors = 5;
constexpr double kMinAuthorShare = 0.5;
constexpr double kMostContained = 0.8;

class Inspector {
 public:
  Inspector(const PhraseCorpus& corpus, const Snapshot& snapshot,
            std::span<const Indicators> indicators)
      : corpus_(corpus), snapshot_(snapshot), indicators_(indicators) {}

  std::vector<Flaw> run() {
    std::vector<std::uint32_t> number(corpus_.phrases.size(), kNoPhrase);
    for (std::uint32_t i = 0; i < snapshot_.candidates.size(); ++i)
      number[snapshot_.candidates[i].phrase] = i;
    std::vector<Flaw> flaws;
    for (std::size_t i = 0; i < snapshot_.candidates.size(); ++i) flaws.push_back(flaw_of(i));
    std::vector<Flaw> out = flaws;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const PhraseFacts& facts = facts_of(i);
      for (const PhraseIndex part : {facts.without_last, facts.without_first}) {
        const std::uint32_t shorter = part == kNoPhrase ? kNoPhrase : number[part];
        if (shorter != kNoPhrase && swallows(i, shorter) && out[shorter] == Flaw::kNone)
          out[shorter] = Flaw::kContained;
      }
      const std::uint32_t base =
          facts.without_last == kNoPhrase ? kNoPhrase : number[facts.without_last];
      const bool generic = (facts.traits & kGenericEnd) != 0 && base != kNoPhrase;
      if (generic && out[i] == Flaw::kNone && is_named(flaws[base])) out[i] = Flaw::kGeneric;
    }
    return out;
  }

 private:
  const PhraseFacts& facts_of(std::size_t candidate) const {
    return corpus_.phrases[snapshot_.candidates[candidate].phrase];
  }

  // It passed the boundary test; how general it is does not matter to what follows it.
  static bool is_named(Flaw flaw) {
    return flaw == Flaw::kNone || flaw == Flaw::kGeneral || flaw == Flaw::kFewAuthors;
  }

  bool swallows(std::size_t longer, std::size_t shorter) const {
    return snapshot_.candidates[longer].recent >=
           kMostContained * snapshot_.candidates[shorter].recent;
  }

  Flaw flaw_of(std::size_t i) const {
    const PhraseHistory& history = snapshot_.candidates[i];
    const Indicators& indicators = indicators_[i];
    const unsigned traits = facts_of(i).traits;
    if ((traits & kBeginsLikeName) == 0 || (traits & kEndsLikeName) == 0) return Flaw::kEdgeWord;
    if ((traits & kNamesPlaceOrTime) != 0) return Flaw::kPlace;
    const double all = history.all;
    if (history.ends < kMinEnds * all || history.begins < kMinBegins * all) return Flaw::kFragment;
    if (history.before_determiner > kMaxDeterminer * all + kAccidents ||
        history.after_verbal > kMaxVerbal * all + kAccidents)
      return Flaw::kVerb;
    if (indicators.has_fields) {
      const bool strict = (traits & kOneWord) != 0 && history.in_capitals < kInCapitalsFrom * all;
      if (indicators.field_focus < (strict ? kMinFocusOneWord : kMinFocus)) return Flaw::kGeneral;
      if (indicators.top_field < kMinTopField) return Flaw::kGeneral;
    }
    if (indicators.with_author > 0 &&
        (indicators.authors < kMinAuthors || indicators.authors < kMinAuthorShare * history.recent))
      return Flaw::kFewAuthors;
    return Flaw::kNone;
  }

  const PhraseCorpus& corpus_;
  const Snapshot& snapshot_;
  std::span<const Indicators> indicators_;
};

}  // namespace

std::vector<Flaw> find_flaws(const PhraseCorpus& corpus, const Snapshot& snapshot,
                             std::span<const Indicators> indicators) {
  return Inspector(corpus, snapshot, indicators).run();
}

}  // namespace horizon::trends
