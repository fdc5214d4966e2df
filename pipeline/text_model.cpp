#include "pipeline/text_model.h"

#include <fmt/format.h>

#include <fstream>
#include <mutex>
#include <optional>
#include <utility>

#include "classify/model/model_file.h"
#include "core/io.h"
#include "core/text.h"
#include "pipeline/embedded.h"

namespace horizon::pipeline {
namespace {

using classify::model::kModelHeaderBytes;
using classify::model::LinearModel;

constexpr std::string_view kEmbedded = "model/subfields.hzm";

tl::unexpected<Error> unusable(const std::filesystem::path& file, const Error& error) {
  return fail(ErrorCode::kUsage,
              fmt::format("{}: {}; 'horizon train' makes it anew, or remove it to go back to the "
                          "model that comes with the program",
                          file.string(), error.message));
}

}  // namespace

struct TextModel::Content {
  std::filesystem::path file;  // empty for the program's
  std::string_view embedded;
  std::once_flag once = {};
  Result<std::shared_ptr<const LinearModel>> model = nullptr;

  Result<std::shared_ptr<const LinearModel>> read() const {
    std::string own;
    if (!file.empty()) {
      auto bytes = read_file(file, classify::model::kMaxModelBytes);
      if (!bytes) return unusable(file, bytes.error());
      own = *std::move(bytes);
    }
    auto parts = classify::model::read_model(file.empty() ? embedded : std::string_view(own));
    if (parts) return std::make_shared<const LinearModel>(*std::move(parts));
    if (file.empty()) return fail(parts.error());
    return unusable(file, parts.error());
  }
};

Result<std::shared_ptr<const LinearModel>> TextModel::load() const {
  if (content_ == nullptr) return nullptr;
  std::call_once(content_->once, [this] { content_->model = content_->read(); });
  return content_->model;
}

std::filesystem::path text_model_file(const std::filesystem::path& workspace) {
  return workspace / "model.hzm";
}

Result<TextModel> embedded_text_model() {
  TextModel model;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path != kEmbedded) continue;
    HORIZON_TRY(classify::model::check_header(file.content, file.content.size()));
    model.content_ = std::make_shared<TextModel::Content>();
    model.content_->embedded = file.content;
    model.fingerprint_ = stable_hash(file.content.substr(0, kModelHeaderBytes));
  }
  return model;
}

Result<TextModel> load_text_model(const std::filesystem::path& workspace) {
  const std::filesystem::path file = text_model_file(workspace);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) return embedded_text_model();
  std::string header(kModelHeaderBytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(header.data(), static_cast<std::streamsize>(header.size()));
  header.resize(static_cast<std::size_t>(stream.gcount()));
  if (error || stream.bad()) {
    return unusable(file, {ErrorCode::kUnavailable, "the file cannot be read"});
  }
  if (auto known = classify::model::check_header(header, size); !known) {
    return unusable(file, known.error());
  }
  TextModel model;
  model.content_ = std::make_shared<TextModel::Content>();
  model.content_->file = file;
  model.fingerprint_ = stable_hash(header);
  model.own_ = true;
  return model;
}

}  // namespace horizon::pipeline
