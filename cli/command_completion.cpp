// completion: what shells and man are told of this program.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/describe.h"

namespace horizon::cli {
namespace {

Result<int> run_completion(const App& app, const std::string& form) {
  if (form == "bash") fmt::print("{}", bash_completion(app.cli));
  if (form == "zsh") fmt::print("{}", zsh_completion(app.cli));
  if (form == "fish") fmt::print("{}", fish_completion(app.cli));
  if (form == "man") fmt::print("{}", manual_page(app.cli, 1));
  return kDone;
}

}  // namespace

void add_completion(App& app) {
  auto form = std::make_shared<std::string>();
  CLI::App* command =
      app.cli.add_subcommand("completion", "completion for a shell, or the manual page");
  command->add_option("FORM", *form, "bash, zsh, fish or man")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
  command->footer(
      "\nExample:\n  horizon completion bash > ~/.local/share/bash-completion/completions/horizon");
  command->callback(
      [&app, form] { app.action = [&app, form] { return run_completion(app, *form); }; });
}

}  // namespace horizon::cli
