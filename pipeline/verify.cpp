#include "pipeline/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/prepare_stored.h"
#include "pipeline/search.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kBatch = 2'000;

class Verification {
 public:
  Verification(const store::Store& store, const index::Reader& reader, const Analyser& analyser)
      : store_(store), reader_(reader), analyser_(analyser) {}

  Status run(const JobContext& context) {
    auto differences = store_.verify();
    if (!differences) return fail(differences.error());
    report_.store = *std::move(differences);
    HORIZON_TRY(compare_all(context));
    return find_strangers();
  }

  VerifyReport report() && { return std::move(report_); }

 private:
  void note(std::string difference) {
    if (report_.index.size() < kMaxDifferences) {
      report_.index.push_back(std::move(difference));
    } else {
      ++report_.more;
    }
  }

  Status compare_all(const JobContext& context) {
    const auto statistics = store_.statistics();
    if (!statistics) return fail(statistics.error());
    for (DocumentNumber after = 0;;) {
      if (context.stopped()) {
        report_.interrupted = true;
        return {};
      }
      const auto documents = store_.numbered_after(after, kBatch);
      if (!documents) return fail(documents.error());
      if (documents->empty()) return {};
      HORIZON_TRY(compare(*documents));
      after = documents->back().number;
      report_.documents += documents->size();
      const double all = static_cast<double>(std::max(statistics->documents, report_.documents));
      context.progress({"verify", report_.documents, static_cast<double>(report_.documents) / all});
    }
  }

  Status compare(const std::vector<store::StoredDocument>& documents) {
    const auto wanted = prepare_all(store_, analyser_, documents);
    if (!wanted) return fail(wanted.error());
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const auto difference = reader_.difference((*wanted)[i]);
      if (!difference) return fail(difference.error());
      if (!difference->empty())
        note(fmt::format("document {} ({}): {}", documents[i].document.id, documents[i].number,
                         *difference));
      numbers_.push_back(documents[i].number);
    }
    return {};
  }

  // What the index has and the store does not.
  Status find_strangers() {
    if (report_.interrupted) return {};
    const auto indexed = reader_.numbers();
    if (!indexed) return fail(indexed.error());
    for (const DocumentNumber number : *indexed)
      if (!std::ranges::binary_search(numbers_, number))
        note(fmt::format("document number {} is in the index only", number));
    return {};
  }

  const store::Store& store_;
  const index::Reader& reader_;
  const Analyser& analyser_;
  std::vector<DocumentNumber> numbers_;
  VerifyReport report_;
};

// The index as it is found: what opens it for an answer mends it first.
std::vector<std::string> damages(const Workspace& workspace) {
  const auto reader = index::Reader::open(workspace.index_folder());
  if (reader) return reader->check_shards();
  if (reader.error().code != ErrorCode::kCorrupt) return {};
  return {reader.error().message};
}

}  // namespace

Result<VerifyReport> verify_workspace(const Workspace& workspace, const Analyser& analyser,
                                      const JobContext& context) {
  HORIZON_TRY(analyser.check_directory());
  VerifyReport found;
  found.index = damages(workspace);
  if (!found.index.empty()) return found;
  const auto searcher = Searcher::open(workspace, analyser, context);
  if (!searcher) return fail(searcher.error());
  const auto reader = index::Reader::open(workspace.index_folder());
  if (!reader) return fail(reader.error());
  const auto sequence = searcher->store().sequence();
  if (!sequence) return fail(sequence.error());
  const auto busy = [] {
    return fail(ErrorCode::kUnavailable,
                "another horizon process is writing this workspace; verify when it has finished");
  };
  if (reader->sequence() != *sequence) return busy();
  Verification verification(searcher->store(), *reader, analyser);
  HORIZON_TRY(verification.run(context));
  const auto after = searcher->store().sequence();
  if (!after) return fail(after.error());
  if (*after != *sequence) return busy();
  return std::move(verification).report();
}

}  // namespace horizon::pipeline
