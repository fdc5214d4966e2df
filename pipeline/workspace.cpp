#include "pipeline/workspace.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "core/io.h"
#include "pipeline/embedded.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxSettingsBytes = 4U << 20U;
constexpr std::string_view kTemplates = "workspace/";
constexpr std::string_view kTaxonomy = "taxonomy/";
constexpr std::string_view kSample = "sample/";

struct Placed {
  std::filesystem::path path;  // relative to the workspace
  std::string_view content;
};

// The embedded files that make a workspace, with the places where they go.
std::vector<Placed> layout(bool sample) {
  std::vector<Placed> files;
  for (const EmbeddedFile& file : embedded_files()) {
    const std::string_view path = file.path;
    if (path.starts_with(kTaxonomy) || (sample && path.starts_with(kSample))) {
      files.push_back({path, file.content});
    } else if (path.starts_with(kTemplates)) {
      std::string_view name = path.substr(kTemplates.size());
      constexpr std::string_view kPrefix = "sample-";
      if (name.starts_with(kPrefix) != sample) continue;
      if (sample) name.remove_prefix(kPrefix.size());
      files.push_back({name, file.content});
    }
  }
  return files;
}

Result<std::string> read_settings(const std::filesystem::path& path) {
  auto content = read_file(path, kMaxSettingsBytes);
  if (content) return content;
  if (content.error().code != ErrorCode::kNotFound) return fail(content.error());
  return fail(ErrorCode::kUsage,
              fmt::format("{} is no Horizon workspace (it has no {}); make one with "
                          "'horizon init DIR', then change into it or name it with --workspace DIR",
                          path.parent_path().string(), path.filename().string()));
}

}  // namespace

Result<Workspace> Workspace::open(const std::filesystem::path& root) {
  Workspace workspace;
  workspace.root = root;
  auto settings = read_settings(root / "horizon.toml");
  if (!settings) return fail(settings.error());
  auto config = parse_config(*settings, (root / "horizon.toml").string());
  if (!config) return fail(config.error());
  workspace.config = std::move(*config);
  auto sources = read_settings(root / "sources.toml");
  if (!sources) return fail(sources.error());
  auto parsed = parse_sources(*sources, (root / "sources.toml").string(), real_environment());
  if (!parsed) return fail(parsed.error());
  workspace.sources = std::move(*parsed);
  auto taxonomy = taxonomy::Taxonomy::load_folder(root / "taxonomy");
  if (!taxonomy) return fail(taxonomy.error());
  if (taxonomy->scheme(workspace.config.scheme) == nullptr) {
    return fail(ErrorCode::kUsage,
                fmt::format("{}: scheme '{}' is not in {}", (root / "horizon.toml").string(),
                            workspace.config.scheme, (root / "taxonomy").string()));
  }
  workspace.taxonomy = std::make_shared<const taxonomy::Taxonomy>(std::move(*taxonomy));
  auto text_model = load_text_model(root);
  if (!text_model) return fail(text_model.error());
  workspace.text_model = *std::move(text_model);
  auto lexicon = read_lexicon(root);
  if (!lexicon) return fail(lexicon.error());
  workspace.lexicon = *std::move(lexicon);
  auto learnt = read_learnt(root, workspace.lexicon.refused);
  if (!learnt) return fail(learnt.error());
  workspace.learnt = *std::move(learnt);
  return workspace;
}

Result<std::vector<std::string>> init_workspace(const std::filesystem::path& root, bool sample) {
  std::error_code error;
  if (std::filesystem::exists(root / "horizon.toml", error)) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} is a workspace already; nothing was changed", root.string()));
  }
  const std::vector<Placed> files = layout(sample);
  for (const Placed& file : files) {
    // The same content is what an init that was killed left behind.
    const auto present = read_file(root / file.path, file.content.size());
    if (std::filesystem::exists(root / file.path, error) && present != file.content) {
      return fail(ErrorCode::kUsage, fmt::format("{} exists already; choose an empty folder",
                                                 (root / file.path).string()));
    }
  }
  std::vector<std::string> written;
  // The settings come last: a folder is a workspace only when it is whole.
  for (const bool settings : {false, true}) {
    for (const Placed& file : files) {
      if ((file.path == "horizon.toml") != settings) continue;
      std::filesystem::create_directories((root / file.path).parent_path(), error);
      if (error) {
        return fail(ErrorCode::kUnavailable,
                    fmt::format("cannot make {}: {}", (root / file.path).parent_path().string(),
                                error.message()));
      }
      if (auto done = write_file_atomically(root / file.path, file.content); !done) {
        return fail(done.error());
      }
      written.push_back(file.path.string());
    }
  }
  return written;
}

Result<taxonomy::Taxonomy> embedded_taxonomy() {
  std::vector<taxonomy::Taxonomy::File> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kTaxonomy)) continue;
    files.push_back({std::string(file.path.substr(kTaxonomy.size())), std::string(file.content)});
  }
  return taxonomy::Taxonomy::load(files);
}

}  // namespace horizon::pipeline
