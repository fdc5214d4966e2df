// Writes one table of a Xapian database (format "glass" of Xapian 1.4, as its sources
// backends/glass/glass_table.h and glass_version.cc describe it) from keys that come in order: a
// B-tree without a gap, each block written once. Xapian's own way makes room for entries that come
// in any order, which costs several times as much. Internal to the module's .cpp files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace horizon::index {

inline constexpr std::size_t kBlockBytes = 8192;
inline constexpr std::size_t kMaxKeyBytes = 254;

// A whole number whose bytes are in the order of the numbers.
void put_sorted_number(std::string& out, std::uint32_t number);

// Where the tree begins: what Xapian's version file says of a table.
struct TableRoot {
  std::uint32_t root = 0, level = 0, blocks = 0;
  std::uint64_t entries = 0;  // 0: a table without a file
};

class GlassTable {
 public:
  // Makes the file.
  explicit GlassTable(std::filesystem::path file);
  GlassTable(const GlassTable&) = delete;
  GlassTable& operator=(const GlassTable&) = delete;
  ~GlassTable();

  // Keys ascending by their bytes, of 1 to kMaxKeyBytes; a value of any size. Errors are
  // told by finish().
  void add(std::string_view key, std::string_view value);
  // Durable when it returns. kUnavailable if something could not be written.
  Result<TableRoot> finish();

 private:
  // The block of a level that is being filled.
  struct Block {
    std::string bytes;
    std::size_t directory = 0;  // where it ends
    std::size_t items = 0;      // where the first of them begins
    std::string divider;        // what its parent calls it by; "" of the first of a level
  };

  Block& level(std::size_t number);
  void begin(Block& block, std::size_t level, std::string divider);
  static std::size_t room(const Block& block);
  static char* place(Block& block, std::size_t size);
  void close_leaf(std::string divider);
  std::uint32_t write(std::size_t level);
  void hang(std::size_t level, std::string_view divider, std::uint32_t child);
  void flush();

  std::filesystem::path file_;
  int descriptor_ = -1;
  int error_ = 0;  // errno
  std::vector<Block> levels_;
  std::string last_key_;
  std::string pending_;  // blocks that are to be written
  std::uint32_t blocks_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace horizon::index
