// Which members of an issue are stored, under which names: said once, for writing and for reading.
// Internal to digest/: `Io` is the writer or the reader of issue_json.cpp.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "digest/issue.h"

namespace horizon::digest {

template <typename T, typename Wanted>
concept Like = std::same_as<std::remove_const_t<T>, Wanted>;

// The words of enumerations, in the order of their values.
template <typename Enum>
inline constexpr std::array<std::string_view, 0> kEnumWords{};
template <>
inline constexpr std::array kEnumWords<Kind> = {
    std::string_view("paper"), std::string_view("patent"), std::string_view("news"),
    std::string_view("other")};
template <>
inline constexpr std::array kEnumWords<taxonomy::Stage> = {
    std::string_view("none"), std::string_view("expand"), std::string_view("accelerate"),
    std::string_view("lay-out")};
template <>
inline constexpr std::array kEnumWords<Granularity> = {
    std::string_view("week"), std::string_view("month"), std::string_view("quarter"),
    std::string_view("year")};
template <>
inline constexpr std::array kEnumWords<trends::Verdict> = {
    std::string_view("rising"), std::string_view("falling"), std::string_view("flat"),
    std::string_view("too-few")};
template <>
inline constexpr std::array kEnumWords<trends::GrowthGap> = {
    std::string_view(""), std::string_view("too-short"), std::string_view("no-exposure"),
    std::string_view("no-documents"), std::string_view("not-comparable")};
template <>
inline constexpr std::array kEnumWords<Change> = {
    std::string_view("new"),       std::string_view("up"),    std::string_view("down"),
    std::string_view("confirmed"), std::string_view("holds"), std::string_view("dropped")};
template <>
inline constexpr std::array kEnumWords<Light> = {
    std::string_view("unknown"), std::string_view("normal"), std::string_view("unusual"),
    std::string_view("silent")};
template <>
inline constexpr std::array kEnumWords<ConfidenceLevel> = {
    std::string_view("low"), std::string_view("moderate"), std::string_view("high")};
template <>
inline constexpr std::array kEnumWords<Question> = {std::string_view("rising-unlisted"),
                                                    std::string_view("rising-early"),
                                                    std::string_view("falling-late")};
template <>
inline constexpr std::array kEnumWords<WatchKind> = {
    std::string_view("topic"), std::string_view("query"), std::string_view("milestone")};
template <>
inline constexpr std::array kEnumWords<WeakKind> = {std::string_view("route"),
                                                    std::string_view("combination")};
template <>
inline constexpr std::array kEnumWords<Computed> = {
    std::string_view("yes"), std::string_view("too-few-documents"), std::string_view("too-costly")};

#define HORIZON_FIELD(name) io(#name, value.name)

// --- values of other modules ---

template <typename Io>
void fields(Io& io, Like<Names> auto& value) {
  HORIZON_FIELD(en);
  HORIZON_FIELD(zh);
}
template <typename Io>
void fields(Io& io, Like<trends::Estimate> auto& value) {
  HORIZON_FIELD(value);
  HORIZON_FIELD(lower);
  HORIZON_FIELD(upper);
}
template <typename Io>
void fields(Io& io, Like<trends::Tally> auto& value) {
  HORIZON_FIELD(count);
  HORIZON_FIELD(exposure);
}
template <typename Io>
void fields(Io& io, Like<trends::Window> auto& value) {
  HORIZON_FIELD(first);
  HORIZON_FIELD(last);
  HORIZON_FIELD(periods);
  HORIZON_FIELD(tally);
  HORIZON_FIELD(rate);
}
template <typename Io>
void fields(Io& io, Like<trends::RateRatio> auto& value) {
  HORIZON_FIELD(ratio);
  HORIZON_FIELD(p_greater);
  HORIZON_FIELD(p_two_sided);
}
template <typename Io>
void fields(Io& io, Like<trends::StratumPair> auto& value) {
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
  HORIZON_FIELD(recent_bunching);
  HORIZON_FIELD(previous_bunching);
}
template <typename Io>
void fields(Io& io, Like<trends::LogSlope> auto& value) {
  HORIZON_FIELD(per_unit);
  HORIZON_FIELD(dispersion);
  HORIZON_FIELD(alpha);
}
template <typename Io>
void fields(Io& io, Like<trends::DoublingTime> auto& value) {
  HORIZON_FIELD(years);
  HORIZON_FIELD(lower);
  HORIZON_FIELD(upper);
}
template <typename Io>
void fields(Io& io, Like<trends::Growth> auto& value) {
  HORIZON_FIELD(gap);
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
  HORIZON_FIELD(comparison);
  HORIZON_FIELD(comparable);
  HORIZON_FIELD(plain);
  HORIZON_FIELD(verdict);
  HORIZON_FIELD(enough);
  HORIZON_FIELD(slope_per_year);
  HORIZON_FIELD(doubling);
  HORIZON_FIELD(since);
  HORIZON_FIELD(since_or_earlier);
}
template <typename Io>
void fields(Io& io, Like<trends::Point> auto& value) {
  HORIZON_FIELD(period);
  HORIZON_FIELD(count);
  HORIZON_FIELD(exposure);
  HORIZON_FIELD(rate);
  HORIZON_FIELD(comparable);
  HORIZON_FIELD(adjusted);
  HORIZON_FIELD(reported);
  HORIZON_FIELD(nowcast);
  HORIZON_FIELD(complete);
}
template <typename Io>
void fields(Io& io, Like<trends::LeftOut> auto& value) {
  HORIZON_FIELD(undated);
  HORIZON_FIELD(too_coarse);
  HORIZON_FIELD(after_as_of);
}

// --- annex.h ---

template <typename Io>
void fields(Io& io, Like<EvidenceItem> auto& value) {
  HORIZON_FIELD(id);
  HORIZON_FIELD(title);
  HORIZON_FIELD(url);
  HORIZON_FIELD(kind);
  HORIZON_FIELD(language);
  HORIZON_FIELD(source);
  HORIZON_FIELD(published);
  HORIZON_FIELD(first_seen);
  HORIZON_FIELD(nodes);
}
template <typename Io>
void fields(Io& io, Like<NodeRef> auto& value) {
  HORIZON_FIELD(id);
  HORIZON_FIELD(name);
  HORIZON_FIELD(stage);
}
template <typename Io>
void fields(Io& io, Like<ChangeRow> auto& value) {
  HORIZON_FIELD(change);
  HORIZON_FIELD(node);
  HORIZON_FIELD(rising);
  HORIZON_FIELD(since);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(ratio);
  HORIZON_FIELD(q_value);
  HORIZON_FIELD(issued_count);
  HORIZON_FIELD(issued_ratio);
  HORIZON_FIELD(issued_q);
  HORIZON_FIELD(headline);
}
template <typename Io>
void fields(Io& io, Like<Standing> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(rising);
  HORIZON_FIELD(since);
  HORIZON_FIELD(issues);
  HORIZON_FIELD(told);
  HORIZON_FIELD(bound);
}
template <typename Io>
void fields(Io& io, Like<Previous> auto& value) {
  HORIZON_FIELD(week);
  HORIZON_FIELD(issued);
  HORIZON_FIELD(as_of);
}
template <typename Io>
void fields(Io& io, Like<WatchItem> auto& value) {
  HORIZON_FIELD(id);
  HORIZON_FIELD(name);
  HORIZON_FIELD(owner);
  HORIZON_FIELD(kind);
  HORIZON_FIELD(query);
  HORIZON_FIELD(node);
  HORIZON_FIELD(threshold);
  HORIZON_FIELD(fresh_documents);
  HORIZON_FIELD(due);
  HORIZON_FIELD(reached);
  HORIZON_FIELD(evidence);
}
template <typename Io>
void fields(Io& io, Like<ConvergingFields> auto& value) {
  HORIZON_FIELD(first);
  HORIZON_FIELD(second);
  HORIZON_FIELD(across_domains);
  HORIZON_FIELD(both);
  HORIZON_FIELD(previous_both);
  HORIZON_FIELD(lift);
  HORIZON_FIELD(previous_lift);
  HORIZON_FIELD(change);
  HORIZON_FIELD(q_value);
}
template <typename Io>
void fields(Io& io, Like<WeakSignal> auto& value) {
  HORIZON_FIELD(kind);
  HORIZON_FIELD(node);
  HORIZON_FIELD(other);
  HORIZON_FIELD(recent);
  HORIZON_FIELD(previous);
  HORIZON_FIELD(ratio);
}
template <typename Io>
void fields(Io& io, Like<EmergingEntry> auto& value) {
  HORIZON_FIELD(term);
  HORIZON_FIELD(language);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(growth);
  HORIZON_FIELD(known_since);
  HORIZON_FIELD(listed_before);
  HORIZON_FIELD(node);
  HORIZON_FIELD(fresh);
}
template <typename Io>
void fields(Io& io, Like<PastTerms> auto& value) {
  HORIZON_FIELD(as_of);
  HORIZON_FIELD(listed);
  HORIZON_FIELD(doubled);
  HORIZON_FIELD(base_rate);
}
template <typename Io>
void fields(Io& io, Like<Emerging> auto& value) {
  HORIZON_FIELD(computed);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(tested);
  HORIZON_FIELD(terms);
  HORIZON_FIELD(gone);
  HORIZON_FIELD(past);
}
template <typename Io>
void fields(Io& io, Like<ActorEntry> auto& value) {
  HORIZON_FIELD(id);
  HORIZON_FIELD(name);
  HORIZON_FIELD(country);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(share);
  HORIZON_FIELD(newcomer);
}
template <typename Io>
void fields(Io& io, Like<ActorPanel> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(named);
  HORIZON_FIELD(organisations);
  HORIZON_FIELD(newcomers);
  HORIZON_FIELD(top5);
  HORIZON_FIELD(leaders);
  HORIZON_FIELD(newcomers_in);
}
template <typename Io>
void fields(Io& io, Like<Grade> auto& value) {
  HORIZON_FIELD(week);
  HORIZON_FIELD(weeks);
  HORIZON_FIELD(rising);
  HORIZON_FIELD(claims);
  HORIZON_FIELD(held);
  HORIZON_FIELD(all);
  HORIZON_FIELD(all_held);
}
template <typename Io>
void fields(Io& io, Like<Correction> auto& value) {
  HORIZON_FIELD(node);
  HORIZON_FIELD(week);
  HORIZON_FIELD(issued);
  HORIZON_FIELD(now);
}

// --- issue.h ---

template <typename Io>
void fields(Io& io, Like<CoverageRow> auto& value) {
  HORIZON_FIELD(source);
  HORIZON_FIELD(language);
  HORIZON_FIELD(kind);
  HORIZON_FIELD(new_documents);
  HORIZON_FIELD(total_documents);
  HORIZON_FIELD(usual_low);
  HORIZON_FIELD(usual_high);
  HORIZON_FIELD(light);
}
template <typename Io>
void fields(Io& io, Like<SourceFailure> auto& value) {
  HORIZON_FIELD(source);
  HORIZON_FIELD(reason);
  HORIZON_FIELD(last_success);
}
template <typename Io>
void fields(Io& io, Like<LateSource> auto& value) {
  HORIZON_FIELD(source);
  HORIZON_FIELD(due);
}
template <typename Io>
void fields(Io& io, Like<Coverage> auto& value) {
  HORIZON_FIELD(rows);
  HORIZON_FIELD(undated);
  HORIZON_FIELD(quarantined);
  HORIZON_FIELD(failures);
  HORIZON_FIELD(late);
  HORIZON_FIELD(not_connected);
}
template <typename Io>
void fields(Io& io, Like<Agreement> auto& value) {
  HORIZON_FIELD(asked);
  HORIZON_FIELD(agree);
}
template <typename Io>
void fields(Io& io, Like<Confidence> auto& value) {
  HORIZON_FIELD(level);
  HORIZON_FIELD(documents);
  HORIZON_FIELD(kinds);
  HORIZON_FIELD(languages);
  HORIZON_FIELD(sources);
}
template <typename Io>
void fields(Io& io, Like<Reversal> auto& value) {
  HORIZON_FIELD(documents);
  HORIZON_FIELD(silent_kinds);
}
template <typename Io>
void fields(Io& io, Like<RouteShift> auto& value) {
  HORIZON_FIELD(route);
  HORIZON_FIELD(previous);
  HORIZON_FIELD(recent);
}
template <typename Io>
void fields(Io& io, Like<Significance> auto& value) {
  HORIZON_FIELD(rank);
  HORIZON_FIELD(of);
  HORIZON_FIELD(share);
  HORIZON_FIELD(previous_share);
  HORIZON_FIELD(gained);
  HORIZON_FIELD(lost);
  HORIZON_FIELD(questions);
}
template <typename Io>
void fields(Io& io, Like<Headline> auto& value) {
  HORIZON_FIELD(change);
  HORIZON_FIELD(since_issue);
  HORIZON_FIELD(issued_ratio);
  HORIZON_FIELD(issued_count);
  HORIZON_FIELD(node);
  HORIZON_FIELD(domain);
  HORIZON_FIELD(significance);
  HORIZON_FIELD(growth);
  HORIZON_FIELD(q_value);
  HORIZON_FIELD(spark);
  HORIZON_FIELD(confidence);
  HORIZON_FIELD(reversal);
  HORIZON_FIELD(evidence);
}

}  // namespace horizon::digest
