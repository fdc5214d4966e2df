#include "web/assets.h"

#include <fmt/format.h>

#include "core/text.h"
#include "web/embedded.h"

namespace horizon::web {
namespace {

struct Type {
  std::string_view ending, type;
};
constexpr Type kTypes[] = {{"css", "text/css; charset=utf-8"},
                           {"js", "text/javascript; charset=utf-8"},
                           {"svg", "image/svg+xml"}};

}  // namespace

const std::string& assets_version() {
  static const std::string version = [] {
    std::string all;
    for (const EmbeddedFile& asset : embedded_files()) all += asset.content;
    return fmt::format("{:016x}", stable_hash(all));
  }();
  return version;
}

std::optional<Response> asset_file(std::string_view name, std::string_view if_none_match) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view ending = name.substr(dot + 1);
  for (const Type& type : kTypes) {
    if (type.ending != ending) continue;
    for (const EmbeddedFile& asset : embedded_files()) {
      if (!asset.path.ends_with(ending)) continue;
      const std::string tag = fmt::format("\"{}\"", assets_version());
      const bool current = name.substr(0, dot) == assets_version();
      Response response;
      response.type = std::string(type.type);
      response.headers = {
          {"ETag", tag},
          {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"},
          {"Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache"}};
      if (if_none_match.find(tag) != std::string_view::npos) {
        response.status = 304;
      } else {
        response.body = std::string(asset.content);
      }
      return response;
    }
  }
  return std::nullopt;
}

}  // namespace horizon::web
