#include "crawler/bytes/encoding.h"

#include <iconv.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct Encoding {
  std::string_view name;
  std::string_view labels;  // between blanks
  const char* converter;    // ICU's, or the system's behind "iconv:"; null for none
};

// Encoding Standard, 4.2, with the converters that read as its decoders do.
constexpr std::array kEncodings = {
    Encoding{"UTF-8", " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 ",
             "UTF-8"},
    Encoding{"IBM866", " 866 cp866 csibm866 ibm866 ", "ibm-866"},
    Encoding{"ISO-8859-2",
             " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 "
             "latin2 ",
             "ISO-8859-2"},
    Encoding{"ISO-8859-3",
             " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 "
             "latin3 ",
             "ISO-8859-3"},
    Encoding{"ISO-8859-4",
             " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 "
             "latin4 ",
             "ISO-8859-4"},
    Encoding{"ISO-8859-5",
             " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
             "iso_8859-5:1988 ",
             "ISO-8859-5"},
    Encoding{"ISO-8859-6",
             " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
             "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 ",
             "ISO-8859-6"},
    Encoding{"ISO-8859-7",
             " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 "
             "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek ",
             "ISO-8859-7"},
    Encoding{"ISO-8859-8",
             " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 "
             "iso88598 iso_8859-8 iso_8859-8:1988 visual ",
             "ISO-8859-8"},
    Encoding{"ISO-8859-8-I", " csiso88598i iso-8859-8-i logical ", "ISO-8859-8"},
    Encoding{"ISO-8859-10", " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 ",
             "ISO-8859-10"},
    Encoding{"ISO-8859-13", " iso-8859-13 iso8859-13 iso885913 ", "ISO-8859-13"},
    Encoding{"ISO-8859-14", " iso-8859-14 iso8859-14 iso885914 ", "ISO-8859-14"},
    Encoding{"ISO-8859-15", " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 ",
             "ISO-8859-15"},
    Encoding{"ISO-8859-16", " iso-8859-16 ", "iconv:ISO-8859-16"},
    Encoding{"KOI8-R", " cskoi8r koi koi8 koi8-r koi8_r ", "KOI8-R"},
    Encoding{"KOI8-U", " koi8-ru koi8-u ", "KOI8-U"},
    Encoding{"macintosh", " csmacintosh mac macintosh x-mac-roman ", "macintosh"},
    Encoding{"windows-874", " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 ",
             "windows-874-2000"},
    Encoding{"windows-1250", " cp1250 windows-1250 x-cp1250 ", "windows-1250"},
    Encoding{"windows-1251", " cp1251 windows-1251 x-cp1251 ", "windows-1251"},
    Encoding{"windows-1252",
             " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
             "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 "
             "x-cp1252 ",
             "windows-1252"},
    Encoding{"windows-1253", " cp1253 windows-1253 x-cp1253 ", "windows-1253"},
    Encoding{"windows-1254",
             " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
             "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 ",
             "windows-1254"},
    Encoding{"windows-1255", " cp1255 windows-1255 x-cp1255 ", "windows-1255"},
    Encoding{"windows-1256", " cp1256 windows-1256 x-cp1256 ", "windows-1256"},
    Encoding{"windows-1257", " cp1257 windows-1257 x-cp1257 ", "windows-1257"},
    Encoding{"windows-1258", " cp1258 windows-1258 x-cp1258 ", "windows-1258"},
    Encoding{"x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian ", "x-mac-cyrillic"},
    Encoding{"GBK",
             " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk ",
             "gb18030"},
    Encoding{"gb18030", " gb18030 ", "gb18030"},
    Encoding{"Big5", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 ", "Big5-HKSCS"},
    Encoding{"EUC-JP", " cseucpkdfmtjapanese euc-jp x-euc-jp ", "EUC-JP"},
    Encoding{"ISO-2022-JP", " csiso2022jp iso-2022-jp ", "ISO-2022-JP-2"},
    Encoding{"Shift_JIS", " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis ",
             "windows-31j"},
    Encoding{"EUC-KR",
             " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
             "ksc5601 ksc_5601 windows-949 ",
             "windows-949-2000"},
    Encoding{"replacement",
             " csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement ",
             nullptr},
    Encoding{"UTF-16BE", " unicodefffe utf-16be ", "UTF-16BE"},
    Encoding{"UTF-16LE", " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le ",
             "UTF-16LE"},
    Encoding{"x-user-defined", " x-user-defined ", nullptr},
    Encoding{"UTF-32LE", "", "UTF-32LE"},
    Encoding{"UTF-32BE", "", "UTF-32BE"},
    Encoding{"EUC-TW", "", "EUC-TW"},
    Encoding{"ISO-2022-KR", "", "ISO-2022-KR"},
    Encoding{"ISO-2022-CN", "", "ISO-2022-CN"},
    Encoding{"HZ-GB-2312", "", "HZ"},
    Encoding{"IBM855", "", "ibm-855"},
    Encoding{"JOHAB", "", "iconv:JOHAB"},
    Encoding{"IBM037", "", "ibm-37"},
    Encoding{"IBM1125", "", "ibm-1125"},
    Encoding{"KOI8-T", "", "iconv:KOI8-T"},
    Encoding{"MAC-IS", "", "iconv:MAC-IS"},
    Encoding{"PT154", "", "iconv:PT154"},
    Encoding{"RK1048", "", "iconv:RK1048"},
    Encoding{"x-mac-ce", "", "x-mac-centraleurroman"},
    Encoding{"x-mac-greek", "", "x-mac-greek"},
    Encoding{"x-mac-turkish", "", "x-mac-turkish"},
};

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// ICU's own substitution is U+001A in some encodings, which hides that something was wrong. In
// gb18030 (`context` is set) a lone 0x80 is the euro sign (10.1.1), which ICU does not read.
void substitute(const void* context, UConverterToUnicodeArgs* arguments, const char* bytes,
                int32_t size, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  const bool euro = context != nullptr && size == 1 && bytes[0] == '\x80';
  const UChar replacement = euro ? 0x20AC : 0xFFFD;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

std::string by_icu(std::string_view bytes, const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(name, &status));
  std::string text;
  if (U_FAILURE(status)) return text;
  const void* const euro = std::string_view(name) == "gb18030" ? name : nullptr;
  ucnv_setToUCallBack(converter.get(), substitute, euro, nullptr, nullptr, &status);
  std::array<UChar, 1024> buffer;
  icu::UnicodeString wide;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end, nullptr,
                   1, &status);
    wide.append(buffer.data(), static_cast<int32_t>(target - buffer.data()));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  wide.toUTF8String(text);
  return text;
}

// For the few that ICU has no tables of. A byte that cannot be read is one U+FFFD.
std::string by_iconv(std::string_view bytes, const char* name) {
  // POSIX: the failure value is (iconv_t)-1, whatever the type is.
  const auto handle = iconv_open("UTF-8", name);
  std::string text;
  if (handle == reinterpret_cast<iconv_t>(-1)) return text;
  std::string input(bytes);
  char* source = input.data();
  std::size_t left = input.size();
  std::array<char, 1024> buffer;
  while (left > 0) {
    char* target = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t result = iconv(handle, &source, &left, &target, &room);
    text.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1) || room < 16) continue;
    text += "\xEF\xBF\xBD";
    ++source;
    --left;
  }
  iconv_close(handle);
  return text;
}

// 14.5: bytes beyond ASCII are in the private use area, so that scripts get them back.
std::string user_defined(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte < 0x80 ? byte : 0xF700U + byte);
  }
  return text;
}

Decoding measured(std::string text) {
  Decoding decoding{std::move(text)};
  if (decoding.text.starts_with("\xEF\xBB\xBF")) decoding.text.erase(0, 3);
  for (std::size_t pos = 0; pos < decoding.text.size();) {
    if (static_cast<unsigned char>(decoding.text[pos]) < 0x80) {
      ++pos;
      continue;
    }
    decoding.malformed += decode_utf8(decoding.text, pos) == 0xFFFD ? 1 : 0;
    ++decoding.beyond_ascii;
  }
  return decoding;
}

}  // namespace

std::string_view encoding_of_label(std::string_view label) {
  label = trim(label);
  constexpr std::size_t kLongestLabel = 40;
  if (label.empty() || label.size() > kLongestLabel || label.find(' ') != std::string_view::npos) {
    return {};
  }
  const std::string wanted = " " + ascii_lower(label) + " ";
  for (const Encoding& encoding : kEncodings) {
    if (encoding.labels.find(wanted) != std::string_view::npos) return encoding.name;
  }
  return {};
}

std::optional<Decoding> decode_as(std::string_view bytes, std::string_view name) {
  if (name == "x-user-defined") return measured(user_defined(bytes));
  if (name == "UTF-8") return measured(std::string(bytes));
  for (const Encoding& encoding : kEncodings) {
    if (encoding.name != name || encoding.converter == nullptr) continue;
    const std::string_view converter = encoding.converter;
    std::string text = converter.starts_with("iconv:") ? by_iconv(bytes, encoding.converter + 6)
                                                       : by_icu(bytes, encoding.converter);
    if (text.empty() && !bytes.empty() && bytes.size() > 4) return std::nullopt;
    return measured(std::move(text));
  }
  return std::nullopt;
}

}  // namespace horizon::crawler
