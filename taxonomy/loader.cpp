#include "taxonomy/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/text.h"
#include "taxonomy/file_reader.h"

namespace horizon::taxonomy {

void Loader::report(const Place& place, std::string message) {
  problems_.push_back({place.file, place.line, std::move(message)});
}

void Loader::add(const Taxonomy::File& file) {
  content_ += file.name;
  content_ += '\0';
  content_ += file.content;
  content_ += '\0';
  FileReader{*this, file, {}}.read();
}

void Loader::add_node(Node node, const Place& place) {
  if (node.id.empty()) return;
  const auto index = static_cast<NodeIndex>(taxonomy_.nodes_.size());
  if (!taxonomy_.by_id_.emplace(ascii_lower(node.id), index).second) {
    report(place, fmt::format("id '{}' is used twice", node.id));
    return;
  }
  taxonomy_.nodes_.push_back(std::move(node));
  node_places_.push_back(place);
}

void Loader::link_parents() {
  auto& nodes = taxonomy_.nodes_;
  for (NodeIndex i = 0; i < nodes.size(); ++i) {
    if (nodes[i].level == Level::kDomain) {
      for (Scheme& scheme : taxonomy_.schemes_) {
        if (scheme.id == nodes[i].scheme) scheme.domains.push_back(i);
      }
      continue;
    }
    const std::string parent = nodes[i].id.substr(0, nodes[i].id.rfind('.'));
    const NodeIndex found = taxonomy_.find(parent);
    if (found == kNoNode) {
      report(node_places_[i], fmt::format("'{}' has no parent '{}'", nodes[i].id, parent));
      continue;
    }
    nodes[i].parent = found;
    nodes[found].children.push_back(i);
  }
}

void Loader::check_references() {
  for (NodeIndex i = 0; i < taxonomy_.nodes_.size(); ++i) {
    const Node& node = taxonomy_.nodes_[i];
    for (const std::string& id : node.also) {
      const NodeIndex found = taxonomy_.find(id);
      if (found == kNoNode || taxonomy_.nodes_[found].level != Level::kDomain) {
        report(node_places_[i],
               fmt::format("'{}' names an unknown domain '{}' in 'also'", node.id, id));
      }
    }
  }
}

// A subfield that cannot be found in one of the languages would look silent in it.
void Loader::check_coverage() {
  for (NodeIndex i = 0; i < taxonomy_.nodes_.size(); ++i) {
    const Node& node = taxonomy_.nodes_[i];
    if (node.level == Level::kDomain) continue;
    for (const Language language : {Language::kEnglish, Language::kChinese}) {
      const bool found = std::any_of(node.terms.begin(), node.terms.end(),
                                     [&](const Term& term) { return term.language == language; });
      if (found) continue;
      report(node_places_[i], fmt::format("'{}' has no term in {}", node.id,
                                          language == Language::kEnglish ? "English" : "Chinese"));
    }
  }
}

// Names lead to a node only while they lead to one: a name shared by two nodes of a scheme leads
// nowhere, except that a subfield goes before routes. Between schemes the first file's goes first.
void Loader::index_names() {
  auto& nodes = taxonomy_.nodes_;
  const auto add_name = [&](const std::string& name, NodeIndex index) {
    const std::string key = ascii_lower(collapse_whitespace(name));
    const auto [entry, added] = taxonomy_.by_name_.emplace(key, index);
    if (added || entry->second == index || entry->second == kNoNode) return;
    const Node& known = nodes[entry->second];
    if (known.level < nodes[index].level || known.scheme != nodes[index].scheme) return;
    entry->second = kNoNode;
  };
  for (const Level level : {Level::kDomain, Level::kSubfield, Level::kRoute}) {
    for (NodeIndex i = 0; i < nodes.size(); ++i) {
      if (nodes[i].level != level) continue;
      add_name(nodes[i].name.en, i);
      add_name(nodes[i].name.zh, i);
      for (const Term& term : nodes[i].terms) {
        if (term.alias) add_name(term.text, i);
      }
    }
  }
}

Taxonomy Loader::finish() {
  link_parents();
  check_references();
  check_coverage();
  index_names();
  taxonomy_.fingerprint_ = stable_hash(content_);
  std::sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line, a.message) < std::tie(b.file, b.line, b.message);
  });
  return std::move(taxonomy_);
}

}  // namespace horizon::taxonomy
