#include "daemon/issue_parcel.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/io.h"
#include "digest/periods.h"
#include "pipeline/digest_files.h"

namespace horizon::daemon {
namespace {

constexpr std::string_view kPrefix = "issue/";
constexpr std::size_t kMaxFile = 64U << 20U;

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const std::string& week) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(week + ".")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string subject_of(const digest::Issue& issue, bool english) {
  const std::string week = format_period(issue.week);
  const std::size_t count = issue.headlines.size();
  if (english) {
    return count == 0   ? fmt::format("Technology horizon {}: nothing unusual", week)
           : count == 1 ? fmt::format("Technology horizon {}: 1 headline", week)
                        : fmt::format("Technology horizon {}: {} headlines", week, count);
  }
  return count == 0 ? fmt::format("科技前沿动态 {}：本周无异常", week)
                    : fmt::format("科技前沿动态 {}：要点{}条", week, count);
}

}  // namespace

Result<Parcel> issue_parcel(const pipeline::Workspace& workspace, const std::string& key,
                            const std::string& language) {
  const std::string name = key.starts_with(kPrefix) ? key.substr(kPrefix.size()) : key;
  const auto week = digest::parse_week(name);
  if (!week) return fail(ErrorCode::kCorrupt, fmt::format("'{}' names no issue", key));
  const auto issue = pipeline::load_issue(workspace.digest_folder(), *week);
  if (!issue) return fail(issue.error());
  const std::filesystem::path folder = workspace.digest_folder() / name;
  Parcel parcel;
  parcel.key = key;
  parcel.kind = "issue";
  parcel.week = name;
  parcel.language = language == "both" ? "zh, en" : language;
  parcel.files = files_in(folder, name);
  parcel.subject = subject_of(*issue, language == "en");
  for (const char* part : {"zh", "en"}) {
    if (language != "both" && language != part) continue;
    const auto text = read_file(folder / fmt::format("{}.{}.txt", name, part), kMaxFile);
    if (!text) return fail(text.error());
    parcel.text += (parcel.text.empty() ? "" : "\n\n") + *text;
  }
  const char* const page = language == "en" ? "en" : "zh";
  const auto html = read_file(folder / fmt::format("{}.{}.email.html", name, page), kMaxFile);
  if (!html) return fail(html.error());
  parcel.html = *html;
  return parcel;
}

}  // namespace horizon::daemon
