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
#include "digest/annex.h"
#include "taxonomy/taxonomy.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::digest {

// How what came in compares with the weeks before.
enum class Light : std::uint8_t {
  kUnknown,  // too few weeks to compare with
  kNormal,
  kUnusual,  // outside the usual range
  kSilent,   // nothing, where there usually is something
};

// What came in. New: first seen since the issue before, or in the seven days up to as_of.
struct CoverageRow {
  std::string source;
  std::string language;
  Kind kind = Kind::kOther;
  std::uint64_t new_documents = 0;
  std::uint64_t total_documents = 0;
  // Of the 13 weeks before, those since the source first delivered, without the highest and the
  // lowest; none with fewer than four.
  std::optional<std::uint64_t> usual_low = {}, usual_high = {};
  Light light = Light::kUnknown;
};

struct SourceFailure {
  std::string source;
  std::string reason;  // one line
  std::optional<Day> last_success;
};

// A source whose next visit was due before the issue, and that was not visited.
struct LateSource {
  std::string source;
  Day due{};
};

struct Coverage {
  std::vector<CoverageRow> rows;
  std::uint64_t undated = 0;      // documents without a date: searchable, in no series
  std::uint64_t quarantined = 0;  // records that could not be read
  std::vector<SourceFailure> failures;
  std::vector<LateSource> late;
  std::vector<Kind> not_connected;  // papers, patents, news of which no document ever came
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

// A route's share of the documents that name one.
struct RouteShift {
  NodeRef route;
  double previous = 0, recent = 0;
};

// Where evidence and policy stage do not fit together: a question for the experts.
enum class Question : std::uint8_t {
  kRisingUnlisted,  // rising, and no stage names it
  kRisingEarly,     // rising, and patented, while the policy only lays it out
  kFallingLate,     // falling, while the policy expands or accelerates it
};

// Why a finding matters for its domain and policy stage, as far as figures tell.
struct Significance {
  // Its place among the subfields of the domain that moved the same way, by the bound next to 1.
  std::size_t rank = 0, of = 0;
  double share = 0;           // of the domain's recent documents those of this subfield
  double previous_share = 0;  // likewise before
  // The route that gained most in share and the one that lost most, if five points or more.
  std::optional<RouteShift> gained, lost;
  std::vector<Question> questions;
};

struct Headline {
  Change change = Change::kNew;
  std::optional<Period> since_issue;             // the issue in which it came above the line
  std::optional<trends::Estimate> issued_ratio;  // as issued the week before
  std::optional<std::uint64_t> issued_count;
  NodeRef node;
  NodeRef domain;
  Significance significance;
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
  Period week;                 // ISO week of as_of
  Day as_of{};                 // its last day, unless it was issued earlier
  bool draft = false;          // shown, not issued: nothing compares with it
  std::uint64_t sequence = 0;  // the store's, that was read
  std::optional<Day> data_from;
  std::optional<Day> data_until;
  Granularity granularity = Granularity::kMonth;  // of the windows
  std::string scheme;
  Names scheme_name;
  std::string scheme_version;
  std::string generator;  // "Horizon 0.1.0"
  Coverage coverage;
  Windows windows;
  trends::LeftOut left_out;  // of all documents
  std::size_t subfields = 0;
  std::size_t tested = 0;  // m: the family that the q-values correct for
  double q_limit = 0.05;
  std::size_t rising = 0;  // passed; the headlines are some of them
  std::size_t falling = 0;
  std::vector<Headline> headlines;
  Previous previous;
  std::vector<ChangeRow> changes;   // against the issue of the week before, new ones first
  std::vector<Standing> standings;  // all above the line, in the taxonomy's order
  std::vector<MovementGroup> movement;
  HeatMap heat;
  std::vector<RoutePanel> routes;
  std::size_t pairs_tested = 0;
  std::vector<ConvergingFields> convergence;  // at most eight
  std::vector<WeakSignal> weak;               // at most eight
  Emerging emerging;
  std::vector<ActorPanel> actors;
  std::vector<WatchItem> watches;
  std::vector<Grade> scorecard;
  std::vector<Correction> corrections;
  std::vector<EvidenceItem> fresh;  // first seen within the week, newest first, at most 10
};

}  // namespace horizon::digest
