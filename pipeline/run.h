// What every long job gets from its caller, and what it gives back.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "store/store.h"

namespace horizon::pipeline {

// How far a job is. Told after each stored batch, from any thread but never from two at once.
struct Progress {
  std::string what;             // "papers.jsonl.gz", "arxiv-cs", "labels", "index"
  std::uint64_t documents = 0;  // processed in this job
  double fraction = -1;         // 0..1; negative: not known
};

struct JobContext {
  const Clock& clock;
  std::function<void(const Progress&)> progress = [](const Progress&) {};
  // Set by a signal: the job finishes what it has begun, stores it, and returns.
  const std::atomic<bool>* stop = nullptr;

  bool stopped() const { return stop != nullptr && stop->load(); }
};

struct Tally {
  std::uint64_t added = 0, updated = 0, joined = 0, unchanged = 0, quarantined = 0;

  std::uint64_t records() const { return added + updated + joined + unchanged + quarantined; }
  void count(store::Outcome outcome);
  void add(const Tally& other);
};

// For a process that does such a job: whoever waits for an answer of the query page is served first
// (nice value 5 at least, setpriority(2)). Where nobody does, it costs nothing.
void give_way();

}  // namespace horizon::pipeline
