#include "index/query/planner.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/text.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Kind = PlanNode::Kind;

// Of queries of up to this many words it is worth saying, and favouring, that a document has all of
// them; a longer one is a description.
constexpr std::size_t kMaxWordsForAll = 4;

std::string_view prefix_of(QueryField field) {
  switch (field) {
    case QueryField::kTitle:
      return kTitlePrefix;
    case QueryField::kAuthor:
      return kAuthorPrefix;
    case QueryField::kOrganisation:
      return kOrganisationPrefix;
    default:
      return "";
  }
}

bool is_name(QueryField field) {
  return field == QueryField::kAuthor || field == QueryField::kOrganisation;
}

bool is_ranked(const QueryNode& child, const QueryNode& bag) {
  return child.field == bag.field &&
         (child.kind == QueryNode::Kind::kWord || child.kind == QueryNode::Kind::kPrefix);
}

bool is_filter(const QueryNode& node) {
  return node.kind == QueryNode::Kind::kValue || node.kind == QueryNode::Kind::kDates ||
         node.kind == QueryNode::Kind::kLast;
}

}  // namespace

std::vector<std::string> telling_terms(const nlp::FoldedText& text, bool name) {
  std::vector<std::string> terms;
  const auto collect = [&](std::string_view term) { terms.emplace_back(term); };
  if (name) {
    for_each_name_term(text, collect);
  } else {
    for_each_term(text, collect);
  }
  const auto is_han_term = [](std::string_view term) {
    std::size_t pos = 0;
    return !term.empty() && is_han(decode_utf8(term, pos));
  };
  std::vector<std::string> telling;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::string& one = terms[i];
    bool part = false;
    if (is_han_term(one)) {
      part = (i + 1 < terms.size() && terms[i + 1].size() > one.size() &&
              terms[i + 1].starts_with(one)) ||
             (i > 0 && is_han_term(terms[i - 1]) && terms[i - 1].size() > 4 &&
              terms[i - 1].size() > one.size() && terms[i - 1].ends_with(one));
    }
    if (!part) telling.push_back(one);
  }
  return telling;
}

Planner::Index Planner::add(PlanNode node) {
  plan_.nodes.push_back(std::move(node));
  return static_cast<Index>(plan_.nodes.size() - 1);
}

Planner::Index Planner::term(std::string text) { return add({Kind::kTerm, std::move(text)}); }

Planner::Index Planner::combine(Kind kind, std::vector<Index> children) {
  if (children.empty()) return nothing();
  if (children.size() == 1) return children.front();
  PlanNode node{kind};
  node.children = std::move(children);
  return add(std::move(node));
}

Planner::Index Planner::placed(Place place, Index known) {
  if (is_nothing(known)) return known;
  PlanNode node{Kind::kPlace};
  node.place = static_cast<std::uint32_t>(plan_.places.size());
  node.children = {known};
  plan_.places.push_back(std::move(place));
  return add(std::move(node));
}

Plan Planner::run() {
  const auto& root = query_.parsed.root;
  const Index asked = root ? visit(*root) : add({Kind::kEverything});
  plan_.only_common_words =
      (root && is_nothing(asked)) || (!root && query_.parsed.only_punctuation);
  if (plan_.only_common_words) {
    plan_.root = nothing();
    return std::move(plan_);
  }
  const Index passes = filters();
  if (plan_.nodes[passes].kind == Kind::kEverything) {
    plan_.root = asked;
  } else {
    plan_.nodes[passes].weight = 0;
    plan_.root = combine(Kind::kAll, {asked, passes});
  }
  std::sort(plan_.terms.begin(), plan_.terms.end());
  plan_.terms.erase(std::unique(plan_.terms.begin(), plan_.terms.end()), plan_.terms.end());
  return std::move(plan_);
}

Planner::Index Planner::visit(Index index) {
  const QueryNode& node = query_.parsed.node(index);
  switch (node.kind) {
    case QueryNode::Kind::kWords:
      return words(node);
    case QueryNode::Kind::kAnd:
    case QueryNode::Kind::kOr: {
      std::vector<Index> children;
      for (const Index child : node.children) {
        const Index one = visit(child);
        // "the AND quantum": what is not indexed cannot be wanted.
        if (!is_nothing(one)) children.push_back(one);
      }
      return combine(node.kind == QueryNode::Kind::kAnd ? Kind::kAll : Kind::kAny,
                     std::move(children));
    }
    case QueryNode::Kind::kNot: {
      const bool before = std::exchange(negated_, true);
      const Index one = visit(node.children[0]);
      negated_ = before;
      if (is_nothing(one)) return one;
      PlanNode inverse{Kind::kNot};
      inverse.children = {one};
      return add(std::move(inverse));
    }
    case QueryNode::Kind::kNear:
      return near(node);
    case QueryNode::Kind::kWord:
      return word(node);
    case QueryNode::Kind::kPrefix:
      return prefix(node);
    case QueryNode::Kind::kPhrase:
      return phrase(node);
    case QueryNode::Kind::kEverything:
      return add({Kind::kEverything});
    default:
      return date_node(node);
  }
}

Planner::Index Planner::words(const QueryNode& node) {
  std::vector<Index> units = ranked(node);
  const bool prose = is_description(node);
  plan_.units = std::max(plan_.units, units.size());
  std::vector<Index> required;
  std::map<QueryField, std::vector<Index>> values;  // of one field: any of them
  for (const Index child : node.children) {
    const QueryNode& one = query_.parsed.node(child);
    if (is_ranked(one, node)) continue;
    if (prose && one.kind == QueryNode::Kind::kPhrase && one.field == node.field) continue;
    const Index made = visit(child);
    if (is_nothing(made) && !is_filter(one)) continue;
    if (is_filter(one)) {
      values[one.field].push_back(made);
    } else {
      required.push_back(made);
    }
  }
  for (auto& [field, ways] : values) {
    required.push_back(combine(Kind::kAny, std::move(ways)));
    plan_.nodes[required.back()].weight = 0;
  }
  if (!units.empty()) {
    const bool few = units.size() > 1 && units.size() <= kMaxWordsForAll;
    const Index any = combine(few && query_.every_word ? Kind::kAll : Kind::kAny, std::move(units));
    if (few && !query_.every_word) plan_.nodes[any].favours_all = plan_.favours_all = true;
    if (node.field == QueryField::kText) plan_.nodes[any].also = std::move(han_terms_);
    required.insert(required.begin(), any);
  }
  return combine(Kind::kAll, std::move(required));
}

Planner::Index Planner::text_terms(const nlp::FoldedText& text, QueryField field) {
  std::vector<Index> terms;
  for (const std::string& one : telling_terms(text, is_name(field))) {
    if (!negated_ && (field == QueryField::kText || field == QueryField::kTitle)) {
      plan_.terms.push_back(one);
    }
    terms.push_back(term(prefixed(prefix_of(field), one)));
    // Words of titles are there or not; how much a document is about them its whole text says.
    if (field == QueryField::kTitle) plan_.nodes[terms.back()].also.push_back(one);
  }
  return combine(Kind::kAll, std::move(terms));
}

Planner::Index Planner::word(const QueryNode& node) {
  return text_terms(nlp::fold(node.text), node.field);
}

// The index has stems: "computatio*" stands in no term, but documents with the stem "comput" may
// have words that begin so. Where a shorter term could be such a stem, the text decides.
Planner::Index Planner::prefix(const QueryNode& node) {
  constexpr std::size_t kShortestStem = 3;
  const std::string folded = nlp::fold_key(node.text);
  const std::string_view space = prefix_of(node.field);
  std::vector<Index> ways;
  for (const std::string& one : expand_(prefixed(space, folded))) {
    if (!negated_ && !is_name(node.field)) plan_.terms.push_back(one.substr(space.size()));
    ways.push_back(term(one));
  }
  std::size_t pos = 0;
  const bool stems = !is_name(node.field) && !is_han(decode_utf8(folded, pos)) &&
                     folded.find(' ') == std::string::npos;
  std::vector<Index> shorter;
  for (std::size_t size = kShortestStem; stems && size <= folded.size(); ++size) {
    const std::string stem = folded.substr(0, size);
    // The stem that a longer word may have been cut to, or whose last letter it changed.
    shorter.push_back(term(prefixed(space, stem)));
    if (size < folded.size()) continue;
    if (stem.ends_with('y')) {
      shorter.push_back(term(prefixed(space, stem.substr(0, size - 1) + 'i')));
    }
  }
  if (folded.find(' ') != std::string::npos) {
    return placed({Place::Kind::kPrefix, node.field, {{folded, true, false}}, 0},
                  text_terms(nlp::fold(node.text.substr(0, node.text.rfind(' '))), node.field));
  }
  if (!shorter.empty()) {
    ways.push_back(placed({Place::Kind::kPrefix, node.field, {{folded, true, false}}, 0},
                          combine(Kind::kAny, std::move(shorter))));
  }
  return combine(Kind::kAny, std::move(ways));
}

Planner::Index Planner::phrase(const QueryNode& node) {
  const nlp::FoldedText folded = nlp::fold(node.text);
  if (!negated_ && !is_name(node.field)) plan_.phrases.push_back(node.text);
  // Terms of a phrase are not marked by themselves.
  const bool before = std::exchange(negated_, true);
  const Index known = text_terms(folded, node.field);
  negated_ = before;
  const std::size_t words = folded.tokens.size();
  // One word in quotes is meant as it is written; one Han character or bigram is a term.
  const bool is_term =
      words == 1 ? folded.tokens[0].han
                 : words == 2 && plan_.nodes[known].kind == Kind::kTerm && folded.tokens[0].han;
  if (is_term || is_nothing(known)) return known;
  const Place::Kind kind =
      node.field == QueryField::kAuthor ? Place::Kind::kName : Place::Kind::kPhrase;
  return placed({kind, node.field, {{folded.text, false, false}}, 0}, known);
}

Planner::Index Planner::near(const QueryNode& node) {
  Place place{Place::Kind::kNear, node.field, {}, node.distance};
  std::vector<Index> known;
  for (const Index child : node.children) {
    const QueryNode& one = query_.parsed.node(child);
    const nlp::FoldedText folded = nlp::fold(one.text);
    const bool is_prefix = one.kind == QueryNode::Kind::kPrefix;
    const bool stems = one.kind == QueryNode::Kind::kWord && folded.tokens.size() == 1 &&
                       !folded.tokens[0].han && !is_name(one.field);
    place.parts.push_back({folded.text, is_prefix, stems});
    // The places of the parts are in the pair's own.
    known.push_back(is_prefix ? prefix(one) : word(one));
  }
  if (std::any_of(known.begin(), known.end(), [&](Index one) { return is_nothing(one); })) {
    return nothing();
  }
  return placed(std::move(place), combine(Kind::kAll, std::move(known)));
}

}  // namespace horizon::index
