// How usual a document's combination of fields is: novelty by atypical combination (B. Uzzi, S.
// Mukherjee, M. Stringer and B. Jones, "Atypical combinations and scientific impact", Science 342
// (2013) 468-472), on the codes of documents instead of the journals that they cite. Novelty is no
// merit: most of what is unusual stays so. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace horizon::trends {

// Two items in one document, against all other documents.
struct Pairing {
  std::uint16_t first = 0, second = 0;  // first < second
  double together = 0;                  // other documents with both
  double expected = 0;                  // by chance
  // (together - expected) / sqrt(expected + 1): far below 0 is rarer than chance would bring. The 1
  // shrinks what little is known of rare items to about 0.
  double z = 0;
};

struct Novelty {
  double novelty = 0;          // tenth percentile of z over the document's pairs: its oddest part
  double conventionality = 0;  // median
  std::size_t pairs = 0;
  Pairing oddest;  // with the lowest z; of equal ones the first
};

// How often which items meet. Chance keeps, within each slice of time, in how many pairs each item
// takes part (the configuration model: d1 d2 / 2m of m pairs), so that neither a common item nor
// documents of many items look unusual.
class Combinations {
 public:
  // Items are below `items`, slices below `slices`.
  Combinations(std::size_t items, std::size_t slices);

  // A document's items, each once, in any order. Fewer than two are no combination.
  void add(std::size_t slice, std::span<const std::uint16_t> items);
  // Between the last add() and the first question.
  void settle();

  // A pair among the other documents than the one in hand, which is one of those added, of `slice`
  // and with `own` items.
  Pairing pairing(std::uint16_t a, std::uint16_t b, std::size_t slice, std::size_t own) const;
  // Of a document that was added. nullopt for fewer than two items.
  std::optional<Novelty> measure(std::size_t slice, std::span<const std::uint16_t> items) const;

 private:
  struct Count {
    std::uint32_t key = 0;  // of the pair
    std::uint32_t documents = 0;
  };
  std::size_t items_;
  std::vector<double> degrees_;  // by slice and item: pairs that it takes part in
  std::vector<double> pairs_;    // by slice
  std::vector<std::uint32_t> keys_;
  std::vector<Count> counts_;  // ascending by key
};

}  // namespace horizon::trends
