#include "web/view.h"

namespace horizon::web {

std::string View::link(std::string_view to, Params with) const {
  if (fixed && !with.has("lang")) with.set("lang", voice.chinese() ? "zh" : "en");
  std::string out = base;
  out += to;
  if (const std::string query = to_query(with); !query.empty()) out += '?' + query;
  return out;
}

Markup View::hidden(const Params& with) const {
  Markup out;
  const auto field = [&](const std::string& name, const std::string& value) {
    out += markup("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  };
  for (const auto& [name, value] : with.values()) field(name, value);
  if (fixed) field("lang", voice.chinese() ? "zh" : "en");
  return out;
}

std::string View::other_language() const {
  Params with = params;
  with.set("lang", voice.chinese() ? "en" : "zh");
  // A segment of the path may hold anything once it is decoded.
  std::string encoded;
  for (const char c : path) encoded += c == '/' ? std::string("/") : percent_encoded({&c, 1});
  return link(encoded, std::move(with));
}

}  // namespace horizon::web
