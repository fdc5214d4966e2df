#include "index/query/plan.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "index/query/planner.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Kind = PlanNode::Kind;

// A document with all of the words counts this much more than one with the same words apart.
constexpr double kAllBonus = 1.0;

// Queries side by side, each once: the same one again adds its weight, not another posting list.
class Ways {
 public:
  // `key` tells queries apart; "": this one is like no other.
  void add(const std::string& key, Xapian::Query query) {
    if (!key.empty()) {
      const auto [found, added] = places_.try_emplace(key, queries_.size());
      if (!added) {
        ++counts_[found->second];
        return;
      }
    }
    queries_.push_back(std::move(query));
    counts_.push_back(1);
  }

  std::vector<Xapian::Query> take() {
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (counts_[i] > 1 && !queries_[i].empty())
        queries_[i] = Xapian::Query(counts_[i], queries_[i]);
    }
    return std::move(queries_);
  }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<Xapian::Query> queries_;
  std::vector<double> counts_;
};

class Translator {
 public:
  Translator(const Plan& plan, bool weighed) : plan_(plan), weighed_(weighed) {}

  // At least what matches (`wide`) or at most.
  Xapian::Query of(std::uint32_t index, bool wide) const {
    const PlanNode& node = plan_.nodes[index];
    const Xapian::Query must = plain(index, wide);
    if (!weighed_ || node.also.empty() || must.empty()) return must;
    Ways ways;
    for (const std::string& one : node.also) ways.add(one, Xapian::Query(one));
    const auto terms = ways.take();
    const Xapian::Query also(Xapian::Query::OP_OR, terms.begin(), terms.end());
    return {Xapian::Query::OP_AND_MAYBE, must, also};
  }

 private:
  Xapian::Query plain(std::uint32_t index, bool wide) const {
    const PlanNode& node = plan_.nodes[index];
    switch (node.kind) {
      case Kind::kTerm:
        return Xapian::Query(node.text);
      case Kind::kId:
        return {Xapian::Query::OP_VALUE_RANGE, kIdSlot, node.text, node.text};
      case Kind::kAll:
        return all(node, wide);
      case Kind::kAny:
        return any(node, wide);
      case Kind::kNot:
        return {Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll, of(node.children[0], !wide)};
      case Kind::kPlace:
        return wide ? of(node.children[0], wide) : Xapian::Query();
      case Kind::kEverything:
        return Xapian::Query::MatchAll;
      case Kind::kNothing:
        break;
    }
    return {};
  }

  Xapian::Query all(const PlanNode& node, bool wide) const {
    std::vector<Xapian::Query> weighted, filters, unwanted;
    for (const std::uint32_t child : node.children) {
      const PlanNode& one = plan_.nodes[child];
      if (one.kind == Kind::kNot) {
        unwanted.push_back(of(one.children[0], !wide));
      } else {
        (one.weight > 0 ? weighted : filters).push_back(of(child, wide));
      }
    }
    using Query = Xapian::Query;
    Query result =
        weighted.empty() ? Query::MatchAll : Query(Query::OP_AND, weighted.begin(), weighted.end());
    if (!filters.empty()) {
      const Query passes(Query::OP_AND, filters.begin(), filters.end());
      result = Query(Query::OP_FILTER, result, passes);
    }
    for (const Query& one : unwanted) {
      if (!one.empty()) result = Query(Query::OP_AND_NOT, result, one);
    }
    return result;
  }

  Xapian::Query any(const PlanNode& node, bool wide) const {
    using Query = Xapian::Query;
    Ways all;
    for (const std::uint32_t child : node.children) {
      const PlanNode& part = plan_.nodes[child];
      Query one = of(child, wide);
      if (part.weight == 0 && !one.empty()) one = Query(0.0, one);
      const bool simple = part.kind == Kind::kTerm && part.weight == 1 && part.also.empty();
      all.add(simple ? part.text : std::string(), std::move(one));
    }
    const std::vector<Query> ways = all.take();
    const Query some(Query::OP_OR, ways.begin(), ways.end());
    if (!weighed_ || !node.favours_all || ways.size() < 2) return some;
    const Query every(Query::OP_AND, ways.begin(), ways.end());
    return every.empty() ? some : Query(Query::OP_AND_MAYBE, some, Query(kAllBonus, every));
  }

  const Plan& plan_;
  bool weighed_;
};

class Confirmation {
 public:
  Confirmation(const Plan& plan, const Xapian::Document& indexed,
               const std::function<bool(std::uint32_t)>& place_holds)
      : plan_(plan), indexed_(indexed), place_holds_(place_holds) {}

  // What the index was asked as it is needs no second look: everything without a place that must
  // be true anyway.
  bool required(std::uint32_t index) {
    const PlanNode& node = plan_.nodes[index];
    if (node.kind == Kind::kPlace) return place_holds_(node.place);
    if (node.kind != Kind::kAll) return !has_place(index) || holds(index);
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](std::uint32_t child) { return required(child); });
  }

 private:
  bool has_place(std::uint32_t index) const {
    const PlanNode& node = plan_.nodes[index];
    return node.kind == Kind::kPlace ||
           std::any_of(node.children.begin(), node.children.end(),
                       [&](std::uint32_t child) { return has_place(child); });
  }

  bool holds(std::uint32_t index) {
    const PlanNode& node = plan_.nodes[index];
    const auto child_holds = [&](std::uint32_t child) { return holds(child); };
    switch (node.kind) {
      case Kind::kTerm:
        return has_term(node.text);
      case Kind::kId:
        return indexed_.get_value(kIdSlot) == node.text;
      case Kind::kAll:
        return std::all_of(node.children.begin(), node.children.end(), child_holds);
      case Kind::kAny:
        return std::any_of(node.children.begin(), node.children.end(), child_holds);
      case Kind::kNot:
        return !holds(node.children[0]);
      case Kind::kPlace:
        return holds(node.children[0]) && place_holds_(node.place);
      case Kind::kEverything:
        return true;
      case Kind::kNothing:
        break;
    }
    return false;
  }

  // A document's terms are read once: a query may ask for hundreds of them.
  bool has_term(const std::string& term) {
    if (terms_.empty()) {
      const auto end = indexed_.termlist_end();
      for (auto it = indexed_.termlist_begin(); it != end; ++it) terms_.push_back(*it);
    }
    return std::ranges::binary_search(terms_, term);
  }

  const Plan& plan_;
  const Xapian::Document& indexed_;
  const std::function<bool(std::uint32_t)>& place_holds_;
  std::vector<std::string> terms_;  // sorted
};

}  // namespace

Xapian::Query to_xapian(const Plan& plan, bool weighed) {
  return Translator(plan, weighed).of(plan.root, true);
}

bool confirms(const Plan& plan, const Xapian::Document& indexed,
              const std::function<bool(std::uint32_t place)>& holds) {
  return Confirmation(plan, indexed, holds).required(plan.root);
}

Plan make_plan(const Query& query, const nlp::WordSegmenter& segmenter, const Expand& expand) {
  return Planner(query, segmenter, expand).run();
}

}  // namespace horizon::index
