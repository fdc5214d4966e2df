#include "cli/lines.h"

#include <fmt/format.h>

#include <filesystem>

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

Result<pipeline::ExampleSet> read_and_report(const std::vector<std::string>& files,
                                             pipeline::Repeats repeats) {
  const std::vector<std::filesystem::path> paths(files.begin(), files.end());
  auto examples = pipeline::read_examples(paths, repeats);
  if (examples) print_problems(*examples);
  return examples;
}

CLI::Option* add_examples_option(CLI::App& command, std::vector<std::string>& examples) {
  return command
      .add_option("--examples", examples,
                  "JSON Lines, plain or compressed: {\"title\", \"abstract\" or \"text\", "
                  "\"labels\": [...]}")
      ->type_name("FILE");
}

void add_threads_option(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "default: all processors; results do not depend on it")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
}

}  // namespace horizon::cli
