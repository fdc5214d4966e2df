// Saved OAI-PMH replies as a record format.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

bool is_oai(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_oai(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> oai_parser();

inline constexpr RecordFormat kOaiFormat{"oai-pmh", "replies of OAI-PMH repositories", is_oai,
                                         cut_oai, oai_parser};

}  // namespace horizon::crawler
