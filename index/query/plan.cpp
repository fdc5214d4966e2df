#include "index/query/plan.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "index/query/planner.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Kind = PlanNode::Kind;

class Look {
 public:
  Look(const Plan& plan, const Confirmation& document) : plan_(plan), document_(document) {}

  // What the index was asked as it is needs no second look: everything without a place that must
  // be true anyway.
  bool required(std::uint32_t index) {
    const PlanNode& node = plan_.nodes[index];
    if (node.kind == Kind::kPlace) return document_.holds(node.place);
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
        return document_.has_term(node.text);
      case Kind::kId:
        return document_.has_id(node.text);
      case Kind::kAll:
        return std::all_of(node.children.begin(), node.children.end(), child_holds);
      case Kind::kAny:
        return std::any_of(node.children.begin(), node.children.end(), child_holds);
      case Kind::kNot:
        return !holds(node.children[0]);
      case Kind::kPlace:
        return holds(node.children[0]) && document_.holds(node.place);
      case Kind::kEverything:
        return true;
      case Kind::kNothing:
        break;
    }
    return false;
  }

  const Plan& plan_;
  const Confirmation& document_;
};

}  // namespace

bool confirms(const Plan& plan, const Confirmation& document) {
  return Look(plan, document).required(plan.root);
}

Plan make_plan(const Query& query, const nlp::WordSegmenter& segmenter, const Expand& expand) {
  return Planner(query, segmenter, expand).run();
}

}  // namespace horizon::index
