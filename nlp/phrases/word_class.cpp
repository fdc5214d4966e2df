#include "nlp/phrases/word_class.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace horizon::nlp {
namespace {

// Folded, sorted.
constexpr auto kDeterminers = std::to_array<std::string_view>({
    "a",     "all", "an",    "another", "any",  "both",    "certain", "each",
    "every", "few", "her",   "his",     "its",  "many",    "more",    "most",
    "my",    "no",  "other", "our",     "same", "several", "some",    "such",
    "that",  "the", "their", "these",   "this", "those",   "various", "your",
});
static_assert(std::ranges::is_sorted(kDeterminers));
constexpr auto kVerbals = std::to_array<std::string_view>({
    "also",      "am",      "are",      "be",     "been",  "being", "can",   "cannot", "could",
    "did",       "do",      "does",     "had",    "has",   "have",  "hence", "here",   "i",
    "is",        "it",      "let",      "may",    "might", "must",  "not",   "often",  "present",
    "presented", "propose", "proposed", "should", "show",  "shown", "then",  "they",   "thus",
    "to",        "use",     "used",     "using",  "via",   "was",   "we",    "were",   "which",
    "who",       "will",    "would",    "you",
});
static_assert(std::ranges::is_sorted(kVerbals));
constexpr auto kFunctions = std::to_array<std::string_view>({
    "able",     "about",    "above",        "according", "across",     "after",
    "again",    "against",  "al",           "almost",    "along",      "already",
    "although", "always",   "among",        "amongst",   "and",        "around",
    "as",       "at",       "available",    "based",     "because",    "before",
    "behind",   "below",    "beside",       "besides",   "between",    "beyond",
    "but",      "by",       "compared",     "currently", "despite",    "different",
    "down",     "due",      "during",       "eg",        "especially", "et",
    "etc",      "even",     "ever",         "except",    "far",        "finally",
    "first",    "firstly",  "five",         "following", "for",        "four",
    "from",     "further",  "furthermore",  "given",     "highly",     "how",
    "however",  "ie",       "if",           "important", "in",         "including",
    "inside",   "into",     "just",         "least",     "less",       "mainly",
    "moreover", "mostly",   "much",         "namely",    "near",       "nearly",
    "never",    "new",      "nor",          "now",       "off",        "on",
    "one",      "only",     "onto",         "or",        "out",        "outside",
    "over",     "own",      "particularly", "per",       "quite",      "rather",
    "recent",   "recently", "respectively", "second",    "secondly",   "significantly",
    "since",    "so",       "still",        "than",      "there",      "therefore",
    "third",    "though",   "three",        "through",   "throughout", "till",
    "too",      "toward",   "towards",      "two",       "under",      "until",
    "up",       "upon",     "usually",      "versus",    "very",       "vs",
    "well",     "what",     "when",         "where",     "whereas",    "whether",
    "while",    "whom",     "whose",        "why",       "widely",     "with",
    "within",   "without",  "yet",
});
static_assert(std::ranges::is_sorted(kFunctions));
constexpr auto kKinds = std::to_array<std::string_view>({
    "algorithm",
    "application",
    "approach",
    "architecture",
    "device",
    "framework",
    "method",
    "platform",
    "protocol",
    "scheme",
    "system",
    "technique",
    "technology",
});
static_assert(std::ranges::is_sorted(kKinds));

// In the order of their code points.
constexpr std::u32string_view kHanFunctions =
    U"上下不与且个中为之也了于从他以们会但你使其内则到前又及可各后向吗吧呢和啊因在外她它对将就已并"
    U"很我或所把无时是更最有未本某此每没由的着种等给而能至被要让该较过这那都间";
static_assert(std::ranges::is_sorted(kHanFunctions));

constexpr std::size_t kLongestListed = 16;

bool is_number(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

WordClass word_class(std::string_view word) {
  if (word.empty()) return WordClass::kFunction;
  std::size_t end = 0;
  const char32_t first = decode_utf8(word, end);
  if (is_han(first) && end == word.size()) {
    return std::ranges::binary_search(kHanFunctions, first) ? WordClass::kHanFunction
                                                            : WordClass::kHan;
  }
  if (is_number(word)) return WordClass::kNumber;
  if (word.size() > kLongestListed) return WordClass::kContent;
  if (word == "of") return WordClass::kOf;
  if (std::ranges::binary_search(kDeterminers, word)) return WordClass::kDeterminer;
  if (std::ranges::binary_search(kVerbals, word)) return WordClass::kVerbal;
  if (std::ranges::binary_search(kFunctions, word)) return WordClass::kFunction;
  if (std::ranges::binary_search(kKinds, word)) return WordClass::kKind;
  return end == word.size() ? WordClass::kLetter : WordClass::kContent;
}

}  // namespace horizon::nlp
