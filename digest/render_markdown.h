// An issue as Markdown (CommonMark with tables), a fact a line, so that issues can be compared
// with line-based tools.
#pragma once

#include <string>

#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

// UTF-8, LF. Foreign text is escaped: it can neither start markup nor a table cell nor HTML.
std::string render_markdown(const Issue& issue, taxonomy::Language language);

}  // namespace horizon::digest
