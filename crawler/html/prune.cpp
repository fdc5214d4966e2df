#include "crawler/html/prune.h"

#include <algorithm>
#include <string>

#include "core/text.h"

namespace horizon::crawler {
namespace {

bool is_never_text(Tag tag) {
  using enum Tag;
  switch (tag) {
    case kScript:
    case kStyle:
    case kNoscript:
    case kTemplate:
    case kSvg:
    case kIframe:
    case kObject:
    case kCanvas:
    case kAudio:
    case kVideo:
    case kInput:
    case kSelect:
    case kTextarea:
    case kButton:
    case kHead:
    case kTitle:
    case kDialog:
    case kNoembed:
    case kNoframes:
      return true;
    default:
      return false;
  }
}

// The share of the page's prose up to which an element is taken for furniture; 0: it is not.
double element_share(Tag tag) {
  using enum Tag;
  switch (tag) {
    case kNav:
    case kMenu:
    case kFooter:
      return 0.85;
    case kAside:
      return 0.5;
    case kFigcaption:
    case kForm:
    case kAddress:
    case kSearch:
      return 0.2;
    default:
      return 0.0;
  }
}

bool is_hidden(const HtmlTree& tree, NodeIndex element) {
  if (tree.node(element).size == 0) return false;
  if (tree.has_attribute(element, AttributeName::kHidden)) return true;
  if (ascii_lower(tree.attribute(element, AttributeName::kAriaHidden)) == "true") return true;
  std::string style = ascii_lower(tree.attribute(element, AttributeName::kStyle).substr(0, 400));
  std::erase_if(style, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  return style.find("display:none") != std::string::npos ||
         style.find("visibility:hidden") != std::string::npos;
}

double name_share(const NameEvidence& name) {
  switch (name.aversion) {
    case Aversion::kComments:
      return 0.93;
    case Aversion::kStrong:
      return 0.7;
    case Aversion::kWeak:
      return 0.3;
    case Aversion::kNone:
      break;
  }
  return 0.0;
}

class Pruner {
 public:
  Pruner(const HtmlTree& tree, const std::vector<NameEvidence>& names, Removed& removed)
      : tree_(tree), names_(names), removed_(removed) {
    const std::vector<Block> blocks = blocks_of(tree, 0, removed);
    prose_ = sum_by_node(
        tree, blocks, [](const Block& block) { return is_prose(block) ? 1.0 * block.units : 0.0; });
  }

  void prune() {
    std::vector<double> by_word(name_word_count(), 0.0);
    for_each_candidate([&](NodeIndex i) { by_word[names_[i].word] += prose_[i]; });
    for_each_candidate([&](NodeIndex i) {
      // One word on much of a page is how that page calls its parts.
      const bool common = names_[i].aversion == Aversion::kWeak &&
                          by_word[names_[i].word] > 0.35 * prose_[0] && share_of_element(i) == 0.0;
      if (!common) removed_[i] = true;
    });
  }

 private:
  double share_of_element(NodeIndex i) const {
    const double hidden = is_hidden(tree_, i) ? 0.4 : 0.0;
    return std::max(element_share(tree_.node(i).tag), hidden);
  }

  // The outermost elements that are to be removed, in document order.
  template <typename Do>
  void for_each_candidate(const Do& act) {
    const auto count = static_cast<NodeIndex>(tree_.nodes().size());
    for (NodeIndex i = 1; i < count;) {
      const HtmlNode& node = tree_.node(i);
      if (removed_[i]) {
        i = node.end;
        continue;
      }
      if (node.tag != Tag::kText) {
        const double limit = std::max(share_of_element(i), name_share(names_[i]));
        if (limit > 0.0 && prose_[i] <= limit * prose_[0]) {
          act(i);
          i = node.end;
          continue;
        }
      }
      ++i;
    }
  }

  const HtmlTree& tree_;
  const std::vector<NameEvidence>& names_;
  Removed& removed_;
  std::vector<double> prose_;
};

}  // namespace

Removed remove_elements(const HtmlTree& tree) {
  Removed removed(tree.nodes().size(), false);
  for (NodeIndex i = 1; i < removed.size(); ++i) removed[i] = is_never_text(tree.node(i).tag);
  return removed;
}

std::vector<NameEvidence> all_names(const HtmlTree& tree) {
  std::vector<NameEvidence> names(tree.nodes().size());
  for (NodeIndex i = 1; i < names.size(); ++i) {
    if (tree.node(i).tag != Tag::kText) names[i] = name_evidence(tree, i);
  }
  return names;
}

void remove_by_name(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                    Removed& removed) {
  Pruner(tree, names, removed).prune();
}

}  // namespace horizon::crawler
