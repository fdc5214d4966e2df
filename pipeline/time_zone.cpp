#include "pipeline/time_zone.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

namespace horizon::pipeline {
namespace {

constexpr double kMillisecond = 1000;
constexpr std::size_t kMaxName = 64;

double milliseconds_of(std::chrono::seconds since_epoch) {
  return static_cast<double>(since_epoch.count()) * kMillisecond;
}

bool is_zone_name(const std::string& name) {
  return name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '/' || c == '_' || c == '-' || c == '+';
         });
}

}  // namespace

struct TimeZone::Rules {
  std::unique_ptr<icu::TimeZone> zone;

  // Seconds to add to UTC.
  std::chrono::seconds offset(Instant instant) const {
    std::int32_t raw = 0;
    std::int32_t saved = 0;
    UErrorCode code = U_ZERO_ERROR;
    zone->getOffset(milliseconds_of(instant.time_since_epoch()), 0, raw, saved, code);
    return std::chrono::seconds((raw + saved) / 1000);
  }
};

TimeZone::TimeZone(std::string name, std::shared_ptr<const Rules> rules)
    : name_(std::move(name)), rules_(std::move(rules)) {}

Result<TimeZone> TimeZone::named(const std::string& name) {
  auto rules = std::make_shared<Rules>();
  if (name.empty()) {
    rules->zone.reset(icu::TimeZone::detectHostTimeZone());
  } else if (is_zone_name(name)) {
    rules->zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  }
  if (!rules->zone || (!name.empty() && *rules->zone == icu::TimeZone::getUnknown())) {
    return fail(ErrorCode::kUsage,
                fmt::format("'{}' is no time zone; write it as \"Asia/Shanghai\" or \"UTC\"",
                            name.substr(0, kMaxName)));
  }
  icu::UnicodeString id;
  std::string text;
  rules->zone->getID(id).toUTF8String(text);
  return TimeZone(std::move(text), std::move(rules));
}

LocalTime TimeZone::local(Instant instant) const {
  const Instant shown = instant + rules_->offset(instant);
  const Day day = std::chrono::floor<std::chrono::days>(shown);
  return {day, shown - day};
}

Instant TimeZone::instant(const LocalTime& local) const {
  const Instant shown = Instant(local.day) + local.of_the_day;
  // The offsets in force around that time. With the earlier one (before a change) a time that
  // happens twice is its first, and one in a gap lands behind the gap, as far as it lay in it.
  const auto before = rules_->offset(shown - std::chrono::hours(26));
  const auto after = rules_->offset(shown + std::chrono::hours(26));
  for (const auto offset : {before, after}) {
    if (rules_->offset(shown - offset) == offset) return shown - offset;
  }
  // In a gap: the change lies between the two readings; search for its second.
  Instant low = shown - std::max(before, after);
  Instant high = shown - std::min(before, after);
  while (high - low > std::chrono::seconds(1)) {
    const Instant middle = low + (high - low) / 2;
    (rules_->offset(middle) == before ? low : high) = middle;
  }
  return high;
}

}  // namespace horizon::pipeline
