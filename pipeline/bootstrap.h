// Training examples without anybody's labels: documents labelled by the taxonomy's terms and codes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "classify/classifier.h"
#include "core/document.h"
#include "core/error.h"
#include "pipeline/examples.h"
#include "pipeline/run.h"
#include "store/store.h"

namespace horizon::pipeline {

struct BootstrapOptions {
  // Subfields with fewer documents are left to their terms and codes.
  std::size_t least_documents = 100;
  // Of labelled documents in Chinese characters, or in letters. Where there are fewer, none of that
  // script is learnt from: a model that has seen its words, but hardly a label among them, would
  // take them for signs of nothing. Unseen, they are left to terms and codes.
  std::size_t least_of_script = 3'000;
  // Of the documents without any label so many of a thousand are kept, chosen by their text alone.
  std::size_t unlabelled_per_mille = 400;
};

// Distant supervision (Mintz et al. 2009): what terms and codes say surely enough to be assigned is
// taken for true, so that the words that go with it are learnt. Labels are subfields of all
// schemes.
class Bootstrap {
 public:
  // `classifier`: by terms and codes alone, without a text model. Must outlive this.
  Bootstrap(const classify::Classifier& classifier, const taxonomy::Taxonomy& taxonomy,
            BootstrapOptions options);

  // In parallel. What analysts have said goes before terms and codes.
  void add(std::vector<store::StoredDocument> documents);
  void add(std::vector<Document> documents);

  // The examples, in the order in which they came; the same text counts once. kUsage if fewer than
  // two subfields can be learnt, with what is missing.
  Result<ExampleSet> finish();

 private:
  struct Labelled {
    Example example;
    std::vector<std::string> labels;
    bool han = false;  // written in Chinese characters
  };
  Labelled label(const Document& document, std::span<const classify::Settled> settled) const;
  void keep(std::vector<Labelled> batch);
  std::size_t labelled(bool han) const;

  const classify::Classifier& classifier_;
  const taxonomy::Taxonomy& taxonomy_;
  BootstrapOptions options_;
  std::vector<Labelled> kept_;
};

// Reads documents of any record format from files. kUsage if there are none in them.
Status add_files(const std::vector<std::filesystem::path>& files, const JobContext& context,
                 Bootstrap& bootstrap);

// Everything that the store shows, but for the documents in `without` (ascending).
Status add_store(const store::Store& store, const std::vector<DocumentNumber>& without,
                 const JobContext& context, Bootstrap& bootstrap);

}  // namespace horizon::pipeline
