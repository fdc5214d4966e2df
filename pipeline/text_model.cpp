#include "pipeline/text_model.h"

#include <fmt/format.h>

#include "classify/model/model_file.h"
#include "core/io.h"
#include "core/text.h"
#include "pipeline/embedded.h"

namespace horizon::pipeline {
namespace {

constexpr std::string_view kEmbedded = "model/subfields.hzm";

Result<TextModel> read(std::string_view bytes, bool own) {
  auto parts = classify::model::read_model(bytes);
  if (!parts) return fail(parts.error());
  return TextModel{std::make_shared<const classify::model::LinearModel>(*std::move(parts)),
                   stable_hash(bytes), own};
}

}  // namespace

std::filesystem::path text_model_file(const std::filesystem::path& workspace) {
  return workspace / "model.hzm";
}

Result<TextModel> embedded_text_model() {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == kEmbedded) return read(file.content, false);
  return TextModel{};
}

Result<TextModel> load_text_model(const std::filesystem::path& workspace) {
  const std::filesystem::path file = text_model_file(workspace);
  const auto bytes = read_file(file, classify::model::kMaxModelBytes);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) return embedded_text_model();
  if (!bytes) return fail(bytes.error());
  auto model = read(*bytes, true);
  if (model) return model;
  return fail(ErrorCode::kUsage,
              fmt::format("{}: {}; 'horizon train' makes it anew, or remove it to go back to the "
                          "model that comes with the program",
                          file.string(), model.error().message));
}

}  // namespace horizon::pipeline
