#include "crawler/source.h"

namespace horizon::crawler {

std::string_view to_string(SourceKind kind) {
  return kind == SourceKind::kFeed ? "feed" : "oai_pmh";
}

std::optional<SourceKind> parse_source_kind(std::string_view text) {
  if (text == "feed" || text == "rss" || text == "atom") return SourceKind::kFeed;
  if (text == "oai_pmh" || text == "oai" || text == "oai-pmh") return SourceKind::kOaiPmh;
  return std::nullopt;
}

Kind document_kind_of(const Source& source) {
  const Kind usual = source.kind == SourceKind::kFeed ? Kind::kNews : Kind::kPaper;
  return source.document_kind.value_or(usual);
}

}  // namespace horizon::crawler
