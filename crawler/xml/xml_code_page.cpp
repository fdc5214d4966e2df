#include "crawler/xml/xml_code_page.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

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
  while (end < declaration.size() &&
         (is_alphanumeric(declaration[end]) || declaration[end] == '-' || declaration[end] == '_'))
    ++end;
  return declaration.substr(begin, end - begin);
}

// Labels that Python's readers know and the Encoding Standard does not, each with its encoding.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kAliases = {{
    {" latin iso8859 8859 ", "windows-1252"},
    {" l7 latin7 iso-ir-179 ", "ISO-8859-13"},
    {" l10 latin10 iso-ir-226 iso8859-16 ", "ISO-8859-16"},
    {" thai iso-ir-166 ", "windows-874"},
    {" macgreek mac-greek ", "x-mac-greek"},
    {" macturkish mac-turkish ", "x-mac-turkish"},
    {" maclatin2 maccentraleurope mac-latin2 mac-centeuro ", "x-mac-ce"},
    {" maciceland mac-iceland ", "MAC-IS"},
    {" pt154 ptcp154 cp154 csptcp154 cyrillic-asian ", "PT154"},
    {" koi8-t ", "KOI8-T"},
    {" kz1048 kz-1048 rk1048 strk1048-2002 ", "RK1048"},
    {" cp866u ruscii ibm1125 ", "IBM1125"},
    {" ibm039 cp039 ", "IBM037"},
}};

std::optional<std::string> decode_alias(std::string_view bytes, std::string_view label) {
  std::string wanted = " " + ascii_lower(label) + " ";
  std::replace(wanted.begin(), wanted.end(), '_', '-');
  for (const auto& [labels, name] : kAliases) {
    if (labels.find(wanted) == std::string_view::npos) continue;
    auto decoding = decode_as(bytes, name);
    if (decoding && decoding->malformed == 0) return std::move(decoding->text);
  }
  return std::nullopt;
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
  auto text = decode_alias(bytes, label);
  if (!text) text = decode(bytes, label);
  if (!text)
    text =
        decode(bytes, "ibm-" + label.substr(std::min(label.find_first_of(kDigits), label.size())));
  if (!text) return std::nullopt;
  return Decoded{sanitise_utf8(*text), label, false};
}

}  // namespace horizon::crawler
