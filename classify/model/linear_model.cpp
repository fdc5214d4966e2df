#include "classify/model/linear_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "classify/model/sparse.h"
#include "nlp/fold.h"

namespace horizon::classify::model {
namespace {

constexpr std::size_t kRowUnit = 16;   // rows are padded to whole vectors
constexpr std::size_t kPlaces = 1024;  // for texts of up to 512 known features without growing
constexpr std::size_t kLookAhead = 8;  // memory is asked for this many look-ups early

// A title is title throughout.
constexpr std::uint32_t kWhole = std::numeric_limits<std::uint32_t>::max();

bool overlap(const Witness& a, const Witness& b) {
  return a.begin < b.begin + b.size && b.begin < a.begin + a.size;
}

void prefetch(const void* address) { __builtin_prefetch(address); }

float weight_of_count(std::uint32_t count) {
  static const std::array<float, 32> kWeights = [] {
    std::array<float, 32> weights{};
    for (std::uint32_t i = 1; i < weights.size(); ++i) weights[i] = term_weight(i);
    return weights;
  }();
  return count < kWeights.size() ? kWeights[count] : term_weight(count);
}

// So small that no sum of products of theirs leaves the range of floats.
bool moderate(float value) { return std::abs(value) < 1e6F; }
bool moderate(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return moderate(value); });
}

bool rises(const RisingLine& line) {
  return line.from.size() == line.to.size() && moderate(line.from) && moderate(line.to) &&
         std::ranges::adjacent_find(line.from, std::greater_equal<>()) == line.from.end() &&
         std::ranges::is_sorted(line.to) &&
         (line.to.empty() || (line.to.front() >= 0 && line.to.back() <= 1));
}

bool sound(const FeatureRow& row) {
  return row.hash != 0 && row.idf > 0 && row.idf < 1e3F && moderate(row.scale);
}

bool sound(const SecondStage::LabelFit& fit, std::size_t inputs) {
  return fit.weights.size() == inputs && moderate(fit.weights) && !std::isnan(fit.floor) &&
         moderate(fit.offset) && moderate(fit.own.slope) && moderate(fit.own.offset);
}

}  // namespace

Status check(const ModelParts& parts) {
  const std::size_t labels = parts.labels.size();
  const auto bad = [](std::string_view what) {
    return fail(ErrorCode::kCorrupt, fmt::format("the model is damaged: {}", what));
  };
  if (labels < kMinLabels || labels > kMaxLabels) return bad("it has no usable number of labels");
  if (!std::ranges::is_sorted(parts.labels) ||
      std::ranges::adjacent_find(parts.labels) != parts.labels.end()) {
    return bad("its labels are not in order");
  }
  if (parts.rows.size() > kMaxFeatures || parts.weights.size() != parts.rows.size() * labels) {
    return bad("weights and features do not fit each other");
  }
  if (!std::ranges::all_of(parts.rows, [](const FeatureRow& row) { return sound(row); })) {
    return bad("a feature is out of range");
  }
  const std::size_t inputs = SecondStage::inputs(labels);
  if (parts.bias.size() != labels || parts.threshold.size() != labels ||
      parts.probability.size() != labels || parts.stage.fits().size() != labels ||
      !moderate(parts.bias) ||
      std::ranges::any_of(parts.threshold, [](float t) { return std::isnan(t); }) ||
      !std::ranges::all_of(parts.probability, rises) ||
      !std::ranges::all_of(parts.stage.fits(),
                           [&](const auto& fit) { return sound(fit, inputs); })) {
    return bad("a label's numbers are out of range");
  }
  if (parts.features.han_grams < 1 || parts.features.han_grams > 3) {
    return bad("its kind of features is unknown");
  }
  return {};
}

LinearModel::LinearModel(ModelParts parts) : parts_(std::move(parts)) {
  const std::size_t labels = parts_.labels.size();
  stride_ = (labels + kRowUnit - 1) / kRowUnit * kRowUnit;
  weights_.resize(parts_.rows.size() * stride_);
  std::size_t size = 1024;
  while (size < 2 * parts_.rows.size()) size *= 2;
  slots_.resize(size);
  for (std::size_t i = 0; i < parts_.rows.size(); ++i) {
    const FeatureRow& row = parts_.rows[i];
    std::copy_n(parts_.weights.data() + i * labels, labels, weights_.data() + i * stride_);
    std::size_t at = row.hash & (size - 1);
    while (slots_[at].row != kNoRow) at = (at + 1) & (size - 1);
    slots_[at] = {static_cast<std::uint32_t>(row.hash >> 32), static_cast<std::uint32_t>(i),
                  row.idf, row.scale};
  }
  parts_.rows = {};
  parts_.weights = {};
}

std::uint32_t LinearModel::find(FeatureHash hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto check = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.row == kNoRow) return kNoRow;
    if (slot.check == check) return static_cast<std::uint32_t>(at);
  }
}

Labeller::Labeller(const LinearModel& model)
    : model_(model), sums_(model.stride_), verdicts_(model.labels().size()) {}

std::size_t Labeller::place_of(std::uint32_t slot) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = slot & mask;
  while (places_[at] != 0 && counts_[places_[at] - 1].slot != slot) at = (at + 1) & mask;
  return at;
}

void Labeller::count(std::uint32_t slot) {
  if (2 * counts_.size() >= places_.size()) {
    places_.assign(places_.size() * 2, 0);
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      places_[place_of(counts_[i].slot)] = static_cast<std::uint32_t>(i + 1);
    }
  }
  std::uint32_t& place = places_[place_of(slot)];
  if (place == 0) {
    counts_.push_back({slot, 0});
    place = static_cast<std::uint32_t>(counts_.size());
  }
  ++counts_[place - 1].count;
}

void Labeller::count_features(const ModelText& text) {
  hashes_.clear();
  extract(nlp::fold(text.text), text, model_.parts_.features, hashes_);
  count_hashes();
}

void Labeller::count_hashes() {
  counts_.clear();
  places_.assign(kPlaces, 0);  // small again after a large text
  std::size_t known = 0;
  const std::size_t mask = model_.slots_.size() - 1;
  for (std::size_t i = 0; i < hashes_.size(); ++i) {
    if (i + kLookAhead < hashes_.size()) {
      prefetch(&model_.slots_[hashes_[i + kLookAhead] & mask]);
    }
    const std::uint32_t slot = model_.find(hashes_[i]);
    if (slot == LinearModel::kNoRow) continue;
    count(slot);
    ++known;
  }
  known_ = hashes_.empty() ? 0.0F : static_cast<float>(known) / static_cast<float>(hashes_.size());
}

void Labeller::add_up() {
  std::ranges::fill(sums_, 0.0F);
  const std::size_t stride = model_.stride_;
  float squares = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (i + kLookAhead < counts_.size()) {
      const auto& ahead = model_.slots_[counts_[i + kLookAhead].slot];
      prefetch(model_.weights_.data() + ahead.row * stride);
    }
    const auto& slot = model_.slots_[counts_[i].slot];
    const float value = weight_of_count(counts_[i].count) * slot.idf;
    squares += value * value;
    const float factor = value * slot.scale;
    const std::int8_t* const row = model_.weights_.data() + slot.row * stride;
    float* const sums = sums_.data();
    for (std::size_t l = 0; l < stride; ++l) sums[l] += factor * static_cast<float>(row[l]);
  }
  norm_ = squares > 0 ? 1 / std::sqrt(squares) : 0.0F;
  for (std::size_t l = 0; l < verdicts_.size(); ++l) {
    sums_[l] = sums_[l] * norm_ + model_.parts_.bias[l];
  }
}

void Labeller::judge() {
  const std::size_t labels = verdicts_.size();
  const ModelParts& parts = model_.parts_;
  const std::span<float> logits = std::span(sums_).first(labels);
  parts.stage.apply(logits, scratch_);
  for (std::size_t l = 0; l < labels; ++l) {
    const RisingLine& line = parts.probability[l];
    verdicts_[l].probability = line.from.empty() ? sigmoid(logits[l]) : line.at(logits[l]);
    verdicts_[l].assigned = !parts.single_label && logits[l] >= parts.threshold[l];
  }
  if (!parts.single_label) return;
  const auto best = std::ranges::max_element(logits) - logits.begin();
  verdicts_[static_cast<std::size_t>(best)].assigned = true;
  float sum = 0;
  for (const Verdict& verdict : verdicts_) sum += verdict.probability;
  if (sum > 0) {
    for (Verdict& verdict : verdicts_) verdict.probability /= sum;
  }
}

std::span<const Verdict> Labeller::label(const ModelText& text) {
  count_features(text);
  add_up();
  judge();
  return verdicts_;
}

std::span<const Verdict> Labeller::label(const nlp::Passage& title, const nlp::Passage& abstract) {
  hashes_.clear();
  extract(*title.folded, {title.source, kWhole}, model_.parts_.features, hashes_);
  extract(*abstract.folded, {abstract.source, 0}, model_.parts_.features, hashes_);
  count_hashes();
  add_up();
  judge();
  return verdicts_;
}

void Labeller::add_witnesses(const std::vector<FeaturePlace>& features, std::size_t label,
                             std::vector<Witness>& all) const {
  for (const FeaturePlace& feature : features) {
    const std::uint32_t at = model_.find(feature.hash);
    if (at == LinearModel::kNoRow) continue;
    const auto& slot = model_.slots_[at];
    const std::uint32_t count = counts_[places_[place_of(at)] - 1].count;
    const float share = weight_of_count(count) / static_cast<float>(count);
    const float weight = share * slot.idf * slot.scale * norm_ *
                         static_cast<float>(model_.weights_[slot.row * model_.stride_ + label]);
    all.push_back({feature.begin, feature.size, weight});
  }
}

std::vector<Labeller::PartWitness> Labeller::supporters(const nlp::Passage& title,
                                                        const nlp::Passage& abstract,
                                                        std::size_t label,
                                                        std::size_t limit) const {
  std::vector<PartWitness> all;
  for (const bool in_title : {true, false}) {
    std::vector<FeaturePlace> features;
    const nlp::Passage& part = in_title ? title : abstract;
    extract_places(*part.folded, {part.source, in_title ? kWhole : 0}, model_.parts_.features,
                   features);
    std::vector<Witness> witnesses;
    add_witnesses(features, label, witnesses);
    for (const Witness& witness : witnesses) {
      if (witness.weight > 0) all.push_back({in_title, witness});
    }
  }
  std::ranges::stable_sort(all, std::greater<>(),
                           [](const PartWitness& part) { return part.witness.weight; });
  std::vector<PartWitness> chosen;
  for (const PartWitness& part : all) {
    if (chosen.size() >= limit) break;
    if (std::ranges::none_of(chosen, [&](const PartWitness& other) {
          return part.in_title == other.in_title && overlap(part.witness, other.witness);
        }))
      chosen.push_back(part);
  }
  return chosen;
}

std::vector<Witness> Labeller::explain(const ModelText& text, std::size_t label,
                                       std::size_t limit) {
  count_features(text);
  add_up();
  std::vector<FeaturePlace> features;
  extract_places(nlp::fold(text.text), text, model_.parts_.features, features);
  std::vector<Witness> all;
  add_witnesses(features, label, all);
  std::ranges::stable_sort(all, [](const Witness& a, const Witness& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  std::vector<Witness> chosen;
  for (const Witness& witness : all) {
    if (chosen.size() >= limit) break;
    if (std::ranges::none_of(chosen, [&](const Witness& other) { return overlap(witness, other); }))
      chosen.push_back(witness);
  }
  return chosen;
}

}  // namespace horizon::classify::model
