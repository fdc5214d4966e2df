#include "crawler/fetch/transport.h"

namespace horizon::crawler {

std::string_view header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace horizon::crawler
