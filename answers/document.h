// One document: what it is, who and where, what is shown as one with it, and why it is labelled so.
#pragma once

#include "answers/voice.h"
#include "store/store.h"
#include "who/directory.h"

namespace horizon::answers {

struct ShownDocument {
  store::StoredDocument stored;
  std::vector<store::GroupMember> group;  // the document itself first
  std::vector<RawRecord> records;         // of the whole group; their bytes are not needed
};

Result<ShownDocument> read_document(const store::Store& store, DocumentNumber number);

Json full_json(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
               const who::Directory& directory, const Voice& voice);

// {"name", "id", "name_en", "name_zh", "country", "city", "sector", "rule"}; empty ones left out.
Json who_json(const Organisation& organisation, const who::Who& who);
// "Tsinghua University 清华大学 · Beijing, China"
std::string who_text(const who::Who& who, const who::Directory& directory, const Voice& voice);

}  // namespace horizon::answers
