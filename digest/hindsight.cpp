#include "digest/hindsight.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace horizon::digest {
namespace {

using trends::Verdict;

const Finding* find_finding(std::span<const Finding> findings, std::string_view node) {
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [node](const Finding& one) { return one.node->id == node; });
  return found == findings.end() ? nullptr : &*found;
}

// nullopt if either rate is unknown.
std::optional<bool> held(const trends::Growth& then, const Finding* now, bool rising) {
  if (now == nullptr || !then.recent.rate || !now->growth.recent.rate) return std::nullopt;
  const double before = then.recent.rate->value;
  const double after = now->growth.recent.rate->value;
  return rising ? after >= before : after <= before;
}

Grade grade_one(const Issue& past, bool rising, std::span<const Finding> findings) {
  Grade out;
  out.week = past.week;
  out.rising = rising;
  for (const MovementGroup& group : past.movement) {
    for (const MovementRow& row : group.rows) {
      const auto fate = held(row.growth, find_finding(findings, row.node.id), rising);
      if (!row.tested || !fate) continue;
      ++out.all;
      out.all_held += *fate ? 1 : 0;
      const bool claimed =
          std::any_of(past.standings.begin(), past.standings.end(), [&](const Standing& standing) {
            return standing.node == row.node.id && standing.rising == rising;
          });
      out.claims += claimed ? 1 : 0;
      out.held += claimed && *fate ? 1 : 0;
    }
  }
  return out;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Its place in the domain, and its part of the domain's documents.
void place_in_domain(const Finding& finding, std::span<const Finding> family, Significance& out) {
  std::uint64_t recent = 0;
  std::uint64_t previous = 0;
  const auto strength = [](const Finding& one) {
    const trends::Estimate& ratio = one.growth.comparison->ratio;
    return one.growth.verdict == Verdict::kRising ? ratio.lower : -ratio.upper;
  };
  for (const Finding& other : family) {
    if (other.domain != finding.domain) continue;
    recent += other.growth.recent.tally.count;
    previous += other.growth.previous.tally.count;
    if (!other.passed || other.growth.verdict != finding.growth.verdict) continue;
    ++out.of;
    if (strength(other) > strength(finding)) ++out.rank;
  }
  ++out.rank;
  out.share = share(finding.growth.recent.tally.count, recent);
  out.previous_share = share(finding.growth.previous.tally.count, previous);
}

void find_shifts(const RoutePanel& panel, Significance& out) {
  constexpr double kNotable = 0.05;
  constexpr std::uint64_t kEnough = 20;
  if (panel.recent.documents < kEnough || panel.previous.documents < kEnough) return;
  for (const RouteCount& route : panel.routes) {
    const RouteShift shift{route.route, share(route.previous, panel.previous.documents),
                           share(route.recent, panel.recent.documents)};
    const double points = shift.recent - shift.previous;
    if (points >= kNotable && (!out.gained || points > out.gained->recent - out.gained->previous))
      out.gained = shift;
    if (points <= -kNotable && (!out.lost || points < out.lost->recent - out.lost->previous))
      out.lost = shift;
  }
}

std::vector<Question> questions(const Finding& finding) {
  using taxonomy::Stage;
  constexpr std::uint64_t kPatented = 10;
  const Stage stage = finding.node->stage;
  if (finding.growth.verdict == Verdict::kFalling) {
    if (stage == Stage::kExpand || stage == Stage::kAccelerate) return {Question::kFallingLate};
    return {};
  }
  if (finding.growth.verdict != Verdict::kRising) return {};
  if (stage == Stage::kNone) return {Question::kRisingUnlisted};
  const auto patent = [](const DailyCount& row) { return row.kind == Kind::kPatent; };
  if (stage == Stage::kLayOut &&
      documents_within(finding.rows, finding.growth.recent, patent) >= kPatented) {
    return {Question::kRisingEarly};
  }
  return {};
}

}  // namespace

std::vector<Grade> grade(const Issue& past, std::uint32_t weeks,
                         std::span<const Finding> findings) {
  std::vector<Grade> grades;
  for (const bool rising : {true, false}) {
    Grade one = grade_one(past, rising, findings);
    one.weeks = weeks;
    if (one.claims > 0) grades.push_back(one);
  }
  return grades;
}

std::vector<Correction> find_corrections(const Issue& past, std::span<const Finding> findings) {
  constexpr std::uint64_t kAllowance = 3;
  constexpr double kShare = 0.05;
  std::vector<Correction> out;
  for (const MovementGroup& group : past.movement) {
    for (const MovementRow& row : group.rows) {
      const Finding* const finding = find_finding(findings, row.node.id);
      if (finding == nullptr || row.growth.recent.periods == 0) continue;
      const std::uint64_t issued = row.growth.recent.tally.count;
      const std::uint64_t now = documents_within(finding->rows, row.growth.recent);
      const std::uint64_t apart = std::max(issued, now) - std::min(issued, now);
      if (apart <= kAllowance || static_cast<double>(apart) <= kShare * static_cast<double>(issued))
        continue;
      out.push_back({.node = row.node, .week = past.week, .issued = issued, .now = now});
    }
  }
  return out;
}

Significance find_significance(const Finding& finding, std::span<const Finding> family,
                               const RoutePanel* panel) {
  Significance out;
  place_in_domain(finding, family, out);
  if (panel != nullptr) find_shifts(*panel, out);
  out.questions = questions(finding);
  return out;
}

}  // namespace horizon::digest
