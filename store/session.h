// What an open store holds. Internal to store/.
#pragma once

#include <optional>
#include <utility>

#include "store/codec.h"
#include "store/lock.h"
#include "store/names.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/store.h"
#include "store/vocabulary.h"

namespace horizon::store {

struct Session {
  Session(std::optional<WriterLock> held, Database opened)
      : lock(std::move(held)), database(std::move(opened)) {}

  Tables tables() { return {database, names, body_compressor, decompressor}; }
  // kUnavailable if the store is open for reading.
  Status want_writer() const;
  // To be called after a rollback.
  void forget() {
    names.forget();
    vocabulary.forget();
  }

  std::optional<WriterLock> lock;  // released after the connection has closed; none in kRead
  Database database;
  Names names{database};
  Vocabulary vocabulary{database};
  // Level 1 is nearly as small as 3 for single abstracts; blocks gain from 3.
  Compressor body_compressor{1};
  Compressor raw_compressor{3};
  Decompressor decompressor;
};

struct Store::Impl : Session {
  using Session::Session;
};

}  // namespace horizon::store
