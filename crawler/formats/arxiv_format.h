// Replies of arXiv's query API: Atom with arXiv's own elements (API user manual, 3.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Published is the date of version 1, updated that of the last one where there are several. An
// entry that tells of an error ("http://arxiv.org/api/errors#...") is quarantined with its text.
bool is_arxiv(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_arxiv(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> arxiv_parser();

inline constexpr RecordFormat kArxivFormat{"arxiv", "replies of arXiv's query API (Atom)", is_arxiv,
                                           cut_arxiv, arxiv_parser};

// What a reply says of itself.
struct ArxivReply {
  Records records;
  std::optional<std::uint64_t> total;  // opensearch:totalResults
  std::uint64_t entries = 0;
  std::string error;  // the text of an error entry
};

// kCorrupt for what is no such reply, or is cut off.
Result<ArxivReply> parse_arxiv(std::string_view body, const ReadContext& context);

}  // namespace horizon::crawler
