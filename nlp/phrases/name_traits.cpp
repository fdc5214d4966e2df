#include "nlp/phrases/name_traits.h"

#include <algorithm>
#include <array>
#include <string>

#include "nlp/phrases/edge_words.h"
#include "nlp/phrases/word_class.h"

namespace horizon::nlp {
namespace {

template <std::size_t N>
bool listed(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::binary_search(words, word);
}

// Adjectives of measure and kind that name nothing alone and much in front of a noun.
constexpr auto kMeasures = std::to_array<std::string_view>({
    "big",    "classical", "complex", "deep",     "fast",    "full",    "high",
    "large",  "long",      "low",     "multiple", "natural", "optimal", "real",
    "robust", "short",     "single",  "small",    "smart",   "super",   "wide",
});
static_assert(std::ranges::is_sorted(kMeasures));

// Nouns that end many names and are none.
constexpr auto kLastOfSeveral = std::to_array<std::string_view>({
    "class",
    "complexity",
    "function",
    "group",
    "information",
    "process",
    "relation",
    "set",
    "space",
    "state",
    "structure",
    "test",
    "theory",
    "time",
    "user",
});
static_assert(std::ranges::is_sorted(kLastOfSeveral));

// Verbs, participles and adjectives that the edge words lack, and names of nothing. Wherever they
// stand first or last.
constexpr auto kNeverEdge = std::to_array<std::string_view>({
    "abstract",
    "accelerate",
    "access",
    "acquired",
    "addressed",
    "adopt",
    "adopted",
    "aforementioned",
    "aiming",
    "analyzed",
    "applicable",
    "applying",
    "art",
    "article",
    "associated",
    "assumed",
    "attract",
    "attracted",
    "author",
    "baseline",
    "begin",
    "believe",
    "call",
    "called",
    "capable",
    "carried",
    "caused",
    "chosen",
    "claim",
    "collected",
    "combined",
    "combining",
    "come",
    "comparative",
    "compare",
    "comparing",
    "competitive",
    "comprehensive",
    "computed",
    "conducted",
    "confirm",
    "considered",
    "considering",
    "consisting",
    "constructed",
    "containing",
    "contrary",
    "core",
    "correspond",
    "covering",
    "created",
    "critical",
    "daily",
    "dealing",
    "decade",
    "dedicated",
    "defined",
    "depending",
    "derived",
    "designed",
    "desired",
    "detailed",
    "detect",
    "detected",
    "developing",
    "devoted",
    "difficult",
    "discover",
    "discovered",
    "discussion",
    "distinct",
    "diverse",
    "driven",
    "emerging",
    "emphasis",
    "employ",
    "employed",
    "encountered",
    "equal",
    "essentially",
    "established",
    "estimated",
    "estimating",
    "evaluated",
    "ever",
    "evident",
    "excellent",
    "experimental",
    "explored",
    "exploring",
    "extended",
    "extending",
    "extensively",
    "face",
    "facilitate",
    "familiar",
    "favorable",
    "final",
    "form",
    "formed",
    "found",
    "fully",
    "generated",
    "generating",
    "go",
    "growing",
    "handle",
    "hard",
    "holds",
    "hope",
    "ideal",
    "identifying",
    "implementing",
    "implication",
    "included",
    "incorporate",
    "incorporating",
    "independent",
    "inspired",
    "insufficient",
    "intended",
    "interested",
    "interpret",
    "introducing",
    "investigating",
    "involved",
    "involving",
    "keep",
    "lacking",
    "learn",
    "letter",
    "literature",
    "little",
    "maintain",
    "maximal",
    "meaningful",
    "measured",
    "mention",
    "mentioned",
    "million",
    "minimal",
    "modified",
    "month",
    "naive",
    "named",
    "nature",
    "notable",
    "noteworthy",
    "objective",
    "observing",
    "obvious",
    "offering",
    "originally",
    "owing",
    "pay",
    "plausible",
    "popular",
    "powerful",
    "pre",
    "predict",
    "predicted",
    "preserve",
    "previously",
    "primary",
    "principal",
    "proceed",
    "produced",
    "produces",
    "profound",
    "proposing",
    "purposes",
    "pursue",
    "raise",
    "reader",
    "realistic",
    "realize",
    "recognize",
    "remaining",
    "remarkable",
    "representative",
    "requiring",
    "resolve",
    "reviewed",
    "running",
    "satisfactory",
    "say",
    "section",
    "select",
    "selected",
    "separate",
    "serve",
    "share",
    "simulate",
    "solving",
    "sophisticated",
    "stated",
    "straightforward",
    "subject",
    "submitted",
    "subsequent",
    "success",
    "suffer",
    "summarize",
    "superior",
    "supported",
    "taken",
    "taking",
    "talk",
    "tested",
    "thanks",
    "today",
    "trained",
    "tremendous",
    "unprecedented",
    "upcoming",
    "utilize",
    "utilizing",
    "validate",
    "validated",
    "want",
    "week",
    "worth",
    "write",
    "written",
});
static_assert(std::ranges::is_sorted(kNeverEdge));

constexpr auto kGenericEnds = std::to_array<std::string_view>({
    "algorithm", "application", "approach",  "architecture", "based",       "design",
    "device",    "framework",   "mechanism", "method",       "methodology", "model",
    "modeling",  "paradigm",    "platform",  "problem",      "protocol",    "scheme",
    "strategy",  "system",      "technique", "technology",
});
static_assert(std::ranges::is_sorted(kGenericEnds));

constexpr auto kPlacesAndTimes = std::to_array<std::string_view>({
    "africa",     "african",     "america",    "american",   "april",       "arabia",
    "asia",       "asian",       "august",     "australia",  "australian",  "austria",
    "bangladesh", "belgium",     "brazil",     "brazilian",  "british",     "california",
    "canada",     "canadian",    "cern",       "chile",      "china",       "chinese",
    "college",    "colombia",    "conference", "congress",   "country",     "december",
    "denmark",    "department",  "dutch",      "egypt",      "england",     "europe",
    "european",   "february",    "finland",    "france",     "french",      "germany",
    "government", "greece",      "hungary",    "ieee",       "india",       "indian",
    "indonesia",  "institute",   "iran",       "ireland",    "israel",      "italian",
    "italy",      "january",     "japan",      "japanese",   "july",        "june",
    "kingdom",    "korea",       "korean",     "laboratory", "london",      "malaysia",
    "mexico",     "netherlands", "nigeria",    "norway",     "november",    "october",
    "pakistan",   "paris",       "poland",     "portugal",   "proceeding",  "proceedings",
    "republic",   "romania",     "russia",     "russian",    "school",      "september",
    "singapore",  "spain",       "spanish",    "sweden",     "switzerland", "symposium",
    "taiwan",     "thailand",    "turkey",     "turkish",    "uk",          "ukraine",
    "university", "us",          "usa",        "vietnam",    "workshop",    "york",
});
static_assert(std::ranges::is_sorted(kPlacesAndTimes));

bool is_han_word(std::string_view word) { return is_ideograph(word_class(word)); }

NameTraits han_traits(std::span<const std::string_view> words) {
  NameTraits out;
  out.han = true;
  out.begins_like_name = may_begin_term(words.front(), true);
  out.ends_like_name = may_end_term(words.back(), true);
  // Words of the lists are of up to three ideographs.
  std::string head, tail;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    head += words[i];
    tail.insert(0, words[words.size() - 1 - i]);
    out.begins_like_name = out.begins_like_name && (i == 0 || may_begin_term(head, true));
    out.ends_like_name = out.ends_like_name && (i == 0 || may_end_term(tail, true));
  }
  return out;
}

// True of verbs and the like, which stand neither first nor last: "model achieve state".
bool parts_names(std::string_view word) {
  return !may_begin_term(word, false) && !may_end_term(word, false) && !listed(kMeasures, word) &&
         !listed(kLastOfSeveral, word) && word_class(word) != WordClass::kOf;
}

}  // namespace

NameTraits name_traits(std::span<const std::string_view> words) {
  if (words.empty()) return {};
  if (std::ranges::any_of(words, is_han_word)) return han_traits(words);
  NameTraits out;
  const bool several = words.size() > 1;
  const std::string_view first = words.front();
  const std::string_view last = words.back();
  out.begins_like_name = (may_begin_term(first, false) || (several && listed(kMeasures, first))) &&
                         !listed(kNeverEdge, first);
  const auto inner = words.subspan(1, std::max<std::size_t>(words.size(), 2) - 2);
  if (several && std::ranges::any_of(inner, parts_names)) out.begins_like_name = false;
  out.generic_end = listed(kGenericEnds, last);
  out.ends_like_name = (may_end_term(last, false) ||
                        (several && (listed(kLastOfSeveral, last) || out.generic_end))) &&
                       !listed(kNeverEdge, last) &&
                       (several || (may_begin_term(last, false) && !out.generic_end));
  out.place_or_time = std::ranges::any_of(
      words, [](std::string_view word) { return listed(kPlacesAndTimes, word); });
  return out;
}

}  // namespace horizon::nlp
