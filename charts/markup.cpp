#include "charts/markup.h"

namespace horizon::charts {

std::string escape_markup(std::string_view text, Controls controls) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (controls == Controls::kKeep || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) {
          out += c;
        }
    }
  }
  return out;
}

}  // namespace horizon::charts
