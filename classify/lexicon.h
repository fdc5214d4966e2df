// The taxonomy's words and codes, compiled for matching.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "classify/automaton.h"
#include "core/date.h"
#include "core/document.h"
#include "taxonomy/taxonomy.h"

namespace horizon::classify {

// A term written in capitals and digits alone ("BCI", "6G") means only that spelling.
bool needs_capitals(std::string_view term);
// One word of at most ten letters and digits, two of them capitals.
bool is_acronym(std::string_view term);

// In the order in which they win where they cover the same words.
enum class Role : std::uint8_t { kTrap, kTerm, kName };

// A word that a term needs, or that excludes it.
struct ContextWord {
  PhraseId phrase = kNoPhrase;
  bool capitals = false;
};

// What one node makes of a phrase.
struct Use {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  Role role = Role::kTerm;
  bool alias = false;
  bool capitals = false;
  bool acronym = false;  // one short word with two capitals: BCI, GaN, IoT
  // Subfields of one scheme compete for the words of a document; 0 for all other nodes.
  std::uint32_t arena = 0;
  float weight = 0;
  std::string text;  // as the taxonomy spells it
  std::vector<ContextWord> needs;
  std::vector<ContextWord> excludes;
  // Of an acronym: the node's terms that it may be short for, folded.
  std::vector<std::string> expansions;
};

// A code of a node that a document's code fell under.
struct CodeMatch {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  float weight = 0;
  std::string code;  // as the document has it
};

class Lexicon {
 public:
  explicit Lexicon(const taxonomy::Taxonomy& taxonomy);

  const PhraseAutomaton& automaton() const { return automaton_; }
  std::span<const Use> uses(PhraseId phrase) const { return uses_[phrase]; }
  // True if any use of the phrase, as a term or as context, asks for capitals.
  bool asks_for_capitals(PhraseId phrase) const { return asks_for_capitals_[phrase]; }

  // Rules that the document's codes fall under, ordered by node, strongest first. A CPC code falls
  // under itself, its main group ("G06N10/00") and its subclass, class and section. Of arXiv's
  // categories the first counts fully, the others half. A rule outside its years does not match a
  // document whose date is known.
  std::vector<CodeMatch> match_codes(const Document& document) const;

 private:
  struct Rule {
    taxonomy::NodeIndex node = taxonomy::kNoNode;
    float weight = 0;
    std::optional<Day> from;
    std::optional<Day> until;
  };

  PhraseId add_phrase(std::string_view text);
  void add_term(taxonomy::NodeIndex node, std::uint32_t arena, const taxonomy::Term& term,
                Role role);
  void add_expansions(const taxonomy::Taxonomy& taxonomy);
  void add_name(taxonomy::NodeIndex node, std::string_view name);
  std::vector<ContextWord> add_context(std::span<const std::string> words);
  void match_key(const std::string& key, const Code& code, float factor, std::optional<Day> day,
                 std::vector<CodeMatch>& out) const;

  PhraseAutomaton automaton_;
  std::vector<std::vector<Use>> uses_;                        // by phrase
  std::vector<bool> asks_for_capitals_;                       // by phrase
  std::unordered_map<std::string, std::vector<Rule>> rules_;  // by scheme and normal form
};

}  // namespace horizon::classify
