// A symmetric positive definite system of some hundred unknowns.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace horizon::classify::model {

// Cholesky's factorisation A = L Lᵀ, row-major.
class Cholesky {
 public:
  // Reads the lower triangle of a width × width matrix. False if it is not positive definite.
  bool factorise(std::span<const double> matrix, std::size_t width);
  // Solves A x = b in place.
  void solve(std::span<double> b) const;
  // bᵀ A⁻¹ b; destroys b.
  double squared_length(std::span<double> b) const;

 private:
  void forward(std::span<double> b) const;

  std::size_t width_ = 0;
  std::vector<double> lower_;
};

}  // namespace horizon::classify::model
