// Errors as values. What the world can do wrong (network, bad file, full disk) is a Result;
// what only a bug can do is an assert. No function of Horizon throws.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace horizon {

enum class ErrorCode {
  kUsage,        // the user's command line, query or configuration: exit code 2
  kNotFound,     // a named thing does not exist
  kUnavailable,  // could not be done now: network, lock held by another process, disk: exit code 3
  kCorrupt,      // stored or received bytes are not what they must be
  kLimit,        // a size, time or depth limit was reached
};

struct Error {
  ErrorCode code = ErrorCode::kUnavailable;
  std::string message;  // one line: what, where (file:line or option), how to mend it
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message)});
}
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::make_unexpected(std::move(error));
}

}  // namespace horizon

// Returns the error of `expr` to the caller, if it has one.
#define HORIZON_TRY(expr)                                            \
  do {                                                               \
    if (auto horizon_try_result = (expr); !horizon_try_result)       \
      return ::horizon::fail(std::move(horizon_try_result).error()); \
  } while (false)
