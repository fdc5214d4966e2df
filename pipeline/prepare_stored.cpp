#include "pipeline/prepare_stored.h"

#include <tbb/parallel_for.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace horizon::pipeline {

Result<std::vector<index::Prepared>> prepare_all(const store::Store& store,
                                                 const Analyser& analyser,
                                                 std::span<const store::StoredDocument> documents) {
  std::vector<std::optional<index::Prepared>> prepared(documents.size());
  tbb::parallel_for(std::size_t{0}, documents.size(),
                    [&](std::size_t i) { prepared[i].emplace(analyser.prepare(documents[i])); });
  std::vector<DocumentNumber> numbers;
  for (const store::StoredDocument& document : documents) numbers.push_back(document.number);
  HORIZON_TRY(store.word_blobs(numbers, [&](std::size_t i, std::string_view blob) -> Result<bool> {
    prepared[i]->set_words(std::string(blob));
    return true;
  }));
  std::vector<index::Prepared> all;
  all.reserve(prepared.size());
  for (auto& one : prepared) all.push_back(*std::move(one));
  return all;
}

}  // namespace horizon::pipeline
