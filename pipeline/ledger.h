// Every list of emerging terms that was published, kept and graded later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/emerging.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// The claim of every flag: within kFutureQuarters after `as_of` the share of the term in four
// quarters reaches twice the best of the five years before, with at least fifteen documents.
struct Flag {
  Day as_of{};     // the list was made with what was published until then
  Day recorded{};  // on this day
  std::size_t rank = 0;
  std::string term, folded;
  std::uint32_t documents = 0;  // of the last four quarters, as it was said
  friend bool operator==(const Flag&, const Flag&) = default;
};

enum class Grade : std::uint8_t {
  kHit,   // the claim came true
  kOpen,  // it may yet
  kMiss,  // its time is over
  kGone,  // the term is no longer in seven documents: they were withdrawn or changed
};

struct GradedFlag {
  Flag flag;
  Grade grade = Grade::kOpen;
  std::optional<double> of_record;      // the best share so far by the record
  std::optional<std::uint32_t> months;  // to the hit
};

struct Scorecard {
  std::vector<GradedFlag> flags;  // by list, then by rank
  std::optional<Day> data_until;
};

// Adds the leads of a report that the ledger does not hold for its day; how many. The ledger is
// ledger.jsonl of the workspace, a line for each flag, none of which is ever changed. kCorrupt
// names the line that is none.
Result<std::size_t> record_flags(const Workspace& workspace, const EmergingReport& report,
                                 Day today);

// An empty card if nothing was ever recorded.
Result<Scorecard> grade_flags(const Workspace& workspace, const JobContext& context);

// The ledger's text to flags; `name` is that of the file, for errors.
Result<std::vector<Flag>> parse_ledger(const std::string& text, const std::string& name);

}  // namespace horizon::pipeline
