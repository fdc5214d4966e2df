// Here is a text: which labels of a learnt scheme does it bear, and how sure is that?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/model/calibration.h"
#include "classify/model/features.h"
#include "classify/model/second_stage.h"
#include "core/error.h"
#include "nlp/passage.h"

namespace horizon::classify::model {

inline constexpr std::size_t kMinLabels = 2;
inline constexpr std::size_t kMaxLabels = 4096;
inline constexpr std::size_t kMaxFeatures = std::size_t{1} << 24;

// One feature's weights are one row of signed bytes under a common scale.
struct FeatureRow {
  FeatureHash hash = 0;
  float idf = 0;    // its inverse document frequency among the training documents
  float scale = 0;  // weight = scale × byte
};

// What a model consists of, as trained and as stored. Filled by train() or read_model().
struct ModelParts {
  FeatureOptions features;
  bool single_label = false;        // every training document had exactly one label, so gets one
  std::vector<std::string> labels;  // ids, sorted
  std::vector<FeatureRow> rows;
  std::vector<std::int8_t> weights;     // a row of labels.size() for each feature
  std::vector<float> bias;              // a label
  SecondStage stage;                    // scores → log-odds
  std::vector<RisingLine> probability;  // log-odds → probability, a label; empty: the sigmoid
  std::vector<float> threshold;         // log-odds from which a label is assigned
  std::string report;                   // JSON: how it was trained, and what it reached
};

// kCorrupt with what is wrong, in one line.
Status check(const ModelParts& parts);

// Immutable; one instance serves all threads, each with a Labeller of its own.
class LinearModel {
 public:
  // The parts must have passed check().
  explicit LinearModel(ModelParts parts);

  std::span<const std::string> labels() const { return parts_.labels; }
  bool single_label() const { return parts_.single_label; }
  const std::string& report() const { return parts_.report; }

 private:
  friend class Labeller;

  // Open addressing by the low bits of the hash; `check` is its upper half.
  struct Slot {
    std::uint32_t check = 0;
    std::uint32_t row = kNoRow;
    float idf = 0;
    float scale = 0;
  };
  static constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

  std::uint32_t find(FeatureHash hash) const;  // slot, or kNoRow

  ModelParts parts_;  // without rows and weights, which are in slots_ and weights_
  std::vector<Slot> slots_;
  std::size_t stride_ = 0;
  std::vector<std::int8_t> weights_;  // padded rows of stride_ bytes
};

// What a model says of one label.
struct Verdict {
  float probability = 0;
  bool assigned = false;
};

// A place in the text that spoke for a label, or against it (negative weight).
struct Witness {
  std::uint32_t begin = 0;  // bytes into ModelText::text
  std::uint32_t size = 0;
  float weight = 0;  // share of the label's score
};

// Labels texts one after the other with memory of its own. Not thread-safe.
class Labeller {
 public:
  explicit Labeller(const LinearModel& model);

  // One verdict a label, in the model's order; valid until the next call. A text without any known
  // feature is judged by the labels' frequencies alone. Linear in the text; what lies behind the
  // first 64 MiB is not read.
  std::span<const Verdict> label(const ModelText& text);

  // The same for a document whose parts were folded apart.
  std::span<const Verdict> label(const nlp::Passage& title, const nlp::Passage& abstract);
  // Of the last text: the share of its features that the model knows, in [0, 1]. A text in a
  // language or of a kind that the model never saw has few.
  float known() const { return known_; }
  // Of the last text: its features, repeats counted.
  std::size_t features() const { return hashes_.size(); }
  // Places in the last document that spoke for a label, by falling weight, at most `limit`, none
  // within another. `begin` is relative to the title or the abstract.
  struct PartWitness {
    bool in_title = false;
    Witness witness;
  };
  std::vector<PartWitness> supporters(const nlp::Passage& title, const nlp::Passage& abstract,
                                      std::size_t label, std::size_t limit) const;

  // The places that moved a label's score most, by falling absolute weight, at most `limit`. Places
  // that lie within one that is listed already are left out.
  std::vector<Witness> explain(const ModelText& text, std::size_t label, std::size_t limit);

 private:
  struct Count {
    std::uint32_t slot = 0;
    std::uint32_t count = 0;
  };

  void count_features(const ModelText& text);
  void count_hashes();
  void add_witnesses(const std::vector<FeaturePlace>& features, std::size_t label,
                     std::vector<Witness>& all) const;
  void count(std::uint32_t slot);
  std::size_t place_of(std::uint32_t slot) const;
  void add_up();
  void judge();

  const LinearModel& model_;
  std::vector<FeatureHash> hashes_;
  std::vector<Count> counts_;          // in the order of first occurrence
  std::vector<std::uint32_t> places_;  // slot → index into counts_ + 1, open addressing
  std::vector<float> sums_;            // padded to the stride
  std::vector<float> scratch_;
  std::vector<Verdict> verdicts_;
  float norm_ = 0;
  float known_ = 0;
};

}  // namespace horizon::classify::model
