#include "digest/findings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "trends/statistics.h"

namespace horizon::digest {
namespace {

using trends::Tally;
using trends::Verdict;

constexpr std::uint64_t kEnough = 10;  // documents in a stratum that is asked whether it agrees
constexpr std::size_t kMaxEvidence = 5;
constexpr std::array kKinds = {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther};

Agreement ask(const std::vector<RowFilter>& strata, const Finding& finding,
              std::span<const DailyCount> exposure) {
  Agreement agreement;
  const trends::Growth& growth = finding.growth;
  for (const RowFilter& stratum : strata) {
    const Tally recent{.count = documents_within(finding.rows, growth.recent, stratum),
                       .exposure = documents_within(exposure, growth.recent, stratum)};
    if (recent.count < kEnough) continue;
    const Tally previous{.count = documents_within(finding.rows, growth.previous, stratum),
                         .exposure = documents_within(exposure, growth.previous, stratum)};
    const auto comparison = trends::rate_ratio(recent, previous);
    if (!comparison) continue;  // it did not exist before: nothing to compare
    ++agreement.asked;
    const bool up = comparison->ratio.value > 1;
    if (up == (growth.verdict == Verdict::kRising)) ++agreement.agree;
  }
  return agreement;
}

std::vector<RowFilter> by_text(std::span<const DailyCount> rows, std::string DailyCount::*field) {
  std::set<std::string> values;
  for (const DailyCount& row : rows) values.insert(row.*field);
  std::vector<RowFilter> strata;
  for (const std::string& value : values) {
    strata.emplace_back([value, field](const DailyCount& row) { return row.*field == value; });
  }
  return strata;
}

std::vector<RowFilter> by_kind() {
  std::vector<RowFilter> strata;
  for (const Kind kind : kKinds) {
    strata.emplace_back([kind](const DailyCount& row) { return row.kind == kind; });
  }
  return strata;
}

bool newer(const EvidenceItem& a, const EvidenceItem& b) {
  const Day a_day = a.published ? a.published->day : Day::min();
  const Day b_day = b.published ? b.published->day : Day::min();
  return a_day != b_day ? a_day > b_day : a.id < b.id;
}

void drop_repeated_ids(std::vector<EvidenceItem>& items) {
  std::set<std::string> seen;
  std::erase_if(items, [&](const EvidenceItem& item) { return !seen.insert(item.id).second; });
}

// Moves the next of each kind in turn from `from` until `chosen` has enough.
void take_turns(std::vector<EvidenceItem>& from, std::vector<EvidenceItem>& chosen) {
  for (bool found = true; found && chosen.size() < kMaxEvidence;) {
    found = false;
    for (const Kind kind : kKinds) {
      const auto next_of_kind = std::find_if(
          from.begin(), from.end(), [kind](const EvidenceItem& item) { return item.kind == kind; });
      if (next_of_kind == from.end() || chosen.size() == kMaxEvidence) continue;
      chosen.push_back(std::move(*next_of_kind));
      from.erase(next_of_kind);
      found = true;
    }
  }
}

}  // namespace

NodeRef reference(const taxonomy::Node& node) {
  return {.id = node.id, .name = node.name, .stage = node.stage};
}

std::uint64_t documents_within(std::span<const DailyCount> rows, const trends::Window& window,
                               const RowFilter& accepts) {
  if (window.periods == 0) return 0;
  const Day end = end_of(window.last);
  std::uint64_t documents = 0;
  for (const DailyCount& row : rows) {
    if (!row.date || row.date->day < window.first.begin || row.date->day >= end) continue;
    if (!fits(row.date->precision, window.first.granularity)) continue;
    if (!accepts || accepts(row)) documents += row.documents;
  }
  return documents;
}

std::size_t test_family(std::span<Finding> findings, double q_limit) {
  std::vector<double> p_values;
  std::vector<Finding*> family;
  for (Finding& finding : findings) {
    finding.tested = finding.growth.enough && finding.growth.comparison.has_value();
    if (!finding.tested) continue;
    p_values.push_back(finding.growth.comparison->p_two_sided);
    family.push_back(&finding);
  }
  const std::vector<double> q_values = trends::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < family.size(); ++i) {
    const Verdict verdict = family[i]->growth.verdict;
    family[i]->q_value = q_values[i];
    family[i]->passed =
        q_values[i] <= q_limit && (verdict == Verdict::kRising || verdict == Verdict::kFalling);
  }
  return family.size();
}

Confidence rate_confidence(const Finding& finding, std::span<const DailyCount> exposure) {
  Confidence confidence;
  confidence.documents = finding.growth.recent.tally.count;
  confidence.kinds = ask(by_kind(), finding, exposure);
  confidence.languages = ask(by_text(finding.rows, &DailyCount::language), finding, exposure);
  confidence.sources = ask(by_text(finding.rows, &DailyCount::source), finding, exposure);
  const auto split = [](const Agreement& a) { return a.agree < a.asked; };
  if (split(confidence.kinds) || split(confidence.languages) || split(confidence.sources)) {
    return confidence;
  }
  const bool kinds = confidence.kinds.agree >= 2;
  const bool places = confidence.languages.agree >= 2 || confidence.sources.agree >= 2;
  if (confidence.documents >= 50 && kinds && places) {
    confidence.level = ConfidenceLevel::kHigh;
  } else if (confidence.documents >= 20 && (kinds || places)) {
    confidence.level = ConfidenceLevel::kModerate;
  }
  return confidence;
}

Reversal find_reversal(const Finding& finding) {
  Reversal reversal;
  const trends::Growth& growth = finding.growth;
  const bool rising = growth.verdict == Verdict::kRising;
  // The finding's own interval, as it would be with another count: the ratio goes with the count,
  // the width with the chance in counting.
  const trends::Estimate ratio = growth.comparison->ratio;
  const auto found = static_cast<double>(growth.recent.tally.count);
  const double share = static_cast<double>(growth.comparable.recent.count) / std::max(found, 1.0);
  const auto width = [&](double documents) {
    const auto before = static_cast<double>(growth.comparable.previous.count);
    return std::sqrt(1 / (share * documents + 0.5) + 1 / (before + 0.5));
  };
  const double half_width = std::log(ratio.upper / ratio.lower) / 2;
  const auto still_stands = [&](std::uint64_t count) {
    const double documents = std::max(static_cast<double>(count), 0.5);
    const double middle = std::log(ratio.value * documents / std::max(found, 0.5));
    const double reach = half_width * width(documents) / width(found);
    return rising ? middle - reach > 0 : middle + reach < 0;
  };
  // The verdict stands at the count that was found and not at no documents (rising) or at
  // everything (falling); halve until the two meet.
  std::uint64_t stands = growth.recent.tally.count;
  std::uint64_t ended = rising ? 0 : growth.recent.tally.exposure;
  while (std::max(stands, ended) - std::min(stands, ended) > 1) {
    const std::uint64_t middle =
        std::min(stands, ended) + (std::max(stands, ended) - std::min(stands, ended)) / 2;
    (still_stands(middle) ? stands : ended) = middle;
  }
  reversal.documents = ended;
  for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews}) {
    const auto same = [kind](const DailyCount& row) { return row.kind == kind; };
    if (documents_within(finding.rows, growth.recent, same) < kEnough) {
      reversal.silent_kinds.push_back(kind);
    }
  }
  return reversal;
}

std::vector<EvidenceItem> choose_evidence(std::vector<EvidenceItem> candidates, Day as_of,
                                          Day window_end) {
  constexpr std::ptrdiff_t kMinInWindow = 2;
  std::erase_if(candidates, [&](const EvidenceItem& item) {
    return item.published && item.published->day > as_of;
  });
  const auto in_window = [&](const EvidenceItem& item) {
    return item.published && item.published->day < window_end;
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const EvidenceItem& one, const EvidenceItem& two) {
              return in_window(one) != in_window(two) ? in_window(one) : newer(one, two);
            });
  drop_repeated_ids(candidates);
  const auto later = std::partition_point(candidates.begin(), candidates.end(), in_window);
  const bool too_few = later - candidates.begin() < kMinInWindow;
  std::vector<EvidenceItem> others(std::make_move_iterator(later),
                                   std::make_move_iterator(candidates.end()));
  candidates.erase(later, candidates.end());
  std::vector<EvidenceItem> chosen;
  take_turns(candidates, chosen);
  if (too_few) take_turns(others, chosen);
  return chosen;
}

std::vector<EvidenceItem> choose_fresh(std::vector<EvidenceItem> candidates, Day after, Day as_of,
                                       std::size_t limit) {
  std::erase_if(candidates, [&](const EvidenceItem& item) {
    return !item.first_seen || *item.first_seen <= after || *item.first_seen > as_of;
  });
  std::sort(candidates.begin(), candidates.end(), [](const EvidenceItem& a, const EvidenceItem& b) {
    // A first harvest brings years in one day: of those, what was published last.
    return a.first_seen != b.first_seen ? a.first_seen > b.first_seen : newer(a, b);
  });
  drop_repeated_ids(candidates);
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

}  // namespace horizon::digest
