// taxonomy list | show | check.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "answers/document_rows.h"
#include "cli/command.h"
#include "cli/command_suggest.h"
#include "core/io.h"
#include "core/text.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxTextBytes = 16U << 20U;

Json node_json(const taxonomy::Node& node) {
  return {{"id", node.id},
          {"scheme", node.scheme},
          {"level", to_string(node.level)},
          {"en", node.name.en},
          {"zh", node.name.zh},
          {"stage", to_string(node.stage)},
          {"terms", node.terms.size()},
          {"codes", node.codes.size()},
          {"routes", node.level == taxonomy::Level::kSubfield ? node.children.size() : 0}};
}

Result<int> run_list(const App& app, const std::string& scheme, bool routes) {
  const auto workspace = workspace_or_default(app.common);
  if (!workspace) return fail(workspace.error());
  const taxonomy::Taxonomy& taxonomy = *workspace->taxonomy;
  if (!scheme.empty() && taxonomy.scheme(scheme) == nullptr) {
    return fail(ErrorCode::kUsage, fmt::format("--scheme: no scheme '{}'", scheme));
  }
  std::vector<Json> rows;
  for (const taxonomy::Node& node : taxonomy.nodes()) {
    if (!scheme.empty() && node.scheme != scheme) continue;
    if (node.level == taxonomy::Level::kRoute && !routes) continue;
    rows.push_back(node_json(node));
  }
  const Column columns[] = {{"id", "id", "编号"},
                            {"zh", "Chinese", "中文名", false, 36},
                            {"en", "English", "英文名", false, 52},
                            {"stage", "stage", "阶段"},
                            {"terms", "terms", "词数", true},
                            {"codes", "codes", "分类号", true},
                            {"routes", "routes", "路线", true}};
  print_rows(app.common.output_format(), app.common.style(), columns, rows, {}, app.common.bom);
  return kDone;
}

Json terms_json(const std::vector<taxonomy::Term>& terms) {
  Json out = Json::array();
  for (const taxonomy::Term& term : terms) {
    Json entry;
    entry["term"] = term.text;
    entry["language"] = term.language == taxonomy::Language::kChinese ? "zh" : "en";
    entry["weight"] = std::round(static_cast<double>(term.weight) * 100) / 100;
    entry["alias"] = term.alias;
    if (!term.needs.empty()) entry["requires"] = term.needs;
    if (!term.excludes.empty()) entry["excludes"] = term.excludes;
    out.push_back(std::move(entry));
  }
  return out;
}

void print_node(const taxonomy::Node& node, const taxonomy::Taxonomy& taxonomy,
                const Style& style) {
  fmt::print("{}  {}  {}\n", style.bold(node.id), node.name.zh, node.name.en);
  const auto line = [&](const char* en, const char* zh, const std::string& text) {
    if (text.empty()) return;
    const std::string name = pad(style.pick(en, zh), 10, false);
    bool first = true;
    for (const std::string& piece : wrap(text, style.width - 10)) {
      fmt::print("{}{}\n", first ? style.dim(name) : std::string(10, ' '), piece);
      first = false;
    }
  };
  line("scope", "范围", node.scope.in(style.language));
  line("stage", "阶段", std::string(to_string(node.stage)));
  line("lists", "名录", fmt::format("{}", fmt::join(node.tags, ", ")));
  for (const bool alias : {true, false}) {
    std::string text;
    for (const taxonomy::Term& term : node.terms) {
      if (term.alias != alias) continue;
      text += fmt::format("{}{} {:.2g}{}{}", text.empty() ? "" : " · ", term.text, term.weight,
                          term.needs.empty() ? "" : " +", term.excludes.empty() ? "" : " −");
    }
    line(alias ? "names" : "terms", alias ? "名称" : "词", text);
  }
  std::string traps;
  for (const taxonomy::Term& trap : node.traps) traps += (traps.empty() ? "" : " · ") + trap.text;
  line("traps", "陷阱", traps);
  std::string codes;
  for (const taxonomy::CodeRule& rule : node.codes) {
    codes += fmt::format("{}{} {:.2g}", codes.empty() ? "" : " · ", rule.code.value, rule.weight);
  }
  line("codes", "分类号", codes);
  for (const taxonomy::NodeIndex child : node.children) {
    const taxonomy::Node& below = taxonomy.node(child);
    line("below", "下级", fmt::format("{}  {}  {}", below.id, below.name.zh, below.name.en));
  }
}

Result<int> run_show(const App& app, const std::string& name) {
  const auto workspace = workspace_or_default(app.common);
  if (!workspace) return fail(workspace.error());
  const auto index = pipeline::resolve_topic(*workspace->taxonomy, name);
  if (!index) return fail(index.error());
  const taxonomy::Node& node = workspace->taxonomy->node(*index);
  const Style style = app.common.style();
  if (app.common.output_format() == Format::kTable) {
    print_node(node, *workspace->taxonomy, style);
    return kDone;
  }
  Json row = node_json(node);
  row["scope"] = {{"en", node.scope.en}, {"zh", node.scope.zh}};
  row["tags"] = node.tags;
  row["terms"] = terms_json(node.terms);
  row["traps"] = terms_json(node.traps);
  Json codes = Json::array();
  for (const taxonomy::CodeRule& rule : node.codes) {
    codes.push_back({{"scheme", to_string(rule.code.scheme)},
                     {"code", rule.code.value},
                     {"weight", std::round(static_cast<double>(rule.weight) * 100) / 100},
                     {"from", rule.from ? Json(format_day(*rule.from)) : Json()},
                     {"until", rule.until ? Json(format_day(*rule.until)) : Json()}});
  }
  row["codes"] = codes;
  print_rows(app.common.output_format(), style, {}, {row}, {}, app.common.bom);
  return kDone;
}

Result<int> run_check(const App& app, const std::vector<std::string>& names) {
  Result<std::vector<taxonomy::Taxonomy::File>> files;
  if (names.empty()) {
    files =
        taxonomy::Taxonomy::read_folder(std::filesystem::path(app.common.workspace) / "taxonomy");
    if (!files) return fail(files.error());
  } else {
    files.emplace();
    for (const std::string& name : names) {
      auto content = read_file(name, kMaxTextBytes);
      if (!content) return fail(content.error());
      files->push_back({name, std::move(*content)});
    }
  }
  const auto problems = taxonomy::Taxonomy::check(*files);
  std::vector<Json> rows;
  for (const taxonomy::Problem& problem : problems) {
    rows.push_back({{"file", problem.file}, {"line", problem.line}, {"problem", problem.message}});
  }
  if (app.common.output_format() == Format::kTable) {
    for (const taxonomy::Problem& problem : problems) {
      fmt::print("{}:{}: {}\n", problem.file, problem.line, problem.message);
    }
    if (problems.empty()) {
      fmt::print("{}\n", app.common.style().pick("No mistakes found.", "未发现错误。"));
    }
  } else {
    print_rows(app.common.output_format(), app.common.style(), {}, rows, {}, app.common.bom);
  }
  return problems.empty() ? kDone : kUsageError;
}

}  // namespace

void add_taxonomy(App& app) {
  CLI::App* command = app.cli.add_subcommand("taxonomy", "domains, subfields, routes, their terms");
  command->require_subcommand(1);
  struct ListOptions {
    std::string scheme;
    bool routes = false;
  };
  auto list_options = std::make_shared<ListOptions>();
  CLI::App* list = command->add_subcommand("list", "every domain and subfield");
  list->add_option("--scheme", list_options->scheme, "only this scheme")->type_name("ID");
  list->add_flag("--routes", list_options->routes, "the technology routes too");
  add_output_options(app, *list);
  list->callback([&app, list_options] {
    app.action = [&app, list_options] {
      return run_list(app, list_options->scheme, list_options->routes);
    };
  });
  auto name = std::make_shared<std::string>();
  CLI::App* show = command->add_subcommand("show", "one node with terms, traps, codes, scope");
  show->add_option("TOPIC", *name, "id or name in either language")->required();
  add_output_options(app, *show);
  show->callback([&app, name] { app.action = [&app, name] { return run_show(app, *name); }; });
  add_suggest(app, *command);
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* check = command->add_subcommand("check", "every mistake in the files, with its line");
  check->add_option("FILE", *files, "files (default: the workspace's)");
  add_output_options(app, *check);
  check->callback([&app, files] { app.action = [&app, files] { return run_check(app, *files); }; });
}

}  // namespace horizon::cli
