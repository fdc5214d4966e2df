#include "answers/voice.h"

namespace horizon::answers {

Json to_json(const Answer& answer) {
  Json out = {{"rows", answer.rows}, {"notes", answer.notes}};
  out.update(answer.details);
  return out;
}

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

}  // namespace horizon::answers
