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
#include "index/columns.h"
#include "index/manifest.h"
#include "index/memory.h"

namespace horizon::index {

struct Snapshot {
  struct Part {
    std::string name;  // of the shard
    Xapian::Database database;
  };

  Manifest manifest;
  std::shared_ptr<const Columns> columns;
  std::vector<Part> parts;           // those that can be read
  std::vector<std::string> damaged;  // names of the others
  Xapian::Database database;         // all parts as one

  // Xapian numbers the documents of several databases in turns.
  DocumentNumber number(Xapian::docid id) const {
    return (id - 1) / static_cast<Xapian::docid>(parts.size()) + 1;
  }
  // 0 if no document of this number can be in a part that is readable.
  Xapian::docid docid(DocumentNumber number) const;

  // nullptr if it cannot be read.
  const Part* part(std::string_view name) const;
  // To read values and terms of; empty if there is none of this number.
  Xapian::Document document(DocumentNumber number) const;

  // Puts the parts together again without these.
  void leave_out(const std::vector<std::string>& names);

  // kNotFound: there is no index; kCorrupt: none of it can be read. A writer may exchange shards
  // meanwhile; what is returned is one state.
  static Result<Snapshot> open(const std::filesystem::path& folder, Memory::Impl& memory);
};

}  // namespace horizon::index
