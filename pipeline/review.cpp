#include "pipeline/review.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace horizon::pipeline {
namespace {

using OpenLabel = store::Store::OpenLabel;

// Of one subfield.
struct Queue {
  std::uint64_t judged = 0;
  std::vector<OpenLabel> open;  // least certain last
};

bool is_under(std::string_view node, std::string_view topic) {
  return topic.empty() || node == topic || (node.starts_with(topic) && node[topic.size()] == '.');
}

// By subfield. Domains follow from their subfields and are not judged.
Result<std::map<std::string, Queue>> queues_of(const Workspace& workspace,
                                               const store::Store& store,
                                               const std::string& topic) {
  auto open = store.open_labels();
  if (!open) return fail(open.error());
  std::map<std::string, Queue> queues;
  for (OpenLabel& label : *open) {
    const taxonomy::NodeIndex node = workspace.taxonomy->find(label.node);
    if (node == taxonomy::kNoNode || !is_under(label.node, topic)) continue;
    if (workspace.taxonomy->node(node).level != taxonomy::Level::kSubfield) continue;
    queues[label.node].open.push_back(std::move(label));
  }
  const auto judged = store.judged();
  if (!judged) return fail(judged.error());
  for (const DocumentNumber number : *judged) {
    const auto stored = store.get(number);
    if (!stored) return fail(stored.error());
    for (const store::LabelJudgement& judgement : stored->judgements)
      if (const auto queue = queues.find(judgement.node); queue != queues.end())
        ++queue->second.judged;
  }
  return queues;
}

// Between assignment and review the classifier knows least.
void sort_by_doubt(Queue& queue, double assign_threshold) {
  std::ranges::sort(queue.open, [&](const OpenLabel& a, const OpenLabel& b) {
    const double to_a = std::abs(a.probability - assign_threshold);
    const double to_b = std::abs(b.probability - assign_threshold);
    return std::pair(to_b, b.number) < std::pair(to_a, a.number);
  });
}

std::vector<Queue*> in_turn(std::map<std::string, Queue>& queues) {
  std::vector<Queue*> order;
  for (auto& [node, queue] : queues) order.push_back(&queue);
  std::ranges::stable_sort(order, {}, &Queue::judged);
  return order;
}

}  // namespace

Result<std::vector<ReviewItem>> review(const Workspace& workspace, const store::Store& store,
                                       const ReviewOptions& options) {
  auto queues = queues_of(workspace, store, options.topic);
  if (!queues) return fail(queues.error());
  for (auto& [node, queue] : *queues) sort_by_doubt(queue, workspace.config.assign_threshold);
  std::vector<ReviewItem> items;
  const std::vector<Queue*> order = in_turn(*queues);
  for (bool any = true; any && items.size() < options.limit;) {
    any = false;
    for (Queue* queue : order) {
      if (queue->open.empty() || items.size() >= options.limit) continue;
      any = true;
      const OpenLabel label = std::move(queue->open.back());
      queue->open.pop_back();
      auto stored = store.get(label.number);
      if (!stored) return fail(stored.error());
      if (!options.language.empty() && stored->document.language != options.language) continue;
      items.push_back({label.number, label.node, label.probability, *std::move(stored)});
    }
  }
  return items;
}

}  // namespace horizon::pipeline
