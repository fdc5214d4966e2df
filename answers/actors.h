// Who drives a topic.
#pragma once

#include "answers/voice.h"
#include "pipeline/actors.h"

namespace horizon::answers {

// What of a report is shown.
struct ActorView {
  pipeline::ActorKind by = pipeline::ActorKind::kOrganisation;
  bool within_country = false;  // the report is of one country's actors
  bool newcomers = false;       // only those without an earlier document
  std::size_t limit = 20;
};

// Rows: {"rank", "id", "name", "country", "sector", "documents", "weight" (split evenly over the
// actors of a document), "share", "lower", "upper" (per cent), "previous_share", "previous_rank",
// "newcomer", "as_sent"}. Details: documents, named, actors, effective, top5, margin.
Answer actors_answer(const pipeline::ActorReport& report, const ActorView& view,
                     const taxonomy::Node& node, const Voice& voice);

}  // namespace horizon::answers
