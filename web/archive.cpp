#include "web/archive.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <map>
#include <system_error>

namespace horizon::web {
namespace {

constexpr std::size_t kMostFiles = 20'000;
constexpr std::size_t kMostSheets = 8;

struct Type {
  std::string_view ending, type;
};
constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                           {".md", "text/markdown; charset=utf-8"},
                           {".json", "application/json"},
                           {".csv", "text/csv; charset=utf-8"},
                           {".atom", "application/atom+xml; charset=utf-8"},
                           {".xml", "application/atom+xml; charset=utf-8"},
                           {".txt", "text/plain; charset=utf-8"},
                           {".svg", "image/svg+xml"}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2026-W47" at the beginning of a name; "" if there is none.
std::string_view week_of(std::string_view name) {
  static constexpr std::string_view kShape = "dddd-Wdd";
  if (name.size() < kShape.size()) return {};
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(name[i]) : name[i] != kShape[i]) return {};
  }
  return name.substr(0, kShape.size());
}

std::string base64_sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    return {};
  }
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text{};
  const int written = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
  return {text.begin(), text.begin() + written};
}

}  // namespace

std::string_view media_type(std::string_view name) {
  for (const Type& type : kTypes) {
    if (name.ends_with(type.ending)) return type.type;
  }
  return {};
}

bool is_archive_path(std::string_view path) {
  const bool plain = path.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                         "-._/") == std::string_view::npos;
  return plain && !path.empty() && path.size() <= 100 && path.front() != '/' &&
         path.front() != '.' && path.find("/.") == std::string_view::npos &&
         path.find("//") == std::string_view::npos && path.find("..") == std::string_view::npos &&
         std::count(path.begin(), path.end(), '/') <= 1;
}

std::vector<ArchivedIssue> list_archive(const std::filesystem::path& folder) {
  std::map<std::string, ArchivedIssue> issues;
  std::error_code error;
  std::filesystem::recursive_directory_iterator it(folder, error);
  const std::filesystem::recursive_directory_iterator end;
  for (std::size_t seen = 0; !error && it != end && seen < kMostFiles; it.increment(error)) {
    ++seen;
    if (it.depth() >= 1) it.disable_recursion_pending();
    std::error_code unreadable;
    const bool file = it->is_regular_file(unreadable);
    const std::string path = it->path().lexically_relative(folder).generic_string();
    const std::string week(week_of(path));
    if (!file || week.empty() || !is_archive_path(path) || media_type(path).empty()) continue;
    issues[week].week = week;
    issues[week].files.push_back(path);
  }
  std::vector<ArchivedIssue> out;
  for (auto& [week, issue] : issues) {
    std::sort(issue.files.begin(), issue.files.end());
    out.push_back(std::move(issue));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::string page_of(const ArchivedIssue& issue, std::string_view language) {
  const std::string ending = fmt::format("{}.html", language);
  for (const std::string& file : issue.files) {
    // "email.zh.html" is for mail programs.
    if (file.ends_with(ending) && file.find("mail") == std::string::npos) return file;
  }
  return {};
}

std::string own_style_policy(std::string_view html) {
  static constexpr std::string_view kOpen = "<style>";
  static constexpr std::string_view kClose = "</style>";
  std::string hashes;
  std::size_t at = 0;
  for (std::size_t sheets = 0; sheets < kMostSheets; ++sheets) {
    const std::size_t open = html.find(kOpen, at);
    if (open == std::string_view::npos) break;
    const std::size_t begin = open + kOpen.size();
    const std::size_t close = html.find(kClose, begin);
    if (close == std::string_view::npos) break;
    hashes += fmt::format(" 'sha256-{}'", base64_sha256(html.substr(begin, close - begin)));
    at = close + kClose.size();
  }
  return fmt::format(
      "default-src 'none'; style-src{}; img-src 'self' data:; base-uri 'none'; "
      "form-action 'none'; frame-ancestors 'none'",
      hashes.empty() ? " 'none'" : hashes);
}

}  // namespace horizon::web
