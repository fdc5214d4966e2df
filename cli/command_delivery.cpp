// delivery: what goes out to whom, and what came of it.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "daemon/delivery/send.h"
#include "daemon/jobs.h"
#include "pipeline/search.h"
#include "store/outbox.h"

namespace horizon::cli {
namespace {

const char* state_text(store::DeliveryState state, const Style& style) {
  switch (state) {
    case store::DeliveryState::kWaiting:
      return style.pick("waiting", "等待");
    case store::DeliveryState::kSent:
      return style.pick("sent", "已送达");
    case store::DeliveryState::kRefused:
      return style.pick("REFUSED", "被拒");
  }
  return "";
}

Result<int> list_deliveries(const App& app, std::size_t limit) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto store = store::Store::open(workspace->store_file(), store::Mode::kRead);
  if (!store) return fail(store.error());
  const auto deliveries = store::Outbox(*store).list(limit);
  if (!deliveries) return fail(deliveries.error());
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const store::Delivery& delivery : *deliveries) {
    rows.push_back({{"key", delivery.key},
                    {"channel", delivery.to.channel},
                    {"recipient", delivery.to.recipient},
                    {"state", state_text(delivery.state, style)},
                    {"attempts", delivery.attempts},
                    {"at", format_instant(delivery.next)},
                    {"error", delivery.error}});
  }
  const Column columns[] = {{"key", "what", "内容"},
                            {"channel", "by", "渠道"},
                            {"recipient", "to", "收件人"},
                            {"state", "state", "状态"},
                            {"attempts", "tries", "次数", true},
                            {"at", "at", "时间"},
                            {"error", "error", "错误", false, 60}};
  std::vector<std::string> notes;
  if (rows.empty()) notes.emplace_back(style.pick("Nothing was delivered yet.", "尚无投递。"));
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
  return kDone;
}

Result<int> retry_deliveries(const App& app, const std::string& channel) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto store = store::Store::open(workspace->store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  const auto count = store::Outbox(*store).retry(channel, app.clock.now());
  if (!count) return fail(count.error());
  fmt::print("{}\n", fmt::format(fmt::runtime(app.common.style().pick(
                                     "{} deliveries will be tried at once by the daemon",
                                     "守护进程将立即重试{}项投递")),
                                 *count));
  return kDone;
}

// A parcel that says that it is a test, to everybody on the channel.
Result<int> test_delivery(const App& app, const std::string& id) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto& channels = workspace->config.service.channels;
  const auto channel = std::find_if(channels.begin(), channels.end(),
                                    [&](const pipeline::Channel& one) { return one.id == id; });
  if (channel == channels.end()) {
    return fail(ErrorCode::kUsage, fmt::format("there is no delivery '{}' in {}", id,
                                               (workspace->root / "horizon.toml").string()));
  }
  daemon::Parcel parcel;
  parcel.key = "test/" + format_instant(app.clock.now());
  parcel.kind = "alert";
  parcel.language = channel->language == "en" ? "en" : "zh";
  parcel.subject = parcel.language == "en" ? "Horizon: a test" : "Horizon：测试";
  parcel.text = parcel.language == "en" ? "This is a test of the delivery. Nothing is to be done.\n"
                                        : "这是一次投递测试，无需处理。\n";
  bool well = true;
  for (const std::string& recipient : daemon::recipients_of(*channel)) {
    const daemon::Answer answer =
        daemon::send(parcel, *channel, recipient,
                     {*workspace, app.clock, pipeline::real_environment(), &stop_flag()});
    well = well && answer.fate == daemon::Fate::kSent;
    const Style style = app.common.style();
    fmt::print(
        "{} {}: {}\n", id, recipient,
        answer.fate == daemon::Fate::kSent ? style.pick("sent", "已送达") : answer.error.c_str());
  }
  return well ? kDone : kDoneWithFailures;
}

}  // namespace

void add_delivery(App& app) {
  CLI::App* command = app.cli.add_subcommand(
      "delivery", "what goes out by [[delivery]] in horizon.toml: list, test, retry");
  command->require_subcommand(1);
  auto limit = std::make_shared<std::size_t>(50);
  CLI::App* list =
      command->add_subcommand("list", "what was delivered, and what waits, newest first");
  list->add_option("--limit", *limit, "how many (default 50)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  add_output_options(app, *list);
  list->callback(
      [&app, limit] { app.action = [&app, limit] { return list_deliveries(app, *limit); }; });
  auto id = std::make_shared<std::string>();
  CLI::App* test =
      command->add_subcommand("test", "send a test by a delivery, to all its recipients");
  test->add_option("ID", *id, "its id in horizon.toml")->required();
  test->callback([&app, id] { app.action = [&app, id] { return test_delivery(app, *id); }; });
  auto again = std::make_shared<std::string>();
  CLI::App* retry =
      command->add_subcommand("retry", "let what waits or was refused be tried again");
  retry->add_option("ID", *again, "only of this delivery");
  retry->callback(
      [&app, again] { app.action = [&app, again] { return retry_deliveries(app, *again); }; });
}

}  // namespace horizon::cli
