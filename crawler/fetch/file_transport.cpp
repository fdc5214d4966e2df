#include "crawler/fetch/file_transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

// The file below root that a URL means; nullopt for a URL that is not allowed.
std::optional<std::filesystem::path> relative_path(std::string_view url) {
  std::string_view rest = url.substr(5);  // behind "file:"
  const std::size_t mark = rest.find('?');
  const std::string decoded = percent_decode(rest.substr(0, mark));
  if (decoded.empty() || decoded.find('\0') != std::string::npos) return std::nullopt;
  const std::filesystem::path path(decoded);
  const bool climbs = std::find(path.begin(), path.end(), "..") != path.end();
  if (path.is_absolute() || climbs) return std::nullopt;
  if (mark == std::string_view::npos) return path;
  std::string name = "index";
  for (const std::string_view parameter : split(rest.substr(mark + 1), '&')) {
    if (!parameter.starts_with("resumptionToken=")) continue;
    name = percent_decode(parameter.substr(16));
    if (!is_token(name)) return std::nullopt;
  }
  return path / (name + ".xml");
}

bool is_below(const std::filesystem::path& file, const std::filesystem::path& root) {
  const auto [root_end, ignored] =
      std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  return root_end == root.end();
}

std::string media_type_of(const std::filesystem::path& path) {
  const std::string extension = ascii_lower(path.extension().string());
  return extension == ".json" || extension == ".jsonl" ? "application/json" : "";
}

}  // namespace

FileTransport::FileTransport(std::filesystem::path root) : root_(std::move(root)) {}

Result<Response> FileTransport::get(const Request& request) {
  if (!starts_with_ignoring_case(request.url, "file:")) {
    return fail(ErrorCode::kUsage, "not a file: URL: " + request.url);
  }
  const auto relative = relative_path(request.url);
  std::error_code error;
  const std::filesystem::path root = std::filesystem::weakly_canonical(root_, error);
  const std::filesystem::path file =
      relative && !error ? std::filesystem::weakly_canonical(root / *relative, error)
                         : std::filesystem::path();
  if (!relative || error || !is_below(file, root)) {
    return fail(ErrorCode::kUsage, fmt::format("{} is not a file below {}: use a relative path "
                                               "without \"..\"",
                                               request.url, root_.string()));
  }
  if (!std::filesystem::is_regular_file(file, error)) {
    return fail(ErrorCode::kNotFound, fmt::format("{}: no file {}", request.url, file.string()));
  }
  auto body = read_file(file, request.limits.max_bytes);
  if (!body) return fail(body.error());
  Response response;
  response.status = 200;
  response.final_url = request.url;
  response.content_type = media_type_of(file);
  response.etag = fmt::format("\"{:016x}\"", stable_hash(*body));
  for (const auto& [name, value] : request.headers) {
    if (ascii_lower(name) == "if-none-match" && value == response.etag) response.status = 304;
  }
  if (response.status == 200) response.body = *std::move(body);
  return response;
}

}  // namespace horizon::crawler
