#include "pipeline/odd_documents.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <tuple>

namespace horizon::pipeline {
namespace {

constexpr std::size_t kYears = trends::kTrendQuarters / trends::kQuartersPerYear;
constexpr double kOddTail = 0.05;
constexpr double kLeastOdd = -2;
constexpr double kMinority = 0.1;
constexpr std::uint32_t kEnoughNamings = 20;  // of routes in a subfield
constexpr float kUncertainFrom = 0.35F, kUncertainTo = 0.65F;
constexpr int kLeastSigns = 2;
// Documents that are read to see how sure their labels are.
constexpr std::size_t kMostRead = 500;

class Finder {
 public:
  Finder(const Workspace& workspace, const PhraseFile& file, const store::Store& store,
         const WeakTerms& weak, std::span<const bool> chosen)
      : workspace_(workspace),
        file_(file),
        corpus_(file.corpus()),
        store_(store),
        weak_(weak),
        snapshot_(weak.measured.snapshot),
        chosen_(chosen),
        combinations_(corpus_.field_count, kYears),
        found_(snapshot_.recent_size()) {}

  Result<OddDocuments> run(std::span<const ConvergingPair> meetings, std::size_t limit) {
    count_combinations();
    mark_atypical();
    mark_meetings(meetings);
    mark_routes();
    mark_terms();
    HORIZON_TRY(read());
    std::ranges::sort(out_.documents, {}, [](const OddDocument& one) {
      const auto& published = one.stored.document.published;
      return std::tuple(-std::popcount(one.signs), one.novelty ? one.novelty->novelty : 0.0,
                        -(published ? published->day.time_since_epoch().count() : 0),
                        std::string_view(one.stored.document.id));
    });
    if (out_.documents.size() > limit) out_.documents.resize(limit);
    return std::move(out_);
  }

 private:
  struct Found {
    unsigned signs = 0;
    std::optional<trends::Novelty> novelty = {};
    std::uint32_t term = trends::kNoPhrase;  // candidate
    std::uint16_t route = 0;                 // label
  };

  bool counts(std::size_t document) const { return chosen_.empty() || chosen_[document]; }
  std::size_t row(std::size_t recent) const { return snapshot_.first_recent + recent; }

  // Of all documents of five years, whichever are chosen.
  void count_combinations() {
    const auto bounds = trends::quarter_bounds(snapshot_.as_of);
    std::size_t year = kYears - 1;
    for (std::size_t i = snapshot_.end_recent; i-- > 0;) {
      const std::int32_t day = corpus_.documents[i].day;
      while (day < begin_of(bounds, year)) {
        if (year == 0) return combinations_.settle();
        --year;
      }
      combinations_.add(year, corpus_.fields_of(i));
    }
    combinations_.settle();
  }

  static std::int32_t begin_of(std::span<const std::int32_t> bounds, std::size_t year) {
    return bounds[trends::kPastQuarters - trends::kTrendQuarters + year * trends::kQuartersPerYear];
  }

  void mark_atypical() {
    std::vector<double> all;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (!counts(row(i))) continue;
      ++out_.examined;
      found_[i].novelty = combinations_.measure(kYears - 1, corpus_.fields_of(row(i)));
      if (found_[i].novelty) all.push_back(found_[i].novelty->novelty);
    }
    out_.with_pairs = all.size();
    if (all.empty()) return;
    const auto tail =
        all.begin() + static_cast<std::ptrdiff_t>(kOddTail * static_cast<double>(all.size() - 1));
    std::ranges::nth_element(all, tail);
    out_.threshold = std::min(*tail, kLeastOdd);
    for (Found& one : found_) {
      if (one.novelty && one.novelty->novelty <= out_.threshold) one.signs |= kAtypical;
    }
  }

  std::uint16_t label_of(taxonomy::NodeIndex node) const {
    const auto labels = file_.labels();
    const auto found = std::ranges::lower_bound(labels, workspace_.taxonomy->node(node).id);
    const bool there = found != labels.end() && *found == workspace_.taxonomy->node(node).id;
    return static_cast<std::uint16_t>(there ? found - labels.begin()
                                            : labels.end() - labels.begin());
  }

  void mark_meetings(std::span<const ConvergingPair> meetings) {
    for (const ConvergingPair& pair : meetings) {
      const std::uint16_t first = label_of(pair.first), second = label_of(pair.second);
      for (std::size_t i = 0; i < found_.size(); ++i) {
        const auto labels = corpus_.labels_of(row(i));
        const auto has = [&](auto label) {
          return std::ranges::find(labels, label) != labels.end();
        };
        if (counts(row(i)) && has(first) && has(second)) found_[i].signs |= kFirstMeeting;
      }
    }
  }

  // Each route's documents, and those of all routes of its subfield.
  void mark_routes() {
    std::map<std::uint16_t, std::uint32_t> documents;
    for (std::size_t i = 0; i < found_.size(); ++i)
      for (const std::uint16_t label : corpus_.labels_of(row(i))) ++documents[label];
    std::map<std::string_view, std::uint32_t> of_subfield;
    for (const auto& [label, count] : documents) {
      if (const auto subfield = subfield_of_route(label); !subfield.empty())
        of_subfield[subfield] += count;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (!counts(row(i))) continue;
      for (const std::uint16_t label : corpus_.labels_of(row(i))) {
        const auto subfield = subfield_of_route(label);
        if (subfield.empty() || of_subfield[subfield] < kEnoughNamings) continue;
        if (documents[label] > kMinority * of_subfield[subfield]) continue;
        found_[i].signs |= kMinorityRoute;
        found_[i].route = label;
      }
    }
  }

  // "" for what is no route of the workspace's scheme.
  std::string_view subfield_of_route(std::uint16_t label) const {
    const std::string_view name = file_.labels()[label];
    const taxonomy::NodeIndex node = workspace_.taxonomy->find(name);
    if (node == taxonomy::kNoNode) return {};
    const taxonomy::Node& route = workspace_.taxonomy->node(node);
    if (route.level != taxonomy::Level::kRoute || route.scheme != workspace_.config.scheme)
      return {};
    return name.substr(0, name.rfind('.'));
  }

  void mark_terms() {
    for (const std::uint32_t candidate : weak_.candidates) {
      for (const std::uint32_t document : snapshot_.documents_of(candidate)) {
        found_[document].signs |= kWeakTerm;
        if (found_[document].term == trends::kNoPhrase) found_[document].term = candidate;
      }
    }
  }

  // Two signs, or one and a label that may be the second.
  Status read() {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < found_.size(); ++i)
      if (found_[i].signs != 0) order.push_back(i);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) {
      const Found& one = found_[i];
      return std::tuple(-std::popcount(one.signs), one.novelty ? one.novelty->novelty : 0.0);
    });
    if (order.size() > kMostRead) order.resize(kMostRead);
    std::map<DocumentNumber, std::uint32_t> places;
    std::vector<DocumentNumber> numbers;
    for (const std::uint32_t i : order) {
      numbers.push_back(corpus_.documents[row(i)].number);
      places.emplace(numbers.back(), i);
    }
    std::ranges::sort(numbers);
    auto stored = store_.get(numbers);
    if (!stored) return fail(stored.error());
    for (store::StoredDocument& one : *stored) {
      Found found = found_[places[one.number]];
      if (is_uncertain(one)) found.signs |= kUncertain;
      if (std::popcount(found.signs) >= kLeastSigns) add(std::move(one), found);
    }
    return {};
  }

  bool is_uncertain(const store::StoredDocument& stored) const {
    float surest = 0;
    for (const Label& label : stored.labels) {
      const taxonomy::NodeIndex node = workspace_.taxonomy->find(label.node);
      if (node == taxonomy::kNoNode) continue;
      const taxonomy::Node& known = workspace_.taxonomy->node(node);
      if (known.level == taxonomy::Level::kSubfield && known.scheme == workspace_.config.scheme)
        surest = std::max(surest, label.probability);
    }
    return surest >= kUncertainFrom && surest <= kUncertainTo;
  }

  void add(store::StoredDocument stored, const Found& found) {
    OddDocument out;
    out.stored = std::move(stored);
    out.signs = found.signs;
    out.novelty = found.novelty;
    if (found.novelty) {
      out.first_code = file_.fields()[found.novelty->oddest.first];
      out.second_code = file_.fields()[found.novelty->oddest.second];
    }
    if ((found.signs & kWeakTerm) != 0)
      out.term = std::string(corpus_.text_of(snapshot_.candidates[found.term].phrase));
    if ((found.signs & kMinorityRoute) != 0) out.route = file_.labels()[found.route];
    out_.documents.push_back(std::move(out));
  }

  const Workspace& workspace_;
  const PhraseFile& file_;
  const trends::PhraseCorpus& corpus_;
  const store::Store& store_;
  const WeakTerms& weak_;
  const trends::Snapshot& snapshot_;
  std::span<const bool> chosen_;
  trends::Combinations combinations_;
  std::vector<Found> found_;  // by recent document
  OddDocuments out_;
};

}  // namespace

Result<OddDocuments> find_odd_documents(const Workspace& workspace, const PhraseFile& file,
                                        const store::Store& store, const WeakTerms& weak,
                                        std::span<const ConvergingPair> meetings,
                                        std::span<const bool> chosen, std::size_t limit) {
  return Finder(workspace, file, store, weak, chosen).run(meetings, limit);
}

}  // namespace horizon::pipeline
