#include "classify/lexicon.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/text.h"
#include "nlp/acronyms.h"

namespace horizon::classify {
namespace {

// A document brings at most this many codes into the sum; more are a sign of bad data.
constexpr std::size_t kMaxCodes = 256;
constexpr float kCrossListFactor = 0.5F;
constexpr std::size_t kSubclass = 4;  // "G06N"

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "A61B 5/369" and "a61b5/369" are one symbol.
std::string normal_form(CodeScheme scheme, std::string_view value) {
  std::string form = ascii_lower(trim(value));
  if (scheme == CodeScheme::kCpc) std::erase(form, ' ');
  return form;
}

std::string key_of(CodeScheme scheme, std::string_view form) {
  std::string key(to_string(scheme));
  return key.append(":").append(form);
}

// The symbol itself and those above it, narrowest first.
std::vector<std::string> cpc_ancestry(const std::string& form) {
  std::vector<std::string> symbols = {form};
  if (const std::size_t slash = form.find('/'); slash != std::string::npos) {
    std::string group = form.substr(0, slash) + "/00";
    if (group != form) symbols.push_back(std::move(group));
  }
  for (const std::size_t size : {kSubclass, std::size_t{3}, std::size_t{1}}) {
    if (form.size() > size) symbols.push_back(form.substr(0, size));
  }
  return symbols;
}

// Subfields by scheme, from 1; 0 for domains and routes.
std::uint32_t arena_of(const taxonomy::Taxonomy& taxonomy, const taxonomy::Node& node) {
  if (node.level != taxonomy::Level::kSubfield) return 0;
  const auto scheme = std::ranges::find(taxonomy.schemes(), node.scheme, &taxonomy::Scheme::id);
  return 1 + static_cast<std::uint32_t>(scheme - taxonomy.schemes().begin());
}

}  // namespace

bool needs_capitals(std::string_view term) {
  std::size_t capitals = 0;
  std::size_t digits = 0;
  for (const char c : term) {
    if (is_lower(c) || static_cast<unsigned char>(c) >= 0x80) return false;
    if (is_upper(c)) ++capitals;
    if (is_digit(c)) ++digits;
  }
  return capitals >= 2 || (capitals == 1 && digits > 0);
}

bool is_acronym(std::string_view term) {
  constexpr std::size_t kMaxLetters = 10;
  const bool word = std::ranges::all_of(
      term, [](char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '-'; });
  return word && term.size() <= kMaxLetters && std::ranges::count_if(term, is_upper) >= 2;
}

Lexicon::Lexicon(const taxonomy::Taxonomy& taxonomy) {
  for (taxonomy::NodeIndex i = 0; i < taxonomy.nodes().size(); ++i) {
    const taxonomy::Node& node = taxonomy.node(i);
    const std::uint32_t arena = arena_of(taxonomy, node);
    for (const taxonomy::Term& term : node.terms) add_term(i, arena, term, Role::kTerm);
    for (const taxonomy::Term& trap : node.traps) add_term(i, arena, trap, Role::kTrap);
    add_name(i, node.name.en);
    add_name(i, node.name.zh);
    for (const taxonomy::CodeRule& rule : node.codes) {
      const std::string form = normal_form(rule.code.scheme, rule.code.value);
      rules_[key_of(rule.code.scheme, form)].push_back({i, rule.weight, rule.from, rule.until});
    }
  }
  add_expansions(taxonomy);
}

void Lexicon::add_expansions(const taxonomy::Taxonomy& taxonomy) {
  for (std::vector<Use>& uses : uses_) {
    for (Use& use : uses) {
      if (!use.acronym) continue;
      const std::string acronym = nlp::fold_key(use.text);
      for (const taxonomy::Term& term : taxonomy.node(use.node).terms) {
        // Folding costs; most terms begin with another letter.
        if (term.text.empty() || ascii_lower(term.text.substr(0, 1))[0] != acronym[0]) continue;
        std::string folded = nlp::fold_key(term.text);
        if (nlp::abbreviates(acronym, folded)) use.expansions.push_back(std::move(folded));
      }
    }
  }
}

PhraseId Lexicon::add_phrase(std::string_view text) {
  const PhraseId phrase = automaton_.add(nlp::fold(text));
  if (phrase != kNoPhrase && phrase == uses_.size()) {
    uses_.emplace_back();
    asks_for_capitals_.push_back(false);
  }
  return phrase;
}

std::vector<ContextWord> Lexicon::add_context(std::span<const std::string> words) {
  std::vector<ContextWord> context;
  for (const std::string& word : words) {
    const ContextWord added{add_phrase(word), needs_capitals(word)};
    if (added.phrase == kNoPhrase) continue;
    if (added.capitals) asks_for_capitals_[added.phrase] = true;
    context.push_back(added);
  }
  return context;
}

void Lexicon::add_term(taxonomy::NodeIndex node, std::uint32_t arena, const taxonomy::Term& term,
                       Role role) {
  const PhraseId phrase = add_phrase(term.text);
  if (phrase == kNoPhrase) return;
  Use use;
  use.node = node;
  use.role = role;
  use.arena = arena;
  use.alias = term.alias;
  use.capitals = needs_capitals(term.text);
  use.acronym = is_acronym(term.text);
  use.weight = term.weight;
  use.text = term.text;
  use.needs = add_context(term.needs);
  use.excludes = add_context(term.excludes);
  if (use.capitals) asks_for_capitals_[phrase] = true;
  uses_[phrase].push_back(std::move(use));
}

void Lexicon::add_name(taxonomy::NodeIndex node, std::string_view name) {
  const std::string_view plain = taxonomy::without_bracket(name);
  const PhraseId phrase = add_phrase(plain);
  if (phrase == kNoPhrase) return;
  Use use;
  use.node = node;
  use.role = Role::kName;
  use.alias = true;
  use.capitals = needs_capitals(plain);
  use.acronym = is_acronym(plain);
  use.text = std::string(plain);
  if (use.capitals) asks_for_capitals_[phrase] = true;
  uses_[phrase].push_back(std::move(use));
}

void Lexicon::match_key(const std::string& key, const Code& code, float factor,
                        std::optional<Day> day, std::vector<CodeMatch>& out) const {
  const auto found = rules_.find(key);
  if (found == rules_.end()) return;
  for (const Rule& rule : found->second) {
    if (day && ((rule.from && *day < *rule.from) || (rule.until && *day > *rule.until))) continue;
    out.push_back({rule.node, rule.weight * factor, code.value});
  }
}

std::vector<CodeMatch> Lexicon::match_codes(const Document& document) const {
  std::vector<CodeMatch> matches;
  std::optional<Day> day;
  if (document.published) day = document.published->day;
  bool first_category = true;
  for (std::size_t i = 0; i < document.codes.size() && i < kMaxCodes; ++i) {
    const Code& code = document.codes[i];
    const CodeScheme scheme =
        code.scheme == CodeScheme::kOther ? guess_code_scheme(code.value) : code.scheme;
    const std::string form = normal_form(scheme, code.value);
    if (scheme == CodeScheme::kCpc) {
      for (const std::string& symbol : cpc_ancestry(form)) {
        match_key(key_of(scheme, symbol), code, 1, day, matches);
      }
      continue;
    }
    const bool cross_list = scheme == CodeScheme::kArxiv && !std::exchange(first_category, false);
    match_key(key_of(scheme, form), code, cross_list ? kCrossListFactor : 1, day, matches);
  }
  std::ranges::sort(matches, {}, [](const CodeMatch& match) {
    return std::tuple(match.node, -match.weight, std::string_view(match.code));
  });
  return matches;
}

}  // namespace horizon::classify
