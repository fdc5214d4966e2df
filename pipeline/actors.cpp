#include "pipeline/actors.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include "pipeline/labelled.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kSpellings = 3;

// What one document names, by id.
struct Named {
  Actor actor;
  std::string spelling;
};

class ActorCounter {
 public:
  ActorCounter(const ActorRequest& request, const who::Directory& directory, ActorReport& report)
      : request_(request), directory_(directory), report_(report) {}

  void count(const Document& document, bool recent, bool previous) {
    const std::map<std::string, Named> named = named_by(document);
    if (named.empty()) return;
    report_.named += recent ? 1 : 0;
    report_.previous_named += previous ? 1 : 0;
    const double part = 1 / static_cast<double>(named.size());
    for (const auto& [id, one] : named) {
      const auto [place, fresh] = places_.emplace(id, report_.actors.size());
      if (fresh) report_.actors.push_back(one.actor);
      Actor& actor = report_.actors[place->second];
      note_spelling(one.spelling, actor);
      actor.weight.recent += recent ? part : 0;
      actor.weight.previous += previous ? part : 0;
      actor.weight.documents += recent ? 1 : 0;
      actor.weight.earlier += recent ? 0 : 1;
    }
  }

 private:
  std::map<std::string, Named> named_by(const Document& document) const {
    std::map<std::string, Named> named;
    for (const Organisation& organisation : document.organisations) {
      const who::Who who = directory_.find(organisation);
      if (!request_.sector.empty() && who.sector != request_.sector) continue;
      if (!request_.country.empty() && who.country != request_.country) continue;
      Named one{actor_of(who), organisation.name};
      if (!one.actor.id.empty()) named.try_emplace(one.actor.id, std::move(one));
    }
    return named;
  }

  Actor actor_of(const who::Who& who) const {
    Actor actor;
    switch (request_.by) {
      case ActorKind::kCountry: {
        actor.id = who.country;
        const who::Place* const place = directory_.country(who.country);
        actor.en = place != nullptr ? place->en : who.country;
        actor.zh = place != nullptr ? place->zh : "";
        break;
      }
      case ActorKind::kCity:
        if (!who.city.empty()) actor.id = who.country + '/' + who.city;
        actor.en = who.city;
        actor.country = who.country;
        break;
      case ActorKind::kOrganisation:
        actor.id = who.organisation_id;
        actor.en = who.name_en;
        actor.zh = who.name_zh;
        actor.country = who.country;
        actor.sector = who.sector;
        break;
    }
    actor.weight.id = actor.id;
    return actor;
  }

  static void note_spelling(const std::string& spelling, Actor& actor) {
    auto& known = actor.spellings;
    if (known.size() < kSpellings && std::ranges::find(known, spelling) == known.end())
      known.push_back(spelling);
  }

  const ActorRequest& request_;
  const who::Directory& directory_;
  ActorReport& report_;
  std::map<std::string, std::size_t> places_;
};

// The documents of a topic that count, and the time that they are compared in.
struct Material {
  std::vector<DocumentNumber> numbers;
  std::vector<Day> days;  // of each
  ActorReport empty;      // windows and what is left out
};

Result<Material> material_of(const Workspace& workspace, const store::Store& store,
                             const ActorRequest& request) {
  const std::string& topic = workspace.taxonomy->node(request.node).id;
  const auto counts = store.counts(topic);
  if (!counts) return fail(counts.error());
  const auto exposure = store.counts("");
  if (!exposure) return fail(exposure.error());
  const trends::Series series = trends::make_series(*counts, *exposure, request.series);
  trends::GrowthOptions options;
  options.window = request.window;
  const trends::Growth growth = trends::measure_growth(series, options);
  Material material;
  material.empty.left_out = series.left_out;
  material.empty.recent = growth.recent;
  material.empty.previous = growth.previous;
  material.empty.compared = growth.recent.periods > 0;
  const std::vector<std::string> nodes{topic};
  HORIZON_TRY(store.each_labelled(nodes, [&](const store::LabelledDocument& document) {
    if (!is_counted(document, request.series)) return Status();
    const Day day = document.published->day;
    // What lies behind the last complete period is not counted, here as in every comparison.
    if (material.empty.compared && day >= end_of(material.empty.recent.last)) return Status();
    material.numbers.push_back(document.number);
    material.days.push_back(day);
    return Status();
  }));
  return material;
}

Status count_all(const store::Store& store, const Material& material,
                 std::span<ActorCounter> counters) {
  std::size_t next = 0;
  const ActorReport& windows = material.empty;
  return store.each_with_organisations(
      material.numbers, [&](DocumentNumber number, const Document& document) {
        while (material.numbers[next] != number) ++next;
        const Day day = material.days[next];
        for (ActorCounter& counter : counters)
          counter.count(document, lies_in(day, windows.recent), lies_in(day, windows.previous));
        return Status();
      });
}

void rank(ActorReport& report, const ActorRequest& request) {
  std::ranges::sort(report.actors, {}, &Actor::id);
  std::vector<trends::ActorWeight> weights;
  for (const Actor& actor : report.actors) weights.push_back(actor.weight);
  report.concentration = trends::measure_actors(weights, request.series.confidence);
}

}  // namespace

Result<ActorReport> measure_actors(const Workspace& workspace, const store::Store& store,
                                   const who::Directory& directory, const ActorRequest& request) {
  const auto material = material_of(workspace, store, request);
  if (!material) return fail(material.error());
  ActorReport report = material->empty;
  std::array<ActorCounter, 1> counters{ActorCounter(request, directory, report)};
  HORIZON_TRY(count_all(store, *material, counters));
  rank(report, request);
  return report;
}

Result<ActorReports> measure_countries_and_organisations(const Workspace& workspace,
                                                         const store::Store& store,
                                                         const who::Directory& directory,
                                                         const ActorRequest& request) {
  const auto material = material_of(workspace, store, request);
  if (!material) return fail(material.error());
  ActorRequest by_country = request;
  by_country.by = ActorKind::kCountry;
  ActorRequest by_organisation = request;
  by_organisation.by = ActorKind::kOrganisation;
  ActorReports reports{material->empty, material->empty};
  std::array<ActorCounter, 2> counters{
      ActorCounter(by_country, directory, reports.countries),
      ActorCounter(by_organisation, directory, reports.organisations)};
  HORIZON_TRY(count_all(store, *material, counters));
  rank(reports.countries, request);
  rank(reports.organisations, request);
  return reports;
}

}  // namespace horizon::pipeline
