#include "cli/search_output.h"

#include <fmt/format.h>

#include "answers/citation.h"
#include "answers/search.h"
#include "cli/search_facets.h"
#include "cli/search_text.h"

namespace horizon::cli {
namespace {

void print_exports(const SearchOutput& out, const pipeline::SearchReport& report) {
  for (const pipeline::SearchRow& row : report.rows) {
    const Document& document = row.document.document;
    fmt::print("{}", out.format == Format::kRis ? answers::to_ris(document)
                                                : answers::to_bibtex(document));
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
  json["rows"] = hit_rows(report, out.taxonomy, out.scheme, out.style);
  json["facets"] = facets;
  json["notes"] = notes;
  cli::print_json(json);
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
    print_rows(out.format, out.style, {},
               facets ? counted : hit_rows(report, out.taxonomy, out.scheme, out.style), notes,
               out.bom);
  }
}

}  // namespace horizon::cli
