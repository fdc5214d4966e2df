#include "daemon/alert.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"
#include "daemon/delivery/send.h"
#include "pipeline/watch_items.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

using Json = nlohmann::ordered_json;

std::string line(std::string_view text) { return collapse_whitespace(sanitise_utf8(text)); }

std::string documents_of(const pipeline::WatchFinding& finding) {
  std::string out;
  for (const store::StoredDocument& stored : finding.evidence) {
    const Document& document = stored.document;
    out +=
        fmt::format("- {}\n  {}{}{}\n", line(document.title),
                    document.published ? format_date(*document.published) + "  " : "",
                    line(document.source), document.url.empty() ? "" : "  " + line(document.url));
  }
  return out;
}

std::string text_of(const pipeline::WatchFinding& finding, bool chinese) {
  const pipeline::Watch& watch = finding.watch;
  const std::size_t count = finding.fresh.size();
  std::string out = chinese ? fmt::format("关注“{}”：新增文献{}篇（阈值{}）。\n", line(watch.name),
                                          count, watch.threshold)
                            : fmt::format("Watch \"{}\": {} new documents (threshold {}).\n",
                                          line(watch.name), count, watch.threshold);
  if (!watch.owner.empty()) {
    out += chinese ? fmt::format("负责：{}\n", line(watch.owner))
                   : fmt::format("Owner: {}\n", line(watch.owner));
  }
  out += "\n" + documents_of(finding);
  if (count > finding.evidence.size()) {
    const std::size_t more = count - finding.evidence.size();
    out += chinese ? fmt::format("另有{}篇。\n", more) : fmt::format("and {} more.\n", more);
  }
  return out;
}

// As long as it takes to open everything, there must be something to ask for.
Result<std::vector<pipeline::Watch>> alerting(const pipeline::Workspace& workspace) {
  auto watches = pipeline::read_watches(workspace.root);
  if (watches) std::erase_if(*watches, [](const pipeline::Watch& watch) { return !watch.alert; });
  return watches;
}

std::vector<store::Addressee> addressees(const pipeline::Config& config) {
  std::vector<store::Addressee> out;
  for (const pipeline::Channel& channel : config.service.channels) {
    if (!channel.alerts) continue;
    for (const std::string& recipient : recipients_of(channel))
      out.push_back({channel.id, recipient});
  }
  return out;
}

}  // namespace

std::string alert_body(const pipeline::WatchFinding& finding) {
  const std::string name = line(finding.watch.name);
  const std::size_t count = finding.fresh.size();
  const Json json{{"subject_zh", fmt::format("关注“{}”：新增{}篇", name, count)},
                  {"subject_en", fmt::format("Watch \"{}\": {} new", name, count)},
                  {"text_zh", text_of(finding, true)},
                  {"text_en", text_of(finding, false)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Parcel> alert_parcel(const std::string& key, const std::string& body,
                            const std::string& language) {
  const Json json = Json::parse(body, nullptr, false);
  const auto text = [&](const char* name) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Parcel parcel;
  parcel.key = key;
  parcel.kind = "alert";
  parcel.language = language == "both" ? "zh, en" : language;
  parcel.subject = text(language == "en" ? "subject_en" : "subject_zh");
  if (language != "en") parcel.text = text("text_zh");
  if (language == "both") parcel.text += "\n";
  if (language != "zh") parcel.text += text("text_en");
  if (parcel.subject.empty() || trim(parcel.text).empty())
    return fail(ErrorCode::kCorrupt, fmt::format("the message {} cannot be read", key));
  return parcel;
}

Status decide_alerts(const JobSetting& setting) {
  const auto watches = alerting(setting.workspace);
  if (!watches) return fail(watches.error());
  if (watches->empty()) return {};
  const auto on_error = [&](const std::string& id, const Error& error) {
    setting.log.warning("watch_failed", {{"watch", id}, {"error", error.message}});
  };
  std::vector<store::NewMessage> messages;
  std::vector<store::Told> told;
  {
    const pipeline::Analyser analyser(setting.workspace);
    const auto searcher = pipeline::Searcher::open(setting.workspace, analyser, {setting.clock});
    if (!searcher) return fail(searcher.error());
    const auto findings =
        pipeline::evaluate_watches(*watches, *searcher, setting.clock.today(), "", on_error);
    if (!findings) return fail(findings.error());
    for (const pipeline::WatchFinding& finding : *findings) {
      if (!finding.reached) continue;
      // Numbers only grow, so the newest names this report among all of the watch.
      const std::string key = fmt::format("alert/{}/{}", finding.watch.id, finding.fresh.back());
      messages.push_back({key, alert_body(finding), addressees(setting.workspace.config)});
      for (const DocumentNumber number : finding.fresh)
        told.push_back({finding.watch.id, number, key});
    }
  }
  if (messages.empty()) return {};
  auto store = store::Store::open(setting.workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  HORIZON_TRY(store::Outbox(*store).decide(messages, told, {}, setting.clock.now()));
  for (const store::NewMessage& message : messages)
    setting.log.info("alert", {{"key", message.key}, {"to", std::to_string(message.to.size())}});
  return {};
}

}  // namespace horizon::daemon
