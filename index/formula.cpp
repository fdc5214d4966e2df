#include "index/formula.h"

#include <algorithm>
#include <unordered_map>

namespace horizon::index {
namespace {

using Kind = Formula::Node::Kind;

class Compiler {
 public:
  explicit Compiler(const Plan& plan) : plan_(plan) {}

  Formula whole() {
    out_.root = of(plan_.root, true);
    return std::move(out_);
  }

  Formula ranked_by(std::span<const WeighedTerm> terms) {
    Formula::Node node{Kind::kAll};
    node.children.push_back({of(plan_.root, true), 0});
    for (const auto& [text, weight] : terms) node.also.push_back({term(text), weight});
    out_.root = add(std::move(node));
    return std::move(out_);
  }

  Formula with_any_of(std::span<const WeighedTerm> terms) {
    Formula::Node any{Kind::kAny};
    for (const auto& [text, weight] : terms) any.children.push_back({term_node(text), weight});
    Formula::Node node{Kind::kAll};
    node.children.push_back({of(plan_.root, true), 0});
    node.children.push_back({add(std::move(any)), 1});
    out_.root = add(std::move(node));
    return std::move(out_);
  }

 private:
  std::uint32_t add(Formula::Node node) {
    out_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(out_.nodes.size() - 1);
  }
  std::uint32_t term(const std::string& text) {
    const auto [found, added] =
        terms_.try_emplace(text, static_cast<std::uint32_t>(out_.terms.size()));
    if (added) out_.terms.push_back(text);
    return found->second;
  }
  std::uint32_t term_node(const std::string& text) { return add({Kind::kTerm, term(text)}); }

  // At least what matches (`wide`) or at most.
  std::uint32_t of(std::uint32_t index, bool wide) {
    const PlanNode& node = plan_.nodes[index];
    std::uint32_t made = plain(node, wide);
    if (node.also.empty()) return made;
    // What else ranks does so only where this matches.
    Formula::Node also_ranked{Kind::kAll};
    also_ranked.children.push_back({made, 1});
    made = add(std::move(also_ranked));
    std::unordered_map<std::uint32_t, std::size_t> places;
    for (const std::string& text : node.also) {
      std::vector<Formula::Also>& also = out_.nodes[made].also;
      const auto [found, added] = places.try_emplace(term(text), also.size());
      if (added) {
        also.push_back({found->first, 1});
      } else {
        ++also[found->second].factor;
      }
    }
    return made;
  }

  std::uint32_t plain(const PlanNode& node, bool wide) {
    switch (node.kind) {
      case PlanNode::Kind::kTerm:
        return term_node(node.text);
      case PlanNode::Kind::kId:
        out_.ids.push_back(node.text);
        return add({Kind::kId, static_cast<std::uint32_t>(out_.ids.size() - 1)});
      case PlanNode::Kind::kAll:
        return all(node.children, wide);
      case PlanNode::Kind::kAny:
        return any(node, wide);
      case PlanNode::Kind::kNot: {
        Formula::Node rest{Kind::kAll};
        rest.children.push_back({add({Kind::kEverything}), 0});
        rest.unwanted.push_back(of(node.children[0], !wide));
        return add(std::move(rest));
      }
      case PlanNode::Kind::kPlace:
        return wide ? of(node.children[0], wide) : add({});
      case PlanNode::Kind::kEverything:
        return add({Kind::kEverything});
      case PlanNode::Kind::kNothing:
        break;
    }
    return add({});
  }

  std::uint32_t all(std::span<const std::uint32_t> children, bool wide) {
    Formula::Node made{Kind::kAll};
    for (const std::uint32_t child : children) {
      const PlanNode& one = plan_.nodes[child];
      if (one.kind == PlanNode::Kind::kNot) {
        made.unwanted.push_back(of(one.children[0], !wide));
      } else {
        made.children.push_back({of(child, wide), one.weight > 0 ? 1.0 : 0.0});
      }
    }
    if (made.children.empty()) made.children.push_back({add({Kind::kEverything}), 0});
    return add(std::move(made));
  }

  // The same term again adds its weight, not another posting list.
  std::uint32_t any(const PlanNode& node, bool wide) {
    Formula::Node made{Kind::kAny};
    std::unordered_map<std::string_view, std::size_t> places;
    bool all_possible = true;
    for (const std::uint32_t child : node.children) {
      const PlanNode& part = plan_.nodes[child];
      if (part.kind == PlanNode::Kind::kTerm && part.weight == 1 && part.also.empty()) {
        const auto [found, added] = places.try_emplace(part.text, made.children.size());
        if (!added) {
          ++made.children[found->second].factor;
          continue;
        }
      }
      const std::uint32_t way = of(child, wide);
      if (out_.nodes[way].kind == Kind::kNothing) {
        all_possible = false;
      } else {
        made.children.push_back({way, part.weight == 0 ? 0.0 : 1.0});
      }
    }
    made.favours_all = node.favours_all && all_possible && made.children.size() > 1;
    return add(std::move(made));
  }

  const Plan& plan_;
  Formula out_;
  std::unordered_map<std::string, std::uint32_t> terms_;
};

}  // namespace

Formula make_formula(const Plan& plan) { return Compiler(plan).whole(); }

Formula ranked_by(const Plan& plan, std::span<const WeighedTerm> terms) {
  return Compiler(plan).ranked_by(terms);
}

Formula with_any_of(const Plan& plan, std::span<const WeighedTerm> terms) {
  return Compiler(plan).with_any_of(terms);
}

}  // namespace horizon::index
