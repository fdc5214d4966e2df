// Are two documents that share no key one work? Pure, symmetric, and blind to the order in which
// they came. Internal to store/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/document.h"
#include "store/author_names.h"
#include "store/sketch.h"
#include "store/titles.h"

namespace horizon::store {

// Why two documents are one work. The numbers are stored.
enum class Rule : std::uint8_t {
  kTitle = 0,   // same title, same first author, dates near each other
  kText = 1,    // near-identical text
  kNumber = 2,  // stages of publication of one patent application under one number (A1 and B2)
  kAnalyst = 3  // somebody said so
};

struct Likeness {
  Rule rule = Rule::kTitle;
  double strength = 0;  // of kText the similarity, else 1
};

// What of a document the rules look at.
struct Profile {
  Kind kind = Kind::kOther;
  std::string language;
  // The days that the publication date may mean; nullopt if it is unknown.
  std::optional<std::pair<Day, Day>> dates;
  Title title;
  std::vector<AuthorName> authors;
  Shingles text;
  // Whose number the document bears in which list of distinct works: {"arxiv", "2401.00001"},
  // {"doi 10.1038", "10.1038/x"}, {"patent CN", "117151122"}. Sorted.
  std::vector<std::pair<std::string, std::string>> numbers;
  friend bool operator==(const Profile&, const Profile&) = default;
};

Profile profile_of(const Document& document);

// Where documents that may be one work meet: hashes of 47 bits.
std::vector<std::int64_t> meeting_keys(const Profile& profile);

// Both bear numbers of one list, and none is borne by both: whatever else they share, they are
// different works.
bool different_numbers(const Profile& a, const Profile& b);

// nullopt: nothing says that they are one work, or something speaks against it.
std::optional<Likeness> likeness(const Profile& a, const Profile& b);

// Days between the nearest days that two dates may mean; 0 where they overlap.
int days_between(const std::pair<Day, Day>& a, const std::pair<Day, Day>& b);

// The days within which all documents of one work of this kind must lie.
int longest_span(Kind kind);

}  // namespace horizon::store
