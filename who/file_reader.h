// One file of the directory. Internal to who/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "who/directory.h"

namespace horizon::who {

class FileReader {
 public:
  FileReader(const Directory::File& file, Directory& directory, std::vector<Problem>& problems)
      : file_(file), directory_(directory), problems_(problems) {}

  void read();

 private:
  struct Toml;  // the parts that see toml++

  const Directory::File& file_;
  Directory& directory_;
  std::vector<Problem>& problems_;
};

}  // namespace horizon::who
