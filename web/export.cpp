#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/citation.h"
#include "answers/document_rows.h"
#include "answers/search.h"
#include "core/text.h"
#include "web/pages.h"
#include "web/search_state.h"

namespace horizon::web {
namespace {

constexpr std::size_t kMostExported = 1'000;

// RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe.
std::string csv_cell(std::string_view value) {
  std::string out = "\"";
  if (!value.empty() &&
      std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos) {
    out += '\'';
  }
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string labels_text(const answers::Json& labels) {
  std::string out;
  for (const answers::Json& label : labels) {
    out += (out.empty() ? "" : " ") + label["id"].get<std::string>();
  }
  return out;
}

std::string csv_line(const Context& context, const View& view, const store::StoredDocument& one) {
  const Document& document = one.document;
  std::string authors;
  for (const Person& person : document.authors) {
    authors += (authors.empty() ? "" : "; ") + person.name;
  }
  const answers::Json labels =
      answers::labels_json(one.labels, context.taxonomy(), view.voice, context.scheme(), false);
  std::string line;
  for (const std::string& value :
       {document.id, document.title, authors,
        document.published ? format_date(*document.published) : std::string(),
        std::string(to_string(document.kind)), document.language, document.source, document.url,
        labels_text(labels), document.abstract}) {
    line += (line.empty() ? "" : ",") + csv_cell(value);
  }
  return line + "\r\n";
}

struct Format {
  std::string_view name, type, ending;
};
constexpr Format kFormats[] = {{"csv", "text/csv; charset=utf-8", "csv"},
                               {"ris", "application/x-research-info-systems", "ris"},
                               {"bibtex", "application/x-bibtex; charset=utf-8", "bib"},
                               {"json", "application/json", "json"}};

const Format* format_of(const std::string& name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

std::string file_text(const Context& context, const View& view, const Format& format,
                      const std::vector<store::StoredDocument>& documents,
                      std::vector<std::string> notes) {
  std::string out;
  if (format.name == "json") {
    answers::Answer answer;
    answer.notes = std::move(notes);
    for (const store::StoredDocument& one : documents) {
      answer.rows.push_back(
          answers::document_json(one, context.taxonomy(), view.voice, context.scheme()));
    }
    return answers::to_json(answer).dump(2, ' ', false, answers::Json::error_handler_t::replace) +
           "\n";
  }
  if (format.name == "csv") {
    // The mark tells spreadsheets that this is UTF-8.
    out =
        "\xEF\xBB\xBF"
        "id,title,authors,published,kind,language,source,url,labels,abstract\r\n";
  }
  for (const store::StoredDocument& one : documents) {
    out += format.name == "csv"   ? csv_line(context, view, one)
           : format.name == "ris" ? answers::to_ris(one.document)
                                  : answers::to_bibtex(one.document);
  }
  return out;
}

Result<std::vector<store::StoredDocument>> one_document(const pipeline::Searcher& searcher,
                                                        const std::string& id) {
  const auto number = searcher.store().find(id);
  if (!number) return fail(number.error());
  if (!*number) return fail(ErrorCode::kNotFound, fmt::format("no document '{}'", id));
  auto stored = searcher.store().get(**number);
  if (!stored) return fail(stored.error());
  return std::vector<store::StoredDocument>{*std::move(stored)};
}

Result<std::vector<store::StoredDocument>> found_documents(const pipeline::Searcher& searcher,
                                                           const SearchState& state,
                                                           std::vector<std::string>& notes,
                                                           const View& view) {
  auto request = state.request();
  if (!request) return fail(request.error());
  request->offset = 0;
  request->limit = kMostExported;
  request->snippet_width = 0;
  auto report = searcher.search(*request);
  if (!report) return fail(report.error());
  if (report->total > report->rows.size()) {
    notes.push_back(fmt::format(
        fmt::runtime(view.pick("The first {} of {} documents; 'horizon search' exports all.",
                               "共{1}篇，导出前{0}篇；全部导出请用 horizon search。")),
        report->rows.size(), answers::with_separators(report->total)));
  }
  std::vector<store::StoredDocument> documents;
  documents.reserve(report->rows.size());
  for (pipeline::SearchRow& row : report->rows) documents.push_back(std::move(row.document));
  return documents;
}

}  // namespace

Result<Response> export_file(Context& context, const View& view) {
  const Format* format = format_of(view.params.get("format"));
  if (format == nullptr) {
    return fail(ErrorCode::kUsage, "format: one of csv, ris, bibtex, json");
  }
  const std::string id = view.params.get("id");
  const auto state = SearchState::parse(view.params);
  if (!state)
    return fail(state.error().code == ErrorCode::kLimit ? ErrorCode::kUsage : state.error().code,
                state.error().message);
  if (id.empty() && state->asks_nothing()) return fail(ErrorCode::kUsage, "nothing to export");
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  std::vector<std::string> notes;
  const auto documents =
      id.empty() ? found_documents(**searcher, *state, notes, view) : one_document(**searcher, id);
  if (!documents) return fail(documents.error());
  Response response;
  response.type = std::string(format->type);
  response.body = file_text(context, view, *format, *documents, std::move(notes));
  response.headers = {
      {"Content-Disposition", fmt::format("attachment; filename=\"horizon.{}\"", format->ending)},
      {"Content-Security-Policy", "default-src 'none'"},
      {"Cache-Control", "private, no-cache"}};
  return response;
}

}  // namespace horizon::web
