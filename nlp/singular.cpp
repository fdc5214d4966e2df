#include <algorithm>
#include <array>

#include "nlp/fold.h"

namespace horizon::nlp {
namespace {

struct Irregular {
  std::string_view plural;
  std::string_view singular;
};

// Sorted by plural. Plurals that the rules below would get wrong, and the words that end like
// plurals and are none (mapped to themselves).
constexpr auto kIrregular = std::to_array<Irregular>({
    {"afterwards", "afterwards"},
    {"aids", "aids"},
    {"alias", "alias"},
    {"always", "always"},
    {"analyses", "analysis"},
    {"antennae", "antenna"},
    {"antibiotics", "antibiotic"},
    {"apis", "api"},
    {"appendices", "appendix"},
    {"atlas", "atlas"},
    {"axes", "axis"},
    {"bacteria", "bacterium"},
    {"besides", "besides"},
    {"bias", "bias"},
    {"biases", "bias"},
    {"bonuses", "bonus"},
    {"buses", "bus"},
    {"caches", "cache"},
    {"calories", "calorie"},
    {"campuses", "campus"},
    {"canoes", "canoe"},
    {"canvas", "canvas"},
    {"caries", "caries"},
    {"ceramics", "ceramic"},
    {"chaos", "chaos"},
    {"characteristics", "characteristic"},
    {"clinics", "clinic"},
    {"cookies", "cookie"},
    {"cosmetics", "cosmetic"},
    {"cosmos", "cosmos"},
    {"cpus", "cpu"},
    {"crises", "crisis"},
    {"criteria", "criterion"},
    {"diabetes", "diabetes"},
    {"diagnoses", "diagnosis"},
    {"does", "does"},
    {"epidemics", "epidemic"},
    {"ethos", "ethos"},
    {"fabrics", "fabric"},
    {"foes", "foe"},
    {"gaas", "gaas"},
    {"gases", "gas"},
    {"goes", "goes"},
    {"gpus", "gpu"},
    {"halves", "half"},
    {"headaches", "headache"},
    {"helices", "helix"},
    {"herpes", "herpes"},
    {"heuristics", "heuristic"},
    {"inas", "inas"},
    {"indices", "index"},
    {"knives", "knife"},
    {"leaves", "leaf"},
    {"lenses", "lens"},
    {"matrices", "matrix"},
    {"mems", "mems"},
    {"menus", "menu"},
    {"metrics", "metric"},
    {"mosaics", "mosaic"},
    {"movies", "movie"},
    {"nems", "nems"},
    {"niches", "niche"},
    {"npus", "npu"},
    {"nuclei", "nucleus"},
    {"oases", "oasis"},
    {"pancreas", "pancreas"},
    {"pandemics", "pandemic"},
    {"perhaps", "perhaps"},
    {"phenomena", "phenomenon"},
    {"plastics", "plastic"},
    {"probiotics", "probiotic"},
    {"prognoses", "prognosis"},
    {"rabies", "rabies"},
    {"scabies", "scabies"},
    {"selfies", "selfie"},
    {"series", "series"},
    {"shelves", "shelf"},
    {"shoes", "shoe"},
    {"sinuses", "sinus"},
    {"sometimes", "sometimes"},
    {"species", "species"},
    {"spectra", "spectrum"},
    {"statuses", "status"},
    {"surpluses", "surplus"},
    {"toes", "toe"},
    {"topics", "topic"},
    {"towards", "towards"},
    {"tpus", "tpu"},
    {"vertices", "vertex"},
    {"vortices", "vortex"},
    {"whereas", "whereas"},
    {"wolves", "wolf"},
    {"yes", "yes"},
    {"zombies", "zombie"},
});

static_assert(std::ranges::is_sorted(kIrregular, {}, &Irregular::plural));

constexpr std::size_t kMinLetters = 4;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Only words with these endings can be in the table or fall under a rule.
bool may_be_plural(std::string_view word) {
  return word.ends_with('s') || word.ends_with("ra") || word.ends_with("ia") ||
         word.ends_with("na") || word.ends_with("ae") || word.ends_with("ei");
}

std::string_view replaced(std::string_view word, std::size_t drop, std::string_view ending,
                          std::string& buffer) {
  buffer.assign(word.substr(0, word.size() - drop)).append(ending);
  return buffer;
}

}  // namespace

std::string_view singular(std::string_view word, std::string& buffer) {
  if (word.size() < kMinLetters || !may_be_plural(word)) return word;
  if (!std::ranges::all_of(word, is_lower)) return word;
  const auto found = std::ranges::lower_bound(kIrregular, word, {}, &Irregular::plural);
  if (found != kIrregular.end() && found->plural == word) {
    return found->singular == word ? word : found->singular;
  }
  if (!word.ends_with('s')) return word;
  for (const std::string_view ending : {"ss", "us", "is", "ics", "news", "lens", "gas"}) {
    if (word.ends_with(ending)) return word;
  }
  if (word.ends_with("ies") && word.size() > kMinLetters) return replaced(word, 3, "y", buffer);
  if (word.ends_with("theses") || word.ends_with("yses")) return replaced(word, 2, "is", buffer);
  for (const std::string_view ending : {"sses", "shes", "ches", "xes", "viruses", "oes"}) {
    if (word.ends_with(ending)) return word.substr(0, word.size() - 2);
  }
  return word.substr(0, word.size() - 1);
}

}  // namespace horizon::nlp
