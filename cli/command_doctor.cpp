// doctor: is everything as it must be, and what is to be done.
#include <fmt/format.h>

#include "cli/command.h"
#include "daemon/doctor.h"

namespace horizon::cli {
namespace {

const char* mark(daemon::Finding finding, const Style& style) {
  switch (finding) {
    case daemon::Finding::kGood:
      return style.pick("ok", "正常");
    case daemon::Finding::kWarning:
      return style.pick("warning", "注意");
    case daemon::Finding::kBad:
      return style.pick("BAD", "问题");
  }
  return "";
}

Result<int> run_doctor(const App& app) {
  const auto checks =
      daemon::examine(app.common.workspace, app.clock.now(), pipeline::real_environment());
  const Style style = app.common.style();
  std::vector<Json> rows;
  bool well = true;
  for (const daemon::Check& check : checks) {
    well = well && check.finding != daemon::Finding::kBad;
    rows.push_back({{"check", check.name},
                    {"finding", mark(check.finding, style)},
                    {"seen", style.pick(check.seen_en.c_str(), check.seen_zh.c_str())},
                    {"remedy", style.pick(check.remedy_en.c_str(), check.remedy_zh.c_str())}});
  }
  if (app.common.output_format() == Format::kTable) {
    for (const Json& row : rows) {
      fmt::print("{}{}{}\n", pad(to_text(row["finding"]), 9, false),
                 style.bold(pad(to_text(row["check"]), 14, false)), to_text(row["seen"]));
      if (!to_text(row["remedy"]).empty())
        fmt::print("{}→ {}\n", pad("", 23, false), to_text(row["remedy"]));
    }
  } else {
    const Column columns[] = {{"check", "check", "检查"},
                              {"finding", "finding", "结果"},
                              {"seen", "seen", "情况"},
                              {"remedy", "remedy", "办法"}};
    print_rows(app.common.output_format(), style, columns, rows, {}, app.common.bom);
  }
  return well ? kDone : kDoneWithFailures;
}

}  // namespace

void add_doctor(App& app) {
  CLI::App* command = app.cli.add_subcommand(
      "doctor", "looks at settings, disk, locks, clock, sources, index, backups; says what to do");
  add_output_options(app, *command);
  command->callback([&app] { app.action = [&app] { return run_doctor(app); }; });
}

}  // namespace horizon::cli
