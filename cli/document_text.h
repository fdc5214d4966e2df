// One document as an analyst reads it: what it is, who and where, what is shown as one with it,
// and why it is labelled so.
#pragma once

#include <vector>

#include "cli/output.h"
#include "store/store.h"
#include "taxonomy/taxonomy.h"
#include "who/directory.h"

namespace horizon::cli {

// All that `show` tells of a document.
struct ShownDocument {
  store::StoredDocument stored;
  std::vector<store::GroupMember> group;  // the document itself first
  std::vector<RawRecord> records;         // of the whole group; their bytes are not needed
};

void print_document(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
                    const who::Directory& directory, const Style& style);
Json full_json(const ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
               const who::Directory& directory, const Style& style);

// {"name", "id", "name_en", "name_zh", "country", "city", "sector", "rule"}; empty ones left out.
Json who_json(const Organisation& organisation, const who::Who& who);
// "Tsinghua University 清华大学 · Beijing, China"
std::string who_text(const who::Who& who, const who::Directory& directory, const Style& style);

}  // namespace horizon::cli
