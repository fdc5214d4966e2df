// A small taxonomy and counts with one rising, one falling and one flat subfield, for the tests.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "digest/compose.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

inline taxonomy::Taxonomy sample_taxonomy() {
  const std::array<taxonomy::Taxonomy::File, 1> files = {{{"sample.toml", R"(
[scheme]
id = "sample"
version = "0.9"
name = { en = "Sample", zh = "样例" }
[[domain]]
id = "INF"
name = { en = "Information", zh = "信息" }
[[subfield]]
id = "INF.up"
name = { en = "Rising field", zh = "上升领域" }
scope = { en = "s", zh = "范围" }
aliases.en = ["alias a"]
aliases.zh = ["别名丁"]
stage = "accelerate"
[[subfield.route]]
id = "INF.up.a"
name = { en = "Route A", zh = "路线甲" }
terms.en = ["alias b"]
terms.zh = ["别名丂"]
[[subfield.route]]
id = "INF.up.b"
name = { en = "Route B", zh = "路线乙" }
terms.en = ["alias c"]
terms.zh = ["别名七"]
[[subfield]]
id = "INF.flat"
name = { en = "Flat field", zh = "平稳领域" }
scope = { en = "s", zh = "范围" }
aliases.en = ["alias d"]
aliases.zh = ["别名丄"]
[[domain]]
id = "ENE"
name = { en = "Energy", zh = "能源" }
[[subfield]]
id = "ENE.down"
name = { en = "Falling field", zh = "下降领域" }
scope = { en = "s", zh = "范围" }
aliases.en = ["alias e"]
aliases.zh = ["别名丅"]
[[subfield]]
id = "ENE.few"
name = { en = "Sparse field", zh = "稀少领域" }
scope = { en = "s", zh = "范围" }
aliases.en = ["alias f"]
aliases.zh = ["别名丆"]
)"}}};
  auto loaded = taxonomy::Taxonomy::load(files);
  EXPECT_TRUE(loaded) << loaded.error().message;
  return loaded ? *std::move(loaded) : taxonomy::Taxonomy();
}

struct Stratum {
  Kind kind = Kind::kPaper;
  const char* language = "en";
  const char* source = "arxiv";
};

// `documents` on the 1st, 15th and 28th of a month of 2024 to 2026.
inline void add_month(Counts& counts, const std::string& node, int year, unsigned month,
                      std::uint32_t documents, const Stratum& stratum) {
  for (const unsigned day : {1U, 15U, 28U}) {
    DailyCount row;
    row.date =
        PartialDate{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day},
                    Precision::kDay};
    row.kind = stratum.kind;
    row.language = stratum.language;
    row.source = stratum.source;
    row.documents = documents;
    counts[node].push_back(row);
  }
}

// November 2024 to October 2025 against the twelve months after, then November 2026 so far.
inline ComposeInput sample_input(const taxonomy::Taxonomy& taxonomy) {
  ComposeInput input;
  input.taxonomy = &taxonomy;
  input.as_of = parse_iso_date("2026-11-22")->day;
  input.generator = "horizon test";
  const std::array<Stratum, 2> strata = {
      Stratum{}, Stratum{.kind = Kind::kPatent, .language = "zh", .source = "cnipa"}};
  for (int i = 0; i < 25; ++i) {
    const int year = 2024 + (10 + i) / 12;
    const unsigned month = static_cast<unsigned>((10 + i) % 12) + 1;
    const bool recent = i >= 12;
    for (const Stratum& stratum : strata) {
      add_month(input.counts, "", year, month, 100, stratum);
      add_month(input.counts, "INF.up", year, month, recent ? 6 : 2, stratum);
      add_month(input.counts, "INF.up.a", year, month, recent ? 4 : 1, stratum);
      add_month(input.counts, "INF.up.b", year, month, 1, stratum);
      add_month(input.counts, "INF.flat", year, month, 3, stratum);
      add_month(input.counts, "ENE.down", year, month, recent ? 2 : 5, stratum);
    }
  }
  add_month(input.counts, "ENE.few", 2026, 5, 1, strata[0]);
  // Days after the 22nd have not happened yet.
  for (auto& [node, rows] : input.counts) {
    std::erase_if(rows, [&](const DailyCount& row) { return row.date->day > input.as_of; });
  }
  return input;
}

inline EvidenceItem evidence_item(const std::string& id, Kind kind, const std::string& date) {
  EvidenceItem item;
  item.id = id;
  item.title = "Title of " + id;
  item.url = "https://example.org/" + id;
  item.kind = kind;
  item.language = "en";
  item.source = "arxiv";
  item.published = parse_iso_date(date);
  item.first_seen = parse_iso_date(date)->day;
  return item;
}

}  // namespace horizon::digest
