// The parts of an issue that stand behind its headlines: what changed since the issue before, what
// is watched, and the findings of the other analyses. Plain values, as in issue.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "taxonomy/taxonomy.h"
#include "trends/growth.h"
#include "trends/statistics.h"

namespace horizon::digest {

using taxonomy::Names;

// A document as evidence. Its texts are foreign: every renderer escapes them.
struct EvidenceItem {
  std::string id = {};
  std::string title = {};
  std::string url = {};  // linked only if http or https
  Kind kind = Kind::kOther;
  std::string language = {};  // of the title, BCP 47
  std::string source = {};
  std::optional<PartialDate> published = {};
  std::optional<Day> first_seen = {};
  std::vector<std::string> nodes = {};  // subfields it is labelled with; shown for new documents
};

struct NodeRef {
  std::string id = {};
  Names name = {};
  taxonomy::Stage stage = taxonomy::Stage::kNone;
};

// --- what changed ---

// A subfield is above the line if it passed the test (q within the limit, interval clear of 1), and
// stays there until q exceeds twice the limit or the interval reaches 1: what hovers at the limit
// shall not come and go each week.
enum class Change : std::uint8_t {
  kNew,        // above the line, and not in the issue before
  kUp,         // above in both; the bound next to 1 rose by a quarter since it was last told
  kDown,       // it fell by a fifth since then
  kConfirmed,  // above in both, told in the issue before, and about as it was told
  kHolds,      // above in both, told earlier or not yet, and without a change
  kDropped,    // above in the issue before, and no longer
};

struct ChangeRow {
  Change change = Change::kNew;
  NodeRef node = {};
  bool rising = true;                          // direction above the line
  std::optional<Period> since = {};            // week of the issue in which it came above the line
  std::uint64_t documents = 0;                 // recent, now
  std::optional<trends::Estimate> ratio = {};  // now
  std::optional<double> q_value = {};          // now
  std::optional<std::uint64_t> issued_count = {};  // the same as issued the week before
  std::optional<trends::Estimate> issued_ratio = {};
  std::optional<double> issued_q = {};
  bool headline = false;  // told above, at length
};

// What an issue remembers of a subfield above the line, for those after it.
struct Standing {
  std::string node = {};
  bool rising = true;
  Period since = {};                // week of the issue in which it came above the line
  std::uint32_t issues = 1;         // running, this one included
  std::optional<Period> told = {};  // week of the issue that had it as a headline last
  // The bound next to 1 as it was told last; until then as it was first seen above the line.
  double bound = 1;
};

// The issue of the week before, as it was issued.
struct Previous {
  Period week = {};
  bool issued = false;  // false: there is none, and nothing is compared
  std::optional<Day> as_of = {};
};

// --- what is watched ---

enum class WatchKind : std::uint8_t { kTopic, kQuery, kMilestone };

// Somebody's standing question. A milestone is an event that is expected by a day, with the query
// that would show it.
struct WatchItem {
  std::string id = {};    // stable, of the workspace
  std::string name = {};  // as its owner wrote it
  std::string owner = {};
  WatchKind kind = WatchKind::kQuery;
  std::string query = {};             // in the language of index/query/ast.h; "" for a topic
  std::string node = {};              // id of the topic; "" for a query
  std::uint64_t threshold = 1;        // fresh documents from which it is reached
  std::uint64_t fresh_documents = 0;  // that match, first seen since the last issue
  std::optional<Day> due = {};        // of a milestone
  bool reached = false;
  std::vector<EvidenceItem> evidence = {};  // at most five, newest first
};

// --- the other analyses ---

// Two subfields with documents in common, more than chance would bring.
struct ConvergingFields {
  NodeRef first = {}, second = {};
  bool across_domains = false;
  std::uint64_t both = 0, previous_both = 0;  // documents in the windows
  trends::Estimate lift = {};                 // times as often as by chance, recent window
  std::optional<trends::Estimate> previous_lift = {};
  std::optional<trends::Estimate> change = {};  // recent lift over the previous one
  std::optional<double> q_value = {};           // of the change, over all pairs tested
};

// Low confidence by design: too few documents for a test.
enum class WeakKind : std::uint8_t {
  kRoute,        // a technology route of 3 to 9 recent documents, at twice its rate or more
  kCombination,  // subfields of different domains that never met before, 2 to 4 documents
};
struct WeakSignal {
  WeakKind kind = WeakKind::kRoute;
  NodeRef node = {};
  NodeRef other = {};  // the second one of a combination; else the subfield of the route
  std::uint64_t recent = 0, previous = 0;
  trends::Estimate ratio = {};  // of rates; of a combination its lift
};

struct EmergingEntry {
  std::string term = {};                        // as most documents write it; foreign text
  std::string language = {};                    // of the term
  std::uint64_t documents = 0;                  // last four quarters
  std::optional<trends::Estimate> growth = {};  // against the four quarters before
  std::optional<Day> known_since = {};          // its fifth document
  std::optional<std::uint32_t> listed_before =
      {};                            // in so many of the lists of the last two quarters
  std::optional<NodeRef> node = {};  // of most of its documents; nullopt: outside the taxonomy
  bool fresh = false;                // not in the list of the issue before
};

// How the lists of terms of earlier years fared.
struct PastTerms {
  Day as_of{};
  std::uint64_t listed = 0, doubled = 0;
  double base_rate = 0;
};

enum class Computed : std::uint8_t {
  kYes,
  kTooFewDocuments,  // below what the method needs
  kTooCostly,        // its tables are not there, and would take longer than an issue may
};

struct Emerging {
  Computed computed = Computed::kTooFewDocuments;
  std::uint64_t documents = 0;  // of the last four quarters
  std::uint64_t tested = 0;     // terms that were ranked
  std::vector<EmergingEntry> terms = {};
  std::vector<std::string> gone = {};  // in the list of the issue before, and no longer
  std::vector<PastTerms> past = {};
};

struct ActorEntry {
  std::string id = {};
  Names name = {};
  std::string country = {};  // ISO 3166-1 alpha-2
  std::uint64_t documents = 0;
  trends::Estimate share = {};
  bool newcomer = false;
};

// Who is behind a subfield's recent documents.
struct ActorPanel {
  NodeRef node = {};
  std::uint64_t documents = 0;  // recent
  std::uint64_t named = 0;      // of these, naming an organisation
  std::uint64_t organisations = 0, newcomers = 0;
  double top5 = 0;                            // share of the five with most
  std::vector<ActorEntry> leaders = {};       // up to three, most first
  std::vector<ActorEntry> newcomers_in = {};  // up to three of the newcomers, most first
};

// Subfields above the line in the issue of so many weeks ago, and all that were tested then, graded
// by what has become of them.
struct Grade {
  Period week = {};  // of the issue that is graded
  std::uint32_t weeks = 0;
  bool rising = true;  // those that rose, graded by "not lower than then"; else those that fell
  std::uint64_t claims = 0, held = 0;
  std::uint64_t all = 0, all_held = 0;  // every tested subfield, by the same rule
};

// A figure of the issue before that comes out otherwise today, from the same windows.
struct Correction {
  NodeRef node = {};
  Period week = {};  // of the issue that is corrected
  std::uint64_t issued = 0, now = 0;
};

}  // namespace horizon::digest
