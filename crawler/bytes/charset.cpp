#include "crawler/bytes/charset.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/detect_charset.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler {
namespace {

// Few enough malformed bytes that the encoding is right and the text was cut or damaged.
bool is_plausible(const Decoding& decoding) {
  return decoding.malformed * 20 <= decoding.beyond_ascii;
}

Decoded finish(const Decoding& decoding, std::string_view name) {
  std::string_view text = decoding.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return {sanitise_utf8(text), std::string(name), decoding.malformed > 0};
}

Decoded decoded_as(std::string_view bytes, std::string_view name) {
  if (const auto decoding = decode_as(bytes, name)) return finish(*decoding, name);
  return {"\xEF\xBF\xBD", std::string(name), true};  // "replacement", 14.1
}

std::optional<Decoded> by_mark(std::string_view bytes) {
  using namespace std::string_view_literals;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kMarks = {{
      {"\xEF\xBB\xBF"sv, "UTF-8"},
      {"\xFF\xFE\x00\x00"sv, "UTF-32LE"},
      {"\x00\x00\xFE\xFF"sv, "UTF-32BE"},
      {"\xFF\xFE"sv, "UTF-16LE"},
      {"\xFE\xFF"sv, "UTF-16BE"},
  }};
  for (const auto& [mark, name] : kMarks) {
    if (!bytes.starts_with(mark)) continue;
    const auto decoding = decode_as(bytes.substr(mark.size()), name);
    // A UTF-8 mark in front of something else is a wrong label like any other.
    if (decoding && (mark.size() != 3 || is_plausible(*decoding))) return finish(*decoding, name);
  }
  return std::nullopt;
}

struct Declared {
  std::string_view http, inside;  // the standard's names, or empty
};

Declared declared_in(std::string_view bytes, std::string_view content_type) {
  Declared declared{encoding_of_label(charset_parameter(content_type)), {}};
  declared.inside = encoding_of_label(xml_declared_encoding(bytes));
  if (declared.inside.empty()) declared.inside = encoding_of_label(html_declared_encoding(bytes));
  // HTML, 13.2.3.3: what could be read as ASCII is not in two-byte units.
  if (declared.inside.starts_with("UTF-16")) declared.inside = "UTF-8";
  if (declared.inside == "x-user-defined") declared.inside = "windows-1252";
  return declared;
}

bool is_multibyte(std::string_view name) {
  return name == "GBK" || name == "gb18030" || name == "Big5" || name == "EUC-JP" ||
         name == "Shift_JIS" || name == "EUC-KR";
}

// So much UTF-8 is none by accident: pairs of GB or Big5 may be, a Latin text hardly.
std::size_t telling_bytes(std::string_view declared) { return is_multibyte(declared) ? 8 : 2; }

// ASCII alone, perhaps with escapes that make it something else.
Decoded from_ascii(std::string_view bytes, std::string_view declared) {
  if (const std::string_view escaped = detect_escapes(bytes); !escaped.empty()) {
    return decoded_as(bytes, escaped);
  }
  if (declared == "replacement" && !bytes.empty()) return decoded_as(bytes, declared);
  const bool plain = declared.empty() || declared.starts_with("UTF-16");
  return finish({std::string(bytes)}, plain ? "UTF-8" : declared);
}

Decoded from_bytes(std::string_view bytes, const Declared& declared) {
  // UTF-8 with a damaged byte here and there is UTF-8: nothing else looks like it for so long.
  constexpr std::size_t kLong = 20;
  const auto utf8 = decode_as(bytes, "UTF-8");
  if (utf8 && utf8->beyond_ascii >= kLong && is_plausible(*utf8)) return finish(*utf8, "UTF-8");
  for (const std::string_view name : {declared.http, declared.inside}) {
    if (name.empty() || name == "replacement" || name.starts_with("UTF-16")) continue;
    const auto decoding = decode_as(bytes, name);
    if (!decoding || !is_plausible(*decoding)) continue;
    // What the detector does not know cannot be weighed against it.
    if (name == "UTF-8" || name == "x-user-defined") return finish(*decoding, name);
    const std::string found = detect_charset(bytes, name);
    return found == name ? finish(*decoding, name) : decoded_as(bytes, found);
  }
  if (const std::string_view escaped = detect_escapes(bytes); !escaped.empty()) {
    return decoded_as(bytes, escaped);
  }
  return decoded_as(bytes, detect_charset(bytes, {}));
}

}  // namespace

Decoded decode_to_utf8(std::string_view bytes, std::string_view content_type) {
  if (auto decoded = by_mark(bytes)) return *std::move(decoded);
  if (const std::string_view units = detect_wide_units(bytes); !units.empty()) {
    return decoded_as(bytes, units);
  }
  const Declared declared = declared_in(bytes, content_type);
  const std::string_view first = declared.http.empty() ? declared.inside : declared.http;
  const auto high = static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  if (high == 0) return from_ascii(bytes, first);
  const bool unlabelled = first.empty() || first == "UTF-8";
  if (is_valid_utf8(bytes) && (unlabelled || high >= telling_bytes(first))) {
    return finish({std::string(bytes)}, "UTF-8");
  }
  return from_bytes(bytes, declared);
}

}  // namespace horizon::crawler
