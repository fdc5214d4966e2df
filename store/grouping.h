// Which documents are one work, where pairs of them are known to be? Pure: the answer depends on
// the documents and pairs alone, not on their order. Internal to store/.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/document.h"
#include "store/likeness.h"

namespace horizon::store {

struct Member {
  DocumentNumber number = 0;
  Profile profile;
  bool has_text = false;
  std::string name;  // the least of its keys: the same whichever came first
};

struct Pair {
  std::size_t a = 0, b = 0;  // positions of members
  Likeness likeness;
};

// What an analyst has said of two members.
struct Verdict {
  std::size_t a = 0, b = 0;
  bool same = true;
};

// A connected set of more documents is a template, a form letter or an attack: only what analysts
// have said joins its members.
inline constexpr std::size_t kMaxConnected = 300;

// For each member the position of the one that is shown for it: itself, or the head of its group.
// The head is the one with a text, then the earliest, so that counts of the past do not change when
// a copy comes. Pairs join in the order of their strength, where that does not bring together
// documents that bear different numbers of one list, lie further apart than longest_span(), or were
// told apart by an analyst. `complete` is false if there are more members than are given here.
std::vector<std::size_t> heads_of(std::span<const Member> members, std::vector<Pair> pairs,
                                  std::span<const Verdict> verdicts, bool complete = true);

}  // namespace horizon::store
