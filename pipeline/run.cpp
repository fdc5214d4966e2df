#include "pipeline/run.h"

#include <sys/resource.h>

namespace horizon::pipeline {

void Tally::count(store::Outcome outcome) {
  switch (outcome) {
    case store::Outcome::kAdded:
      ++added;
      break;
    case store::Outcome::kUpdated:
      ++updated;
      break;
    case store::Outcome::kJoined:
      ++joined;
      break;
    case store::Outcome::kUnchanged:
      ++unchanged;
      break;
  }
}

void Tally::add(const Tally& other) {
  added += other.added;
  updated += other.updated;
  joined += other.joined;
  unchanged += other.unchanged;
  quarantined += other.quarantined;
}

void give_way() {
  constexpr int kPoliteness = 5;
  if (::getpriority(PRIO_PROCESS, 0) < kPoliteness) {
    static_cast<void>(::setpriority(PRIO_PROCESS, 0, kPoliteness));
  }
}

}  // namespace horizon::pipeline
