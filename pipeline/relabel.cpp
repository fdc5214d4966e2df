#include "pipeline/relabel.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <charconv>
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

// Where labelling by an analyser stands: "<fingerprint> <sequence>".
constexpr const char* kPlace = "relabelling";

std::string place_text(const Analyser& analyser, std::uint64_t after) {
  return fmt::format("{:016x} {}", analyser.fingerprint(), after);
}

// Documents that this analyser has labelled lie behind the place, or have changed since and lie
// before the end.
Result<std::uint64_t> place_of(const store::Store& store, const Analyser& analyser) {
  const auto text = store.meta(kPlace);
  if (!text) return fail(text.error());
  const std::string prefix = fmt::format("{:016x} ", analyser.fingerprint());
  std::uint64_t after = 0;
  if (*text && (*text)->starts_with(prefix))
    std::from_chars((*text)->data() + prefix.size(), (*text)->data() + (*text)->size(), after);
  return after;
}

using Relabelled = store::Store::Relabelled;

enum class Make { kLabels, kLabelsAndWords };

std::vector<Relabelled> label(const std::vector<store::StoredDocument>& documents,
                              const Analyser& analyser, Make make) {
  std::vector<Relabelled> labelled(documents.size());
  tbb::parallel_for(std::size_t{0}, documents.size(), [&](std::size_t i) {
    const store::StoredDocument& stored = documents[i];
    labelled[i].number = stored.number;
    if (stored.document.deleted) return;
    if (make == Make::kLabelsAndWords) {
      labelled[i] = analyser.relabelled(stored);
    } else {
      labelled[i].labels = analyser.label(stored.document, stored.judgements);
    }
  });
  return labelled;
}

// Calls keep(labelled, after) for each batch from `after` to the store's present end: what is
// relabelled gets new sequence numbers above it.
template <typename Keep>
Result<std::vector<LabelMove>> walk(const store::Store& store, const Analyser& analyser,
                                    const JobContext& context, std::uint64_t after, Make make,
                                    Keep&& keep) {
  MoveCounter moves;
  const auto end = store.sequence();
  if (!end) return fail(end.error());
  for (std::uint64_t done = 0; after < *end && !context.stopped();) {
    auto documents = store.changed_after(after, kBatch);
    if (!documents) return fail(documents.error());
    std::erase_if(*documents, [&](const auto& stored) { return stored.sequence > *end; });
    if (documents->empty()) break;
    const std::vector<Relabelled> labelled = label(*documents, analyser, make);
    for (std::size_t i = 0; i < labelled.size(); ++i) {
      if (!(*documents)[i].shown_by) moves.count((*documents)[i].labels, labelled[i].labels);
    }
    after = documents->back().sequence;
    HORIZON_TRY(keep(labelled, after));
    done += documents->size();
    context.progress({"labels", done, static_cast<double>(after) / static_cast<double>(*end)});
  }
  return moves.result();
}

}  // namespace

Result<std::vector<LabelMove>> preview_labels(const store::Store& store, const Analyser& analyser,
                                              const JobContext& context) {
  return walk(store, analyser, context, 0, Make::kLabels,
              [](const std::vector<Relabelled>&, std::uint64_t) { return Status(); });
}

Result<std::vector<LabelMove>> relabel_all(store::Store& store, const Analyser& analyser,
                                           const JobContext& context) {
  const auto after = place_of(store, analyser);
  if (!after) return fail(after.error());
  auto moves = walk(store, analyser, context, *after, Make::kLabelsAndWords,
                    [&](const std::vector<Relabelled>& labelled, std::uint64_t reached) -> Status {
                      const store::Note place{kPlace, place_text(analyser, reached)};
                      const auto changed = store.relabel(labelled, {&place, 1});
                      return changed ? Status() : Status(fail(changed.error()));
                    });
  if (moves && !context.stopped()) HORIZON_TRY(store.set_meta(kPlace, ""));
  return moves;
}

}  // namespace horizon::pipeline
