// The phrase tables of a workspace in a file: made once for each state of the store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "pipeline/phrase_corpus.h"
#include "pipeline/run.h"
#include "store/store.h"
#include "trends/emergence/corpus.h"

namespace horizon::pipeline {

// What a file was made from: of any other state it is of no use.
struct PhraseStamp {
  std::string identity;         // of the store
  std::uint64_t sequence = 0;   // of its newest change
  std::uint64_t labelling = 0;  // a hash of what made its words
  friend bool operator==(const PhraseStamp&, const PhraseStamp&) = default;
};

// Immutable; cheap to copy.
class PhraseFile {
 public:
  // phrases.hzp beside the store if it belongs to the store as it is, mapped into memory; else
  // made anew and written, where the folder can be written to. Deleting the file loses nothing.
  static Result<PhraseFile> open(const std::filesystem::path& file, const store::Store& store,
                                 const JobContext& context);

  // True if open() would find the file as it must be, and make nothing.
  static bool is_current(const std::filesystem::path& file, const store::Store& store);
  // phrases.hzp as it is, if it was made from this store at some time. kNotFound if not.
  static Result<PhraseFile> open_kept(const std::filesystem::path& file, const store::Store& store);

  // Bytes as encode_phrases() made them. kCorrupt if they are not.
  static Result<PhraseFile> decode(std::shared_ptr<const std::byte> memory, std::size_t size);

  const trends::PhraseCorpus& corpus() const { return corpus_; }
  const PhraseStamp& stamp() const { return stamp_; }
  std::span<const std::string> strata() const { return strata_; }
  std::span<const std::string> fields() const { return fields_; }
  std::span<const std::string> labels() const { return labels_; }
  std::uint64_t undated() const { return undated_; }

 private:
  std::shared_ptr<const std::byte> memory_;
  PhraseStamp stamp_;
  trends::PhraseCorpus corpus_;
  std::vector<std::string> strata_, fields_, labels_;
  std::uint64_t undated_ = 0;
};

// Which documents of a corpus count: those with a label, or all.
class DocumentChoice {
 public:
  DocumentChoice() = default;
  explicit DocumentChoice(std::size_t documents)
      : chosen_(std::make_unique<bool[]>(documents)), size_(documents) {}

  void add(std::size_t document) { chosen_[document] = true; }
  // By document; empty: all.
  std::span<const bool> view() const { return {chosen_.get(), size_}; }

 private:
  std::unique_ptr<bool[]> chosen_;
  std::size_t size_ = 0;
};

// Those labelled with the node `topic`; with "none", those without any label; with "", all.
DocumentChoice choose_documents(const PhraseFile& file, std::string_view topic);

// The file's bytes: a header with the stamp, a checksum and the length of each table, then the
// tables, each beginning at a multiple of eight bytes, in the byte order of the machine.
std::string encode_phrases(const PhraseTables& tables, const PhraseStamp& stamp);

}  // namespace horizon::pipeline
