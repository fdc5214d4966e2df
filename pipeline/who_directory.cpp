#include "pipeline/who_directory.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/io.h"
#include "core/text.h"
#include "pipeline/embedded.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxFileBytes = 16U << 20U;
constexpr std::string_view kFolder = "who/";

}  // namespace

Result<const who::Directory*> LazyDirectory::get() const {
  std::call_once(once_, [this] { directory_ = open_directory(root_); });
  if (!*directory_) return fail(directory_->error());
  return &**directory_;
}

std::uint64_t LazyDirectory::fingerprint() const {
  std::uint64_t fingerprint = 0;
  const auto add = [&fingerprint](std::string_view content) {
    fingerprint = stable_hash(fmt::format("{:016x} {:016x}", fingerprint, stable_hash(content)));
  };
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with(kFolder)) add(file.content);
  }
  add(read_file(root_ / "who.toml", kMaxFileBytes).value_or(""));
  return fingerprint;
}

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
