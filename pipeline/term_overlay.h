// The terms and words of a workspace as an automaton, compiled once. Internal to pipeline/.
#pragma once

#include "nlp/words.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// Cuts with the Chinese terms of the taxonomy, those of lexicon.txt, and what was learnt. The
// compiled form is kept as lexicon.hzl in the workspace, with a hash of all that it was made of;
// another one's, a damaged one or none is made and written, where the folder can be written to.
// Deleting the file loses nothing.
nlp::WordSegmenter make_segmenter(const Workspace& workspace);

// Of everything that words are cut by, the program's own lexicon included: words stored under
// another one are old.
std::uint64_t segmentation_fingerprint(const Workspace& workspace);

}  // namespace horizon::pipeline
