#include "pipeline/relabel.h"

#include <tbb/parallel_for.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace horizon::pipeline {
namespace {

constexpr std::size_t kBatch = 2'000;

std::set<std::string> assigned(const std::vector<Label>& labels) {
  std::set<std::string> nodes;
  for (const Label& label : labels) {
    if (label.outcome == Outcome::kAssign) nodes.insert(label.node);
  }
  return nodes;
}

class MoveCounter {
 public:
  void count(const std::vector<Label>& before, const std::vector<Label>& after) {
    const std::set<std::string> old_nodes = assigned(before);
    const std::set<std::string> new_nodes = assigned(after);
    for (const std::string& node : new_nodes) {
      if (!old_nodes.contains(node)) ++moves_[node].gained;
    }
    for (const std::string& node : old_nodes) {
      if (!new_nodes.contains(node)) ++moves_[node].lost;
    }
  }

  std::vector<LabelMove> result() {
    std::vector<LabelMove> out;
    for (auto& [node, move] : moves_) {
      move.node = node;
      out.push_back(move);
    }
    return out;
  }

 private:
  std::map<std::string, LabelMove> moves_;
};

}  // namespace

Result<std::vector<LabelMove>> relabel_all(store::Store& store, const Analyser& analyser,
                                           const JobContext& context, bool apply) {
  MoveCounter moves;
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  // Relabelled documents get new sequence numbers above this one: the walk ends before them.
  const std::uint64_t end = statistics->sequence;
  std::uint64_t done = 0;
  for (std::uint64_t after = 0; after < end && !context.stopped();) {
    auto documents = store.changed_after(after, kBatch);
    if (!documents) return fail(documents.error());
    if (documents->empty() || documents->front().sequence > end) break;
    std::vector<store::Store::Relabelled> labelled(documents->size());
    tbb::parallel_for(std::size_t{0}, documents->size(), [&](std::size_t i) {
      const store::StoredDocument& stored = (*documents)[i];
      labelled[i].number = stored.number;
      if (!stored.document.deleted) labelled[i].labels = analyser.label(stored.document);
    });
    for (std::size_t i = 0; i < labelled.size(); ++i) {
      if ((*documents)[i].sequence > end || (*documents)[i].shown_by) continue;
      moves.count((*documents)[i].labels, labelled[i].labels);
    }
    if (apply) {
      const auto changed = store.relabel(labelled);
      if (!changed) return fail(changed.error());
    }
    after = documents->back().sequence;
    done += documents->size();
    context.progress(
        {"labels", done, end == 0 ? 1 : static_cast<double>(after) / static_cast<double>(end)});
  }
  return moves.result();
}

}  // namespace horizon::pipeline
