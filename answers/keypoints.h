// Every subfield side by side, and where evidence and policy disagree.
#pragma once

#include "answers/voice.h"
#include "pipeline/keypoints.h"

namespace horizon::answers {

// A row of a subfield: {"topic", "name", "stage", the growth (answers/figures.h), "papers",
// "patents", "news", "located", "leader", "china", "shanghai" (places), "questions"}.
Json keypoint_row(const pipeline::KeyPoint& point, const taxonomy::Node& node, const Voice& voice);

// The rows of all subfields, or of those that raise a question; the notes are the questions, each
// with the subfields that raise it, and how the figures came about.
Answer keypoints_answer(const pipeline::KeyPoints& report, bool questions_only,
                        const taxonomy::Taxonomy& taxonomy, const Voice& voice);

}  // namespace horizon::answers
