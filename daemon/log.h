// Structured lines on standard error, one write each, for journald and whoever reads it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/date.h"

namespace horizon::daemon {

enum class Level { kInfo, kWarning, kError };

struct Field {
  std::string_view key;
  std::string value;
};

// "time=... level=info event=..., key=value" (logfmt) or the same as an object of JSON a line.
// Values are cut at 2,000 bytes; control characters and bytes that are no UTF-8 are replaced.
std::string log_line(bool json, Instant now, Level level, std::string_view event,
                     std::initializer_list<Field> fields);

class Log {
 public:
  explicit Log(bool json = false, int descriptor = 2) : json_(json), descriptor_(descriptor) {}

  void info(std::string_view event, std::initializer_list<Field> fields = {}) const {
    write(Level::kInfo, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<Field> fields = {}) const {
    write(Level::kWarning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<Field> fields = {}) const {
    write(Level::kError, event, fields);
  }

 private:
  void write(Level level, std::string_view event, std::initializer_list<Field> fields) const;
  bool json_;
  int descriptor_;
};

}  // namespace horizon::daemon
