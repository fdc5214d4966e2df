// The folder that an analyst works in: settings, sources, taxonomy, store, index, digests.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/source.h"
#include "pipeline/config.h"
#include "pipeline/learnt_file.h"
#include "pipeline/lexicon_file.h"
#include "pipeline/text_model.h"
#include "taxonomy/taxonomy.h"

namespace horizon::pipeline {

inline constexpr const char* kVersion = "0.1.0";

// A workspace that was read and found right. Immutable.
struct Workspace {
  std::filesystem::path root;
  Config config;
  std::vector<crawler::Source> sources;
  std::shared_ptr<const taxonomy::Taxonomy> taxonomy;
  TextModel text_model;
  OperatorLexicon lexicon;         // its terms are kept whole in Chinese texts
  std::vector<LearntWord> learnt;  // from the documents, without what the operator refuses

  std::filesystem::path store_file() const { return root / "store.db"; }
  // Derived from the store (pipeline/phrase_file.h).
  std::filesystem::path phrase_file() const { return root / "phrases.hzp"; }
  // Bulk files on their way into the store; may be emptied at any time.
  std::filesystem::path downloads() const { return root / "downloads"; }
  std::filesystem::path index_folder() const { return root / "index"; }
  std::filesystem::path digest_folder() const { return root / config.digest_folder; }

  // Reads horizon.toml, sources.toml, taxonomy/ and, if they are there, lexicon.txt, learnt.txt and
  // the header of model.hzm. kUsage if the folder is no workspace or a file has mistakes; the
  // message says which and how to mend it.
  static Result<Workspace> open(const std::filesystem::path& root);
};

// Lays out a new workspace in `root` (made if needed): settings, sources and taxonomy; with
// `sample`, the sample's documents and settings. Files that are already there are never changed:
// kUsage if `root` is a workspace already. Returns what was written, relative to root.
Result<std::vector<std::string>> init_workspace(const std::filesystem::path& root, bool sample);

// The taxonomy that the program carries, for commands that need no workspace.
Result<taxonomy::Taxonomy> embedded_taxonomy();

}  // namespace horizon::pipeline
