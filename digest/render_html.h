// An issue as one self-contained page per language: no script, no request to any server.
#pragma once

#include <string>

#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

struct HtmlOptions {
  taxonomy::Language language = taxonomy::Language::kChinese;
  std::string other_language_href;  // relative link to the other rendering; "" shows none
};

// UTF-8. Foreign text is escaped; links lead to http and https only.
std::string render_html(const Issue& issue, const HtmlOptions& options);

}  // namespace horizon::digest
