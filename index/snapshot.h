// An index as a reader has opened it: one state of all its shards. Internal to the module's .cpp
// files.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "index/changes.h"
#include "index/columns.h"
#include "index/manifest.h"
#include "index/memory.h"
#include "index/postings.h"

namespace horizon::index {

struct Snapshot {
  struct Part {
    std::string name;  // of the shard
    Xapian::Database database;
    // What it holds is told by its database and revision; a folder's name may come again.
    std::string state;
    DocumentNumber first = 1;  // least number that it may have
    bool sealed = false;
    // Documents that another part has instead, or that have gone; nullptr: none.
    const PostingList* hidden = nullptr;
  };

  Manifest manifest;
  std::shared_ptr<const Columns> columns;
  std::vector<Part> parts;           // those that can be read; changes last
  std::vector<std::string> damaged;  // names of the others
  Xapian::Database database;         // all parts as one, what is hidden included
  std::shared_ptr<const Changes> changes;

  std::uint64_t documents() const;
  double average_length() const;  // in terms, at least 1

  // Where a document of this number is, if it is anywhere; nullptr if that cannot be read.
  const Part* part_of(DocumentNumber number) const;
  // To read values of; empty if there is none of this number.
  Xapian::Document document(DocumentNumber number) const;

  // Puts the parts together again without these.
  void leave_out(const std::vector<std::string>& names);
  // Only this one.
  void leave_only(const Part& part);

  // kNotFound: there is no index; kCorrupt: none of it can be read. A writer may exchange shards
  // meanwhile; what is returned is one state.
  static Result<Snapshot> open(const std::filesystem::path& folder, Memory::Impl& memory);
};

}  // namespace horizon::index
