// How a search begins: store and index are opened, and kept as they change.
#include <fmt/format.h>
#include <sys/stat.h>

#include <utility>

#include "pipeline/ingest.h"
#include "pipeline/search.h"

namespace horizon::pipeline {
namespace {

// An index that can be searched, and what is wrong with it.
struct OpenedIndex {
  index::Reader reader;
  std::string problem;
};

Status check_analysis(const index::Reader& reader) {
  if (reader.analysis() == index::kAnalysisVersion) return {};
  return fail(ErrorCode::kUnavailable,
              fmt::format("the search index was made by {} version of Horizon; 'horizon reindex' "
                          "makes it fit this one",
                          reader.analysis() > index::kAnalysisVersion ? "a later" : "an earlier"));
}

// The lock's holder brings the index up to date itself; anybody else may do it here. Where a part
// of it is damaged, the rest is searched as it is: what mends it is told, not done unasked.
Result<OpenedIndex> open_index(const Workspace& workspace, const Analyser& analyser,
                               const store::Store& store, const JobContext& context) {
  auto reader = index::Reader::open(workspace.index_folder());
  if (!reader && reader.error().code == ErrorCode::kCorrupt) return fail(reader.error());
  const auto sequence = store.sequence();
  if (!sequence) return fail(sequence.error());
  const auto identity = store.identity();
  if (!identity) return fail(identity.error());
  if (reader) {
    const Status fits = check_analysis(*reader);
    if (!fits && reader->analysis() > index::kAnalysisVersion) return fail(fits.error());
    const bool current = reader->sequence() == *sequence && reader->store() == *identity;
    if (!reader->damaged().empty() || (fits && current)) return OpenedIndex{*std::move(reader), ""};
  }
  auto ingest = Ingest::open(workspace, analyser, context, Relabel::kNever);
  if (ingest) {
    HORIZON_TRY(ingest->finish());
  } else if (!reader || !check_analysis(*reader)) {
    return fail(ingest.error());
  }
  auto newest = index::Reader::open(workspace.index_folder());
  if (!newest) return fail(newest.error());
  const bool damaged = !ingest && ingest.error().code == ErrorCode::kCorrupt;
  return OpenedIndex{*std::move(newest), damaged ? ingest.error().message : ""};
}

// The index replaces a file of its folder with each commit, or is replaced with its folder.
IndexState state_of(const std::filesystem::path& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) return {};
  return {found.st_ino, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace

Result<store::Store> open_store(const Workspace& workspace) {
  const auto empty = [&] {
    return fail(ErrorCode::kUsage, fmt::format("{} holds no documents yet; run 'horizon scan' or "
                                               "'horizon import FILE'",
                                               workspace.root.string()));
  };
  auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store && store.error().code == ErrorCode::kUnavailable) {
    // Of an earlier version of the program: whoever may write brings it up to date.
    if (store::Store::open(workspace.store_file(), store::Mode::kWrite)) {
      store = store::Store::open(workspace.store_file(), store::Mode::kRead);
    }
  }
  if (!store && store.error().code == ErrorCode::kNotFound) return empty();
  if (!store) return fail(store.error());
  const auto sequence = store->sequence();
  if (!sequence) return fail(sequence.error());
  if (*sequence == 0) return empty();
  return store;
}

Searcher::Searcher(const Workspace& workspace, const Analyser& analyser, store::Store store,
                   index::Reader reader, Day today, std::shared_ptr<index::Memory> memory)
    : workspace_(&workspace),
      analyser_(&analyser),
      store_(std::make_unique<store::Store>(std::move(store))),
      words_(std::make_unique<StoreWords>(*store_)),
      memory_(std::move(memory)),
      reader_(std::move(reader)),
      today_(today) {}

Result<Searcher> Searcher::open(const Workspace& workspace, const Analyser& analyser,
                                const JobContext& context) {
  auto store = open_store(workspace);
  if (!store) return fail(store.error());
  auto reader = open_index(workspace, analyser, *store, context);
  if (!reader) return fail(reader.error());
  const auto old = pipeline::labels_are_old(*store, analyser);
  if (!old) return fail(old.error());
  Searcher searcher(workspace, analyser, std::move(*store), std::move(reader->reader),
                    context.clock.today(), nullptr);
  searcher.problem_ = std::move(reader->problem);
  searcher.labels_are_old_ = *old;
  return searcher;
}

Result<Searcher> Searcher::open_beside(const Workspace& workspace, const Analyser& analyser,
                                       Day today, std::shared_ptr<index::Memory> memory) {
  auto store = open_store(workspace);
  if (!store) return fail(store.error());
  const IndexState state = state_of(workspace.index_folder());
  auto reader = index::Reader::open(workspace.index_folder(), memory);
  if (!reader) return fail(ErrorCode::kUnavailable, reader.error().message);
  HORIZON_TRY(check_analysis(*reader));
  Searcher searcher(workspace, analyser, std::move(*store), std::move(*reader), today,
                    std::move(memory));
  searcher.index_state_ = state;
  HORIZON_TRY(searcher.refresh(today));
  return searcher;
}

Status Searcher::refresh(Day today) {
  today_ = today;
  const auto sequence = store_->sequence();
  if (!sequence) return fail(sequence.error());
  if (*sequence != words_of_) {
    // What is remembered of the words of earlier questions is of fewer documents.
    words_ = std::make_unique<StoreWords>(*store_);
    words_of_ = *sequence;
  }
  const auto old = pipeline::labels_are_old(*store_, *analyser_);
  if (!old) return fail(old.error());
  labels_are_old_ = *old;
  const IndexState now = state_of(workspace_->index_folder());
  if (now == index_state_) return {};
  auto reader = index::Reader::open(workspace_->index_folder(), memory_);
  if (!reader) return fail(reader.error());
  reader_ = *std::move(reader);
  index_state_ = now;
  return {};
}

}  // namespace horizon::pipeline
