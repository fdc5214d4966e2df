#include "pipeline/learnt_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "core/io.h"
#include "core/text.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;

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

}  // namespace

std::filesystem::path learnt_file(const std::filesystem::path& workspace) {
  return workspace / "learnt.txt";
}

Result<std::vector<LearntWord>> read_learnt(const std::filesystem::path& workspace,
                                            std::span<const std::string> refused) {
  const std::filesystem::path file = learnt_file(workspace);
  const auto text = read_file(file, kMaxFileBytes);
  std::vector<LearntWord> words;
  if (!text && text.error().code == ErrorCode::kNotFound) return words;
  if (!text) {
    return fail(ErrorCode::kUsage, fmt::format("{}: {}", file.string(), text.error().message));
  }
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
    if (std::ranges::find(refused, word.word) == refused.end()) words.push_back(std::move(word));
  }
  return words;
}

Status write_learnt(const std::filesystem::path& workspace, std::span<const LearntWord> words) {
  std::string text(kHead);
  for (const LearntWord& word : words) text += fmt::format("{} {}\n", word.word, word.cost);
  return write_file_atomically(learnt_file(workspace), text);
}

}  // namespace horizon::pipeline
