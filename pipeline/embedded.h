// Files that the program carries with it: taxonomy, sample, workspace templates.
#pragma once

#include <span>
#include <string_view>

namespace horizon::pipeline {

struct EmbeddedFile {
  std::string_view path;  // relative to data/: "taxonomy/future-industries.toml"
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace horizon::pipeline
