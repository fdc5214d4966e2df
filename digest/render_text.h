// An issue as plain text: the text part of a mail.
#pragma once

#include <string>
#include <string_view>

#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

// UTF-8, LF; a paragraph a line. `page_href` may be empty.
std::string render_text(const Issue& issue, taxonomy::Language language,
                        std::string_view page_href = "");

}  // namespace horizon::digest
