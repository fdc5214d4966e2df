#include "digest/changes.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace horizon::digest {
namespace {

using trends::Verdict;

constexpr std::size_t kMaxFalling = 2;
constexpr std::size_t kMaxDropped = 2;

bool moves(const Finding& finding) {
  return finding.growth.comparison && (finding.growth.verdict == Verdict::kRising ||
                                       finding.growth.verdict == Verdict::kFalling);
}

bool is_rising(const Finding& finding) { return finding.growth.verdict == Verdict::kRising; }

// Of the interval the end next to 1.
double near_bound(const Finding& finding) {
  const trends::Estimate& ratio = finding.growth.comparison->ratio;
  return is_rising(finding) ? ratio.lower : ratio.upper;
}

// The same verdict in two comparisons running.
bool persists(const Finding& finding) {
  const trends::Growth& growth = finding.growth;
  return growth.since && (growth.since_or_earlier || *growth.since < growth.recent.last);
}

const MovementRow* issued_row(const Issue* before, std::string_view node) {
  if (before == nullptr) return nullptr;
  for (const MovementGroup& group : before->movement) {
    for (const MovementRow& row : group.rows) {
      if (row.node.id == node) return &row;
    }
  }
  return nullptr;
}

const Standing* find_standing(std::span<const Standing> standings, std::string_view node) {
  const auto found = std::find_if(standings.begin(), standings.end(),
                                  [node](const Standing& one) { return one.node == node; });
  return found == standings.end() ? nullptr : &*found;
}

class Tracker {
 public:
  Tracker(std::span<const Finding> findings, const Memory& memory, const Period& week,
          double q_limit)
      : findings_(findings), memory_(memory), week_(week), q_limit_(q_limit) {}

  Tracked run(std::size_t limit) {
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      const Finding& finding = findings_[i];
      const Standing* old = find_standing(memory_.standings, finding.node->id);
      if (old != nullptr && moves(finding) && old->rising != is_rising(finding)) old = nullptr;
      const double q_limit = old != nullptr ? 2 * q_limit_ : q_limit_;
      if (moves(finding) && finding.tested && finding.q_value <= q_limit) {
        stand(i, old);
      } else if (old != nullptr) {
        drop(i, *old);
      }
    }
    std::stable_sort(out_.changes.begin(), out_.changes.end(),
                     [](const ChangeRow& a, const ChangeRow& b) { return a.change < b.change; });
    choose(limit);
    if (memory_.before == nullptr) out_.changes.clear();
    return std::move(out_);
  }

 private:
  struct Candidate {
    Story story;
    int group = 0;    // rising, moved, falling, dropped
    double rank = 0;  // within the group, least first
  };

  void stand(std::size_t i, const Standing* old) {
    const Finding& finding = findings_[i];
    Standing standing{.node = finding.node->id,
                      .rising = is_rising(finding),
                      .since = week_,
                      .issues = 1,
                      .told = {},
                      .bound = near_bound(finding)};
    if (old != nullptr) {
      standing.since = old->since;
      standing.issues = old->issues + 1;
      standing.told = old->told;
      standing.bound = old->bound;
    }
    const bool first_told = !standing.told && (persists(finding) || standing.issues > 1);
    const Change change = change_of(finding, old, first_told);
    add_change(finding, change, standing.since);
    const bool moved = change == Change::kUp || change == Change::kDown;
    if (first_told || moved) {
      const int group = moved ? 1 : standing.rising ? 0 : 2;
      const double rank = standing.rising ? -near_bound(finding) : near_bound(finding);
      candidates_.push_back({{i, change}, group, rank});
      standing.told = week_;
      standing.bound = near_bound(finding);
    }
    out_.standings.push_back(std::move(standing));
  }

  Change change_of(const Finding& finding, const Standing* old, bool first_told) const {
    if (old == nullptr) return Change::kNew;
    if (first_told) return Change::kConfirmed;
    if (!old->told) return Change::kHolds;
    const double factor = near_bound(finding) / old->bound;
    if (factor >= kToldUp) return Change::kUp;
    if (factor <= kToldDown) return Change::kDown;
    const bool told_last = memory_.before != nullptr && *old->told == memory_.before->week;
    return told_last ? Change::kConfirmed : Change::kHolds;
  }

  void drop(std::size_t i, const Standing& old) {
    const Finding& finding = findings_[i];
    add_change(finding, Change::kDropped, old.since);
    out_.changes.back().rising = old.rising;
    if (!old.told || !finding.growth.comparison || !finding.growth.recent.rate) return;
    candidates_.push_back({{i, Change::kDropped}, 3, finding.q_value});
  }

  void add_change(const Finding& finding, Change change, const Period& since) {
    ChangeRow row;
    row.change = change;
    row.node = reference(*finding.node);
    row.rising = is_rising(finding);
    row.since = since;
    row.documents = finding.growth.recent.tally.count;
    if (finding.growth.comparison) row.ratio = finding.growth.comparison->ratio;
    if (finding.tested) row.q_value = finding.q_value;
    if (const MovementRow* const issued = issued_row(memory_.before, row.node.id)) {
      row.issued_count = issued->growth.recent.tally.count;
      if (issued->growth.comparison) row.issued_ratio = issued->growth.comparison->ratio;
      if (issued->tested) row.issued_q = issued->q_value;
    }
    out_.changes.push_back(std::move(row));
  }

  // Falls are told after rises, but are not crowded out by many of them.
  void choose(std::size_t limit) {
    std::stable_sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.group, a.rank) < std::tie(b.group, b.rank);
    });
    trim(2, kMaxFalling);
    trim(3, kMaxDropped);
    while (candidates_.size() > limit) {
      const auto first_late = std::find_if(candidates_.begin(), candidates_.end(),
                                           [](const Candidate& one) { return one.group >= 2; });
      candidates_.erase(first_late == candidates_.begin() ? candidates_.end() - 1 : first_late - 1);
    }
    for (const Candidate& candidate : candidates_) {
      out_.stories.push_back(candidate.story);
      const std::string& node = findings_[candidate.story.finding].node->id;
      for (ChangeRow& row : out_.changes) row.headline = row.headline || row.node.id == node;
    }
  }

  void trim(int group, std::size_t most) {
    std::size_t seen = 0;
    std::erase_if(candidates_,
                  [&](const Candidate& one) { return one.group == group && ++seen > most; });
  }

  std::span<const Finding> findings_;
  const Memory& memory_;
  Period week_;
  double q_limit_;
  Tracked out_;
  std::vector<Candidate> candidates_;
};

}  // namespace

Tracked track(std::span<const Finding> findings, const Memory& memory, const Period& week,
              double q_limit, std::size_t limit) {
  return Tracker(findings, memory, week, q_limit).run(limit);
}

}  // namespace horizon::digest
