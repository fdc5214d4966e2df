// What an issue says in whole sentences, as plain text (renderers escape it). Each function reads
// numbers from the issue alone, so that both languages and all formats say the same.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "digest/issue.h"
#include "digest/words.h"

namespace horizon::digest {

// The one sentence at the top.
std::string lede(const Issue& issue, Language language);
// "22 November 2026 · data 2015-01-01 to 2026-11-20 · taxonomy 0.1"
std::string issue_line(const Issue& issue, Language language);

std::string headline_title(const Headline& headline, Language language);
// "● new", or the verdict where there is no issue to compare with.
std::string headline_mark(const Headline& headline, const Issue& issue, Language language);
// What the issue before said of it; "" if it said nothing.
std::string headline_change(const Headline& headline, const Issue& issue, Language language);
// Why it matters for its domain and policy stage.
std::string headline_meaning(const Headline& headline, Language language);
std::string headline_place(const Headline& headline, Language language);  // domain · stage
std::string headline_fact(const Headline& headline, const Issue& issue, Language language);
std::string headline_since(const Headline& headline, Language language);
// Follows the level, in brackets.
std::string confidence_reason(const Confidence& confidence, Language language);
std::string reversal_text(const Headline& headline, Language language);

// The designed state of an issue without headlines.
std::string quiet_title(const Issue& issue, Language language);
std::string quiet_text(const Issue& issue, Language language);

// The name of a subfield of the issue's scheme; the id of what it does not know. Cleaned.
std::string subfield_text(const Issue& issue, std::string_view id, Language language);

// Values in words, for those who cannot see the chart.
std::string spark_description(const Headline& headline, Language language);
std::string ratio_description(const MovementRow& row, Language language);
std::string route_description(const RoutePanel& panel, bool recent, Language language);

std::vector<std::string> coverage_notes(const Issue& issue, Language language);
std::string movement_intro(const Issue& issue, Language language);
// A page has hatching and bars to explain, plain text has signs.
enum class Medium { kPage, kText };
std::string heat_intro(Medium medium, Language language);
std::string heat_masked(Language language);  // instead of a map without a single figure
std::string routes_intro(Medium medium, Language language);
std::string fresh_intro(const Issue& issue, Language language);

// What a table names instead of giving it a row: "No documents in either window: A, B".
std::string movement_named(std::span<const NodeRef* const> nodes, Language language);
std::string heat_named(std::span<const NodeRef* const> nodes, Language language);

struct Definition {
  std::string term;
  std::string text;
};
std::vector<Definition> method(const Issue& issue, Medium medium, Language language);

}  // namespace horizon::digest
