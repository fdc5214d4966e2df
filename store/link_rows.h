// The tables by which documents that share no key are found to be one work. Internal to store/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/likeness.h"
#include "store/sqlite.h"

namespace horizon::store {

// Where a document stands among those that share a key: by date, then by what its keys hash to,
// so that the order is the same whichever came first.
struct Position {
  std::int64_t day = 0;
  std::int64_t tie = 0;
  DocumentNumber number = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

// Documents that share a key are compared if at most so many steps lie between them: the work for
// each is bounded, and long lists of copies still hang together.
inline constexpr std::size_t kNeighbours = 16;

struct Neighbours {
  std::vector<Position> before, after;  // the nearest first, at most kNeighbours each
};

Result<Neighbours> read_neighbours(const Database& database, std::int64_t key,
                                   const Position& position);
Status insert_key(const Database& database, std::int64_t key, const Position& position);
Status delete_key(const Database& database, std::int64_t key, const Position& position);

// A link is kept in both directions.
struct Link {
  DocumentNumber other = 0;
  Likeness likeness;
  Day made{};
};
Result<std::vector<Link>> read_links(const Database& database, DocumentNumber number);
// Replaces a link between the two.
Status put_link(const Database& database, DocumentNumber number, const Link& link);
Status delete_link(const Database& database, DocumentNumber number, DocumentNumber other);

struct Judgement {
  DocumentNumber other = 0;
  bool same = true;
  Day made{};
};
Result<std::vector<Judgement>> read_judgements(const Database& database, DocumentNumber number);
Status put_judgement(const Database& database, DocumentNumber number, const Judgement& judgement);

// The document that is shown for this one; nullopt if that is itself.
Result<std::optional<DocumentNumber>> read_head(const Database& database, DocumentNumber number);
// The documents that this one is shown for, in the order of their numbers.
Result<std::vector<DocumentNumber>> read_joined(const Database& database, DocumentNumber head);
Status put_head(const Database& database, DocumentNumber number,
                std::optional<DocumentNumber> head);

}  // namespace horizon::store
