// Addresses, forms and headers as browsers and others send them: what is read can be written and
// reads the same; no path leads out of the archive.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/check.h"
#include "web/archive.h"
#include "web/gzip.h"
#include "web/http.h"
#include "web/judges.h"
#include "web/search_state.h"

namespace {

using horizon::fuzz::require;

void check_state(const horizon::web::Params& params) {
  const auto state = horizon::web::SearchState::parse(params);
  if (!state) return;
  const auto again = horizon::web::SearchState::parse(state->to_params());
  require(again && again->to_params() == state->to_params(), "a state has one address");
  static_cast<void>(state->request());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace horizon::web;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto target = parse_target(text)) {
    require(target->path.starts_with('/') && target->path.find("/../") == std::string::npos,
            "a path goes down only");
    const auto again = parse_target("/?" + to_query(target->params));
    // Encoded it may be too long.
    require(!again || again->params == target->params, "what is written reads the same");
    check_state(target->params);
  }
  if (const auto form = parse_form(text)) check_state(*form);
  static_cast<void>(prefers_chinese(text));
  static_cast<void>(cookie_value(text, "horizon"));
  static_cast<void>(accepts_gzip(text));
  static_cast<void>(parse_judges(text, "f"));
  require(!is_archive_path(text) || text.find("..") == std::string_view::npos,
          "no way leads out of the archive");
  static_cast<void>(own_style_policy(text));
  return 0;
}
