// One issue of the digest as plain values. Every format and both languages are rendered from the
// same Issue, so their numbers cannot differ; nothing in it depends on a language or a format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "taxonomy/taxonomy.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::digest {

using taxonomy::Names;

// A document as evidence. Its texts are foreign: every renderer escapes them.
struct EvidenceItem {
  std::string id;
  std::string title;
  std::string url;  // linked only if http or https
  Kind kind = Kind::kOther;
  std::string language;  // of the title, BCP 47
  std::string source;
  std::optional<PartialDate> published;
  std::optional<Day> first_seen;
  std::vector<std::string> nodes;  // subfields it is labelled with; shown for new documents
};

// What came in. New: first seen in the seven days up to as_of.
struct CoverageRow {
  std::string source;
  std::string language;
  Kind kind = Kind::kOther;
  std::uint64_t new_documents = 0;
  std::uint64_t total_documents = 0;
};

struct SourceFailure {
  std::string source;
  std::string reason;  // one line
  std::optional<Day> last_success;
};

struct Coverage {
  std::vector<CoverageRow> rows;
  std::uint64_t undated = 0;      // documents without a date: searchable, in no series
  std::uint64_t quarantined = 0;  // records that could not be read
  std::vector<SourceFailure> failures;
};

struct NodeRef {
  std::string id;
  Names name;
  taxonomy::Stage stage = taxonomy::Stage::kNone;
};

// Confidence in a finding's evidence (not the probability of any event), by one rule:
//  high      n >= 50, and the direction is the same in two or more kinds of document and in two or
//            more languages or sources;
//  moderate  n >= 20, and it is the same in two or more kinds, languages or sources;
//  low       otherwise, and whenever a kind, language or source points the other way.
// Only strata with 10 or more recent documents are asked.
enum class ConfidenceLevel : std::uint8_t { kLow, kModerate, kHigh };

struct Agreement {
  std::size_t asked = 0;  // strata with 10 or more recent documents
  std::size_t agree = 0;  // of those, ratio on the finding's side of 1
};

struct Confidence {
  ConfidenceLevel level = ConfidenceLevel::kLow;
  std::uint64_t documents = 0;
  Agreement kinds;
  Agreement languages;
  Agreement sources;
};

// What would end the verdict.
struct Reversal {
  // A later window of the same exposure, set against the same earlier window, would have to hold
  // at most (rising) or at least (falling) this many documents for the interval to include 1.
  std::uint64_t documents = 0;
  std::vector<Kind> silent_kinds;  // kinds with fewer than 10 recent documents: could disagree
};

struct Headline {
  NodeRef node;
  NodeRef domain;
  trends::Growth growth;
  double q_value = 1;
  std::vector<trends::Point> spark;  // up to 12 periods, oldest first
  Confidence confidence;
  Reversal reversal;
  std::vector<EvidenceItem> evidence;  // 0 to 5
};

struct MovementRow {
  NodeRef node;
  trends::Growth growth;
  bool tested = false;
  double q_value = 1;   // 1 if not tested
  bool passed = false;  // rising or falling with q within the limit
};

struct MovementGroup {
  NodeRef domain;
  std::vector<MovementRow> rows;
};

// A period's rate against the subfield's own earlier periods, at most 24 and at least 4 of them:
// z = (y - E r) / sqrt(phi E r (1 + E/E')), r = y'/E' being the earlier rate and phi >= 1 the
// earlier periods' Pearson dispersion.
struct HeatCell {
  std::uint64_t count = 0;
  std::uint64_t exposure = 0;
  std::optional<double> z;  // nullopt: fewer than 5 documents, no exposure or no history
  bool few = false;         // fewer than 5 documents
  bool complete = false;
};

struct HeatRow {
  NodeRef node;
  std::uint64_t recent = 0;  // documents in the recent window
  std::vector<HeatCell> cells;
};

struct HeatGroup {
  NodeRef domain;
  std::vector<HeatRow> rows;
};

struct HeatMap {
  std::vector<Period> periods;  // up to 12, oldest first
  std::vector<HeatGroup> groups;
};

// Documents that name a route, in both windows. One that names several counts for each.
struct RouteCount {
  NodeRef route;
  std::uint64_t recent = 0;
  std::uint64_t previous = 0;
};

// How many of `documents` name no route: exact if lower == upper; else only the bounds that the
// single routes' counts leave are known.
struct Unassigned {
  std::uint64_t documents = 0;
  std::uint64_t lower = 0;
  std::uint64_t upper = 0;
};

struct RoutePanel {
  NodeRef node;
  std::vector<RouteCount> routes;  // in the taxonomy's order
  Unassigned recent;
  Unassigned previous;
};

struct Windows {
  trends::Window recent;  // tally: all documents
  trends::Window previous;
};

struct Issue {
  Period week;  // ISO week of as_of
  Day as_of{};
  std::optional<Day> data_from;
  std::optional<Day> data_until;
  Granularity granularity = Granularity::kMonth;
  std::string scheme;
  Names scheme_name;
  std::string scheme_version;
  std::string generator;  // "horizon 0.1.0"
  Coverage coverage;
  Windows windows;
  trends::LeftOut left_out;  // of all documents
  std::size_t subfields = 0;
  std::size_t tested = 0;  // m: the family that the q-values correct for
  double q_limit = 0.05;
  std::size_t rising = 0;  // passed; the headlines are some of them
  std::size_t falling = 0;
  std::vector<Headline> headlines;
  std::vector<MovementGroup> movement;
  HeatMap heat;
  std::vector<RoutePanel> routes;
  std::vector<EvidenceItem> fresh;  // first seen within the week, newest first, at most 10
};

}  // namespace horizon::digest
