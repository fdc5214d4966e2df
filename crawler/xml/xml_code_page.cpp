#include "crawler/xml/xml_code_page.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// nullopt if ICU knows no such encoding, or bytes are not in it.
std::optional<std::string> decode(std::string_view bytes, const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status) || bytes.size() > INT32_MAX) return std::nullopt;
  const icu::UnicodeString wide(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(),
                                status);
  if (U_FAILURE(status) || wide.indexOf(u'\uFFFD') >= 0) return std::nullopt;
  std::string text;
  wide.toUTF8String(text);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

// Numbers of three or four digits, but for those that the web knows by the same names.
bool is_code_page(std::string_view label) {
  if (label.starts_with("mac") && label != "macintosh") return true;
  for (const std::string_view prefix : {"csibm", "ibm", "cp", "csp"}) {
    if (!label.starts_with(prefix)) continue;
    label.remove_prefix(prefix.size());
    break;
  }
  while (!label.empty() && (label[0] == '-' || label[0] == '_')) label.remove_prefix(1);
  static constexpr std::array<std::string_view, 5> kOfTheWeb = {"866", "932", "936", "949", "950"};
  const bool number =
      (label.size() == 3 || label.size() == 4) && std::all_of(label.begin(), label.end(), is_digit);
  return number && !label.starts_with("125") &&
         std::find(kOfTheWeb.begin(), kOfTheWeb.end(), label) == kOfTheWeb.end();
}

// ICU's name: "ibm-437" for "cp437" and "437".
std::string icu_name(std::string_view label) {
  const std::size_t digits = label.find_first_of("0123456789");
  if (label.starts_with("mac")) return label.starts_with("maccyr") ? "x-mac-cyrillic" : "macintosh";
  return "ibm-" + std::string(label.substr(std::min(digits, label.size())));
}

// The label in an EBCDIC declaration. Its letters and digits are the same in all code pages, its
// quotes are not.
std::string ebcdic_label(std::string_view beginning) {
  const std::string declaration = ascii_lower(decode(beginning, "ibm-37").value_or(""));
  std::size_t begin = declaration.find("encoding=");
  if (begin == std::string::npos) return {};
  begin += 9;
  while (begin < declaration.size() && !is_alphanumeric(declaration[begin])) ++begin;
  std::size_t end = begin;
  while (end < declaration.size() && (is_alphanumeric(declaration[end]) || declaration[end] == '-'))
    ++end;
  return declaration.substr(begin, end - begin);
}

}  // namespace

std::optional<Decoded> decode_code_page(std::string_view bytes, std::string_view content_type) {
  std::string label = charset_parameter(content_type);
  const bool ebcdic = bytes.starts_with("\x4C\x6F\xA7\x94");  // "<?xm"
  if (label.empty() && ebcdic) {
    label = ebcdic_label(bytes.substr(0, 256));
  } else if (label.empty()) {
    label = xml_declared_encoding(bytes);
  }
  if (!is_code_page(label)) return std::nullopt;
  auto text = decode(bytes, icu_name(label));
  if (!text) return std::nullopt;
  return Decoded{sanitise_utf8(*text), label, false};
}

}  // namespace horizon::crawler
