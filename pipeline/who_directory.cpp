#include "pipeline/who_directory.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/io.h"
#include "pipeline/embedded.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxFileBytes = 16U << 20U;
constexpr std::string_view kFolder = "who/";

}  // namespace

Result<who::Directory> open_directory(const std::filesystem::path& root) {
  std::vector<who::Directory::File> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    files.push_back({std::string(file.path.substr(kFolder.size())), file.content});
  }
  const std::filesystem::path own = root / "who.toml";
  const auto content = read_file(own, kMaxFileBytes);
  if (!content && content.error().code != ErrorCode::kNotFound) return fail(content.error());
  if (content) files.push_back({own.string(), *content});
  std::vector<who::Problem> problems;
  auto directory = who::Directory::read(files, problems);
  if (problems.empty()) return directory;
  std::string message;
  for (const who::Problem& problem : problems) {
    message += fmt::format("{}{}:{}: {}", message.empty() ? "" : "\n", problem.file, problem.line,
                           problem.message);
  }
  return fail(ErrorCode::kUsage, message);
}

}  // namespace horizon::pipeline
