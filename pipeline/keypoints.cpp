#include "pipeline/keypoints.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "pipeline/labelled.h"

namespace horizon::pipeline {
namespace {

constexpr std::uint64_t kFewDocuments = 10;
constexpr std::uint64_t kEnoughLocated = 20;
constexpr std::size_t kLeadingRank = 3;
constexpr double kPatented = 0.1;  // patents for each paper

// A document of some subfields in the recent window.
struct Recent {
  DocumentNumber number = 0;
  Kind kind = Kind::kOther;
  std::vector<std::uint32_t> topics;
};

// Documents by place, each split evenly over its places.
class PlaceCounter {
 public:
  void add(const std::set<std::string>& places) {
    if (places.empty()) return;
    ++located_;
    for (const std::string& place : places) {
      trends::ActorWeight& weight = weights_[place];
      weight.id = place;
      weight.recent += 1 / static_cast<double>(places.size());
      ++weight.documents;
    }
  }
  std::uint64_t located() const { return located_; }

  std::vector<PlaceShare> ranking() const {
    std::vector<trends::ActorWeight> weights;
    for (const auto& [id, weight] : weights_) weights.push_back(weight);
    std::vector<PlaceShare> out;
    for (const trends::ActorRank& entry : trends::measure_actors(weights).ranking) {
      const trends::ActorWeight& weight = weights[entry.actor];
      out.push_back({weight.id, entry.rank, entry.share, weight.documents});
    }
    return out;
  }

 private:
  std::map<std::string, trends::ActorWeight> weights_;
  std::uint64_t located_ = 0;
};

PlaceShare share_in(const std::vector<PlaceShare>& ranking, const std::string& id) {
  const auto found = std::ranges::find(ranking, id, &PlaceShare::id);
  if (found != ranking.end()) return *found;
  PlaceShare absent;
  absent.id = id;
  return absent;
}

class KeyPointCounter {
 public:
  KeyPointCounter(const who::Directory& directory, KeyPoints& out)
      : directory_(directory),
        out_(out),
        countries_(out.points.size()),
        cities_(out.points.size()) {}

  void count(const Recent& recent, const Document& document) {
    std::set<std::string> countries, cities;
    for (const Organisation& organisation : document.organisations) {
      const who::Who who = directory_.find(organisation);
      if (!who.country.empty()) countries.insert(who.country);
      if (!who.city.empty()) cities.insert(who.country + '/' + who.city);
    }
    for (const std::uint32_t topic : recent.topics) {
      KeyPoint& point = out_.points[topic];
      point.papers += recent.kind == Kind::kPaper ? 1 : 0;
      point.patents += recent.kind == Kind::kPatent ? 1 : 0;
      point.news += recent.kind == Kind::kNews ? 1 : 0;
      countries_[topic].add(countries);
      cities_[topic].add(cities);
    }
  }

  void finish(const Focus& focus) {
    for (std::size_t i = 0; i < out_.points.size(); ++i) {
      KeyPoint& point = out_.points[i];
      const std::vector<PlaceShare> countries = countries_[i].ranking();
      point.located = countries_[i].located();
      point.cities = cities_[i].located();
      if (!countries.empty()) point.leader = countries.front();
      point.country = share_in(countries, focus.country);
      point.city = share_in(cities_[i].ranking(), focus.country + '/' + focus.city);
    }
  }

 private:
  const who::Directory& directory_;
  KeyPoints& out_;
  std::vector<PlaceCounter> countries_, cities_;
};

}  // namespace

std::string_view to_string(Disagreement disagreement) {
  switch (disagreement) {
    case Disagreement::kRisingUnlisted:
      return "rising-unlisted";
    case Disagreement::kRisingEarly:
      return "rising-early";
    case Disagreement::kFallingLate:
      return "falling-late";
    case Disagreement::kThin:
      return "thin";
    case Disagreement::kForeignLead:
      return "foreign-lead";
    case Disagreement::kAbsentHere:
      return "absent-here";
  }
  return "";
}

std::vector<Disagreement> disagreements(const KeyPoint& point, taxonomy::Stage stage) {
  std::vector<Disagreement> found;
  const bool pushed = stage == taxonomy::Stage::kExpand || stage == taxonomy::Stage::kAccelerate;
  const bool rising = point.topic.verdict == trends::Verdict::kRising;
  const auto recent = point.topic.growth.recent.tally.count;
  if (rising && stage == taxonomy::Stage::kNone) found.push_back(Disagreement::kRisingUnlisted);
  if (rising && stage == taxonomy::Stage::kLayOut && point.patents >= kFewDocuments &&
      static_cast<double>(point.patents) >= kPatented * static_cast<double>(point.papers))
    found.push_back(Disagreement::kRisingEarly);
  if (!pushed) return found;
  if (point.topic.verdict == trends::Verdict::kFalling) found.push_back(Disagreement::kFallingLate);
  if (recent < kFewDocuments) found.push_back(Disagreement::kThin);
  if (point.located >= kEnoughLocated &&
      (point.country.rank == 0 || point.country.rank > kLeadingRank))
    found.push_back(Disagreement::kForeignLead);
  if (point.cities >= kEnoughLocated && point.city.rank == 0)
    found.push_back(Disagreement::kAbsentHere);
  return found;
}

Result<KeyPoints> measure_keypoints(const Workspace& workspace, const store::Store& store,
                                    const who::Directory& directory,
                                    const trends::SeriesOptions& options, const Focus& focus) {
  auto overview = measure_all(workspace, store, options);
  if (!overview) return fail(overview.error());
  KeyPoints out;
  out.tested = overview->tested;
  std::vector<std::string> ids;
  for (const TopicGrowth& topic : overview->topics) {
    ids.push_back(workspace.taxonomy->node(topic.node).id);
    out.points.push_back({});
    out.points.back().topic = topic;
  }
  std::vector<Recent> recent;
  HORIZON_TRY(store.each_labelled(ids, [&](const store::LabelledDocument& document) {
    if (!is_counted(document, options)) return Status();
    Recent one{document.number, document.kind, {}};
    for (const std::uint32_t topic : document.nodes) {
      const trends::Window& window = out.points[topic].topic.growth.recent;
      if (lies_in(document.published->day, window)) one.topics.push_back(topic);
    }
    if (!one.topics.empty()) recent.push_back(std::move(one));
    return Status();
  }));
  std::vector<DocumentNumber> numbers;
  for (const Recent& one : recent) numbers.push_back(one.number);
  KeyPointCounter counter(directory, out);
  std::size_t next = 0;
  HORIZON_TRY(
      store.each_with_organisations(numbers, [&](DocumentNumber number, const Document& document) {
        while (recent[next].number != number) ++next;
        counter.count(recent[next], document);
        return Status();
      }));
  counter.finish(focus);
  for (KeyPoint& point : out.points)
    point.questions = disagreements(point, workspace.taxonomy->node(point.topic.node).stage);
  return out;
}

}  // namespace horizon::pipeline
