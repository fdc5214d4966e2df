#include "classify/model/solve.h"

#include <cmath>

namespace horizon::classify::model {

bool Cholesky::factorise(std::span<const double> matrix, std::size_t width) {
  width_ = width;
  lower_.assign(matrix.begin(), matrix.end());
  for (std::size_t j = 0; j < width; ++j) {
    double* const row = lower_.data() + j * width;
    for (std::size_t i = 0; i <= j; ++i) {
      const double* const other = lower_.data() + i * width;
      double sum = row[i];
      for (std::size_t k = 0; k < i; ++k) sum -= row[k] * other[k];
      if (i < j) {
        row[i] = sum / other[i];
      } else if (!(sum > 0) || !std::isfinite(sum)) {
        return false;
      } else {
        row[j] = std::sqrt(sum);
      }
    }
  }
  return true;
}

void Cholesky::forward(std::span<double> b) const {
  for (std::size_t j = 0; j < width_; ++j) {
    const double* const row = lower_.data() + j * width_;
    double sum = b[j];
    for (std::size_t k = 0; k < j; ++k) sum -= row[k] * b[k];
    b[j] = sum / row[j];
  }
}

void Cholesky::solve(std::span<double> b) const {
  forward(b);
  for (std::size_t j = width_; j-- > 0;) {
    b[j] /= lower_[j * width_ + j];
    for (std::size_t k = 0; k < j; ++k) b[k] -= lower_[j * width_ + k] * b[j];
  }
}

double Cholesky::squared_length(std::span<double> b) const {
  forward(b);
  double sum = 0;
  for (const double value : b) sum += value * value;
  return sum;
}

}  // namespace horizon::classify::model
