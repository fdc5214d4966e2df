#include "pipeline/lexicon_file.h"

#include <fmt/format.h>

#include <unordered_set>

#include "core/io.h"
#include "core/text.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxTermBytes = 256;
constexpr std::string_view kHead =
    "# Terms that are kept whole in Chinese texts, one a line.\n"
    "# After a change 'horizon reindex' brings the documents up to date.\n";

Result<std::string> read_text(const std::filesystem::path& file) {
  auto text = read_file(file, kMaxFileBytes);
  if (text) return text;
  if (text.error().code == ErrorCode::kNotFound) return std::string();
  return fail(ErrorCode::kUsage, fmt::format("{}: {}", file.string(), text.error().message));
}

const char* problem_with(std::string_view term) {
  if (term.size() > kMaxTermBytes) return "is longer than a term can be; one term a line";
  if (!is_valid_utf8(term)) return "is not UTF-8; save the file as UTF-8";
  return nullptr;
}

}  // namespace

std::filesystem::path lexicon_file(const std::filesystem::path& workspace) {
  return workspace / "lexicon.txt";
}

Result<OperatorLexicon> read_lexicon(const std::filesystem::path& workspace) {
  const std::filesystem::path file = lexicon_file(workspace);
  const auto text = read_text(file);
  if (!text) return fail(text.error());
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view rest = *text;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  OperatorLexicon lexicon;
  std::size_t number = 0;
  for (const std::string_view line : split(rest, '\n')) {
    ++number;
    const std::string_view term = trim(line);
    if (term.empty() || term.front() == '#') continue;
    if (const char* problem = problem_with(term)) {
      return fail(ErrorCode::kUsage,
                  fmt::format("{}:{}: the line {}", file.string(), number, problem));
    }
    const bool refused = term.front() == '-';
    (refused ? lexicon.refused : lexicon.terms).emplace_back(refused ? trim(term.substr(1)) : term);
  }
  return lexicon;
}

Result<std::size_t> add_to_lexicon(const std::filesystem::path& workspace,
                                   std::span<const std::string> terms) {
  const auto known = read_lexicon(workspace);
  if (!known) return fail(known.error());
  auto text = read_text(lexicon_file(workspace));
  if (!text) return fail(text.error());
  if (text->empty()) *text = kHead;
  if (text->back() != '\n') *text += '\n';
  std::unordered_set<std::string> seen(known->terms.begin(), known->terms.end());
  std::size_t added = 0;
  for (const std::string& given : terms) {
    const std::string term(trim(given));
    if (term.empty() || term.front() == '#' || term.front() == '-' ||
        term.find('\n') != std::string::npos) {
      return fail(ErrorCode::kUsage, fmt::format("'{}' is no term", given));
    }
    if (const char* problem = problem_with(term)) {
      return fail(ErrorCode::kUsage, fmt::format("'{}' {}", sanitise_utf8(term), problem));
    }
    if (!seen.insert(term).second) continue;
    *text += term + '\n';
    ++added;
  }
  if (added == 0) return added;
  HORIZON_TRY(write_file_atomically(lexicon_file(workspace), *text));
  return added;
}

}  // namespace horizon::pipeline
