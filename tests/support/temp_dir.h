// A folder that removes itself.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace horizon::test {

class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "horizon-XXXXXX").string();
    const char* made = ::mkdtemp(name.data());
    if (made != nullptr) path_ = made;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace horizon::test
