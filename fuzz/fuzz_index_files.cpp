// An index's files of our own, whatever bytes they hold: the manifest is refused or comes back as
// it was printed, and columns, names and words are read without a row that leads out of them. The
// first byte says how the rest is cut into rows and names; words and manifest are all of it.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "core/text_words.h"
#include "core/word_blob.h"
#include "fuzz/check.h"
#include "index/columns.h"
#include "index/counting.h"
#include "index/manifest.h"

namespace {

namespace index = horizon::index;
using horizon::fuzz::require;

void check_manifest(std::string_view bytes) {
  const auto manifest = index::parse_manifest(bytes);
  if (!manifest) {
    require(!manifest.error().message.empty(), "an error has a message");
    return;
  }
  const auto again = index::parse_manifest(index::print_manifest(*manifest));
  require(again && *again == *manifest, "a manifest comes back as it was printed");
  for (const horizon::DocumentNumber number : {1U, 25'000U, 4'294'967'295U})
    require(manifest->shard_of(number) < manifest->shards.size(), "a number has a shard");
}

std::uint64_t sum(const std::vector<horizon::DailyCount>& counts) {
  return std::accumulate(
      counts.begin(), counts.end(), std::uint64_t{0},
      [](std::uint64_t all, const horizon::DailyCount& one) { return all + one.documents; });
}

void check_columns(const std::filesystem::path& folder) {
  const auto columns = index::Columns::open(folder);
  if (!columns) {
    require(!columns.error().message.empty(), "an error has a message");
    return;
  }
  std::vector<horizon::DocumentNumber> numbers(columns->rows().size() + 3);
  std::iota(numbers.begin(), numbers.end(), horizon::DocumentNumber{0});
  require(sum(index::daily_counts(*columns, numbers)) == sum(index::date_counts(*columns, numbers)),
          "both counts are of the same documents");
  std::vector<horizon::TextWord> words;
  for (const horizon::DocumentNumber number : numbers) {
    const std::string_view blob = columns->words(number);
    horizon::WordPair(7, 5'000).may_be_in(blob);
    horizon::WordPair(5'000, 7).may_be_in(blob);
    if (horizon::decode_words(blob, words))
      require(words.size() <= blob.size(), "words have bytes");
  }
  for (int facet = 0; facet <= static_cast<int>(index::Facet::kSource); ++facet)
    index::facet_values(*columns, static_cast<index::Facet>(facet), numbers);
}

void write(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
}

// In memory: some thousand inputs a second.
const std::filesystem::path& folder() {
  static const std::filesystem::path made = [] {
    const std::filesystem::path path =
        "/dev/shm/horizon-fuzz-index-" + std::to_string(static_cast<long>(::getpid()));
    std::filesystem::create_directories(path);
    return path;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  check_manifest(all);
  if (size < 1) return 0;
  // Rows have 32 bytes, and rows that are cut off.
  const std::size_t rows = std::min<std::size_t>(std::size_t{data[0]} * 8, size - 1);
  write(folder() / "columns", all.substr(1, rows));
  write(folder() / "names", all.substr(1 + rows));
  write(folder() / "words", all);
  check_columns(folder());
  // A writer takes the names on, or says that they are damaged.
  if (auto writer = index::ColumnWriter::open(folder())) {
    const index::NamesId id = writer->name("a name");
    writer->set(1, index::ColumnRow{.source = id}, "\x04\x04");
    require(writer->flush().has_value(), "names and words can be added");
    const auto columns = index::Columns::open(folder());
    require(columns && columns->list(id) == "a name", "an added name is found");
    // Those that the file had already need not be the same bytes.
    require(horizon::same_words(columns->words(1), "\x04\x04"), "added words are found");
  }
  return 0;
}
