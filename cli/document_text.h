// One document as an analyst reads it.
#pragma once

#include "answers/document.h"
#include "cli/output.h"

namespace horizon::cli {

void print_document(const answers::ShownDocument& shown, const taxonomy::Taxonomy& taxonomy,
                    const who::Directory& directory, const Style& style);

}  // namespace horizon::cli
