// What a document becomes when another record of it arrives. Pure. Internal to store/.
#pragma once

#include <vector>

#include "core/document.h"

namespace horizon::store {

// Labels belong to the text in which they were found: they come with the abstract in force.
enum class LabelsOf { kStored, kIncoming };

struct Merged {
  Document document;
  LabelsOf labels = LabelsOf::kStored;
  // The title in force is not the one that those labels were found in.
  bool title_differs = false;
};

// A new version from the source that owns the document: its content replaces the stored one. Keys
// stay known. If other sources reported the document too (`shared`), what they may have supplied
// stays where the new version has nothing.
Merged replace(const Document& stored, const Document& incoming, bool shared);

// A record of the document from another source: it fills only what is empty; codes and keys are
// united.
Merged join(const Document& stored, const Document& incoming);

// Do they differ in nothing that is stored?
bool same_content(const Document& a, const Document& b);

// Without the evidence that points into a title.
std::vector<Label> without_title_evidence(std::vector<Label> labels);

}  // namespace horizon::store
