// Who drives a topic: countries, cities, organisations, counted in fractions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/concentration.h"
#include "trends/growth.h"
#include "trends/series.h"
#include "who/directory.h"

namespace horizon::pipeline {

enum class ActorKind : std::uint8_t { kCountry, kCity, kOrganisation };

struct ActorRequest {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  ActorKind by = ActorKind::kOrganisation;
  std::string sector;   // organisations of this sector only: "company"; "" = all
  std::string country;  // those of this country only: "CN"; "" = all
  trends::SeriesOptions series;
  std::size_t window = 0;  // periods; 0: the default of the granularity
};

// What is known of an actor besides its figures.
struct Actor {
  std::string id;                      // "CN"; "CN/Shanghai"; "org:tsinghua", "name:..."
  std::string en, zh;                  // names; zh may be empty
  std::string country;                 // of a city or an organisation; may be empty
  std::string sector;                  // of an organisation; may be empty
  std::vector<std::string> spellings;  // as sent, up to three, the first met first
  trends::ActorWeight weight;
};

struct ActorReport {
  trends::Window recent, previous;  // tally: the topic's documents and all documents
  bool compared = false;            // there are two windows
  std::uint64_t named = 0;          // recent documents that name an actor (of the asked kind)
  std::uint64_t previous_named = 0;
  std::vector<Actor> actors;  // by id
  trends::Concentration concentration;
  trends::LeftOut left_out;
};

// Each document is split evenly over the actors that it names; those that name none are left out
// of the shares, and counted. An organisation is a newcomer to the topic if no document of the
// store shows it there before the recent window.
Result<ActorReport> measure_actors(const Workspace& workspace, const store::Store& store,
                                   const who::Directory& directory, const ActorRequest& request);
// Countries and organisations of one question (its `by` counts for nothing) in one pass over the
// documents, which is what takes the time.
struct ActorReports {
  ActorReport countries, organisations;
};
Result<ActorReports> measure_countries_and_organisations(const Workspace& workspace,
                                                         const store::Store& store,
                                                         const who::Directory& directory,
                                                         const ActorRequest& request);

}  // namespace horizon::pipeline
