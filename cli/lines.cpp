#include "cli/lines.h"

#include <fmt/format.h>

namespace horizon::cli {

void print_problem(const pipeline::LineProblem& problem) {
  const std::string file = problem.file == "-" ? "standard input" : problem.file;
  if (problem.line == 0) {
    fmt::print(stderr, "horizon: {}: {}\n", file, problem.what);
  } else {
    fmt::print(stderr, "horizon: {}:{}: {}\n", file, problem.line, problem.what);
  }
}

void print_problems(const pipeline::ExampleSet& examples) {
  for (const auto& problem : examples.bad_lines) print_problem(problem);
  if (examples.bad_line_count > examples.bad_lines.size()) {
    fmt::print(stderr, "horizon: {} damaged lines in all were left out\n", examples.bad_line_count);
  }
  for (const auto& problem : examples.contradictions) print_problem(problem);
  if (examples.contradiction_count > examples.contradictions.size()) {
    fmt::print(stderr, "horizon: {} texts in all stand there with different labels\n",
               examples.contradiction_count);
  }
}

}  // namespace horizon::cli
