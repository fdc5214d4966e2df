// A frozen issue, whatever bytes come: read_issue_json() refuses it, or gives an issue that every
// format can show and that comes back as it is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "digest/issue_json.h"
#include "digest/render_csv.h"
#include "digest/render_email.h"
#include "digest/render_feed.h"
#include "digest/render_html.h"
#include "digest/render_markdown.h"
#include "fuzz/check.h"

namespace {

using horizon::fuzz::require;

void show(const horizon::digest::Issue& issue, horizon::taxonomy::Language language) {
  const std::string page = horizon::digest::render_html(issue, {language, ""});
  require(page.find("<script") == std::string::npos, "foreign text starts no script");
  horizon::digest::render_markdown(issue, language);
  horizon::digest::render_email(issue, {language, ""});
  const horizon::digest::FeedEntry entry{&issue, "page.html"};
  horizon::digest::render_atom(std::span(&entry, 1), language);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto issue = horizon::digest::read_issue_json(input, "issue.json");
  if (!issue) {
    require(!issue.error().message.empty(), "an error has a message");
    return 0;
  }
  show(*issue, horizon::taxonomy::Language::kChinese);
  show(*issue, horizon::taxonomy::Language::kEnglish);
  horizon::digest::render_csv(*issue);
  const std::string written = horizon::digest::write_issue_json(*issue);
  const auto again = horizon::digest::read_issue_json(written, "issue.json");
  require(again.has_value(), "what was read can be written and read again");
  require(horizon::digest::write_issue_json(*again) == written, "it is the same then");
  return 0;
}
