// backup and restore.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "pipeline/backup.h"

namespace horizon::cli {
namespace {

Result<int> run_backup(const App& app, const std::string& target) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto backup = pipeline::back_up(*workspace, target, app.clock.now());
  if (!backup) return fail(backup.error());
  fmt::print("{}\n", fmt::format(fmt::runtime(app.common.style().pick("{}: {} files, {} bytes",
                                                                      "{}：文件{}个，{}字节")),
                                 backup->file.string(), with_separators(backup->files),
                                 with_separators(backup->bytes)));
  return kDone;
}

Result<int> run_restore(const App& app, const std::string& archive, const std::string& folder) {
  const auto names = pipeline::restore(archive, folder);
  if (!names) return fail(names.error());
  fmt::print("{}\n",
             fmt::format(fmt::runtime(app.common.style().pick(
                             "{} files restored to {}; the index is made anew by the first search",
                             "已恢复{}个文件至{}；首次检索时重建索引")),
                         names->size(), folder));
  return kDone;
}

}  // namespace

void add_backup(App& app) {
  auto target = std::make_shared<std::string>();
  CLI::App* command = app.cli.add_subcommand(
      "backup", "everything that cannot be made anew, in one file, while others go on working");
  command
      ->add_option("TARGET", *target,
                   "a file (NAME.tar.zst), or a folder for a file with the time in its name")
      ->required();
  command->footer("\nExample:\n  horizon backup /var/backups/horizon/");
  command->callback(
      [&app, target] { app.action = [&app, target] { return run_backup(app, *target); }; });
}

void add_restore(App& app) {
  struct Options {
    std::string archive, folder;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.cli.add_subcommand("restore", "make a workspace of a backup, in a new folder");
  command->add_option("BACKUP", options->archive, "a file of 'horizon backup'")->required();
  command->add_option("DIR", options->folder, "where to; empty, or not there yet")->required();
  command->footer("\nExample:\n  horizon restore horizon-20261122T054500Z.tar.zst restored");
  command->callback([&app, options] {
    app.action = [&app, options] { return run_restore(app, options->archive, options->folder); };
  });
}

}  // namespace horizon::cli
