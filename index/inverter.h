// Documents by term: what a shard's posting lists are made of. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::index {

struct Posting {
  std::uint32_t document = 0, frequency = 0;
};

// In memory, 16 bytes a posting; terms are found by hashing.
class Inverter {
 public:
  Inverter();

  // In ascending order of documents; each term once for a document.
  void add(std::string_view term, Posting posting);

  // To be called once, after everything was added: visit(term, postings), terms ascending by their
  // bytes, postings by document.
  template <typename Visit>
  void each(Visit&& visit) {
    const std::vector<std::uint32_t> order = group();
    for (const std::uint32_t number : order) {
      const Term& term = terms_[number];
      visit(text(term), std::span<const Posting>(grouped_).subspan(term.begin, term.count));
    }
  }

 private:
  struct Term {
    std::uint64_t head =
        0;  // its first bytes, the first one highest: most comparisons are of these
    std::uint32_t hash = 0;
    std::uint32_t place = 0, size = 0;  // in bytes_
    std::uint32_t count = 0;            // of its postings
    std::size_t begin = 0;              // in grouped_
  };
  struct Entry {
    std::uint32_t term = 0;
    Posting posting;
  };

  std::string_view text(const Term& term) const {
    return std::string_view(bytes_).substr(term.place, term.size);
  }
  std::uint32_t number_of(std::string_view term);
  void grow();
  std::vector<std::uint32_t> group();

  std::string bytes_;
  std::vector<Term> terms_;
  std::vector<std::uint32_t> slots_;  // number of a term + 1; 0: free
  std::vector<Entry> entries_;
  std::vector<Posting> grouped_;
};

}  // namespace horizon::index
