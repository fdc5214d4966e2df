// British and American spellings of one English word meet.
#pragma once

#include <string>
#include <string_view>

namespace horizon::nlp {

// The American form of a folded word, by rule and a short list: "fibre" → "fiber", "optimisation" →
// "optimization", "tumour" → "tumor", "haemoglobin" → "hemoglobin"; "noise", "exercise", "four"
// stay. `buffer` holds the result where it is not the word itself. The same word always gives the
// same, and an American form is its own.
std::string_view american(std::string_view word, std::string& buffer);

}  // namespace horizon::nlp
