// One parcel to one recipient of one channel.
#pragma once

#include <atomic>
#include <string>

#include "core/date.h"
#include "daemon/delivery/parcel.h"
#include "pipeline/workspace.h"

namespace horizon::daemon {

struct SendSetting {
  const pipeline::Workspace& workspace;
  const Clock& clock;
  pipeline::Environment environment;
  const std::atomic<bool>* stop = nullptr;
};

// Who gets something by this channel: the addresses of mail, else one entry that is "".
std::vector<std::string> recipients_of(const pipeline::Channel& channel);

// `recipient` is one of recipients_of(). Sending the same parcel again has the same Message-ID, the
// same Idempotency-Key, or writes the same files.
//
// A webhook gets a POST of JSON ("key", "type", "week", "language", "subject", "text") with the
// header fields Idempotency-Key (the key) and X-Horizon-Signature-256: "sha256=" and the
// HMAC-SHA256 of the body under the channel's secret, in hexadecimal. A command gets the same JSON
// on its standard input, and HORIZON_KEY, HORIZON_TYPE, HORIZON_WEEK, HORIZON_SUBJECT and
// HORIZON_FILES (paths, a line each) in its environment.
Answer send(const Parcel& parcel, const pipeline::Channel& channel, const std::string& recipient,
            const SendSetting& setting);

}  // namespace horizon::daemon
