// Who may judge: tokens that the operator gave out, and the browsers that showed one.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace horizon::web {

struct Session {
  std::string id;    // the cookie's value: 32 hexadecimal digits, drawn at random
  std::string name;  // who judges
  std::string csrf;  // what every form of this session carries
};

// Thread-safe. Sessions end after twelve hours, with the program, or when more than a thousand
// others begin.
class Sessions {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Sessions(const std::map<std::string, std::string>& judges) : judges_(judges) {}

  bool enabled() const { return !judges_.empty(); }
  // The name that a token stands for; "" if it is none. Takes as long for any token.
  std::string name_of(std::string_view token) const;
  // nullopt if the token is none.
  std::optional<Session> begin(std::string_view token, Time now);
  std::optional<Session> find(std::string_view id, Time now) const;
  void end(std::string_view id);
  // False where so many tokens were wrong within a minute that somebody is guessing.
  bool may_try(Time now);
  void count_wrong();

 private:
  struct Kept {
    Session session;
    Time begun;
  };

  const std::map<std::string, std::string> judges_;  // token → name
  mutable std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> sessions_;
  Time minute_{};
  std::size_t wrong_ = 0;
};

// True if both are equal; takes as long wherever they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace horizon::web
