// How the authors write a term.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace horizon::pipeline {

// The spelling of a folded term that is most frequent in texts, white space and TeX braces aside:
// "β-Ga₂O₃" for "beta ga2o3"; of equally frequent ones the first. The folded term itself where no
// text has it.
std::string written_form(std::string_view folded, std::span<const std::string_view> texts);

}  // namespace horizon::pipeline
