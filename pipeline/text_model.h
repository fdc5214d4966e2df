// The model of whole texts that helps terms and codes to label.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "classify/model/linear_model.h"
#include "core/error.h"

namespace horizon::pipeline {

struct TextModel {
  std::shared_ptr<const classify::model::LinearModel> model;
  std::uint64_t fingerprint = 0;  // of its bytes
  bool own = false;               // the workspace's, not the one that comes with the program
};

// Where 'horizon train' puts a workspace's own model.
std::filesystem::path text_model_file(const std::filesystem::path& workspace);

// The workspace's own model if it has one, else the program's. kUsage, with the way out, if its
// file is damaged or of another version.
Result<TextModel> load_text_model(const std::filesystem::path& workspace);

// The program's.
Result<TextModel> embedded_text_model();

}  // namespace horizon::pipeline
