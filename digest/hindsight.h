// What has become of what earlier issues said. Pure; used by compose().
#pragma once

#include <span>
#include <vector>

#include "core/document.h"
#include "digest/findings.h"
#include "digest/issue.h"

namespace horizon::digest {

// What an issue of `weeks` weeks ago placed above the line, graded by today's rates: a rise held if
// the rate of the recent window is not below what it was then, a fall if it is not above it.
// Nothing if the issue placed nothing above the line.
std::vector<Grade> grade(const Issue& past, std::uint32_t weeks, std::span<const Finding> findings);

// Counts of the issue's recent window that differ today by more than three documents and a
// twentieth.
std::vector<Correction> find_corrections(const Issue& past, std::span<const Finding> findings);

// Why a finding matters; `family` are all of them, `panel` its routes, if it has any.
Significance find_significance(const Finding& finding, std::span<const Finding> family,
                               const RoutePanel* panel);

}  // namespace horizon::digest
