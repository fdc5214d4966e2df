// What the tasks of the schedule do, each in the process that calls it.
#pragma once

#include <atomic>

#include "core/error.h"
#include "daemon/log.h"
#include "daemon/schedule.h"
#include "pipeline/workspace.h"

namespace horizon::daemon {

struct JobSetting {
  const pipeline::Workspace& workspace;
  const Clock& clock;  // of the schedule: decides what was noted when
  const Log& log;
  // Set by a signal: the job stores what it has begun, and returns kUnavailable "stopped".
  const std::atomic<bool>* stop = nullptr;

  bool stopped() const { return stop != nullptr && stop->load(); }
};

// Does one task; everything that it decides is in the store when it returns, and nothing is done
// twice if it is killed and done once more.
Status run_task(const Task& task, const JobSetting& setting);

// Makes the issue of a week, if there is none, and decides to whom it goes.
Status issue(const Task& task, const JobSetting& setting);

// Tries all deliveries whose time has come. Not an error: recipients that refuse or cannot be
// reached; they are noted, told, and tried again.
Status deliver(const JobSetting& setting);

// Forgets what is too old, makes a backup, and gives space back.
Status maintain(const JobSetting& setting);

}  // namespace horizon::daemon
