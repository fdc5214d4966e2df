// What the commands that read lines of examples and documents say of damaged ones.
#pragma once

#include "pipeline/examples.h"

namespace horizon::cli {

// "horizon: FILE:LINE: what is wrong" on standard error.
void print_problem(const pipeline::LineProblem& problem);

// Damaged and contradicting lines, the first of them one by one.
void print_problems(const pipeline::ExampleSet& examples);

}  // namespace horizon::cli
