#include "cli/search_text.h"

#include <fmt/format.h>

#include "answers/document_rows.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

std::string highlighted(const index::Snippet& snippet, const Style& style) {
  std::string out;
  std::size_t at = 0;
  for (const index::Snippet::Mark& mark : snippet.marks) {
    out += snippet.text.substr(at, mark.begin - at);
    out += style.accent(snippet.text.substr(mark.begin, mark.size));
    at = mark.begin + mark.size;
  }
  return out + snippet.text.substr(at);
}

}  // namespace

void print_hit(std::size_t rank, const pipeline::SearchRow& row, const taxonomy::Taxonomy& taxonomy,
               const std::string& scheme, const Style& style) {
  const Document& document = row.document.document;
  const std::string number = fmt::format("{:>3}. ", rank);
  const std::string indent(number.size(), ' ');
  bool first = true;
  for (const std::string& line : wrap(document.title, style.width - number.size())) {
    fmt::print("{}{}\n", first ? number : indent, style.bold(line));
    first = false;
  }
  std::string about = fmt::format("{}  {}  {}  {}",
                                  document.published ? format_date(*document.published)
                                                     : style.pick("date unknown", "日期不详"),
                                  to_string(document.kind), document.language, document.id);
  // A document that is known by its address only has it for an id.
  if (!document.url.empty() && !document.id.ends_with(document.url)) about += "  " + document.url;
  fmt::print("{}{}\n", indent, style.dim(about));
  std::string labels;
  for (const Json& label : labels_json(row.document.labels, taxonomy, style, scheme, false)) {
    labels +=
        fmt::format("{}{} {} {:.2f}", labels.empty() ? "" : " · ", label["id"].get<std::string>(),
                    label["name"].get<std::string>(), label["probability"].get<double>());
  }
  if (!labels.empty()) fmt::print("{}{}\n", indent, labels);
  if (!row.snippet.text.empty()) fmt::print("{}{}\n", indent, highlighted(row.snippet, style));
}

}  // namespace horizon::cli
