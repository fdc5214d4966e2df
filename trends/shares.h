// Shares of things that compete for the same documents, with their uncertainty. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "trends/statistics.h"

namespace horizon::trends {

// Weights are documents, split where one names several things: not negative, else taken for 0.
// Under Jeffreys' prior the shares are Dirichlet(weight + 1/2) (A. Gelman et al., "Bayesian Data
// Analysis", 3rd ed. 2013, section 3.4); each by itself is a Beta.

// Posterior mean and central interval of each share; the means sum to 1. Empty for no weights.
std::vector<Estimate> dirichlet_shares(std::span<const double> weights, double confidence = 0.95);

// Share of `weight` documents among `total`, by itself: Beta(weight + 1/2, total - weight + 1/2)
// (L. Brown, T. Cai, A. DasGupta, Statist. Sci. 16 (2001) 101-133), the value being weight/total.
// {0, 0, 1} if there is nothing to share.
Estimate share_of(double weight, double total, double confidence = 0.95);

// P(the share behind `a` is above the one behind `b`), in (0, 1).
double probability_above(double a, double b);

// 1 / sum of squared shares: how many things of equal share would be as concentrated (A. Hirschman,
// Amer. Econ. Rev. 54 (1964) 761; the number of order 2 of M. Hill, Ecology 54 (1973) 427-432). The
// value is that of the observed shares, at least 1; the interval holds `confidence` of 2,000 draws
// from the posterior, made with a fixed seed. {0, 0, 0} if all weights are 0.
Estimate effective_number(std::span<const double> weights, double confidence = 0.95);

}  // namespace horizon::trends
