// What people want to be told of: saved queries and topics with a threshold, an owner, and
// milestones. Kept in the workspace's watches.json.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::pipeline {

// An event that is expected, and the query whose documents would show it.
struct Milestone {
  std::string event;
  std::string query;
  Day due{};
  friend bool operator==(const Milestone&, const Milestone&) = default;
};

struct Watch {
  std::string id;     // lower-case letters, digits, '-'; what was sent is kept under it
  std::string name;   // for people
  std::string owner;  // the team that it is for; may be empty
  std::string query;  // in the language of search; may be empty if there is a topic
  std::string topic;  // a node id; may be empty
  std::vector<std::string> without;  // words and phrases that no document of it may have
  std::size_t threshold = 1;         // so many new documents are worth a report
  bool alert = false;                // told as soon as they are found, not only in the issue
  Day since{};                       // documents that were first seen from this day on are new
  std::vector<Milestone> milestones;
  friend bool operator==(const Watch&, const Watch&) = default;
};

inline constexpr std::size_t kMostWatches = 1'000;

// Any bytes as a list of watches. kUsage, with `file` and what is wrong.
Result<std::vector<Watch>> parse_watches(const std::string& bytes, const std::string& file);
std::string watches_json(const std::vector<Watch>& watches);

// By id; none if there is no file.
Result<std::vector<Watch>> read_watches(const std::filesystem::path& workspace);
// Replaces the file as a whole, or leaves it.
Status write_watches(const std::filesystem::path& workspace, std::vector<Watch> watches);

// kUsage, with what is wrong: neither query nor topic, a name that is too long, no threshold.
Status check_watch(const Watch& watch);

// The watch's query with what it must not have; "*" where only the topic says something.
std::string query_of(const Watch& watch);

}  // namespace horizon::pipeline
