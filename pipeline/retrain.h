// The workspace's own text model: learnt from what the store holds and what analysts said.
#pragma once

#include <cstddef>

#include "classify/model/train.h"
#include "core/error.h"
#include "pipeline/bootstrap.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

struct RetrainOptions {
  classify::model::TrainOptions training;
  BootstrapOptions bootstrap;
  bool force = false;  // install a model that is worse on what analysts have judged
};

struct Retrained {
  classify::model::TrainReport report;
  // Labels that analysts judged, and on how many of them the classifier errs with the model in use
  // and with one that was trained without the judged documents.
  std::size_t judged = 0;
  std::size_t errors_before = 0;
  std::size_t errors_after = 0;
  bool installed = false;
};

// Trains on the documents of the store, labelled by terms, codes and analysts, and installs the
// model as the workspace's own, unless it errs more often than the one in use. Documents are
// labelled anew by it when the workspace is next opened for writing. kUsage if the store has too
// few labelled documents.
Result<Retrained> retrain(const Workspace& workspace, const store::Store& store,
                          const RetrainOptions& options, const JobContext& context);

}  // namespace horizon::pipeline
