// Phrase tables, whatever bytes come: decode() refuses them, or gives tables on which everything
// can be measured. The bytes are also taken for tables and wrapped in a header that fits, or the
// checksum would hide what is behind it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "fuzz/check.h"
#include "pipeline/phrase_file.h"
#include "trends/emergence/measure.h"

namespace {

using horizon::pipeline::PhraseFile;

void read(std::span<const std::uint8_t> bytes) {
  const auto words = std::make_shared<std::vector<std::uint64_t>>(bytes.size() / 8 + 1);
  if (!bytes.empty()) std::memcpy(words->data(), bytes.data(), bytes.size());
  const std::shared_ptr<const std::byte> memory(words,
                                                reinterpret_cast<const std::byte*>(words->data()));
  const auto file = PhraseFile::decode(memory, bytes.size());
  if (!file) {
    horizon::fuzz::require(!file.error().message.empty(), "an error has a message");
    return;
  }
  const auto measured =
      horizon::trends::measure_phrases(file->corpus(), {horizon::Day(std::chrono::days(16'000))});
  const auto ranking = rank_phrases(measured.snapshot, measured.indicators, measured.flaws);
  group_topics(file->corpus(), measured.snapshot, ranking, 50);
}

// A table of as many rows as the next byte says, of the bytes behind it.
template <typename Row>
void take(std::span<const std::uint8_t>& bytes, std::vector<Row>& rows) {
  if (bytes.empty()) return;
  const std::size_t count = std::min<std::size_t>(bytes[0], (bytes.size() - 1) / sizeof(Row));
  rows.resize(count);
  if (count > 0) std::memcpy(rows.data(), bytes.data() + 1, count * sizeof(Row));
  bytes = bytes.subspan(1 + count * sizeof(Row));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::span<const std::uint8_t> bytes(data, size);
  read(bytes);
  horizon::pipeline::PhraseTables tables;
  take(bytes, tables.documents);
  take(bytes, tables.postings_at);
  take(bytes, tables.postings);
  take(bytes, tables.fields_at);
  take(bytes, tables.fields);
  take(bytes, tables.phrases);
  take(bytes, tables.words_at);
  take(bytes, tables.words);
  take(bytes, tables.text_at);
  take(bytes, tables.labels_at);
  take(bytes, tables.labels);
  tables.text.assign(bytes.begin(), bytes.end());
  tables.strata = {"paper/en/a"};
  tables.fields_named = {"cs.LG", "cs.RO"};
  const std::string file = encode_phrases(tables, {});
  read({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
  return 0;
}
