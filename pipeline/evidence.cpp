#include "pipeline/evidence.h"

namespace horizon::pipeline {

digest::EvidenceItem evidence_of(const store::StoredDocument& stored) {
  digest::EvidenceItem item;
  item.id = stored.document.id;
  item.title = stored.document.title;
  item.url = stored.document.url;
  item.kind = stored.document.kind;
  item.language = stored.document.language;
  item.source = stored.document.source;
  item.published = stored.document.published;
  item.first_seen = stored.first_seen;
  return item;
}

}  // namespace horizon::pipeline
