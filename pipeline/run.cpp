#include "pipeline/run.h"

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

}  // namespace horizon::pipeline
