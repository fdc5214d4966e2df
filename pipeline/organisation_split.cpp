#include "pipeline/organisation_split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "pipeline/labelled.h"

namespace horizon::pipeline {
namespace {

struct Seen {
  OrganisationPart part;
  std::vector<DocumentNumber> numbers;
};

}  // namespace

Result<OrganisationSplit> split_by_organisation(const store::Store& store,
                                                const who::Directory& directory,
                                                std::span<const DocumentNumber> numbers,
                                                std::size_t limit) {
  std::map<std::string, Seen> seen;
  std::vector<DocumentNumber> named;
  HORIZON_TRY(
      store.each_with_organisations(numbers, [&](DocumentNumber number, const Document& document) {
        std::map<std::string, who::Who> own;
        for (const Organisation& organisation : document.organisations) {
          who::Who who = directory.find(organisation);
          if (!who.organisation_id.empty()) own.try_emplace(who.organisation_id, std::move(who));
        }
        if (own.empty()) return Status();
        named.push_back(number);
        const double weight = 1 / static_cast<double>(own.size());
        for (auto& [id, who] : own) {
          Seen& one = seen[id];
          one.part.id = id;
          one.part.name = {who.name_en, who.name_zh.empty() ? who.name_en : who.name_zh};
          one.part.weight += weight;
          one.numbers.push_back(number);
          if (document.published) one.part.weights.push_back({*document.published, weight});
        }
        return Status();
      }));
  OrganisationSplit out;
  out.organisations = seen.size();
  auto all = store.count_documents(named);
  if (!all) return fail(all.error());
  out.named = *std::move(all);
  std::vector<Seen*> order;
  for (auto& [id, one] : seen) order.push_back(&one);
  // Sums of fractions differ in their last bits by the order of documents.
  std::ranges::sort(order, {}, [](const Seen* one) {
    return std::tuple(-std::llround(one->part.weight * 1e6), std::string_view(one->part.id));
  });
  if (order.size() > limit) order.resize(limit);
  for (Seen* const one : order) {
    auto counts = store.count_documents(one->numbers);
    if (!counts) return fail(counts.error());
    one->part.counts = *std::move(counts);
    out.parts.push_back(std::move(one->part));
  }
  return out;
}

std::vector<double> weights_by_point(const trends::Series& series,
                                     std::span<const DatedWeight> weights,
                                     const trends::SeriesOptions& options) {
  std::map<Day, std::size_t> places;
  for (std::size_t i = 0; i < series.points.size(); ++i)
    places.emplace(series.points[i].period.begin, i);
  std::vector<double> out(series.points.size());
  for (const DatedWeight& one : weights) {
    if (!is_in_time(one.date, options)) continue;
    const auto place = places.find(period_of(one.date.day, options.granularity).begin);
    if (place != places.end()) out[place->second] += one.weight;
  }
  return out;
}

}  // namespace horizon::pipeline
