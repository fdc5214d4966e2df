#include "pipeline/learnt_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "nlp/fold.h"
#include "nlp/phrases/edge_words.h"
#include "nlp/segment/cell.h"
#include "pipeline/lexicon_file.h"
#include "pipeline/suggest.h"

namespace horizon::pipeline {
namespace {

using nlp::segment::Cost;

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxWords = 100'000;
constexpr std::uint32_t kMinDocuments = 20;
constexpr double kMinCohesion = 4;
constexpr double kMinEntropy = 1.5;
constexpr double kWordCost = 2;

constexpr std::string_view kHead =
    "# Words that 'horizon taxonomy suggest --learn' found in the documents, with their costs.\n"
    "# Made anew each time. A word that is none: put it into lexicon.txt with a - before it.\n";

bool read_line(std::string_view line, LearntWord& word) {
  const std::size_t space = line.rfind(' ');
  if (space == std::string_view::npos || space == 0) return false;
  const std::string_view cost = line.substr(space + 1);
  const auto [end, error] = std::from_chars(cost.data(), cost.data() + cost.size(), word.cost);
  word.word = trim(line.substr(0, space));
  return error == std::errc() && end == cost.data() + cost.size() && word.cost >= 0 &&
         is_valid_utf8(word.word) && !word.word.empty();
}

Cost cost_of(double share) {
  const double nats = std::max(0.0, -std::log(share) - kWordCost);
  return static_cast<Cost>(
      std::lround(std::min(100 * nats, static_cast<double>(nlp::segment::kUnknownCharacter))));
}

// A name: ideographs alone, and none of the words that it is cut into so far stands in no name, at
// neither end nor inside (基准|来|填补, 方法|未能).
bool is_name(const std::string& term, const nlp::WordSegmenter& segmenter) {
  const nlp::FoldedText folded = nlp::fold(term);
  return std::ranges::all_of(segmenter.words(folded), [&folded](const nlp::Word& word) {
    const std::string_view text = std::string_view(folded.text).substr(word.begin, word.size);
    return word.han && nlp::may_begin_term(text, true) && nlp::may_end_term(text, true);
  });
}

bool is_supported(const Suggestion& found) {
  return found.cohesion >= kMinCohesion &&
         std::min(found.left_entropy, found.right_entropy) >= kMinEntropy && found.share > 0;
}

}  // namespace

std::filesystem::path learnt_file(const std::filesystem::path& workspace) {
  return workspace / "learnt.txt";
}

Result<std::vector<LearntWord>> read_learnt(const std::filesystem::path& workspace) {
  const std::filesystem::path file = learnt_file(workspace);
  const auto text = read_file(file, kMaxFileBytes);
  std::vector<LearntWord> words;
  if (!text && text.error().code == ErrorCode::kNotFound) return words;
  if (!text) {
    return fail(ErrorCode::kUsage, fmt::format("{}: {}", file.string(), text.error().message));
  }
  const auto lexicon = read_lexicon(workspace);
  if (!lexicon) return fail(lexicon.error());
  std::size_t number = 0;
  for (const std::string_view whole : split(*text, '\n')) {
    ++number;
    const std::string_view line = trim(whole);
    if (line.empty() || line.front() == '#') continue;
    LearntWord word;
    if (!read_line(line, word)) {
      return fail(ErrorCode::kUsage,
                  fmt::format("{}:{}: no word with its cost; remove the file, 'horizon taxonomy "
                              "suggest --learn' makes it anew",
                              file.string(), number));
    }
    if (std::ranges::find(lexicon->refused, word.word) == lexicon->refused.end())
      words.push_back(std::move(word));
  }
  return words;
}

Status write_learnt(const std::filesystem::path& workspace, std::span<const LearntWord> words) {
  std::string text(kHead);
  for (const LearntWord& word : words) text += fmt::format("{} {}\n", word.word, word.cost);
  return write_file_atomically(learnt_file(workspace), text);
}

Result<std::vector<LearntWord>> learn_words(const Workspace& workspace, const Analyser& analyser,
                                            const JobContext& context) {
  SuggestOptions options;
  options.language = "zh";
  options.limit = kMaxWords;
  options.min_documents = kMinDocuments;
  options.learnt_are_known = false;
  const auto found = suggest_terms(workspace, analyser, options, context);
  if (!found) return fail(found.error());
  std::vector<LearntWord> words;
  for (const Suggestion& suggestion : *found) {
    if (is_supported(suggestion) && is_name(suggestion.term, analyser.segmenter()))
      words.push_back({suggestion.term, cost_of(suggestion.share)});
  }
  std::ranges::sort(words, {}, &LearntWord::word);
  return words;
}

}  // namespace horizon::pipeline
