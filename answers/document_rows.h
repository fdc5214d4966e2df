// Documents and labels as rows, the same for every command.
#pragma once

#include "answers/voice.h"
#include "core/document.h"
#include "store/store.h"
#include "taxonomy/taxonomy.h"

namespace horizon::answers {

// {"id", "name", "probability"} of the assigned labels of a scheme (all schemes if empty), surest
// first; domains only where `domains` is set.
Json labels_json(const std::vector<Label>& labels, const taxonomy::Taxonomy& taxonomy,
                 const Voice& voice, const std::string& scheme, bool domains);

// id, title, url, published, kind, language, source, labels.
Json document_json(const store::StoredDocument& stored, const taxonomy::Taxonomy& taxonomy,
                   const Voice& voice, const std::string& scheme);

// {"field", "begin", "size", "text", "term", "weight"} for each piece of evidence.
Json evidence_json(const Label& label, const Document& document);

// The label's evidence in words: "title: brain-computer interface; code: A61B5/369".
std::string evidence_text(const Label& label, const Document& document, const Voice& voice);

double rounded(float probability);  // to three places

std::string label_name(const std::string& node, const taxonomy::Taxonomy& taxonomy,
                       const Voice& voice);

}  // namespace horizon::answers
