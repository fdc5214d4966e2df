#include "pipeline/term_text.h"

#include <algorithm>
#include <map>

#include "pipeline/written_form.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kSamples = 9;  // documents that say how a term is written
constexpr double kMinShare = 0.2;

}  // namespace

Result<std::string> term_as_written(const store::Store& store, const trends::PhraseCorpus& corpus,
                                    const trends::Snapshot& snapshot, std::uint32_t candidate) {
  const auto documents = snapshot.documents_of(candidate);
  std::vector<DocumentNumber> numbers;
  for (std::size_t i = 0; i < std::min(documents.size(), kSamples); ++i) {
    const std::size_t at = documents.size() - 1 - i;
    numbers.push_back(corpus.documents[snapshot.first_recent + documents[at]].number);
  }
  const auto samples = store.get(numbers);
  if (!samples) return fail(samples.error());
  std::vector<std::string_view> texts;
  for (const store::StoredDocument& sample : *samples) {
    texts.emplace_back(sample.document.title);
    texts.emplace_back(sample.document.abstract);
  }
  return written_form(corpus.text_of(snapshot.candidates[candidate].phrase), texts);
}

std::optional<TermHome> home_of_term(const PhraseFile& file, const trends::Snapshot& snapshot,
                                     std::uint32_t candidate) {
  const auto documents = snapshot.documents_of(candidate);
  std::map<std::uint16_t, std::uint32_t> counts;
  for (const std::uint32_t document : documents) {
    for (const auto label : file.corpus().labels_of(snapshot.first_recent + document)) {
      if (std::ranges::count(file.labels()[label], '.') == 1) ++counts[label];
    }
  }
  const auto most =
      std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; });
  const auto all = static_cast<double>(documents.size());
  if (most == counts.end() || most->second < kMinShare * all) return std::nullopt;
  return TermHome{file.labels()[most->first], most->second / all};
}

}  // namespace horizon::pipeline
