#include "cli/search_facets.h"

#include <fmt/format.h>

#include <algorithm>
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

const char* key_of(index::Facet facet) {
  switch (facet) {
    case index::Facet::kKind:
      return "kind";
    case index::Facet::kLanguage:
      return "language";
    case index::Facet::kYear:
      return "year";
    case index::Facet::kCountry:
      return "country";
    default:
      return "source";
  }
}

Json row(const std::string& facet, const index::FacetValue& value, const std::string& name) {
  return {{"facet", facet}, {"value", value.value}, {"name", name}, {"documents", value.documents}};
}

}  // namespace

std::vector<Json> facet_rows(const pipeline::FacetReport& report,
                             const taxonomy::Taxonomy& taxonomy, const std::string& scheme,
                             const Style& style) {
  std::vector<Json> rows;
  for (const auto& [facet, values] : report.facets) {
    for (const index::FacetValue& value : values) {
      if (facet != index::Facet::kLabel) {
        rows.push_back(row(key_of(facet), value, value.value));
        continue;
      }
      const taxonomy::NodeIndex index = taxonomy.find(value.value);
      if (index == taxonomy::kNoNode || taxonomy.node(index).scheme != scheme) continue;
      const taxonomy::Node& node = taxonomy.node(index);
      rows.push_back(row(std::string(to_string(node.level)), value, node.name.in(style.language)));
    }
  }
  const auto place = [](const Json& one) {
    return std::find_if(kFacets.begin(), kFacets.end(),
                        [&](const FacetName& facet) { return one["facet"] == facet.key; }) -
           kFacets.begin();
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) {
    if (place(a) != place(b)) return place(a) < place(b);
    return a["facet"] == "year" && a["value"] > b["value"];
  });
  return rows;
}

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
