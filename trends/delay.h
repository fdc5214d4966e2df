// How late documents are seen, and what the newest counts will have become when all are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/date.h"
#include "trends/statistics.h"

namespace horizon::trends {

// Documents of one origin published on one day and first seen on one.
struct SeenOn {
  std::size_t origin = 0;  // a number for each kind, language and source
  Day published{};
  Day first_seen{};
  std::uint32_t documents = 0;
};

// The share of documents that are seen within so many days after publication.
class ReportingDelay {
 public:
  ReportingDelay() = default;  // everything is seen at once

  // From the arrivals up to the newest one, by the reverse-time hazard: of the documents seen
  // within d days, which share came on the last of them; the product of what is left gives the
  // share seen by each day, without bias from days that are too young to have shown their late
  // documents (Kalbfleisch and Lawless, J. Am. Statist. Assoc. 84 (1989) 360-372; the chain ladder
  // of claims reserving). Documents that came in bulk say nothing about delay and count as seen on
  // their publication date: what an origin delivered on a day on which more than a tenth was older
  // than 90 days (a first harvest, an import, a repaired source). Nothing is assumed to come after
  // 90 days. Fewer than 100 documents that did not come in bulk give no delay at all.
  static ReportingDelay estimate(std::span<const SeenOn> arrivals);

  bool known() const { return !seen_.empty(); }
  // Share of a day's documents that were seen at the newest arrival; (0, 1].
  double share_seen(Day published) const;

 private:
  std::vector<double> seen_;  // by days after publication
  Day newest_{};
};

// What a count of which a share was seen will have become: the seen ones, and those to come given
// them (a Poisson rate of unknown size with Jeffreys's prior: a negative binomial number). With the
// prediction interval. A share of 1 gives the count itself.
Estimate nowcast(std::uint64_t count, double share_seen, double confidence = 0.95);

}  // namespace horizon::trends
