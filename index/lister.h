// The ranked list of what matches a query. Internal to the module's .cpp files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/best.h"
#include "index/confirmer.h"
#include "index/deadline.h"
#include "index/formula.h"
#include "index/index.h"
#include "index/memory.h"
#include "index/query/plan.h"
#include "index/snapshot.h"

namespace horizon::index {

class Lister {
 public:
  Lister(const Snapshot& snapshot, Memory::Impl& memory, const Query& asked, const Plan& plan,
         const Deadline& deadline)
      : snapshot_(snapshot), memory_(memory), asked_(asked), plan_(plan), deadline_(deadline) {}

  // Xapian's exceptions pass through.
  Hits run();
  // Of documents like one, which is left out.
  Hits run_like(DocumentNumber number);

 private:
  struct Found {
    std::vector<Candidate> best;
    std::uint64_t total = 0;
  };

  Formula ranking() const;
  // The best in the order that is asked for; equal ones by id, or all that are equal to the last.
  enum class Equal : std::uint8_t { kById, kAll };
  Found best(const Formula& formula, Order order, std::size_t wanted,
             Equal equal = Equal::kById) const;
  Found checked(std::size_t wanted, Hits& hits) const;
  static bool keep_matching(std::span<const Candidate> candidates, Confirmer& confirmer,
                            Found& found);
  void add_pairs(std::vector<Candidate>& best) const;
  std::vector<Hit> hits_of(const std::vector<Candidate>& best) const;
  void cut(std::vector<Candidate>& best, Hits& hits) const;
  void cut_after(Hits& hits) const;
  // Of candidates by their keys, until so many of the first are in order.
  void order_equal_ones(std::span<Candidate> best, std::size_t wanted) const;
  void order_by_id(std::span<Candidate> equal, std::size_t needed) const;

  const Snapshot& snapshot_;
  Memory::Impl& memory_;
  const Query& asked_;
  const Plan& plan_;
  const Deadline& deadline_;
};

}  // namespace horizon::index
