// The rest of issue_fields.h: tables, and the issue itself. Internal to digest/.
#pragma once

#include "digest/issue_fields.h"

namespace horizon::digest {

template <typename Io>
void fields(Io& io, Like<MovementRow> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(growth);
  HORIZON_FIELD(tested);
  HORIZON_FIELD(q_value);
  HORIZON_FIELD(passed);
}
template <typename Io>
void fields(Io& io, Like<MovementGroup> auto& value) {
  HORIZON_FIELD(domain);
  HORIZON_FIELD(rows);
}
template <typename Io>
void fields(Io& io, Like<HeatCell> auto& value) {
  HORIZON_FIELD(count);
  HORIZON_FIELD(exposure);
  HORIZON_FIELD(z);
  HORIZON_FIELD(few);
  HORIZON_FIELD(complete);
}
template <typename Io>
void fields(Io& io, Like<HeatRow> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(recent);
  HORIZON_FIELD(cells);
}
template <typename Io>
void fields(Io& io, Like<HeatGroup> auto& value) {
  HORIZON_FIELD(domain);
  HORIZON_FIELD(rows);
}
template <typename Io>
void fields(Io& io, Like<HeatMap> auto& value) {
  HORIZON_FIELD(periods);
  HORIZON_FIELD(groups);
}
template <typename Io>
void fields(Io& io, Like<RouteCount> auto& value) {
  HORIZON_FIELD(route);
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
}
template <typename Io>
void fields(Io& io, Like<Unassigned> auto& value) {
  HORIZON_FIELD(documents);
  HORIZON_FIELD(lower);
  HORIZON_FIELD(upper);
}
template <typename Io>
void fields(Io& io, Like<RoutePanel> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(routes);
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
}
template <typename Io>
void fields(Io& io, Like<Windows> auto& value) {
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
}
template <typename Io>
void fields(Io& io, Like<Issue> auto& value) {
  HORIZON_FIELD(week);
  HORIZON_FIELD(as_of);
  HORIZON_FIELD(draft);
  HORIZON_FIELD(sequence);
  HORIZON_FIELD(data_from);
  HORIZON_FIELD(data_until);
  HORIZON_FIELD(granularity);
  HORIZON_FIELD(scheme);
  HORIZON_FIELD(scheme_name);
  HORIZON_FIELD(scheme_version);
  HORIZON_FIELD(generator);
  HORIZON_FIELD(coverage);
  HORIZON_FIELD(windows);
  HORIZON_FIELD(left_out);
  HORIZON_FIELD(subfields);
  HORIZON_FIELD(tested);
  HORIZON_FIELD(q_limit);
  HORIZON_FIELD(rising);
  HORIZON_FIELD(falling);
  HORIZON_FIELD(headlines);
  HORIZON_FIELD(previous);
  HORIZON_FIELD(changes);
  HORIZON_FIELD(standings);
  HORIZON_FIELD(movement);
  HORIZON_FIELD(heat);
  HORIZON_FIELD(routes);
  HORIZON_FIELD(pairs_tested);
  HORIZON_FIELD(convergence);
  HORIZON_FIELD(weak);
  HORIZON_FIELD(emerging);
  HORIZON_FIELD(actors);
  HORIZON_FIELD(watches);
  HORIZON_FIELD(scorecard);
  HORIZON_FIELD(corrections);
  HORIZON_FIELD(fresh);
}

}  // namespace horizon::digest
