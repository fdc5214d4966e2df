// What goes out on a channel, ready to be sent.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace horizon::daemon {

struct Parcel {
  std::string key;   // "issue/2026-W47": the same for the same content, however often it is sent
  std::string kind;  // "issue" or "alert"
  std::string week;  // "2026-W47"; empty for an alert
  std::string language;  // BCP 47, of the texts
  std::string subject;
  std::string text;                          // plain or Markdown
  std::string html;                          // for mail; may be empty
  std::vector<std::filesystem::path> files;  // the issue in its formats
};

// What came of an attempt to deliver.
enum class Fate { kSent, kLater, kRefused };

struct Answer {
  Fate fate = Fate::kSent;
  std::string error;  // one line, without secrets; empty if it was sent
};

}  // namespace horizon::daemon
