#include "taxonomy/taxonomy.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/io.h"
#include "core/text.h"
#include "taxonomy/loader.h"

namespace horizon::taxonomy {
namespace {

constexpr std::size_t kMaxFileBytes = 16U << 20U;

// Levenshtein distance over bytes, enough to rank what was probably meant.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row.back();
}

std::string list_problems(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += fmt::format("{}:{}: {}", problem.file, problem.line, problem.message);
  }
  return text;
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::kDomain:
      return "domain";
    case Level::kSubfield:
      return "subfield";
    case Level::kRoute:
      return "route";
  }
  return "";
}

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return "none";
    case Stage::kExpand:
      return "expand";
    case Stage::kAccelerate:
      return "accelerate";
    case Stage::kLayOut:
      return "lay-out";
  }
  return "";
}

Result<Taxonomy> Taxonomy::load(std::span<const File> files) {
  Loader loader;
  for (const File& file : files) loader.add(file);
  Taxonomy taxonomy = loader.finish();
  if (!loader.problems().empty()) return fail(ErrorCode::kUsage, list_problems(loader.problems()));
  if (taxonomy.schemes_.empty()) return fail(ErrorCode::kUsage, "the taxonomy holds no scheme");
  return taxonomy;
}

std::vector<Problem> Taxonomy::check(std::span<const File> files) {
  Loader loader;
  for (const File& file : files) loader.add(file);
  loader.finish();
  return loader.problems();
}

Result<Taxonomy> Taxonomy::load_folder(const std::filesystem::path& folder) {
  auto files = read_folder(folder);
  if (!files) return fail(files.error());
  return load(*files);
}

Result<std::vector<Taxonomy::File>> Taxonomy::read_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".toml") paths.push_back(it->path());
  }
  if (error) {
    return fail(ErrorCode::kUsage, fmt::format("cannot read the taxonomy folder {}: {}",
                                               folder.string(), error.message()));
  }
  if (paths.empty()) {
    return fail(ErrorCode::kUsage,
                fmt::format("no *.toml in the taxonomy folder {}", folder.string()));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<File> files;
  for (const auto& path : paths) {
    auto content = read_file(path, kMaxFileBytes);
    if (!content) return fail(content.error());
    files.push_back({path.filename().string(), std::move(*content)});
  }
  return files;
}

const Scheme* Taxonomy::scheme(std::string_view id) const {
  const auto found = std::find_if(schemes_.begin(), schemes_.end(),
                                  [&](const Scheme& scheme) { return scheme.id == id; });
  return found == schemes_.end() ? nullptr : &*found;
}

NodeIndex Taxonomy::find(std::string_view id) const {
  const auto found = by_id_.find(ascii_lower(id));
  return found == by_id_.end() ? kNoNode : found->second;
}

NodeIndex Taxonomy::resolve(std::string_view name) const {
  const NodeIndex by_id = find(name);
  if (by_id != kNoNode) return by_id;
  const auto found = by_name_.find(ascii_lower(collapse_whitespace(name)));
  return found == by_name_.end() ? kNoNode : found->second;
}

std::vector<std::string> Taxonomy::suggest(std::string_view name, std::size_t limit) const {
  const std::string typed = ascii_lower(truncate_utf8(name, 200));
  std::vector<std::pair<std::size_t, NodeIndex>> ranked;
  for (NodeIndex i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    const std::size_t dot = node.id.rfind('.');
    const std::string tail = node.id.substr(dot == std::string::npos ? 0 : dot + 1);
    std::size_t distance = 1000;
    for (const std::string& candidate : {node.id, tail, node.name.en, node.name.zh}) {
      const std::string lower = ascii_lower(candidate);
      const bool inside = typed.size() >= 3 && lower.find(typed) != std::string::npos;
      distance = std::min(distance, inside ? 1 : edit_distance(typed, lower));
    }
    ranked.emplace_back(distance * 4 + static_cast<std::size_t>(node.level), i);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(limit, ranked.size()); ++i) {
    out.push_back(nodes_[ranked[i].second].id);
  }
  return out;
}

std::string_view without_bracket(std::string_view name) {
  return trim(name.substr(0, std::min(name.find('('), name.find("（"))));
}

}  // namespace horizon::taxonomy
