// Which terms and topics are emerging, as seen on a day?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "trends/emergence/measure.h"

namespace horizon::pipeline {

// Below so many documents in a year growth ranks terms no better than chance.
inline constexpr std::uint64_t kEnoughDocumentsAYear = 6000;

struct EmergingOptions {
  Day as_of{};
  std::size_t limit = 50;
  std::string topic;     // only documents with this label (a node's id); "none": without any
  bool alone = false;    // rank by a term's own trend and burst: what rises by itself
  std::string language;  // "zh", "en": terms in ideographs, or without any; empty: all
  // The phrase tables as they were last made, even if the store has changed since: for readers that
  // must neither write nor take minutes. kNotFound if there are none.
  bool as_kept = false;
  bool history = true;  // grade the lists of earlier years, see whether terms were listed before
};

struct EmergingTerm {
  std::string term;    // as most documents write it
  std::string folded;  // as it is compared
  bool chinese = false;
  bool lead = true;                  // of a topic; else `topic` is the lead that it goes with
  std::string topic;                 // the lead, folded; its own form if it is one
  std::vector<std::string> related;  // of a lead: what goes with it, folded, at most five
  trends::EmergenceVector vector;
  double score = 0;
  double q_value = 1;
  bool replicated = false;
  std::optional<std::uint32_t> listed_before;  // in so many of the lists of the last two quarters
  std::string field;                           // the commonest code of its documents
  std::string node;  // the subfield that most of its labelled documents have; empty: outside all
  double node_share = 0;  // of its documents
};

// How a list of an earlier day fared.
struct PastList {
  Day as_of{};
  std::size_t listed = 0;
  std::size_t doubled = 0;  // of these, the record of five years doubled within 36 months
  double base_rate = 0;     // of all names that passed the gate
};

struct EmergingReport {
  Day as_of{};
  std::vector<EmergingTerm> terms;  // best first: leads of topics, then the rest
  std::uint64_t documents = 0;      // of the last four quarters
  // Of the 20 quarters that trend and record are of, those without any document: a rise cannot be
  // told from a beginning of the data.
  std::size_t empty_quarters = 0;
  std::uint64_t undated = 0;  // left out: no date, or a year alone
  std::size_t candidates = 0, names = 0, passed = 0;
  std::optional<Day> data_from, data_until;
  std::vector<PastList> past;
};

// Reads the workspace's phrase tables (making them if the store has changed), nothing else but the
// texts of documents with the terms listed. An empty store gives an empty report.
Result<EmergingReport> find_emerging(const Workspace& workspace, const EmergingOptions& options,
                                     const JobContext& context);

}  // namespace horizon::pipeline
