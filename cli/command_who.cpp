// who: which organisation is behind a name, and by which rule.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/document_text.h"
#include "pipeline/who_directory.h"

namespace horizon::cli {
namespace {

struct WhoOptions {
  std::vector<std::string> names;
  std::string id, country, city;
};

constexpr Column kColumns[] = {
    {"name", "as sent", "原文", false, 40},
    {"id", "id", "编号"},
    {"name_en", "organisation", "机构（英）"},
    {"name_zh", "in Chinese", "机构（中）"},
    {"country", "country", "国家"},
    {"city", "city", "城市"},
    {"sector", "sector", "类别"},
    {"rule", "rule", "规则"},
};

Result<int> run_who(const App& app, const WhoOptions& options) {
  const auto directory = pipeline::open_directory(app.common.workspace);
  if (!directory) return fail(directory.error());
  std::vector<Json> rows;
  for (const std::string& name : options.names) {
    const Organisation organisation{name, options.id, options.country, options.city};
    rows.push_back(answers::who_json(organisation, directory->find(organisation)));
  }
  const Style style = app.common.style();
  if (app.common.output_format() != Format::kTable) {
    print_rows(app.common.output_format(), style, kColumns, rows, {}, app.common.bom);
    return kDone;
  }
  for (const Json& row : rows) {
    for (const Column& column : kColumns) {
      if (!row.contains(column.key)) continue;
      fmt::print("{}{}\n",
                 style.dim(pad(style.pick(column.heading_en, column.heading_zh), 14, false)),
                 to_text(row[column.key]));
    }
  }
  return kDone;
}

}  // namespace

void add_who(App& app) {
  auto options = std::make_shared<WhoOptions>();
  CLI::App* command =
      app.cli.add_subcommand("who", "which organisation, country and city a name stands for");
  command->add_option("NAME", options->names, "an affiliation or applicant as a source has it")
      ->required();
  command->add_option("--id", options->id, "an identifier that the record tells: ror:...");
  command->add_option("--country", options->country, "a country that the record tells: CN");
  command->add_option("--city", options->city, "a city that the record tells");
  add_output_options(app, *command);
  command->footer(
      "\nCorrections go into who.toml in the workspace, in the form of data/who/*.toml.\n"
      "\nExamples:\n  horizon who 'Tsinghua Univ, Dept Phys, Beijing 100084, Peoples R China'\n"
      "  horizon who 华为技术有限公司");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_who(app, *options); }; });
}

}  // namespace horizon::cli
