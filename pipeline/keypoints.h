// Every subfield side by side: what the documents say beside what the policy says, and where the
// two disagree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/trend.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/concentration.h"
#include "who/directory.h"

namespace horizon::pipeline {

// Where evidence and policy stage do not fit together. Each is a question, not an answer.
enum class Disagreement : std::uint8_t {
  kRisingUnlisted,  // rising, and no stage names it
  kRisingEarly,     // rising, and patented, while the policy only lays it out
  kFallingLate,     // falling, while the policy expands or accelerates it
  kThin,            // the policy expands or accelerates it, but hardly a document is there
  kForeignLead,     // expanded or accelerated, and the focus country stands behind the third place
  kAbsentHere       // expanded or accelerated, and no document names the focus city
};
std::string_view to_string(Disagreement disagreement);  // "rising-unlisted", ...

// A place's part of a subfield's recent documents that name a place at all.
struct PlaceShare {
  std::string id;        // "CN"; "CN/Shanghai"
  std::size_t rank = 0;  // 0: not there
  trends::Estimate share;
  std::uint64_t documents = 0;
};

struct KeyPoint {
  TopicGrowth topic;
  std::uint64_t papers = 0, patents = 0, news = 0;  // in the recent window
  std::uint64_t located = 0;                        // recent documents that name a country
  std::uint64_t cities = 0;                         // or a city
  std::optional<PlaceShare> leader;                 // the first country
  PlaceShare country, city;                         // the focus places
  std::vector<Disagreement> questions;
};

struct KeyPoints {
  std::vector<KeyPoint> points;  // in the taxonomy's order
  std::size_t tested = 0;        // as of an Overview
};

// The places that the committee is about.
struct Focus {
  std::string country = "CN";
  std::string city = "Shanghai";
};

Result<KeyPoints> measure_keypoints(const Workspace& workspace, const store::Store& store,
                                    const who::Directory& directory,
                                    const trends::SeriesOptions& options, const Focus& focus = {});

// The questions that a subfield's figures raise; pure.
std::vector<Disagreement> disagreements(const KeyPoint& point, taxonomy::Stage stage);

}  // namespace horizon::pipeline
