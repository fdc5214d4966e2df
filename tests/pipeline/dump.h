// Everything that a workspace holds, as text, so that two of them can be compared. The numbers of
// documents are left out: they tell in which order sources answered.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "index/index.h"
#include "store/store.h"

namespace horizon::test {

inline std::string dump_store(const store::Store& store) {
  const auto documents = store.changed_after(0, 1'000'000);
  if (!documents) return documents.error().message;
  std::set<std::string> rows;
  for (const store::StoredDocument& stored : *documents) {
    const Document& document = stored.document;
    const std::set<std::string> sources(stored.sources.begin(), stored.sources.end());
    std::string row = fmt::format("{} {} {} {} {} {}\n", document.id, document.title,
                                  document.language, format_day(stored.first_seen),
                                  document.published ? format_date(*document.published) : "-",
                                  fmt::join(sources, ","));
    for (const Label& label : stored.labels) {
      row += fmt::format("  {} {:.4f} {}\n", label.node, label.probability, label.evidence.size());
    }
    rows.insert(std::move(row));
  }
  std::string out = fmt::format("{}", fmt::join(rows, ""));
  const auto counts = store.all_counts();
  if (!counts) return counts.error().message;
  for (const auto& [node, days] : *counts) {
    for (const DailyCount& day : days) {
      out += fmt::format("{} {} {} {}\n", node, day.date ? format_date(*day.date) : "-", day.source,
                         day.documents);
    }
  }
  return out;
}

// How many documents and, for some queries, every hit with its score.
inline std::string dump_index(const std::filesystem::path& folder, const store::Store& store) {
  const auto reader = index::Reader::open(folder);
  if (!reader) return reader.error().message;
  std::string out = fmt::format("{} documents, up to date: {}\n", reader->documents(),
                                reader->sequence() == store.sequence().value_or(0));
  const nlp::WordSegmenter segmenter(std::vector<std::string>{});
  for (const char* text : {"", "quantum", "机器人", "battery", "the model of data"}) {
    index::Query query;
    query.parsed = *index::parse_query(text);
    query.limit = 1'000'000;
    const auto hits = reader->search(query, segmenter);
    if (!hits) return hits.error().message;
    out += fmt::format("{}: {}\n", text, hits->total);
    std::set<std::string> rows;
    for (const index::Hit& hit : hits->hits) {
      const auto stored = store.get(hit.number);
      if (!stored) return stored.error().message;
      rows.insert(fmt::format("  {} {:.6f}\n", stored->document.id, hit.score));
    }
    out += fmt::format("{}", fmt::join(rows, ""));
  }
  return out;
}

inline std::string dump_workspace(const std::filesystem::path& root) {
  const auto store = store::Store::open(root / "store.db", store::Mode::kRead);
  if (!store) return store.error().message;
  const auto differences = store->verify();
  EXPECT_TRUE(differences);
  if (differences) {
    EXPECT_TRUE(differences->empty()) << fmt::format("{}", fmt::join(*differences, "\n"));
  }
  return dump_store(*store) + dump_index(root / "index", *store);
}

}  // namespace horizon::test
