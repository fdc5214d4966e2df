#include "pipeline/written_form.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.h"
#include "nlp/passage.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxText = 1U << 16U;

std::string tidy(std::string_view source) {
  std::string out;
  for (const char c : source) {
    if (c != '{' && c != '}' && c != '$') out.push_back(c);
  }
  return collapse_whitespace(out);
}

// Calls visit(source) for every place of the folded term that begins and ends at tokens.
template <typename Visit>
void each_place(std::string_view folded, const nlp::Passage& passage, Visit visit) {
  const nlp::FoldedText& text = *passage.folded;
  std::size_t token = 0;
  for (std::size_t at = text.text.find(folded); at != std::string::npos;
       at = text.text.find(folded, at + 1)) {
    while (token < text.tokens.size() && text.tokens[token].begin < at) ++token;
    if (token == text.tokens.size() || text.tokens[token].begin != at) continue;
    std::size_t end = token;
    while (end < text.tokens.size() && text.tokens[end].begin < at + folded.size()) ++end;
    const nlp::FoldedToken& last = text.tokens[end - 1];
    if (last.begin + last.size == at + folded.size()) visit(nlp::source_of(passage, token, end));
  }
}

}  // namespace

std::string written_form(std::string_view folded, std::span<const std::string_view> texts) {
  std::vector<std::pair<std::string, std::size_t>> forms;
  for (const std::string_view whole : texts) {
    const std::string_view text = truncate_utf8(whole, kMaxText);
    const nlp::FoldedText place = nlp::fold(text);
    each_place(folded, {text, &place}, [&forms](std::string_view source) {
      std::string form = tidy(source);
      const auto known =
          std::ranges::find(forms, form, &std::pair<std::string, std::size_t>::first);
      if (known != forms.end()) {
        ++known->second;
      } else if (forms.size() < 64) {
        forms.emplace_back(std::move(form), 1);
      }
    });
  }
  const auto best =
      std::ranges::max_element(forms, {}, &std::pair<std::string, std::size_t>::second);
  return best == forms.end() ? std::string(folded) : best->first;
}

}  // namespace horizon::pipeline
