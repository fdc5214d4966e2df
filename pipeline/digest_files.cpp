#include "pipeline/digest_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/io.h"
#include "digest/issue_json.h"
#include "digest/periods.h"
#include "digest/render_csv.h"
#include "digest/render_email.h"
#include "digest/render_feed.h"
#include "digest/render_html.h"
#include "digest/render_markdown.h"

namespace horizon::pipeline {
namespace {

namespace fs = std::filesystem;
using taxonomy::Language;

constexpr std::size_t kMaxIssues = 10000;

Status make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return {};
  return fail(ErrorCode::kUnavailable,
              fmt::format("cannot make {}: {}", folder.string(), error.message()));
}

// A name that was given in a folder survives a power cut only when the folder itself is synced.
void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

struct Rendering {
  std::string name;
  std::string content;
};

std::vector<Rendering> renderings(const digest::Issue& issue) {
  const std::string week = format_period(issue.week);
  const auto html = [&](Language language, const char* other) {
    return digest::render_html(issue, {language, fmt::format("{}.{}.html", week, other)});
  };
  const digest::Email chinese =
      digest::render_email(issue, {Language::kChinese, week + ".zh.html"});
  const digest::Email english =
      digest::render_email(issue, {Language::kEnglish, week + ".en.html"});
  return {
      {week + ".zh.html", html(Language::kChinese, "en")},
      {week + ".en.html", html(Language::kEnglish, "zh")},
      {week + ".zh.md", digest::render_markdown(issue, Language::kChinese)},
      {week + ".en.md", digest::render_markdown(issue, Language::kEnglish)},
      {week + ".zh.email.html", chinese.html},
      {week + ".en.email.html", english.html},
      {week + ".zh.txt", chinese.text},
      {week + ".en.txt", english.text},
      {week + ".csv", digest::render_csv(issue)},
      {week + ".json", digest::write_issue_json(issue)},
  };
}

}  // namespace

fs::path issue_file(const fs::path& folder, const Period& week) {
  return folder / format_period(week) / "issue.json";
}

Result<std::vector<Period>> list_issues(const fs::path& folder) {
  std::vector<Period> weeks;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto week = digest::parse_week(entry->path().filename().string());
    std::error_code ignored;
    if (week && weeks.size() < kMaxIssues && fs::exists(issue_file(folder, *week), ignored))
      weeks.push_back(*week);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot read {}: {}", folder.string(), error.message()));
  }
  std::sort(weeks.rbegin(), weeks.rend());
  return weeks;
}

Result<digest::Issue> load_issue(const fs::path& folder, const Period& week) {
  const fs::path file = issue_file(folder, week);
  const auto json = read_file(file, digest::kMaxIssueBytes);
  if (!json) return fail(json.error());
  auto issue = digest::read_issue_json(*json, file.string());
  if (issue && issue->week != week) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} holds the issue of {}", file.string(), format_period(issue->week)));
  }
  return issue;
}

Result<bool> freeze_issue(const fs::path& folder, const digest::Issue& issue) {
  const fs::path file = issue_file(folder, issue.week);
  HORIZON_TRY(make_folder(file.parent_path()));
  const fs::path fresh = file.string() + fmt::format(".{}", ::getpid());
  HORIZON_TRY(write_file_atomically(fresh, digest::write_issue_json(issue)));
  int done = ::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE);
  if (done != 0 && errno == EINVAL) {  // a file system that cannot refuse to replace
    std::error_code ignored;
    done = fs::exists(file, ignored) ? (errno = EEXIST, -1) : ::rename(fresh.c_str(), file.c_str());
  }
  const int reason = done == 0 ? 0 : errno;
  if (done != 0) ::unlink(fresh.c_str());
  if (reason == EEXIST) return false;
  if (reason != 0) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot write {}: {}", file.string(), std::strerror(reason)));
  }
  sync_folder(file.parent_path());
  sync_folder(folder);
  return true;
}

Result<std::vector<fs::path>> render_issue(const digest::Issue& issue, const fs::path& folder) {
  HORIZON_TRY(make_folder(folder));
  std::vector<fs::path> paths;
  for (const Rendering& rendering : renderings(issue)) {
    paths.push_back(folder / rendering.name);
    HORIZON_TRY(write_file_atomically(paths.back(), rendering.content));
  }
  return paths;
}

Result<std::vector<fs::path>> render_feeds(const fs::path& folder, const fs::path& out,
                                           bool nested) {
  constexpr std::size_t kMostEntries = 20;
  const auto weeks = list_issues(folder);
  if (!weeks) return fail(weeks.error());
  std::vector<digest::Issue> issues;
  for (const Period& week : *weeks) {
    if (issues.size() == kMostEntries) break;
    auto issue = load_issue(folder, week);
    if (issue) issues.push_back(std::move(*issue));
  }
  HORIZON_TRY(make_folder(out));
  std::vector<fs::path> paths;
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const char* code = language == Language::kChinese ? "zh" : "en";
    std::vector<digest::FeedEntry> entries;
    for (const digest::Issue& issue : issues) {
      const std::string week = format_period(issue.week);
      entries.push_back(
          {&issue, fmt::format("{}{}.{}.html", nested ? week + "/" : "", week, code)});
    }
    paths.push_back(out / fmt::format("atom.{}.xml", code));
    HORIZON_TRY(write_file_atomically(paths.back(), digest::render_atom(entries, language)));
  }
  return paths;
}

}  // namespace horizon::pipeline
