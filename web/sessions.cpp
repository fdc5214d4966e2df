#include "web/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace horizon::web {
namespace {

constexpr std::size_t kMostSessions = 1'000;
constexpr auto kLifetime = std::chrono::hours(12);
constexpr std::size_t kWrongPerMinute = 20;

// 128 bits of the system's generator.
std::string random_id() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 4; ++i) out += fmt::format("{:08x}", device());
  return out;
}

}  // namespace

bool same_secret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

std::string Sessions::name_of(std::string_view token) const {
  std::string found;
  for (const auto& [known, name] : judges_) {
    if (!token.empty() && same_secret(known, token)) found = name;
  }
  return found;
}

bool Sessions::may_try(Time now) {
  const std::lock_guard lock(mutex_);
  if (now - minute_ > std::chrono::minutes(1)) {
    minute_ = now;
    wrong_ = 0;
  }
  return wrong_ < kWrongPerMinute;
}

void Sessions::count_wrong() {
  const std::lock_guard lock(mutex_);
  ++wrong_;
}

std::optional<Session> Sessions::begin(std::string_view token, Time now) {
  const std::string name = name_of(token);
  const std::lock_guard lock(mutex_);
  if (name.empty()) {
    ++wrong_;
    return std::nullopt;
  }
  if (sessions_.size() >= kMostSessions) {
    sessions_.erase(std::min_element(
        sessions_.begin(), sessions_.end(),
        [](const auto& a, const auto& b) { return a.second.begun < b.second.begun; }));
  }
  Session session{random_id(), name, random_id()};
  sessions_.insert_or_assign(session.id, Kept{session, now});
  return session;
}

std::optional<Session> Sessions::find(std::string_view id, Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || now - found->second.begun > kLifetime) return std::nullopt;
  return found->second.session;
}

void Sessions::end(std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = sessions_.find(id); found != sessions_.end()) sessions_.erase(found);
}

}  // namespace horizon::web
