// Shared by the tests of the classifier.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "taxonomy/taxonomy.h"

namespace horizon::classify {

// The head of a taxonomy file.
inline constexpr std::string_view kScheme = R"toml(
[scheme]
id = "test"
version = "1"
name = { en = "Test", zh = "测试" }
)toml";

// A taxonomy of these nodes under kScheme.
inline taxonomy::Taxonomy load_taxonomy(std::string_view nodes) {
  const std::vector<taxonomy::Taxonomy::File> files = {
      {"test.toml", std::string(kScheme) + std::string(nodes)}};
  auto loaded = taxonomy::Taxonomy::load(files);
  if (!loaded) {
    ADD_FAILURE() << loaded.error().message;
    return {};
  }
  return *std::move(loaded);
}

}  // namespace horizon::classify
