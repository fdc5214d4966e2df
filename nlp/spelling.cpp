#include "nlp/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace horizon::nlp {
namespace {

struct Spelling {
  std::string_view british;
  std::string_view american;
};

// Whole words, sorted.
constexpr auto kWords = std::to_array<Spelling>({
    {"aeroplane", "airplane"},
    {"aluminium", "aluminum"},
    {"analogue", "analog"},
    {"artefact", "artifact"},
    {"cancelled", "canceled"},
    {"cancelling", "canceling"},
    {"catalogue", "catalog"},
    {"centred", "centered"},
    {"channelled", "channeled"},
    {"channelling", "channeling"},
    {"defence", "defense"},
    {"dialled", "dialed"},
    {"fuelled", "fueled"},
    {"fuelling", "fueling"},
    {"grey", "gray"},
    {"greyscale", "grayscale"},
    {"jewellery", "jewelry"},
    {"judgement", "judgment"},
    {"labelled", "labeled"},
    {"labelling", "labeling"},
    {"levelled", "leveled"},
    {"levelling", "leveling"},
    {"licence", "license"},
    {"manoeuvre", "maneuver"},
    {"marvellous", "marvelous"},
    {"modelled", "modeled"},
    {"modeller", "modeler"},
    {"modelling", "modeling"},
    {"mould", "mold"},
    {"moulded", "molded"},
    {"moulding", "molding"},
    {"offence", "offense"},
    {"panelled", "paneled"},
    {"plough", "plow"},
    {"programme", "program"},
    {"relabelling", "relabeling"},
    {"remodelling", "remodeling"},
    {"sceptic", "skeptic"},
    {"signalled", "signaled"},
    {"signalling", "signaling"},
    {"skilful", "skillful"},
    {"smoulder", "smolder"},
    {"totalling", "totaling"},
    {"travelled", "traveled"},
    {"traveller", "traveler"},
    {"travelling", "traveling"},
    {"tunnelled", "tunneled"},
    {"tunnelling", "tunneling"},
    {"tyre", "tire"},
    {"unlabelled", "unlabeled"},
});
static_assert(std::ranges::is_sorted(kWords, {}, &Spelling::british));

// Words, and what they end on, of which the u of "our" is dropped.
constexpr auto kOur = std::to_array<std::string_view>(
    {"armour", "behaviour", "colour", "endeavour", "favour", "flavour", "harbour", "honour",
     "humour", "labour", "neighbour", "odour", "rumour", "savour", "tumour", "vapour", "vigour"});

// Parts of words with "ae", "oe" or "ph" in them: the first that occurs is replaced.
constexpr auto kParts = std::to_array<Spelling>({
    {"aemia", "emia"},
    {"aemic", "emic"},
    {"anaesth", "anesth"},
    {"gynaec", "gynec"},
    {"oedema", "edema"},
    {"orthopaed", "orthoped"},
    {"sulph", "sulf"},
});
constexpr auto kBeginnings = std::to_array<Spelling>({
    {"haem", "hem"},
    {"paediatr", "pediatr"},
    {"oestr", "estr"},
    {"oesoph", "esoph"},
    {"foet", "fet"},
    {"caesi", "cesi"},
});
constexpr auto kEndings = std::to_array<Spelling>({
    {"fibre", "fiber"},
    {"metre", "meter"},
    {"litre", "liter"},
    {"centre", "center"},
    {"theatre", "theater"},
    {"calibre", "caliber"},
    {"spectre", "specter"},
});

// What may stand before the "is" of "-ise" verbs; other words in -ise are no such verbs.
constexpr auto kVerbStems = std::to_array<std::string_view>(
    {"al", "il", "ol", "ul", "yl", "el", "im", "om", "on", "an", "in", "gn", "er", "or", "ar",
     "ur", "tr", "et", "it", "nt", "at", "pt", "ot", "id", "rd", "nd", "rg", "es", "as", "ss"});
constexpr auto kNoVerbs =
    std::to_array<std::string_view>({"appraise", "arise", "compromise", "expertise", "merchandise",
                                     "promise", "sunrise", "treatise", "uprise"});
constexpr auto kVerbEndings =
    std::to_array<std::string_view>({"e", "ed", "er", "ing", "ation", "ational", "able"});
constexpr std::string_view kLastOfVerb = "edrgnl";

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// The place of the s in "optimised", "analysing", "polymerisation"; npos if it stays an s.
std::size_t find_verb_s(std::string_view word) {
  if (kLastOfVerb.find(word.back()) == std::string_view::npos) return std::string_view::npos;
  for (const std::string_view ending : kVerbEndings) {
    if (ending.back() != word.back() || word.size() < ending.size() + 5) continue;
    const std::size_t s = word.size() - ending.size() - 1;
    if (word[s] != 's' || !word.ends_with(ending)) continue;
    if (word[s - 1] == 'y' && word[s - 2] == 'l') return s;  // -lyse
    if (word[s - 1] != 'i') return std::string_view::npos;
    if (ending.starts_with("ation"))
      return word.starts_with("improvis") ? std::string_view::npos : s;
    std::string base(word.substr(0, s + 1));
    base += 'e';
    if (std::ranges::find(kNoVerbs, base) != kNoVerbs.end()) return std::string_view::npos;
    const std::string_view stem = word.substr(s - 3, 2);
    return std::ranges::find(kVerbStems, stem) == kVerbStems.end() ? std::string_view::npos : s;
  }
  return std::string_view::npos;
}

std::string_view replace(std::string_view word, std::size_t at, const Spelling& spelling,
                         std::string& buffer) {
  std::string out(word.substr(0, at));
  out += spelling.american;
  out += word.substr(at + spelling.british.size());
  buffer = std::move(out);
  return buffer;
}

// By first and last letter, so that most words are not looked for in the list.
constexpr auto kWordEnds = [] {
  std::array<std::uint32_t, 26> table{};
  for (const Spelling& spelling : kWords) {
    const std::string_view word = spelling.british;
    table[static_cast<std::size_t>(word.front() - 'a')] |= 1U << (word.back() - 'a');
  }
  return table;
}();

bool may_be_listed(std::string_view word) {
  return (kWordEnds[static_cast<std::size_t>(word.front() - 'a')] >> (word.back() - 'a') & 1U) != 0;
}

// What may have to be replaced in the midst of a word.
struct Pairs {
  bool our = false;
  bool other = false;
};

Pairs pairs_of(std::string_view word) {
  Pairs pairs;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const char before = word[i - 1];
    pairs.our |= before == 'o' && word[i] == 'u';
    pairs.other |=
        word[i] == 'e' ? before == 'a' || before == 'o' : before == 'p' && word[i] == 'h';
  }
  return pairs;
}

std::string_view without_u(std::string_view word, std::string& buffer) {
  const std::size_t our = word.find("our");
  if (our == std::string_view::npos) return word;
  const std::string_view head = word.substr(0, our + 3);
  if (std::ranges::none_of(kOur, [head](auto ending) { return head.ends_with(ending); }))
    return word;
  return replace(word, our, {"our", "or"}, buffer);
}

}  // namespace

std::string_view american(std::string_view word, std::string& buffer) {
  constexpr std::size_t kMinLetters = 4;
  constexpr std::size_t kMaxLetters = 40;
  if (word.size() < kMinLetters || word.size() > kMaxLetters) return word;
  if (!std::ranges::all_of(word, is_lower)) return word;
  if (may_be_listed(word)) {
    const auto whole = std::ranges::lower_bound(kWords, word, {}, &Spelling::british);
    if (whole != kWords.end() && whole->british == word) return whole->american;
  }
  if (const std::size_t s = find_verb_s(word); s != std::string_view::npos) {
    std::string out(word);
    out[s] = 'z';
    buffer = std::move(out);
    return buffer;
  }
  if (word.ends_with("re")) {
    for (const Spelling& ending : kEndings) {
      if (word.ends_with(ending.british))
        return replace(word, word.size() - ending.british.size(), ending, buffer);
    }
  }
  const Pairs pairs = pairs_of(word);
  if (pairs.our) return without_u(word, buffer);
  if (!pairs.other) return word;
  for (const Spelling& beginning : kBeginnings) {
    if (word.starts_with(beginning.british)) return replace(word, 0, beginning, buffer);
  }
  for (const Spelling& part : kParts) {
    const std::size_t at = word.find(part.british);
    if (at != std::string_view::npos) return replace(word, at, part, buffer);
  }
  return word;
}

}  // namespace horizon::nlp
