// One source's part in a scan: its harvest, step by step, each page handed on with its place.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"
#include "pipeline/page_store.h"
#include "pipeline/run.h"
#include "pipeline/time_zone.h"

namespace horizon::pipeline {

enum class SourceState { kHarvested, kNotDue, kDisabled, kFailed, kPostponed, kEnded };

struct SourceReport {
  std::string source;
  SourceState state = SourceState::kHarvested;
  Tally tally;
  std::uint64_t pages = 0;
  std::string message;  // why it failed, waits or is not due
};

// When a source is due again; nullopt: now. Meta keys are the scan's own.
Result<std::optional<Instant>> due_at(const store::Store& store, const crawler::Source& source);

// Failures in a row, and when the last of them was.
struct SourceFailures {
  int count = 0;
  Instant last{};
};
Result<SourceFailures> failures_of(const store::Store& store, const std::string& source);
// When it was last harvested to its end; nullopt: never.
Result<std::optional<Instant>> harvested_at(const store::Store& store, const std::string& source);

// Why the source will not be asked any more (it answered 410); empty if it goes on.
Result<std::string> ended(const store::Store& store, const crawler::Source& source);

struct SourceScanOptions {
  bool named = false;    // by the user: harvested although it is disabled, ended or not due
  bool restart = false;  // forget its place
  std::filesystem::path downloads;
  std::filesystem::path root;  // of the workspace
  // A pause that a source asks for is waited up to this long, and so many times in a row; longer
  // ones postpone the source to a later scan.
  std::chrono::milliseconds longest_wait{60'000};
  int max_waits = 3;
  std::optional<TimeZone> zone = {};  // of calendars; none: sources go by their interval
};

class SourceScan {
 public:
  // What is to be done next.
  struct Step {
    enum class What { kFetch, kContinue, kWait, kDone };
    What what = What::kDone;
    crawler::Request request = {};       // kFetch
    std::chrono::milliseconds pause{0};  // kWait: until then, ask for the step again
  };

  // `number`: of the source in the scan, under which its pages are stored. `before`: the store as
  // it was before the scan.
  SourceScan(std::size_t number, crawler::Source source, SourceScanOptions options,
             const store::Store& before, PageStore& pages, const JobContext& context);

  // What goes wrong with the source is in its report. An error is one of the workspace: the scan
  // ends.
  Result<Step> begin();
  Step step();                                       // after kContinue or kWait
  Step answered(const crawler::Response& response);  // after kFetch
  // After kFetch, without an answer. `paused_until`: when the provider may be asked again.
  Step missed(const Error& error, std::optional<Instant> paused_until);

  // Without the tally, which the PageStore has.
  const SourceReport& report() const { return report_; }

 private:
  Step finish(SourceState state, std::string message);
  Step fail_source(const Error& error);
  Step turn(Result<crawler::Page> page);
  Step wait(const crawler::Page& page);
  void complete(const crawler::Page& page, std::vector<store::Note>& notes);
  void hand_on(crawler::Page page, std::vector<store::Note> notes);
  void note(std::vector<store::Note> notes);
  store::Note due_note(Instant when) const;
  Instant next_time(std::chrono::seconds least) const;

  std::size_t number_ = 0;
  crawler::Source source_;
  SourceScanOptions options_;
  const store::Store& before_;
  PageStore& pages_;
  const JobContext& context_;
  std::unique_ptr<crawler::Harvest> harvest_;
  SourceReport report_;
  int waits_ = 0;  // in a row
};

}  // namespace horizon::pipeline
