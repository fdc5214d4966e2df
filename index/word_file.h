// The words of documents in their order, as the store keeps them (core/word_blob.h), in a file that
// readers map: a phrase is settled by a look at a few hundred bytes, where a row of the store costs
// ten times as much. What is in the file is never changed; the row of a document says where its
// words are. Internal to the module's .cpp files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"
#include "index/mapped_file.h"

namespace horizon::index {

inline constexpr const char* kWordsFile = "words";

// In units of four bytes, from 1 on; 0 is none. What lies behind 16 GiB has none.
using WordPlace = std::uint32_t;

// Each blob behind its length, a varint. "" of a place that is not in these bytes.
std::string_view words_at(std::string_view file, WordPlace place);

// Writing; one at a time.
class WordFileWriter {
 public:
  // Creates the file if there is none.
  static Result<WordFileWriter> open(const std::filesystem::path& folder);
  WordFileWriter(WordFileWriter&& other) noexcept;
  WordFileWriter& operator=(WordFileWriter&& other) noexcept;
  ~WordFileWriter();

  // Where a blob will be; 0 of an empty one. In memory until flush().
  WordPlace add(std::string_view blob);
  // What the file has there; "" of none.
  std::string read(WordPlace place) const;
  // Durable when it returns.
  Status flush();

 private:
  WordFileWriter() = default;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t end_ = 0;  // of the file
  std::string pending_;
};

}  // namespace horizon::index
