// The parts of a plan that stand for words of a text, and for the filters.
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/text.h"
#include "index/query/planner.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Kind = PlanNode::Kind;

// Words and Chinese characters that rank; of a longer text the beginning says what is wanted.
constexpr std::size_t kMaxRankedTokens = 4'000;

// Nothing can be dated outside of these.
const Day kEarliest = parse_iso_date("1500-01-01")->day;
const Day kLatest = parse_iso_date("2200-12-31")->day;

Day day_after(const PartialDate& date) {
  switch (date.precision) {
    case Precision::kYear:
      return end_of(period_of(date.day, Granularity::kYear));
    case Precision::kMonth:
      return end_of(period_of(date.day, Granularity::kMonth));
    case Precision::kDay:
      break;
  }
  return date.day + std::chrono::days(1);
}

// The first day of a span of time that ends with `today`: the day after the one that lies the span
// before it; the last day of a shorter month where that has no such day.
Day begin_of_last(Day today, std::uint32_t count, char unit) {
  using namespace std::chrono;
  const int n = static_cast<int>(count);
  if (unit == 'd') return today - days(n - 1);
  if (unit == 'w') return today - days(7 * n - 1);
  const year_month_day now(today);
  const year_month then =
      year_month(now.year(), now.month()) - (unit == 'm' ? months(n) : months(12 * n));
  const year_month_day_last last(then.year(), month_day_last(then.month()));
  const day wanted = std::min(now.day(), last.day());
  return sys_days(year_month_day(then.year(), then.month(), wanted)) + days(1);
}

}  // namespace

bool Planner::is_description(const QueryNode& node) const {
  constexpr std::size_t kMostOfAQuery = 20;
  std::size_t count = 0;
  for (const Index child : node.children) {
    const QueryNode& one = query_.parsed.node(child);
    if (one.kind == QueryNode::Kind::kWord && one.field == node.field) {
      count += nlp::fold(one.text).tokens.size();
    }
  }
  return count > kMostOfAQuery;
}

std::vector<Planner::Index> Planner::ranked(const QueryNode& node) {
  std::vector<Index> units;
  std::string typed;
  const bool prose = is_description(node);
  for (const Index child : node.children) {
    const QueryNode& one = query_.parsed.node(child);
    if (one.field != node.field) continue;
    if (one.kind == QueryNode::Kind::kPrefix) {
      if (const Index made = prefix(one); !is_nothing(made)) units.push_back(made);
    } else if (one.kind == QueryNode::Kind::kWord ||
               (one.kind == QueryNode::Kind::kPhrase && prose)) {
      if (!typed.empty()) typed += ' ';
      typed += one.text;
    }
  }
  nlp::FoldedText folded = nlp::fold(typed);
  if (folded.tokens.size() > kMaxRankedTokens) folded.tokens.resize(kMaxRankedTokens);
  note_sequence(folded);
  std::vector<bool> covered(folded.text.size(), false);
  if (node.field == QueryField::kText && !negated_) add_concepts(folded, covered, units);
  note_han(folded, covered);
  for (const Piece& piece : pieces(folded, covered)) {
    const Index made = text_terms(nlp::fold(piece.text), node.field);
    if (is_nothing(made)) continue;
    // What the lexicon does not know may be one word or several.
    if (piece.joined && plan_.nodes[made].kind == Kind::kAll) plan_.nodes[made].kind = Kind::kAny;
    units.push_back(made);
  }
  return units;
}

// Neighbours in the query.
void Planner::note_sequence(const nlp::FoldedText& folded) {
  if (negated_) return;
  for_each_term(folded, [&](std::string_view one) {
    std::size_t pos = 0;
    const bool han = is_han(decode_utf8(one, pos));
    plan_.sequence.emplace_back(han ? std::string_view() : one);
  });
  plan_.sequence.emplace_back();
}

// The characters and bigrams of Han runs whatever their cuts: they rank, and decide nothing. Where
// a concept is named its characters say nothing by themselves: 脑 of 脑机接口 is anywhere in
// medicine.
void Planner::note_han(const nlp::FoldedText& folded, const std::vector<bool>& covered) {
  han_terms_.clear();
  if (negated_) return;
  std::size_t at = 0;
  for_each_term(folded, [&](std::string_view one) {
    std::size_t length = 0;
    if (!is_han(decode_utf8(one, length))) return;
    at = folded.text.find(one, at);
    if (length < one.size() || !covered[at]) han_terms_.emplace_back(one);
  });
}

// The words typed, or any name of the concept in any language, or its label.
void Planner::add_concepts(const nlp::FoldedText& folded, std::vector<bool>& covered,
                           std::vector<Index>& units) {
  for (const Concept& subject : query_.concepts) {
    const std::size_t at = folded.text.find(subject.matched);
    if (at == std::string::npos || subject.matched.empty()) continue;
    const bool again = covered[at];
    std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), subject.matched.size(), true);
    const Index mention = term(prefixed(kMentionPrefix, subject.node));
    const Index label = term(prefixed(kLabelPrefix, subject.node));
    plan_.nodes[label].weight = 0;
    std::vector<Index> ways = {mention, label};
    if (again && !units.empty()) {
      // Two nodes of the taxonomy share this name: either will do.
      ways.push_back(units.back());
      units.back() = combine(Kind::kAny, std::move(ways));
      continue;
    }
    const Index typed = text_terms(nlp::fold(subject.matched), QueryField::kText);
    if (!is_nothing(typed)) ways.insert(ways.begin(), typed);
    units.push_back(combine(Kind::kAny, std::move(ways)));
  }
}

// The words that no concept covers. A lone Han character joins its neighbour: apart they would be
// found anywhere in a document, and what was typed is most likely one word.
std::vector<Planner::Piece> Planner::pieces(const nlp::FoldedText& folded,
                                            const std::vector<bool>& covered) const {
  std::vector<Piece> out;
  std::size_t end_of_last = std::string::npos;
  bool last_is_lone = false;
  for (const nlp::Word& word : segmenter_.words(folded)) {
    if (covered[word.begin]) continue;
    const std::string piece = folded.text.substr(word.begin, word.size);
    std::size_t length = 0;
    decode_utf8(piece, length);
    const bool lone = word.han && length == piece.size();
    if (word.han && word.begin == end_of_last && (lone || last_is_lone)) {
      out.back().text += piece;
      out.back().joined = true;
    } else {
      out.push_back({piece, word.han, false});
    }
    last_is_lone = lone;
    end_of_last = word.han ? word.begin + word.size : std::string::npos;
  }
  return out;
}

Planner::Index Planner::value(const QueryNode& node) {
  switch (node.field) {
    case QueryField::kCountry:
      return term(prefixed(kCountryPrefix, node.text));
    case QueryField::kKind:
      return term(prefixed(kKindPrefix, node.text));
    case QueryField::kLanguage:
      return term(prefixed(kLanguagePrefix, node.text));
    case QueryField::kTopic:
      return term(prefixed(kLabelPrefix, node.text));
    case QueryField::kSource:
      return term(prefixed(kSourcePrefix, node.text));
    case QueryField::kCode:
      return code(node);
    default:
      return add({Kind::kId, node.text});
  }
}

// A code stands for all that lies under it, and with the index's ancestors that is one term; what
// is cut off within a group ("G06N1") wants the terms that begin so.
Planner::Index Planner::code(const QueryNode& node) {
  const std::string whole = prefixed(kCodePrefix, normal_code(node.text));
  std::vector<Index> ways = {term(whole)};
  const bool whole_group = node.text.find('/') != std::string::npos;
  if (!whole_group && guess_code_scheme(normal_code(node.text)) != CodeScheme::kCpc) {
    for (const std::string& one : expand_(whole)) ways.push_back(term(one));
  }
  return combine(Kind::kAny, std::move(ways));
}

Planner::Index Planner::date_node(const QueryNode& node) {
  Index made = 0;
  if (node.kind == QueryNode::Kind::kDates) {
    made = dates(node.from ? node.from->day : kEarliest,
                 node.until ? day_after(*node.until) : kLatest);
  } else if (node.kind == QueryNode::Kind::kLast) {
    const Day from = begin_of_last(query_.today, node.distance, node.unit);
    made = dates(std::max(from, kEarliest), query_.today + std::chrono::days(1));
  } else {
    made = value(node);
  }
  plan_.nodes[made].weight = 0;
  return made;
}

Planner::Index Planner::dates(Day from, Day until) {
  std::vector<Index> terms;
  for (std::string& one : date_terms(from, until)) terms.push_back(term(std::move(one)));
  return combine(Kind::kAny, std::move(terms));
}

Planner::Index Planner::filters() {
  const Filter& filter = query_.filter;
  std::vector<Index> all;
  if (!filter.labels.empty()) {
    std::vector<Index> ways;
    for (const std::string& label : filter.labels) {
      ways.push_back(term(prefixed(kLabelPrefix, label)));
    }
    all.push_back(combine(Kind::kAny, std::move(ways)));
  }
  if (filter.kind) all.push_back(term(prefixed(kKindPrefix, to_string(*filter.kind))));
  if (!filter.language.empty()) all.push_back(term(prefixed(kLanguagePrefix, filter.language)));
  if (!filter.source.empty()) all.push_back(term(prefixed(kSourcePrefix, filter.source)));
  if (filter.from || filter.until) {
    all.push_back(dates(filter.from.value_or(kEarliest), filter.until.value_or(kLatest)));
  }
  return all.empty() ? add({Kind::kEverything}) : combine(Kind::kAll, std::move(all));
}

}  // namespace horizon::index
