// What the service tells machines: /healthz and /metrics.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/conductor.h"
#include "daemon/listener.h"
#include "pipeline/workspace.h"

namespace horizon::daemon {

struct Vitals {
  Instant now{};
  const pipeline::Workspace* workspace = nullptr;
  const Wants* wants = nullptr;
  const Conductor* conductor = nullptr;
  std::optional<Task> running;
  std::string reload_error;
  std::string waits_for;  // the other process that writes to the store; empty: none
};

// "/healthz": 200 and JSON with "status": "ok" or "degraded" and "problems"; 503 with "failing"
// where the service cannot do its work: three failures of a task in a row, or an issue more than
// two hours late. "/metrics": the text format of Prometheus, version 0.0.4. "/": what there is.
Page make_page(std::string_view path, const Vitals& vitals);

}  // namespace horizon::daemon
