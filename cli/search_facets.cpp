#include "cli/search_facets.h"

#include <fmt/format.h>

#include <array>

namespace horizon::cli {
namespace {

constexpr std::size_t kShownValues = 8;

struct FacetName {
  const char* key;
  const char* en;
  const char* zh;
};
constexpr std::array<FacetName, 8> kFacets = {{{"domain", "Domains", "领域"},
                                               {"subfield", "Subfields", "子领域"},
                                               {"route", "Routes", "路线"},
                                               {"kind", "Kinds", "类型"},
                                               {"language", "Languages", "语言"},
                                               {"year", "Years", "年份"},
                                               {"country", "Countries", "国家"},
                                               {"source", "Sources", "来源"}}};

}  // namespace

void print_facets(const std::vector<Json>& rows, const Style& style) {
  for (const FacetName& facet : kFacets) {
    std::string line;
    std::size_t count = 0;
    for (const Json& one : rows) {
      if (one["facet"] != facet.key || ++count > kShownValues) continue;
      line += fmt::format("{}{} {}", line.empty() ? "" : " · ", one["name"].get<std::string>(),
                          with_separators(one["documents"].get<std::uint64_t>()));
    }
    if (line.empty()) continue;
    if (count > kShownValues) line += fmt::format(" · … ({})", count);
    bool first = true;
    for (const std::string& part : wrap(line, style.width > 20 ? style.width - 12 : style.width)) {
      fmt::print("{}{}\n", style.bold(pad(first ? style.pick(facet.en, facet.zh) : "", 12, false)),
                 part);
      first = false;
    }
  }
}

}  // namespace horizon::cli
