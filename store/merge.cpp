#include "store/merge.h"

#include <set>
#include <string>
#include <vector>

#include "store/codec.h"

namespace horizon::store {
namespace {

// Lists of keys and codes come from outside: without a set, long ones would cost their square.
template <typename T>
void unite(std::vector<T>& to, const std::vector<T>& from) {
  std::set<T> known(to.begin(), to.end());
  for (const T& value : from)
    if (known.insert(value).second) to.push_back(value);
}

void fill(Document& to, const Document& from) {
  if (to.title.empty()) to.title = from.title;
  if (to.abstract.empty()) to.abstract = from.abstract;
  if (to.url.empty()) to.url = from.url;
  if (to.venue.empty()) to.venue = from.venue;
  if (to.family.empty()) to.family = from.family;
  if (!to.priority) to.priority = from.priority;
  // Persons point into the organisations beside them: both come from one record, or neither.
  if (to.authors.empty() && to.organisations.empty()) {
    to.authors = from.authors;
    to.organisations = from.organisations;
  } else if (to.authors.empty()) {
    to.authors = from.authors;
    for (Person& person : to.authors) person.organisations.clear();
  } else if (to.organisations.empty()) {
    to.organisations = from.organisations;
  }
  if (!to.published) to.published = from.published;
  unite(to.codes, from.codes);
}

}  // namespace

Merged replace(const Document& stored, const Document& incoming, bool shared) {
  Merged merged;
  merged.document = incoming;
  merged.labels = LabelsOf::kIncoming;
  if (merged.document.id.empty()) merged.document.id = stored.id;
  unite(merged.document.keys, stored.keys);
  if (!shared) return merged;
  fill(merged.document, stored);
  const bool kept_abstract = incoming.abstract.empty() && !stored.abstract.empty();
  if (kept_abstract) merged.labels = LabelsOf::kStored;
  const Document& labelled = kept_abstract ? stored : incoming;
  merged.title_differs = merged.document.title != labelled.title;
  return merged;
}

Merged join(const Document& stored, const Document& incoming) {
  Merged merged;
  merged.document = stored;
  fill(merged.document, incoming);
  unite(merged.document.keys, incoming.keys);
  const bool filled_abstract = stored.abstract.empty() && !incoming.abstract.empty();
  if (filled_abstract) merged.labels = LabelsOf::kIncoming;
  const Document& labelled = filled_abstract ? incoming : stored;
  merged.title_differs = merged.document.title != labelled.title;
  return merged;
}

bool same_content(const Document& a, const Document& b) {
  return a.id == b.id && a.kind == b.kind && a.language == b.language && a.source == b.source &&
         a.title == b.title && a.url == b.url && a.published == b.published &&
         a.updated == b.updated && a.deleted == b.deleted && encode_body(a) == encode_body(b);
}

std::vector<Label> without_title_evidence(std::vector<Label> labels) {
  for (Label& label : labels)
    std::erase_if(label.evidence, [](const Evidence& e) { return e.field == Field::kTitle; });
  return labels;
}

}  // namespace horizon::store
