// Keeps the links between documents that share no key, and says which document is shown for which.
// The links are exactly the pairs that likeness() holds for one work among the neighbours under a
// meeting key, whatever the order and the batches in which the documents came. Internal to store/.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/grouping.h"
#include "store/link_rows.h"
#include "store/rows.h"

namespace horizon::store {

// A document that is shown by another one from now on, or by itself (nullopt).
struct Move {
  DocumentNumber number = 0;
  std::optional<DocumentNumber> head;
};

class Linker {
 public:
  // The tables must outlive it.
  Linker(const Tables& tables, Day today) : tables_(&tables), today_(today) {}

  // A document as it was and as it is now, both whole; nullptr where it is not there or withdrawn.
  // To be called when its row has been written.
  Status changed(const DocumentRow* before, const DocumentRow* after);
  // An analyst's word, which goes before every rule. A later one replaces an earlier one.
  Status judge(DocumentNumber a, DocumentNumber b, bool same);
  // What follows from everything since the last call, by number.
  Result<std::vector<Move>> settle();

 private:
  struct Component {
    std::vector<DocumentNumber> numbers;  // sorted
    bool complete = true;
  };

  Status leave(DocumentNumber number, const Profile& profile, const Position& position);
  Status enter(DocumentNumber number, const Profile& profile, const Position& position);
  Status compare(DocumentNumber a, DocumentNumber b);
  Status part(DocumentNumber a, DocumentNumber b);
  Result<bool> still_meet(DocumentNumber a, DocumentNumber b);
  Result<const Member*> member(DocumentNumber number);
  Result<Component> component_of(DocumentNumber number, std::set<DocumentNumber>& seen);
  Result<bool> is_grouped(DocumentNumber number);
  Status settle(const Component& component, std::vector<Move>& moves);
  Status gather_pairs(const std::vector<Member>& members, std::vector<Pair>& pairs,
                      std::vector<Verdict>& verdicts);

  const Tables* tables_;
  Day today_;
  std::set<DocumentNumber> touched_;
  // Documents that were compared lately; copies come together.
  std::unordered_map<DocumentNumber, Member> recent_;
};

// The least of a document's keys, else of what it says.
std::string least_key(const Document& document);

}  // namespace horizon::store
