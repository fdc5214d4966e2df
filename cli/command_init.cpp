#include <fmt/format.h>

#include <memory>

#include "cli/command.h"

namespace horizon::cli {

void add_init(App& app) {
  struct Options {
    std::string folder = ".";
    bool sample = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("init", "lay out a new workspace");
  command->add_option("DIR", options->folder, "folder (default: the current one)");
  command->add_flag("--sample", options->sample,
                    "with some 300 fictional documents, to try everything without a network");
  command->footer("\nExample:\n  horizon init --sample demo && cd demo && horizon scan");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      const auto written = pipeline::init_workspace(options->folder, options->sample);
      if (!written) return fail(written.error());
      const Style style = app.common.style();
      fmt::print("{} {}\n", style.pick("Workspace:", "工作区："), options->folder);
      fmt::print("{}\n",
                 options->sample
                     ? style.pick("Next: change into it and run 'horizon scan'.",
                                  "下一步：进入该目录，运行 horizon scan。")
                     : style.pick("Next: set 'contact' in horizon.toml, look at "
                                  "sources.toml, run 'horizon scan'; or "
                                  "'horizon import FILE'.",
                                  "下一步：在 horizon.toml 中填写 contact，查看 sources.toml，"
                                  "再运行 horizon scan；或用 horizon import 导入文件。"));
      return kDone;
    };
  });
}

}  // namespace horizon::cli
