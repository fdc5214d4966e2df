// Everything whose time to be delivered has come, one after the other, each noted at once.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/alert.h"
#include "daemon/delivery/send.h"
#include "daemon/issue_parcel.h"
#include "daemon/jobs.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kAtOnce = 1'000;
// As long as mail servers try (RFC 5321, 4.5.4.1).
constexpr std::chrono::hours kGiveUp{5 * 24};

class Courier {
 public:
  Courier(const JobSetting& setting, store::Outbox outbox)
      : setting_(setting),
        outbox_(outbox),
        send_setting_{setting.workspace, setting.clock, pipeline::real_environment(),
                      setting.stop} {}

  Status run() {
    const auto due = outbox_.due(setting_.clock.now(), kAtOnce);
    if (!due) return fail(due.error());
    for (const store::Delivery& delivery : *due) {
      if (setting_.stopped()) return fail(ErrorCode::kUnavailable, "stopped");
      HORIZON_TRY(attempt(delivery));
    }
    return {};
  }

 private:
  const pipeline::Channel* channel_of(const store::Delivery& delivery) const {
    const auto& channels = setting_.workspace.config.service.channels;
    const auto found = std::find_if(
        channels.begin(), channels.end(),
        [&](const pipeline::Channel& channel) { return channel.id == delivery.to.channel; });
    return found == channels.end() ? nullptr : &*found;
  }

  // Composed once for all recipients of a channel, which come one after the other.
  Result<const Parcel*> parcel_of(const store::Delivery& delivery,
                                  const pipeline::Channel& channel) {
    const std::string name = delivery.key + "\n" + channel.language;
    if (name != parcel_name_) {
      auto parcel = delivery.body.empty()
                        ? issue_parcel(setting_.workspace, delivery.key, channel.language)
                        : alert_parcel(delivery.key, delivery.body, channel.language);
      if (!parcel) return fail(parcel.error());
      parcel_ = *std::move(parcel);
      parcel_name_ = name;
    }
    return &parcel_;
  }

  Answer answer_to(const store::Delivery& delivery) {
    const pipeline::Channel* const channel = channel_of(delivery);
    if (channel == nullptr) {
      return {Fate::kRefused, fmt::format("there is no delivery '{}' in horizon.toml any more",
                                          delivery.to.channel)};
    }
    const auto parcel = parcel_of(delivery, *channel);
    if (!parcel) return {Fate::kLater, parcel.error().message};
    return send(**parcel, *channel, delivery.to.recipient, send_setting_);
  }

  Status attempt(store::Delivery delivery) {
    Answer answer = answer_to(delivery);
    if (setting_.stopped() && answer.fate == Fate::kLater)
      return fail(ErrorCode::kUnavailable, "stopped");
    const Instant now = setting_.clock.now();
    ++delivery.attempts;
    delivery.next = now;
    delivery.error = answer.error;
    if (answer.fate == Fate::kLater) {
      if (now - delivery.made > kGiveUp) {
        answer.fate = Fate::kRefused;
        delivery.error += " (given up after five days)";
      } else {
        delivery.next = now + task_pause(delivery.attempts);
      }
    }
    if (answer.fate == Fate::kSent) delivery.state = store::DeliveryState::kSent;
    if (answer.fate == Fate::kRefused) delivery.state = store::DeliveryState::kRefused;
    HORIZON_TRY(outbox_.mark(delivery));
    tell(delivery, answer);
    return {};
  }

  void tell(const store::Delivery& delivery, const Answer& answer) const {
    const Field key{"key", delivery.key};
    const Field channel{"channel", delivery.to.channel};
    const Field recipient{"recipient", delivery.to.recipient};
    if (answer.fate == Fate::kSent) {
      setting_.log.info("delivered", {key, channel, recipient});
    } else if (answer.fate == Fate::kRefused) {
      setting_.log.error("delivery_refused", {key, channel, recipient, {"error", delivery.error}});
    } else {
      setting_.log.warning("delivery_postponed", {key,
                                                  channel,
                                                  recipient,
                                                  {"error", delivery.error},
                                                  {"next", format_instant(delivery.next)}});
    }
  }

  const JobSetting& setting_;
  store::Outbox outbox_;
  SendSetting send_setting_;
  Parcel parcel_;
  std::string parcel_name_;
};

}  // namespace

Status deliver(const JobSetting& setting) {
  auto store = store::Store::open(setting.workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  return Courier(setting, store::Outbox(*store)).run();
}

}  // namespace horizon::daemon
