// Files that the program carries with it for browsers: style sheet, script, icon.
#pragma once

#include <span>
#include <string_view>

namespace horizon::web {

struct EmbeddedFile {
  std::string_view path;  // relative to web/assets/: "horizon.css"
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace horizon::web
