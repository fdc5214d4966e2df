#include "crawler/source.h"

namespace horizon::crawler {

std::string_view to_string(SourceKind kind) {
  switch (kind) {
    case SourceKind::kFeed: return "feed";
    case SourceKind::kOaiPmh: return "oai_pmh";
    case SourceKind::kJsonl: return "jsonl";
  }
  return "";
}

std::optional<SourceKind> parse_source_kind(std::string_view text) {
  if (text == "feed" || text == "rss" || text == "atom") return SourceKind::kFeed;
  if (text == "oai_pmh" || text == "oai" || text == "oai-pmh") return SourceKind::kOaiPmh;
  if (text == "jsonl") return SourceKind::kJsonl;
  return std::nullopt;
}

Kind document_kind_of(const Source& source) {
  if (source.document_kind) return *source.document_kind;
  switch (source.kind) {
    case SourceKind::kFeed: return Kind::kNews;
    case SourceKind::kOaiPmh: return Kind::kPaper;
    case SourceKind::kJsonl: return Kind::kOther;
  }
  return Kind::kOther;
}

}  // namespace horizon::crawler
