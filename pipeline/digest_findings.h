// The findings of the other analyses in the form in which an issue holds them. Internal to
// pipeline/.
#pragma once

#include <optional>
#include <string_view>

#include "digest/compose.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/series.h"
#include "who/directory.h"

namespace horizon::pipeline {

digest::NodeRef node_ref(const taxonomy::Taxonomy& taxonomy, taxonomy::NodeIndex index);

// Pairs of subfields that meet more often than by chance, and those that never met before.
Status find_converging(const Workspace& workspace, const store::Store& store,
                       const trends::SeriesOptions& series, std::size_t window,
                       digest::OtherFindings& findings);

// Routes that are too few for a test and grow; `counts` as a ComposeInput has them.
void find_weak(const Workspace& workspace, const digest::Counts& counts,
               const trends::SeriesOptions& series, std::size_t window,
               digest::OtherFindings& findings);

// The leads of the list of emerging terms; `before` is the list of the issue before, if there is
// one. Not computed where the phrase tables would take long to make.
Result<digest::Emerging> find_emerging_terms(const Workspace& workspace, const store::Store& store,
                                             Day as_of, const digest::Emerging* before,
                                             const JobContext& context);

// nullopt for a subfield of more documents than can be read within an issue's time.
Result<std::optional<digest::ActorPanel>> find_actors(
    const Workspace& workspace, const store::Store& store, const who::Directory& directory,
    std::string_view node, const trends::SeriesOptions& series, std::size_t window);

}  // namespace horizon::pipeline
