// The documents of a question, organisation by organisation.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "store/store.h"
#include "taxonomy/taxonomy.h"
#include "trends/series.h"
#include "who/directory.h"

namespace horizon::pipeline {

// A document's part: one that names k organisations gives each 1/k.
struct DatedWeight {
  PartialDate date;
  double weight = 0;
};

struct OrganisationPart {
  std::string id;  // "org:tsinghua", "name:..."
  taxonomy::Names name;
  double weight = 0;                 // of all its documents
  std::vector<DailyCount> counts;    // its documents, whole
  std::vector<DatedWeight> weights;  // of the dated ones, in parts
};

struct OrganisationSplit {
  std::vector<OrganisationPart> parts;  // greatest weight first, equal ones by id
  std::size_t organisations = 0;        // in all
  std::vector<DailyCount> named;        // documents that name an organisation: the exposure
};

// `numbers` ascending; at most `limit` parts. Reads every document.
Result<OrganisationSplit> split_by_organisation(const store::Store& store,
                                                const who::Directory& directory,
                                                std::span<const DocumentNumber> numbers,
                                                std::size_t limit);

// Their sums by the series' points; only of dates that count there (`options` as of the series).
std::vector<double> weights_by_point(const trends::Series& series,
                                     std::span<const DatedWeight> weights,
                                     const trends::SeriesOptions& options);

}  // namespace horizon::pipeline
