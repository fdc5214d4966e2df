// What every answer is made of: JSON rows, and sentences in the reader's language.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "taxonomy/taxonomy.h"

namespace horizon::answers {

using Json = nlohmann::ordered_json;

// The language in which an answer speaks.
struct Voice {
  taxonomy::Language language = taxonomy::Language::kEnglish;

  bool chinese() const { return language == taxonomy::Language::kChinese; }
  const char* pick(const char* en, const char* zh) const { return chinese() ? zh : en; }
};

// An answer as every face of the program gives it: rows, sentences on how to read them, and what
// else it holds for programs (an object; its members stand beside the rows).
struct Answer {
  std::vector<Json> rows;
  std::vector<std::string> notes;
  Json details = Json::object();
};

// {"rows": [...], "notes": [...], the details}
Json to_json(const Answer& answer);

std::string with_separators(std::uint64_t number);  // 12,345

}  // namespace horizon::answers
