#include "crawler/bytes/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct DetectorCloser {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// The WHATWG reading of the labels that matter; others go to ICU's alias table as they are.
std::string icu_name(const std::string& label) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kAliases = {{
      {"gb2312", "gb18030"},
      {"gb_2312-80", "gb18030"},
      {"gbk", "gb18030"},
      {"x-gbk", "gb18030"},
      {"cp936", "gb18030"},
      {"hz-gb-2312", "HZ"},
      {"chinese", "gb18030"},
      {"big5", "Big5-HKSCS"},
      {"big5-hkscs", "Big5-HKSCS"},
      {"x-x-big5", "Big5-HKSCS"},
      {"cp950", "Big5-HKSCS"},
      {"iso-8859-1", "windows-1252"},
      {"iso8859-1", "windows-1252"},
      {"latin1", "windows-1252"},
      {"l1", "windows-1252"},
      {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"utf8", "utf-8"},
      {"unicode-1-1-utf-8", "utf-8"},
      {"shift_jis", "windows-31j"},
      {"x-sjis", "windows-31j"},
      {"euc-kr", "windows-949"},
      {"ks_c_5601-1987", "windows-949"},
  }};
  for (const auto& [alias, name] : kAliases) {
    if (label == alias) return std::string(name);
  }
  return label;
}

struct Attempt {
  std::string text;
  std::size_t malformed = 0;
  std::size_t non_ascii = 0;  // code points
};

Attempt measured(std::string text) {
  Attempt attempt{std::move(text)};
  for (std::size_t pos = 0; pos < attempt.text.size();) {
    const char32_t c = decode_utf8(attempt.text, pos);
    attempt.malformed += c == 0xFFFD ? 1 : 0;
    attempt.non_ascii += c >= 0x80 ? 1 : 0;
  }
  return attempt;
}

// nullopt if there is no such encoding.
std::optional<Attempt> decode_as(std::string_view bytes, const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  icu::UnicodeString wide;
  std::array<UChar, 4096> buffer{};
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end, nullptr,
                   1, &status);
    wide.append(buffer.data(), static_cast<int32_t>(target - buffer.data()));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  std::string text;
  wide.toUTF8String(text);
  return measured(std::move(text));
}

// Few enough malformed bytes that the encoding is right and the text was cut or damaged.
bool is_plausible(const Attempt& attempt) { return attempt.malformed * 20 <= attempt.non_ascii; }

// Characters that any Chinese text of some length holds; in a wrong encoding they hardly occur.
std::size_t common_han(std::string_view text) {
  static constexpr std::u32string_view kCommon =
      U"的一是不了在人有我他这中大来上国和地到以说时要就出会可也你对生能而子那得于着下自之年"
      U"這個們來時對國說會學為與發經開關業產電機種過後從點現還實";
  std::size_t count = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    if (kCommon.find(decode_utf8(text, pos)) != std::u32string_view::npos) ++count;
  }
  return count;
}

Decoded finish(const Attempt& attempt, std::string_view name) {
  std::string_view text = attempt.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return {sanitise_utf8(text), ascii_lower(name), attempt.malformed > 0};
}

std::optional<Decoded> by_bom(std::string_view bytes) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> kMarks = {{
      {{"\xEF\xBB\xBF", 3}, "utf-8"},
      {{"\xFF\xFE\x00\x00", 4}, "utf-32le"},
      {{"\x00\x00\xFE\xFF", 4}, "utf-32be"},
      {{"\xFF\xFE", 2}, "utf-16le"},
      {{"\xFE\xFF", 2}, "utf-16be"},
  }};
  // XML without a BOM: "<?" or "<r" in two-byte units (XML 1.0, appendix F).
  if (bytes.size() >= 4 && bytes[0] == '<' && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
    if (const auto attempt = decode_as(bytes, "utf-16le")) return finish(*attempt, "utf-16le");
  }
  if (bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == '<' && bytes[2] == 0 && bytes[3] != 0) {
    if (const auto attempt = decode_as(bytes, "utf-16be")) return finish(*attempt, "utf-16be");
  }
  for (const auto& [mark, name] : kMarks) {
    if (!bytes.starts_with(mark)) continue;
    const auto attempt = decode_as(bytes.substr(mark.size()), name);
    // A UTF-8 mark in front of something else is a wrong label like any other.
    if (attempt && (mark.size() != 3 || is_plausible(*attempt))) return finish(*attempt, name);
  }
  return std::nullopt;
}

std::optional<Decoded> by_detection(std::string_view bytes, int least_confidence) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, DetectorCloser> detector(ucsdet_open(&status));
  constexpr std::size_t kSample = 256 * 1024;
  const std::string_view sample = bytes.substr(0, kSample);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  ucsdet_enableInputFilter(detector.get(), 1);  // markup is the same in all of them
  int32_t matches = 0;
  const UCharsetMatch** found = ucsdet_detectAll(detector.get(), &matches, &status);
  if (U_FAILURE(status)) return std::nullopt;
  for (int32_t i = 0; i < matches; ++i) {
    if (ucsdet_getConfidence(found[i], &status) < least_confidence) break;
    const char* const name = ucsdet_getName(found[i], &status);
    if (U_FAILURE(status) || std::string_view(name).starts_with("UTF-")) continue;
    const std::string icu = icu_name(ascii_lower(name));
    const auto attempt = decode_as(bytes, icu);
    if (attempt && is_plausible(*attempt)) return finish(*attempt, icu);
  }
  return std::nullopt;
}

bool is_latin(std::string_view name) {
  return name.starts_with("windows-125") || name.starts_with("iso-8859-");
}

// What the label says, unless the bytes contradict it.
std::optional<Decoded> by_label(std::string_view bytes, const std::string& label) {
  const std::string name = icu_name(label);
  // UTF-16 and UTF-32 were found by their mark or their first bytes, or are not what this is.
  if (label.empty() || name.starts_with("utf-16") || name.starts_with("utf-32")) {
    return std::nullopt;
  }
  const auto attempt = decode_as(bytes, name);
  if (!attempt || !is_plausible(*attempt)) return std::nullopt;
  const bool gb = name == "gb18030";
  if (gb || name == "Big5-HKSCS") {
    const char* const other_name = gb ? "Big5-HKSCS" : "gb18030";
    const auto other = decode_as(bytes, other_name);
    if (other && is_plausible(*other) &&
        common_han(other->text) > 4 * common_han(attempt->text) + 5) {
      return finish(*other, other_name);
    }
  }
  if (is_latin(name) && attempt->non_ascii * 5 > bytes.size()) {
    // Latin texts have few letters outside ASCII.
    if (auto detected = by_detection(bytes, 30)) return detected;
  }
  return finish(*attempt, name);
}

}  // namespace

std::string charset_parameter(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  std::size_t begin = lower.find("charset");
  if (begin == std::string::npos) return {};
  begin = lower.find_first_not_of(" \t", begin + 7);
  if (begin == std::string::npos || lower[begin] != '=') return {};
  begin = lower.find_first_not_of(" \t\"'", begin + 1);
  if (begin == std::string::npos) return {};
  return lower.substr(begin, lower.find_first_of(" \t\"';,", begin) - begin);
}

std::string xml_declared_encoding(std::string_view bytes) {
  bytes = trim(bytes.substr(0, 1024));
  if (!bytes.starts_with("<?xml")) return {};
  const std::string declaration = ascii_lower(bytes.substr(0, bytes.find("?>")));
  std::size_t begin = declaration.find("encoding");
  if (begin == std::string::npos) return {};
  begin = declaration.find_first_of("\"'", begin);
  if (begin == std::string::npos) return {};
  const std::size_t end = declaration.find(declaration[begin], begin + 1);
  if (end == std::string::npos) return {};
  return std::string(trim(std::string_view(declaration).substr(begin + 1, end - begin - 1)));
}

Decoded decode_to_utf8(std::string_view bytes, std::string_view content_type) {
  if (auto decoded = by_bom(bytes)) return *std::move(decoded);
  const bool utf8 = is_valid_utf8(bytes);
  constexpr std::ptrdiff_t kTelling = 8;  // so many bytes are not UTF-8 by accident
  const auto high = std::count_if(bytes.begin(), bytes.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (utf8 && high >= kTelling) return finish({std::string(bytes)}, "utf-8");
  for (const std::string& label : {charset_parameter(content_type), xml_declared_encoding(bytes)}) {
    if (auto decoded = by_label(bytes, label)) return *std::move(decoded);
  }
  if (utf8) return finish({std::string(bytes)}, "utf-8");
  if (auto decoded = by_detection(bytes, 10)) return *std::move(decoded);
  Attempt repaired{sanitise_utf8(bytes)};
  repaired.malformed = 1;
  return finish(repaired, "utf-8");
}

}  // namespace horizon::crawler
