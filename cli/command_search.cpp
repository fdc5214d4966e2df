// search.
#include <fmt/format.h>

#include <memory>

#include "answers/cursor.h"
#include "answers/search.h"
#include "cli/command.h"
#include "cli/search_batch.h"
#include "cli/search_options.h"
#include "cli/search_output.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

Result<int> list_saved(const App& app, const pipeline::Workspace& workspace) {
  const auto searches = read_saved(workspace.root);
  if (!searches) return fail(searches.error());
  std::vector<Json> rows;
  for (const SavedSearch& search : *searches) rows.push_back(to_json(search));
  static constexpr Column kColumns[] = {{"name", "name", "名称"},     {"query", "query", "检索式"},
                                        {"topics", "topics", "主题"}, {"kind", "kind", "类型"},
                                        {"from", "from", "自"},       {"until", "until", "至"}};
  print_rows(app.common.output_format(), app.common.style(), kColumns, rows, {}, app.common.bom);
  return kDone;
}

std::vector<std::string> notes_of(const pipeline::SearchReport& report,
                                  const pipeline::Searcher& searcher,
                                  const pipeline::Workspace& workspace,
                                  const SearchOptions& options, const Style& style) {
  std::vector<std::string> notes;
  // Likeness has no bound behind which a document does not count.
  if (options.similar.empty()) notes = search_notes(report, *workspace.taxonomy, style);
  if (searcher.labels_are_old()) notes.emplace_back(old_labels_note(style));
  const bool more = report.first + report.rows.size() < report.total;
  if (more && !report.rows.empty() && (!options.after.empty() || options.request.offset > 0)) {
    notes.push_back(fmt::format(fmt::runtime(style.pick("Next: --after {}", "下一页：--after {}")),
                                answers::cursor_text(report.rows.back().place)));
  }
  if (!options.save.empty()) {
    notes.push_back(
        fmt::format(fmt::runtime(style.pick("Kept as '{0}': horizon search --saved '{0}'.",
                                            "已保存为“{0}”：horizon search --saved '{0}'。")),
                    options.save));
  }
  return notes;
}

Result<int> answer(const App& app, const SearchOptions& options,
                   const pipeline::Workspace& workspace, const pipeline::Searcher& searcher) {
  const auto report = options.similar.empty() ? searcher.search(options.request)
                                              : searcher.similar(options.similar, options.request);
  if (!report) return fail(report.error());
  std::optional<pipeline::FacetReport> facets;
  if (options.facets) {
    auto counted = searcher.facets(options.request);
    if (!counted) return fail(counted.error());
    facets = *std::move(counted);
  }
  if (!options.save.empty()) HORIZON_TRY(save_search(workspace.root, to_saved(options)));
  const Style style = app.common.style();
  print_report({*workspace.taxonomy, workspace.config.scheme, style, app.common.output_format(),
                app.common.bom},
               *report, facets, notes_of(*report, searcher, workspace, options, style));
  return kDone;
}

Status check_combination(const App& app, const SearchOptions& options) {
  const bool trec = app.common.format == "trec";
  if (options.batch.empty() ? trec : !options.words.empty() || !options.similar.empty()) {
    return fail(ErrorCode::kUsage,
                "--batch FILE takes its queries from the file and no QUERY; "
                "--format trec is for --batch only");
  }
  if (options.facets && !options.similar.empty()) {
    return fail(ErrorCode::kUsage, "--facets counts what matches a query, not what is similar");
  }
  return {};
}

Result<int> run_search(const App& app, SearchOptions options) {
  HORIZON_TRY(check_combination(app, options));
  if (options.saved.empty() && !options.list_saved) {
    HORIZON_TRY(finish_request(app.common.as_of, options));
  }
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  if (options.list_saved) return list_saved(app, *workspace);
  if (!options.saved.empty()) {
    const auto saved = find_saved(workspace->root, options.saved);
    if (!saved) return fail(saved.error());
    take_saved(*saved, options);
    HORIZON_TRY(finish_request(app.common.as_of, options));
  }
  const pipeline::Analyser analyser(*workspace);
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  const auto searcher = pipeline::Searcher::open(*workspace, analyser, {**clock});
  if (!searcher) return fail(searcher.error());
  if (!options.batch.empty()) {
    return run_batch(*searcher, options.request, options.batch, app.common.format == "trec",
                     app.common.output_format(), app.common.style());
  }
  return answer(app, options, *workspace, *searcher);
}

}  // namespace

void add_search(App& app) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* command = app.cli.add_subcommand("search", "find documents, in both languages at once");
  add_search_options(*command, *options);
  add_as_of_option(app, *command);
  add_output_options(app, *command, "ris bibtex trec");
  command->footer(
      "\nExamples:\n  horizon search 脑机接口\n  horizon search '\"neutral atom\" qubit "
      "-annealing' --from 2025\n  horizon search 'title:(fusion OR 聚变) kind:patent last:2y' "
      "--facets\n  horizon search --topic ENE.fusion --kind patent --sort newest --format csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_search(app, *options); }; });
}

}  // namespace horizon::cli
