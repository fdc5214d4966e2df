#include "crawler/xml/xml_code_page.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "core/text.h"
#include "crawler/bytes/encoding.h"

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

constexpr std::string_view kDigits = "0123456789";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

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
  if (label.empty() || !encoding_of_label(label).empty()) return std::nullopt;
  auto text = decode(bytes, label);
  if (!text)
    text =
        decode(bytes, "ibm-" + label.substr(std::min(label.find_first_of(kDigits), label.size())));
  if (!text) return std::nullopt;
  return Decoded{sanitise_utf8(*text), label, false};
}

}  // namespace horizon::crawler
