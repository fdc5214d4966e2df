// What the commands that read lines of examples and documents have in common.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "pipeline/examples.h"

namespace horizon::cli {

// "horizon: FILE:LINE: what is wrong" on standard error.
void print_problem(const pipeline::LineProblem& problem);

// Damaged and contradicting lines, the first of them one by one.
void print_problems(const pipeline::ExampleSet& examples);

// Reads examples, and says what is wrong with them.
Result<pipeline::ExampleSet> read_and_report(const std::vector<std::string>& files,
                                             pipeline::Repeats repeats);

// --examples FILE and --threads N.
CLI::Option* add_examples_option(CLI::App& command, std::vector<std::string>& examples);
void add_threads_option(CLI::App& command, unsigned& threads);

}  // namespace horizon::cli
