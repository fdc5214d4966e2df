// The best of many, without sorting all. Internal to the module's .cpp files.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "core/document.h"

namespace horizon::index {

struct Candidate {
  double key = 0;    // higher ones come first
  double score = 0;  // of the text
  DocumentNumber number = 0;
};

// Keeps as many as are wanted, and of those with the last one's key all.
class Best {
 public:
  explicit Best(std::size_t wanted) : wanted_(wanted) {}

  void add(const Candidate& one) {
    if (one.key < threshold_ || wanted_ == 0) return;
    if (one.key == threshold_) {
      tied_.push_back(one);
      return;
    }
    above_.push_back(one);
    if (above_.size() >= 2 * wanted_) shrink();
  }

  // Highest key first, then as `order` puts equal ones: it is given them in ascending number, and
  // how many of them are needed, and brings these to their front.
  using Order = std::function<void(std::span<Candidate> equal, std::size_t needed)>;
  std::vector<Candidate> take(const Order& order) {
    sort();
    for (std::size_t i = 0, j = 0; i < std::min(above_.size(), wanted_); i = j) {
      while (j < above_.size() && above_[j].key == above_[i].key) ++j;
      if (j - i > 1) order(std::span(above_).subspan(i, j - i), std::min(j, wanted_) - i);
    }
    if (above_.size() > wanted_) above_.resize(wanted_);
    return std::move(above_);
  }
  // The same with all whose key is that of the last one wanted; equal ones by number. Of more that
  // are wanted these are the first.
  std::vector<Candidate> take_with_equal() {
    sort();
    return std::move(above_);
  }

 private:
  void sort() {
    if (above_.size() > wanted_) shrink();
    std::ranges::sort(above_, [](const Candidate& a, const Candidate& b) {
      return std::pair(-a.key, a.number) < std::pair(-b.key, b.number);
    });
    std::ranges::sort(tied_, {}, &Candidate::number);
    above_.insert(above_.end(), tied_.begin(), tied_.end());
  }

  // At least `wanted_` have a key of the new threshold or a higher one.
  void shrink() {
    const auto last = above_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
    std::ranges::nth_element(above_, last, std::ranges::greater(), &Candidate::key);
    const double key = last->key;
    if (key > threshold_) tied_.clear();
    threshold_ = key;
    const auto equal =
        std::ranges::partition(above_, [key](const Candidate& one) { return one.key > key; });
    for (const Candidate& one : equal)
      if (one.key == key) tied_.push_back(one);
    above_.erase(equal.begin(), equal.end());
  }

  std::size_t wanted_;
  double threshold_ = -std::numeric_limits<double>::infinity();
  std::vector<Candidate> above_;  // the threshold
  std::vector<Candidate> tied_;   // at the threshold
};

}  // namespace horizon::index
