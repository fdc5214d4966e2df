// Everything that a workspace holds, as text, so that two of them can be compared.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "index/index.h"
#include "store/store.h"

namespace horizon::test {

inline std::string dump_store(const store::Store& store) {
  std::string out;
  const auto documents = store.changed_after(0, 1'000'000);
  if (!documents) return documents.error().message;
  for (const store::StoredDocument& stored : *documents) {
    const Document& document = stored.document;
    out += fmt::format("{} {} {} {} {} {} {}\n", stored.number, document.id, document.title,
                       document.language, format_day(stored.first_seen),
                       document.published ? format_date(*document.published) : "-",
                       fmt::join(stored.sources, ","));
    for (const Label& label : stored.labels) {
      out += fmt::format("  {} {:.4f} {}\n", label.node, label.probability, label.evidence.size());
    }
  }
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

// The numbers of documents and, for some queries, every hit with its score.
inline std::string dump_index(const std::filesystem::path& folder) {
  const auto reader = index::Reader::open(folder);
  if (!reader) return reader.error().message;
  std::string out =
      fmt::format("{} documents, sequence {}\n", reader->documents(), reader->sequence());
  const nlp::WordSegmenter segmenter(std::vector<std::string>{});
  for (const char* text : {"", "quantum", "机器人", "battery", "the model of data"}) {
    index::Query query;
    query.text = text;
    query.limit = 1'000'000;
    const auto hits = reader->search(query, segmenter);
    if (!hits) return hits.error().message;
    out += fmt::format("{}: {}\n", text, hits->total);
    for (const index::Hit& hit : hits->hits) {
      out += fmt::format("  {} {:.6f}\n", hit.number, hit.score);
    }
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
  return dump_store(*store) + dump_index(root / "index");
}

}  // namespace horizon::test
