#include "classify/short_forms.h"

#include <algorithm>

namespace horizon::classify {
namespace {

// A document with more acronyms that stand for terms is a glossary.
constexpr std::size_t kMaxStanding = 16;
// Of an expansion whose beginning is not known, what may follow the term: 脑机接口系统（BCI）.
constexpr std::uint32_t kMaxBehind = 2;

std::string folded_range(const nlp::FoldedText& text, const nlp::TokenRange& range) {
  const nlp::FoldedToken& first = text.tokens[range.first];
  const nlp::FoldedToken& last = text.tokens[range.end - 1];
  return text.text.substr(first.begin, last.begin + last.size - first.begin);
}

// "vision language action" begins "vision language action model".
bool begins(std::string_view whole, std::string_view part) {
  return whole.starts_with(part) && (whole.size() == part.size() || whole[part.size()] == ' ');
}

}  // namespace

void ShortForms::add(const nlp::Passage& passage, Field field, std::span<const Found> found) {
  if (passage.folded == nullptr) return;
  texts_.push_back({passage, field});
  for (const nlp::Definition& definition : nlp::find_definitions(passage)) {
    Form form;
    form.acronym = folded_range(*passage.folded, definition.acronym);
    if (definition.exact) form.expansion = folded_range(*passage.folded, definition.expansion);
    form.source = nlp::source_of(passage, definition.acronym.first, definition.acronym.end);
    form.tokens = definition.acronym;
    form.field = field;
    support(form, definition, found);
    forms_.push_back(std::move(form));
  }
}

void ShortForms::support(Form& form, const nlp::Definition& definition,
                         std::span<const Found> found) const {
  const nlp::TokenRange& range = definition.expansion;
  const auto first_token = [](const Found& item) { return item.match.first_token; };
  std::uint32_t longest = 0;
  for (auto item = std::ranges::lower_bound(found, range.first, {}, first_token);
       item != found.end() && item->match.first_token < range.end; ++item) {
    const std::uint32_t end = item->match.first_token + item->match.token_count;
    if (end > range.end) continue;
    if (!definition.exact && end + kMaxBehind < range.end) continue;
    const bool whole =
        end == range.end && (!definition.exact || item->match.first_token == range.first);
    for (const Use& use : lexicon_->uses(item->match.phrase)) {
      if (use.role == Role::kTrap || use.acronym) continue;
      form.nodes.push_back(use.node);
      const bool stands = whole && use.role == Role::kTerm && use.needs.empty();
      if (!stands || item->match.token_count <= longest) continue;
      longest = item->match.token_count;
      form.use = &use;
      form.phrase = item->match.phrase;
    }
  }
  std::ranges::sort(form.nodes);
}

Meaning ShortForms::meaning(const Use& use, std::string_view folded) const {
  Meaning meaning = Meaning::kUnsaid;
  for (const Form& form : forms_) {
    if (form.acronym != folded) continue;
    if (std::ranges::binary_search(form.nodes, use.node)) return Meaning::kAgrees;
    // The bracket may stand within the term: "vision-language-action (VLA) models".
    const auto known = [&form](const std::string& term) { return begins(term, form.expansion); };
    if (form.expansion.empty()) continue;
    if (std::ranges::any_of(use.expansions, known)) return Meaning::kAgrees;
    meaning = Meaning::kDiffers;
  }
  return meaning;
}

void ShortForms::add_stands(const Form& form, const Text& text, std::vector<Stand>& out) const {
  const nlp::FoldedText& folded = *text.passage.folded;
  const std::uint32_t count = form.tokens.end - form.tokens.first;
  for (std::uint32_t i = 0; i + count <= folded.tokens.size(); ++i) {
    const std::string_view head = nlp::folded_of(folded, folded.tokens[i]);
    if (!form.acronym.starts_with(head)) continue;
    if (form.field == text.field && form.tokens.first == i) continue;
    const nlp::TokenRange range{i, i + count};
    if (folded_range(folded, range) != form.acronym) continue;
    // The same capitals, or "lab" would stand for LAB.
    if (!nlp::source_of(text.passage, range.first, range.end).starts_with(form.source)) continue;
    out.push_back({form.use, form.phrase, text.field, range});
  }
}

std::vector<Stand> ShortForms::stands() const {
  std::vector<Stand> out;
  std::size_t standing = 0;
  for (const Form& form : forms_) {
    if (form.use == nullptr) continue;
    if (standing++ == kMaxStanding) break;
    for (const Text& text : texts_) add_stands(form, text, out);
  }
  return out;
}

}  // namespace horizon::classify
