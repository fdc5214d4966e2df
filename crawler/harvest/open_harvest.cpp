#include <fmt/format.h>

#include <array>

#include "crawler/harvest/arxiv_harvest.h"
#include "crawler/harvest/biorxiv_harvest.h"
#include "crawler/harvest/crossref_harvest.h"
#include "crawler/harvest/epo_harvest.h"
#include "crawler/harvest/europepmc_harvest.h"
#include "crawler/harvest/feed_harvest.h"
#include "crawler/harvest/folder_harvest.h"
#include "crawler/harvest/harvest.h"
#include "crawler/harvest/oai_pmh_harvest.h"
#include "crawler/harvest/openalex_harvest.h"
#include "crawler/harvest/pubmed_harvest.h"
#include "crawler/harvest/sitemap_harvest.h"
#include "crawler/harvest/uspto_harvest.h"

namespace horizon::crawler {
namespace {

using Open = Result<std::unique_ptr<Harvest>> (*)(const Source&, const std::optional<std::string>&,
                                                  const HarvestContext&);

struct Entry {
  SourceKind kind;
  Open open;
};

constexpr std::array kHarvests = {
    Entry{SourceKind::kFeed, open_feed_harvest},            //
    Entry{SourceKind::kJsonl, open_feed_harvest},           //
    Entry{SourceKind::kOaiPmh, open_oai_pmh_harvest},       //
    Entry{SourceKind::kEpoOps, open_epo_harvest},           //
    Entry{SourceKind::kUsptoBulk, open_uspto_harvest},      //
    Entry{SourceKind::kArxiv, open_arxiv_harvest},          //
    Entry{SourceKind::kCrossref, open_crossref_harvest},    //
    Entry{SourceKind::kOpenAlex, open_openalex_harvest},    //
    Entry{SourceKind::kPubmed, open_pubmed_harvest},        //
    Entry{SourceKind::kEuropePmc, open_europepmc_harvest},  //
    Entry{SourceKind::kBiorxiv, open_biorxiv_harvest},      //
    Entry{SourceKind::kSitemap, open_sitemap_harvest},      //
    Entry{SourceKind::kFolder, open_folder_harvest},        //
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_harvest(const Source& source,
                                              const std::optional<std::string>& state,
                                              const HarvestContext& context) {
  for (const Entry& entry : kHarvests) {
    if (entry.kind == source.kind) return entry.open(source, state, context);
  }
  return fail(ErrorCode::kUsage, fmt::format("source {}: type '{}' cannot be harvested", source.id,
                                             to_string(source.kind)));
}

}  // namespace horizon::crawler
