#include "crawler/source.h"

#include <array>

namespace horizon::crawler {
namespace {

struct KindEntry {
  SourceKind kind;
  std::string_view name;
  Kind documents;  // what such a source holds where nothing else tells
};

constexpr std::array kKinds = {
    KindEntry{SourceKind::kFeed, "feed", Kind::kNews},
    KindEntry{SourceKind::kOaiPmh, "oai_pmh", Kind::kPaper},
    KindEntry{SourceKind::kJsonl, "jsonl", Kind::kOther},
    KindEntry{SourceKind::kArxiv, "arxiv", Kind::kPaper},
    KindEntry{SourceKind::kCrossref, "crossref", Kind::kPaper},
    KindEntry{SourceKind::kOpenAlex, "openalex", Kind::kPaper},
    KindEntry{SourceKind::kPubmed, "pubmed", Kind::kPaper},
    KindEntry{SourceKind::kEuropePmc, "europepmc", Kind::kPaper},
    KindEntry{SourceKind::kBiorxiv, "biorxiv", Kind::kPaper},
    KindEntry{SourceKind::kEpoOps, "epo_ops", Kind::kPatent},
    KindEntry{SourceKind::kUsptoBulk, "uspto_bulk", Kind::kPatent},
    KindEntry{SourceKind::kSitemap, "sitemap", Kind::kNews},
    KindEntry{SourceKind::kFolder, "folder", Kind::kOther},
};

const KindEntry& entry_of(SourceKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

}  // namespace

std::string_view to_string(SourceKind kind) { return entry_of(kind).name; }

std::optional<SourceKind> parse_source_kind(std::string_view text) {
  if (text == "rss" || text == "atom") return SourceKind::kFeed;
  if (text == "oai" || text == "oai-pmh") return SourceKind::kOaiPmh;
  for (const KindEntry& entry : kKinds) {
    if (entry.name == text) return entry.kind;
  }
  return std::nullopt;
}

std::vector<std::string_view> source_kind_names() {
  std::vector<std::string_view> names;
  for (const KindEntry& entry : kKinds) names.push_back(entry.name);
  return names;
}

Kind document_kind_of(const Source& source) {
  return source.document_kind.value_or(entry_of(source.kind).documents);
}

}  // namespace horizon::crawler
