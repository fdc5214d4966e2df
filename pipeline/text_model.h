// The model of whole texts that helps terms and codes to label.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "classify/model/linear_model.h"
#include "core/error.h"

namespace horizon::pipeline {

// Known by its header until somebody labels texts: reading all of it takes some fifty milliseconds,
// which a search does not need. Copies share what was read. May be used by several threads.
class TextModel {
 public:
  // None: labels are made by terms and codes alone.
  TextModel() = default;

  // Of the header, which has the checksum of all else; 0 for none.
  std::uint64_t fingerprint() const { return fingerprint_; }
  // The workspace's, not the one that comes with the program?
  bool own() const { return own_; }

  // Reads the model at the first call; null if there is none. kUsage, with the way out, if its file
  // is damaged. Whoever is about to label asks first, to be told.
  Result<std::shared_ptr<const classify::model::LinearModel>> load() const;

 private:
  friend Result<TextModel> load_text_model(const std::filesystem::path& workspace);
  friend Result<TextModel> embedded_text_model();
  struct Content;

  std::shared_ptr<Content> content_;
  std::uint64_t fingerprint_ = 0;
  bool own_ = false;
};

// Where 'horizon train' puts a workspace's own model.
std::filesystem::path text_model_file(const std::filesystem::path& workspace);

// The workspace's own model if it has one, else the program's. kUsage, with the way out, if the
// beginning of its file shows that it is none, cut off or of another version.
Result<TextModel> load_text_model(const std::filesystem::path& workspace);

// The program's.
Result<TextModel> embedded_text_model();

}  // namespace horizon::pipeline
