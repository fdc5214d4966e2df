// An issue for mail: headlines and what changed, in tables with inline styles that mail programs
// keep (no SVG, no style sheet, block characters for curves), and the same as plain text.
#pragma once

#include <cstddef>
#include <string>

#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

// Mail programs cut off what is longer (102 kB at Gmail).
inline constexpr std::size_t kMaxEmailBytes = 100'000;

struct EmailOptions {
  taxonomy::Language language = taxonomy::Language::kChinese;
  std::string page_href;  // of the page with everything: an address or relative; "" for none
};

struct Email {
  std::string subject;  // one line, plain
  std::string html;     // below kMaxEmailBytes; evidence is left out before anything else
  std::string text;     // lines of any length, LF
};

Email render_email(const Issue& issue, const EmailOptions& options);

}  // namespace horizon::digest
