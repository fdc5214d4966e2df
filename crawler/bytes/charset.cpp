#include "crawler/bytes/charset.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/detect_charset.h"
#include "crawler/bytes/encoding.h"
#include "crawler/bytes/wide_score.h"

namespace horizon::crawler {
namespace {

// Few enough malformed bytes that the encoding is right and the text was cut or damaged. `slack`:
// so many may be wrong in any text.
bool is_plausible(const Decoding& decoding, std::size_t slack = 0) {
  return decoding.malformed * 20 <= decoding.beyond_ascii + slack * 20;
}

// UTF-8 with damaged bytes, rather than something else: whatever else is read as UTF-8 gives two
// malformed sequences and more for each that happens to be right. A sequence cut off by the end of
// the text says nothing.
bool is_damaged_utf8(std::string_view bytes, const Decoding& decoding, std::string_view declared) {
  std::size_t malformed = decoding.malformed;
  std::size_t lead = bytes.size();
  while (lead > 0 && bytes.size() - lead < 3 &&
         (static_cast<unsigned char>(bytes[lead - 1]) & 0xC0U) == 0x80U) {
    --lead;
  }
  if (lead > 0 && static_cast<unsigned char>(bytes[lead - 1]) >= 0xC2U) {
    malformed -= std::min(malformed, decode_as(bytes.substr(lead - 1), "UTF-8")->malformed);
  }
  const std::size_t good = decoding.beyond_ascii - decoding.malformed;
  if (declared == "UTF-8") return good > 0 && good >= malformed;
  if (declared.empty()) return good >= 3 && good >= 2 * malformed;
  constexpr std::size_t kLong = 20;
  return decoding.beyond_ascii >= kLong && is_plausible(decoding);
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
    const bool right = decoding && (mark.size() != 3 || decoding->malformed == 0 ||
                                    is_damaged_utf8(bytes.substr(3), *decoding, "UTF-8"));
    if (right) return finish(*decoding, name);
  }
  return std::nullopt;
}

struct Declared {
  std::string_view http, inside;  // the standard's names, or empty

  std::string_view first() const { return http.empty() ? inside : http; }
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
  return charset::width_of(name) == charset::Width::kWide;
}

// So much UTF-8 is none by accident: pairs of GB or Big5 may be, a Latin text hardly.
std::size_t telling_bytes(std::string_view declared) { return is_multibyte(declared) ? 8 : 2; }

// A declaration is believed where a few characters are all that could speak against it, and where
// the detector knows no language that is written so.
bool can_be_doubted(std::string_view name, const Decoding& decoding) {
  if (name == "x-user-defined" || name == "windows-1258" || name == "ISO-8859-10" ||
      name == "ISO-8859-14") {
    return false;
  }
  const std::size_t few = is_multibyte(name) ? 2 : 3;
  return decoding.malformed > 0 || decoding.beyond_ascii > few;
}

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
  const auto utf8 = decode_as(bytes, "UTF-8");
  if (utf8 && is_damaged_utf8(bytes, *utf8, declared.first())) return finish(*utf8, "UTF-8");
  for (const std::string_view name : {declared.http, declared.inside}) {
    if (name.empty() || name == "replacement" || name.starts_with("UTF-16")) continue;
    const auto decoding = decode_as(bytes, name);
    if (!decoding || !is_plausible(*decoding, name == "UTF-8" ? 0 : 1)) continue;
    if (name == "UTF-8" || !can_be_doubted(name, *decoding)) return finish(*decoding, name);
    const std::string found = detect_charset(bytes, name);
    const auto other = found == name ? std::nullopt : decode_as(bytes, found);
    const bool same = !other || other->text == decoding->text;
    return same ? finish(*decoding, name) : finish(*other, found);
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
  const std::string_view first = declared.first();
  const auto high = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_high));
  if (high == 0) return from_ascii(bytes, first);
  const bool unlabelled = first.empty() || first == "UTF-8";
  if (is_valid_utf8(bytes) && (unlabelled || high >= telling_bytes(first))) {
    return finish({std::string(bytes)}, "UTF-8");
  }
  return from_bytes(bytes, declared);
}

}  // namespace horizon::crawler
