#include "pipeline/bootstrap.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>
#include <utility>

#include "core/text.h"
#include "nlp/language.h"
#include "pipeline/analyser.h"
#include "pipeline/import_reader.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kBatch = 2'000;
// Enough of any abstract; a book in its place would only cost memory.
constexpr std::size_t kMaxText = std::size_t{16} << 10U;

}  // namespace

Bootstrap::Bootstrap(const classify::Classifier& classifier, const taxonomy::Taxonomy& taxonomy,
                     BootstrapOptions options)
    : classifier_(classifier), taxonomy_(taxonomy), options_(options) {}

Bootstrap::Labelled Bootstrap::label(const Document& document,
                                     std::span<const classify::Settled> settled) const {
  Labelled labelled;
  const auto result = classifier_.classify(document, nlp::fold(document.title),
                                           nlp::fold(document.abstract), settled);
  for (const Label& one : result.labels) {
    const taxonomy::NodeIndex node = taxonomy_.find(one.node);
    if (one.outcome == Outcome::kAssign && node != taxonomy::kNoNode &&
        taxonomy_.node(node).level == taxonomy::Level::kSubfield)
      labelled.labels.push_back(one.node);
  }
  std::ranges::sort(labelled.labels);
  labelled.example = join_text(document.title, truncate_utf8(document.abstract, kMaxText));
  const std::string language = nlp::detect_language(labelled.example.text);
  labelled.han = language == "zh" || language == "ja";
  return labelled;
}

void Bootstrap::keep(std::vector<Labelled> batch) {
  for (Labelled& labelled : batch) {
    if (labelled.example.text.empty()) continue;
    if (labelled.labels.empty() &&
        stable_hash(labelled.example.text) % 1000 >= options_.unlabelled_per_mille)
      continue;
    kept_.push_back(std::move(labelled));
  }
}

void Bootstrap::add(std::vector<Document> documents) {
  std::vector<Labelled> batch(documents.size());
  tbb::parallel_for(std::size_t{0}, documents.size(),
                    [&](std::size_t i) { batch[i] = label(documents[i], {}); });
  keep(std::move(batch));
}

void Bootstrap::add(std::vector<store::StoredDocument> documents) {
  std::vector<Labelled> batch(documents.size());
  tbb::parallel_for(std::size_t{0}, documents.size(), [&](std::size_t i) {
    batch[i] = label(documents[i].document, settled_by(documents[i].judgements));
  });
  keep(std::move(batch));
}

std::size_t Bootstrap::labelled(bool han) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      kept_, [&](const Labelled& one) { return one.han == han && !one.labels.empty(); }));
}

Result<ExampleSet> Bootstrap::finish() {
  const std::size_t latin = labelled(false), han = labelled(true);
  for (const bool script : {false, true}) {
    if ((script ? han : latin) < options_.least_of_script)
      std::erase_if(kept_, [&](const Labelled& one) { return one.han == script; });
  }
  std::map<std::string, std::size_t> counts;
  for (const Labelled& labelled : kept_)
    for (const std::string& one : labelled.labels) ++counts[one];
  std::erase_if(counts, [&](const auto& entry) { return entry.second < options_.least_documents; });
  ExampleSet set;
  for (auto& [name, number] : counts) {
    number = set.labels.size();
    set.labels.push_back(name);
  }
  if (set.labels.size() < 2) {
    return fail(
        ErrorCode::kUsage,
        fmt::format("too few documents to learn from: terms and codes label {} in letters and "
                    "{} in Chinese characters, of which {} of a script are needed, and {} of "
                    "each of two subfields; take more documents",
                    latin, han, options_.least_of_script, options_.least_documents));
  }
  std::unordered_set<std::uint64_t> seen;
  for (Labelled& labelled : kept_) {
    if (!seen.insert(stable_hash(labelled.example.text)).second) {
      ++set.repeated;
      continue;
    }
    std::vector<std::uint32_t> numbers;
    for (const std::string& one : labelled.labels)
      if (const auto found = counts.find(one); found != counts.end())
        numbers.push_back(static_cast<std::uint32_t>(found->second));
    // A document of a small subfield is no example of "none of these".
    if (numbers.empty() && !labelled.labels.empty()) continue;
    set.labels_of.push_back(std::move(numbers));
    set.examples.push_back(std::move(labelled.example));
  }
  kept_.clear();
  return set;
}

Status add_files(const std::vector<std::filesystem::path>& files, const JobContext& context,
                 Bootstrap& bootstrap) {
  ImportReport report;
  const ImportOptions options;
  ImportReader reader(files, options, context, report);
  std::uint64_t read = 0;
  while (const auto batch = reader.next()) {
    crawler::Records records;
    const auto parser = batch->format->parser();
    for (crawler::Slice& slice : batch->slices) parser->parse(slice, *batch->context, records);
    std::vector<Document> documents;
    for (crawler::ParsedRecord& record : records.records)
      if (!record.document.deleted) documents.push_back(std::move(record.document));
    read += documents.size();
    bootstrap.add(std::move(documents));
    context.progress({batch->context->provenance.origin, read, batch->fraction});
  }
  if (!report.problems.empty())
    return fail(ErrorCode::kUsage, fmt::format("{}: {}", report.problems.front().file,
                                               report.problems.front().message));
  if (read == 0) return fail(ErrorCode::kUsage, "the files of --documents hold no documents");
  return {};
}

Status add_store(const store::Store& store, const std::vector<DocumentNumber>& without,
                 const JobContext& context, Bootstrap& bootstrap) {
  const auto end = store.sequence();
  if (!end) return fail(end.error());
  std::uint64_t done = 0;
  for (std::uint64_t after = 0; after < *end && !context.stopped();) {
    auto documents = store.changed_after(after, kBatch);
    if (!documents) return fail(documents.error());
    if (documents->empty()) break;
    after = documents->back().sequence;
    done += documents->size();
    std::erase_if(*documents, [&](const store::StoredDocument& stored) {
      return stored.document.deleted || stored.shown_by ||
             std::ranges::binary_search(without, stored.number);
    });
    bootstrap.add(*std::move(documents));
    context.progress({"examples", done, static_cast<double>(after) / static_cast<double>(*end)});
  }
  return {};
}

}  // namespace horizon::pipeline
