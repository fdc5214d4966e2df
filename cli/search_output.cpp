#include "cli/search_output.h"

#include <fmt/format.h>

#include <cmath>

#include "cli/document_json.h"
#include "cli/export.h"
#include "cli/search_cursor.h"
#include "cli/search_facets.h"
#include "cli/search_text.h"

namespace horizon::cli {
namespace {

Json concepts_json(const pipeline::SearchReport& report, const taxonomy::Taxonomy& taxonomy) {
  Json concepts = Json::array();
  for (const pipeline::SearchedConcept& subject : report.concepts) {
    const taxonomy::Node& node = taxonomy.node(subject.node);
    concepts.push_back({{"id", node.id},
                        {"en", node.name.en},
                        {"zh", node.name.zh},
                        {"matched", subject.matched}});
  }
  return concepts;
}

std::vector<Json> hit_rows(const SearchOutput& out, const pipeline::SearchReport& report) {
  const Json concepts = concepts_json(report, out.taxonomy);
  std::vector<Json> rows;
  for (const pipeline::SearchRow& row : report.rows) {
    Json json = document_json(row.document, out.taxonomy, out.style, out.scheme);
    json["score"] = std::round(row.score * 1000) / 1000;
    json["snippet"] = row.snippet.text;
    json["concepts"] = concepts;
    json["cursor"] = cursor_text(row.place);
    rows.push_back(std::move(json));
  }
  return rows;
}

void print_exports(const SearchOutput& out, const pipeline::SearchReport& report) {
  for (const pipeline::SearchRow& row : report.rows) {
    const Document& document = row.document.document;
    fmt::print("{}", out.format == Format::kRis ? to_ris(document) : to_bibtex(document));
  }
}

void print_text(const SearchOutput& out, const pipeline::SearchReport& report,
                const std::vector<Json>& facets, const std::vector<std::string>& notes) {
  std::size_t rank = report.first;
  for (const pipeline::SearchRow& row : report.rows) {
    print_hit(++rank, row, out.taxonomy, out.scheme, out.style);
  }
  if (!facets.empty() && !report.rows.empty()) fmt::print("\n");
  print_facets(facets, out.style);
  print_notes(stdout, out.style, notes);
}

void print_json(const SearchOutput& out, const pipeline::SearchReport& report,
                const std::vector<Json>& facets, const std::vector<std::string>& notes) {
  Json json;
  json["rows"] = hit_rows(out, report);
  json["facets"] = facets;
  json["notes"] = notes;
  fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void print_report(const SearchOutput& out, const pipeline::SearchReport& report,
                  const std::optional<pipeline::FacetReport>& facets,
                  const std::vector<std::string>& notes) {
  const std::vector<Json> counted =
      facets ? facet_rows(*facets, out.taxonomy, out.scheme, out.style) : std::vector<Json>();
  if (out.format == Format::kRis || out.format == Format::kBibtex) {
    print_exports(out, report);
    print_notes(stderr, out.style, notes);
  } else if (out.format == Format::kTable) {
    print_text(out, report, counted, notes);
  } else if (out.format == Format::kJson && facets) {
    print_json(out, report, counted, notes);
  } else {
    print_rows(out.format, out.style, {}, facets ? counted : hit_rows(out, report), notes, out.bom);
  }
}

}  // namespace horizon::cli
