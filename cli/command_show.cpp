// show, join and split: one document, and what is shown as one with it.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/document_text.h"
#include "pipeline/analyser.h"
#include "pipeline/ingest.h"
#include "pipeline/search.h"
#include "pipeline/who_directory.h"

namespace horizon::cli {
namespace {

tl::unexpected<Error> unknown_document(const std::string& id) {
  return fail(ErrorCode::kUsage,
              fmt::format("no document '{}' in this workspace; 'horizon search' prints ids", id));
}

Result<int> run_show(const App& app, const std::string& id, bool raw) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto number = store->find(id);
  if (!number) return fail(number.error());
  if (!*number) return unknown_document(id);
  const auto shown = answers::read_document(*store, **number);
  if (!shown) return fail(shown.error());
  if (raw) {
    for (const RawRecord& record : shown->records) fmt::print("{}\n", record.bytes);
    return kDone;
  }
  const auto directory = pipeline::open_directory(workspace->root);
  if (!directory) return fail(directory.error());
  const Style style = app.common.style();
  if (app.common.output_format() == Format::kTable) {
    print_document(*shown, *workspace->taxonomy, *directory, style);
  } else {
    print_rows(app.common.output_format(), style, {},
               {full_json(*shown, *workspace->taxonomy, *directory, style)}, {}, app.common.bom);
  }
  return kDone;
}

Result<DocumentNumber> own_number(const store::Store& store, const std::string& id) {
  const auto number = store.find_own(id);
  if (!number) return fail(number.error());
  if (!*number) return unknown_document(id);
  return **number;
}

// Changes the store by `change(store, now)` and lets the index follow.
template <typename Change>
Result<int> run_change(const App& app, const std::string& done, Change&& change) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  {
    auto store = store::Store::open(workspace->store_file(), store::Mode::kWrite);
    if (!store) return fail(store.error());
    HORIZON_TRY(change(*store, (*clock)->now()));
  }
  const pipeline::Analyser analyser(*workspace);
  auto ingest = pipeline::Ingest::open(*workspace, analyser, {**clock}, pipeline::Relabel::kNever);
  if (!ingest) return fail(ingest.error());
  HORIZON_TRY(ingest->finish());
  fmt::print("{}\n", done);
  return kDone;
}

Result<int> run_join(const App& app, const std::string& a, const std::string& b) {
  const Style style = app.common.style();
  const std::string done =
      fmt::format(fmt::runtime(style.pick("{} and {} are shown as one from now on; to undo: "
                                          "horizon split '{}'",
                                          "{} 与 {} 今后合并显示；撤销：horizon split '{}'")),
                  a, b, b);
  return run_change(app, done, [&](store::Store& store, Instant now) -> Status {
    const auto first = own_number(store, a);
    if (!first) return fail(first.error());
    const auto second = own_number(store, b);
    if (!second) return fail(second.error());
    return store.join(*first, *second, now);
  });
}

Result<int> run_split(const App& app, const std::string& id) {
  const Style style = app.common.style();
  const std::string done = fmt::format(
      fmt::runtime(style.pick("{} is shown by itself from now on; to undo: horizon join '{}' ID",
                              "{} 今后单独显示；撤销：horizon join '{}' 编号")),
      id, id);
  return run_change(app, done, [&](store::Store& store, Instant now) -> Status {
    const auto number = own_number(store, id);
    if (!number) return fail(number.error());
    return store.split(*number, now);
  });
}

}  // namespace

void add_show(App& app) {
  struct Options {
    std::string id;
    bool raw = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "show", "one document: its records, what is shown as one with it, why it is labelled so");
  command->add_option("ID", options->id, "id as search prints it, DOI, arXiv id or address")
      ->required();
  command->add_flag("--raw", options->raw, "the records as their sources sent them");
  add_output_options(app, *command);
  command->callback([&app, options] {
    app.action = [&app, options] { return run_show(app, options->id, options->raw); };
  });
}

void add_join(App& app) {
  auto ids = std::make_shared<std::pair<std::string, std::string>>();
  CLI::App* command =
      app.cli.add_subcommand("join", "say that two documents are one work; no rule undoes it");
  command->add_option("ID", ids->first, "a document, by any of its ids")->required();
  command->add_option("ID2", ids->second, "the other one")->required();
  command->callback(
      [&app, ids] { app.action = [&app, ids] { return run_join(app, ids->first, ids->second); }; });
}

void add_split(App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.cli.add_subcommand(
      "split", "take a document out of those that are shown as one; no rule undoes it");
  command->add_option("ID", *id, "id of the document to take out, as 'horizon show' lists it")
      ->required();
  command->callback([&app, id] { app.action = [&app, id] { return run_split(app, *id); }; });
}

}  // namespace horizon::cli
