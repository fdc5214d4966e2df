// Labelled texts from JSON Lines, for learning and judging a classification.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/model/linear_model.h"
#include "classify/model/train.h"
#include "core/error.h"
#include "crawler/json/json.h"

namespace horizon::pipeline {

// One line: {"id", "title", "abstract" or "text", "labels"}; other fields are ignored.
struct Example {
  std::string id;  // as JSON ("\"a\"", "17"); "null" if it has none
  std::string
      text;  // title and text, joined by a line break; once if the text begins with the title
  std::uint32_t title_bytes = 0;
  std::vector<std::string> labels;  // sorted, each once
  bool labelled = false;            // "labels" is there, be it empty
};

// kCorrupt, with what is wrong and how to mend it, for a line that is no such example. Labels may
// be a list of texts, or one text.
Result<Example> parse_example(std::string_view line, crawler::JsonReader& reader);

// True for what people have when they paste a title: one line and one sentence, no longer than
// titles are (300 bytes).
bool looks_like_title(std::string_view text);

// Title and text in one; once if the text begins with the title. Both trimmed.
Example join_text(std::string_view title, std::string_view text);

struct LineProblem {
  std::string file;
  std::uint64_t line = 0;
  std::string what;
};

struct ExampleSet {
  std::vector<std::string> labels;  // sorted
  std::vector<Example> examples;    // their own label lists are moved to labels_of
  std::vector<std::vector<std::uint32_t>> labels_of;
  std::uint64_t repeated = 0;          // text and labels of an earlier one; left out to learn from
  std::vector<LineProblem> bad_lines;  // left out, in order; the first kMaxProblems
  std::uint64_t bad_line_count = 0;
  std::vector<LineProblem> contradictions;  // kept: an earlier text with other labels
  std::uint64_t contradiction_count = 0;

  static constexpr std::size_t kMaxProblems = 20;

  // Views into the examples, which must stay.
  classify::model::TrainingSet training_set() const;
};

// Reads files ("-" is standard input; gzip and zstd are known by their bytes). Damaged lines are
// listed, the rest is read. What stands there twice teaches once, but counts twice in a judgement.
// kUsage if no line of them is a labelled example; kNotFound, kUnavailable.
enum class Repeats { kLeaveOut, kKeep };
Result<ExampleSet> read_examples(std::span<const std::filesystem::path> files, Repeats repeats);

}  // namespace horizon::pipeline
