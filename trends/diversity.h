// How widely a topic reaches into others: interdisciplinarity as diversity (A. Stirling, "A general
// framework for analysing diversity in science, technology and society", J. R. Soc. Interface 4
// (2007) 707-719; I. Rafols and M. Meyer, Scientometrics 82 (2010) 263-287). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "trends/statistics.h"

namespace horizon::trends {

// Distances of n categories to one another, n * n, from their profiles, n * m (not negative):
// 1 - cosine; 1 where a profile is all zero; 0 of each to itself.
std::vector<double> cosine_distances(std::span<const double> profiles, std::size_t categories);

struct Diversity {
  std::size_t variety = 0;  // categories with any weight
  double balance = 0;       // entropy of the shares / log(variety); 1 if all are equal, 0 for one
  double rao_stirling = 0;  // sum over i != j of d_ij p_i p_j, from 0 up to below 1
  // 1 / (1 - rao_stirling): so many equal categories without anything in common are as diverse (T.
  // Leinster and C. Cobbold, Ecology 93 (2012) 477-489, order 2). 1: one category. The interval
  // holds `confidence` of 1,000 resamples (weights as Poisson counts, fixed seed).
  Estimate effective;
};

// Weights are documents by category, split where one is of several; nullopt if they are all 0.
// distances: n * n.
std::optional<Diversity> measure_diversity(std::span<const double> weights,
                                           std::span<const double> distances,
                                           double confidence = 0.95);

// The Rao-Stirling value alone.
double rao_stirling(std::span<const double> weights, std::span<const double> distances);

}  // namespace horizon::trends
