#include "index/query/plan.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "index/query/planner.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Kind = PlanNode::Kind;

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

bool confirms(const Plan& plan, const Xapian::Document& indexed,
              const std::function<bool(std::uint32_t place)>& holds) {
  return Confirmation(plan, indexed, holds).required(plan.root);
}

Plan make_plan(const Query& query, const nlp::WordSegmenter& segmenter, const Expand& expand) {
  return Planner(query, segmenter, expand).run();
}

}  // namespace horizon::index
