// The posting lists of a part of the index, kept in memory. Internal to the module's .cpp files.
// Xapian's exceptions pass through.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "core/document.h"
#include "index/deadline.h"
#include "index/memory.h"
#include "index/postings.h"
#include "index/snapshot.h"

namespace horizon::index {

std::shared_ptr<const PostingList> posting_list(const Snapshot::Part& part, Memory::Impl& memory,
                                                const std::string& term, const Deadline& deadline);
// Of the document with an id.
std::shared_ptr<const PostingList> id_list(const Snapshot::Part& part, Memory::Impl& memory,
                                           const std::string& id, const Deadline& deadline);

std::shared_ptr<const Lengths> lengths_of(const Snapshot::Part& part, Memory::Impl& memory);

// How many terms documents have; 0 where there is none. All arguments outlive it.
class KeptLengths {
 public:
  KeptLengths(const Snapshot& snapshot, Memory::Impl& memory)
      : snapshot_(snapshot), memory_(memory) {}

  std::uint32_t of(DocumentNumber number);

 private:
  const Snapshot& snapshot_;
  Memory::Impl& memory_;
  std::unordered_map<const Snapshot::Part*, std::shared_ptr<const Lengths>> lengths_;
};

// Whether documents have terms. All arguments outlive it.
class HasTerm {
 public:
  HasTerm(const Snapshot& snapshot, Memory::Impl& memory, const Deadline& deadline)
      : snapshot_(snapshot), memory_(memory), deadline_(deadline) {}

  bool operator()(DocumentNumber number, const std::string& term);
  bool has_id(DocumentNumber number, const std::string& id) const;

 private:
  using ByPart = std::unordered_map<const Snapshot::Part*, std::shared_ptr<const PostingList>>;

  const Snapshot& snapshot_;
  Memory::Impl& memory_;
  const Deadline& deadline_;
  std::unordered_map<std::string, ByPart> lists_;  // by term
};

}  // namespace horizon::index
