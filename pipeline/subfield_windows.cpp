#include "pipeline/subfield_windows.h"

namespace horizon::pipeline {

Result<SubfieldWindows> subfield_windows(const Workspace& workspace, const store::Store& store,
                                         const trends::SeriesOptions& options, std::size_t window) {
  SubfieldWindows out;
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  for (taxonomy::NodeIndex i = 0; i < taxonomy.nodes().size(); ++i) {
    const taxonomy::Node& node = taxonomy.node(i);
    if (node.scheme != workspace.config.scheme || node.level != taxonomy::Level::kSubfield)
      continue;
    out.topics.push_back(i);
    out.ids.push_back(node.id);
  }
  const auto all = store.counts("");
  if (!all) return fail(all.error());
  trends::GrowthOptions growth_options;
  growth_options.window = window;
  const trends::Growth growth =
      trends::measure_growth(trends::make_series(*all, *all, options), growth_options);
  out.recent = growth.recent;
  out.previous = growth.previous;
  return out;
}

}  // namespace horizon::pipeline
