#include "pipeline/diversity.h"

#include <algorithm>
#include <span>

#include "pipeline/labelled.h"
#include "pipeline/subfield_windows.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kPartners = 3;

// What the documents of each subfield are about, in parts: row by subfield.
struct Table {
  explicit Table(std::size_t size)
      : topics(size), weights(size * size), documents(size), mixed(size) {}

  void add(std::span<const std::uint32_t> nodes) {
    const double part = 1 / static_cast<double>(nodes.size());
    for (const std::uint32_t i : nodes) {
      ++documents[i];
      if (nodes.size() > 1) ++mixed[i];
      for (const std::uint32_t j : nodes) weights[i * topics + j] += part;
    }
  }
  std::span<const double> row(std::size_t i) const {
    return std::span(weights).subspan(i * topics, topics);
  }

  std::size_t topics;
  std::vector<double> weights;
  std::vector<std::uint64_t> documents, mixed;
};

class Meter {
 public:
  Meter(const taxonomy::Taxonomy& taxonomy, const SubfieldWindows& windows, const Table& recent,
        const Table& previous)
      : taxonomy_(taxonomy), windows_(windows), recent_(recent), previous_(previous) {
    std::vector<double> both = recent.weights;
    for (std::size_t i = 0; i < both.size(); ++i) both[i] += previous.weights[i];
    distances_ = trends::cosine_distances(both, recent.topics);
    // How common each subfield is beside others.
    common_.resize(recent.topics);
    for (std::size_t i = 0; i < recent.topics; ++i) {
      for (std::size_t j = 0; j < recent.topics; ++j)
        if (i != j) common_[j] += both[i * recent.topics + j];
    }
  }

  FieldDiversity measure(std::size_t i) const {
    FieldDiversity out;
    out.node = windows_.topics[i];
    out.documents = recent_.documents[i];
    out.previous_documents = previous_.documents[i];
    out.mixed = recent_.mixed[i];
    out.recent = trends::measure_diversity(recent_.row(i), distances_);
    out.previous = trends::measure_diversity(previous_.row(i), distances_);
    if (out.recent) out.expected = 1 / (1 - trends::rao_stirling(spread_by_chance(i), distances_));
    add_partners(i, out);
    return out;
  }

 private:
  taxonomy::NodeIndex domain_of(std::size_t i) const {
    return taxonomy_.node(windows_.topics[i]).parent;
  }

  // What each domain has of the subfield's documents, spread over its subfields as elsewhere.
  std::vector<double> spread_by_chance(std::size_t i) const {
    const std::span<const double> row = recent_.row(i);
    std::vector<double> out(row.size());
    out[i] = row[i];
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (j == i || row[j] <= 0) continue;
      double all = 0;
      for (std::size_t k = 0; k < row.size(); ++k)
        if (k != i && domain_of(k) == domain_of(j)) all += common_[k];
      for (std::size_t k = 0; k < row.size() && all > 0; ++k)
        if (k != i && domain_of(k) == domain_of(j)) out[k] += row[j] * common_[k] / all;
    }
    return out;
  }

  void add_partners(std::size_t i, FieldDiversity& out) const {
    const std::span<const double> row = recent_.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (j != i && row[j] > 0) out.partners.emplace_back(windows_.topics[j], row[j]);
    }
    std::ranges::stable_sort(out.partners, std::greater(),
                             [](const auto& one) { return one.second; });
    if (out.partners.size() > kPartners) out.partners.resize(kPartners);
  }

  const taxonomy::Taxonomy& taxonomy_;
  const SubfieldWindows& windows_;
  const Table& recent_;
  const Table& previous_;
  std::vector<double> distances_, common_;
};

}  // namespace

Result<DiversityReport> measure_diversities(const Workspace& workspace, const store::Store& store,
                                            const trends::SeriesOptions& options,
                                            std::size_t window) {
  const auto windows = subfield_windows(workspace, store, options, window);
  if (!windows) return fail(windows.error());
  DiversityReport report{windows->recent, windows->previous, {}};
  if (report.recent.periods == 0) return report;
  Table recent(windows->topics.size()), previous(windows->topics.size());
  HORIZON_TRY(store.each_labelled(windows->ids, [&](const store::LabelledDocument& document) {
    if (!is_counted(document, options)) return Status();
    if (lies_in(document.published->day, report.recent)) recent.add(document.nodes);
    if (lies_in(document.published->day, report.previous)) previous.add(document.nodes);
    return Status();
  }));
  const Meter meter(*workspace.taxonomy, *windows, recent, previous);
  for (std::size_t i = 0; i < windows->topics.size(); ++i)
    report.fields.push_back(meter.measure(i));
  std::ranges::stable_sort(report.fields, std::greater(), [](const FieldDiversity& field) {
    return field.recent ? field.recent->effective.lower : 0.0;
  });
  return report;
}

}  // namespace horizon::pipeline
