#include "crawler/bytes/detect_charset.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "core/text.h"
#include "crawler/bytes/charset_score.h"
#include "crawler/bytes/encoding.h"
#include "crawler/bytes/wide_score.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kSample = std::size_t{48} << 10;
constexpr std::size_t kVoteSample = std::size_t{256} << 10;
constexpr double kVote = 12;  // bits that Mozilla's detector is worth
// Bits that a declaration is worth, and so many more for each byte beyond ASCII. Chinese pages name
// the wrong one of the wide encodings too often to be believed as much.
constexpr double kDeclared = 15, kDeclaredByte = 1.0;
constexpr double kDeclaredChinese = 6, kDeclaredChineseByte = 0.25;

// Where two decode alike, the first is named.
constexpr std::array<std::string_view, 32> kCandidates = {
    "windows-1252", "GBK",          "Big5",           "EUC-JP",       "Shift_JIS",
    "EUC-KR",       "windows-1251", "KOI8-R",         "windows-1250", "ISO-8859-2",
    "windows-1254", "windows-1253", "ISO-8859-7",     "windows-1255", "ISO-8859-8",
    "windows-1256", "ISO-8859-6",   "windows-1257",   "windows-874",  "KOI8-U",
    "ISO-8859-5",   "IBM866",       "x-mac-cyrillic", "macintosh",    "ISO-8859-15",
    "ISO-8859-13",  "ISO-8859-4",   "ISO-8859-3",     "ISO-8859-16",  "EUC-TW",
    "IBM855",       "JOHAB"};

std::size_t high_bytes(std::string_view bytes) {
  return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_high));
}

// The text between tags, as far as it holds something beyond ASCII. Trail bytes are never '<' in
// the encodings that are asked about.
std::string text_sample(std::string_view bytes) {
  std::string out;
  bool inside = false;
  std::size_t run = 0;   // where the present stretch of text begins in `out`
  std::size_t high = 0;  // bytes beyond ASCII in `out`, and of them in the stretch
  std::size_t run_high = 0;
  for (std::size_t i = 0; i < bytes.size() && out.size() < kSample; ++i) {
    const char c = bytes[i];
    if (c == '<') {
      if (run_high == 0) out.resize(run);
      inside = true;
    } else if (c == '>' && inside) {
      inside = false;
      out += ' ';
      run = out.size();
      run_high = 0;
    } else if (!inside) {
      out += c;
      high += is_high(c) ? 1 : 0;
      run_high += is_high(c) ? 1 : 0;
    }
  }
  constexpr std::size_t kEnough = 8;
  if (high >= kEnough || high == high_bytes(bytes)) return out;
  return std::string(bytes.substr(0, kSample));
}

struct DetectorCloser {
  void operator()(uchardet* detector) const { uchardet_delete(detector); }
};

// As one of ours; empty if it has no opinion.
std::string_view vote(std::string_view bytes) {
  const std::unique_ptr<uchardet, DetectorCloser> detector(uchardet_new());
  if (uchardet_handle_data(detector.get(), bytes.data(), std::min(bytes.size(), kVoteSample)) !=
      0) {
    return {};
  }
  uchardet_data_end(detector.get());
  const std::string name = ascii_lower(uchardet_get_charset(detector.get()));
  if (name == "mac-cyrillic") return "x-mac-cyrillic";
  if (name == "mac-centraleurope" || name == "ascii") return {};
  if (name == "uhc") return "EUC-KR";
  for (const std::string_view other : {"EUC-TW", "IBM855", "JOHAB"}) {
    if (name == ascii_lower(other)) return other;
  }
  return encoding_of_label(name);
}

}  // namespace

std::string_view detect_wide_units(std::string_view bytes) {
  bytes = bytes.substr(0, 4096);
  if (bytes.size() < 4) return {};
  // XML 1.0, appendix F: markup begins with two-byte units whatever follows it.
  if (bytes[0] == '<' && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) return "UTF-16LE";
  if (bytes[0] == 0 && bytes[1] == '<' && bytes[2] == 0 && bytes[3] != 0) return "UTF-16BE";
  std::array<std::size_t, 4> zeros{};
  for (std::size_t i = 0; i < bytes.size(); ++i) zeros.at(i % 4) += bytes[i] == '\0' ? 1 : 0;
  const std::size_t units = bytes.size() / 4;
  const auto all = [&](std::size_t i) { return zeros.at(i) * 10 >= units * 9; };
  if (all(0) && all(1) && !all(3)) return "UTF-32BE";
  if (all(2) && all(3) && !all(0)) return "UTF-32LE";
  // Blanks and line breaks are enough: no other text holds zero bytes, and all on one side.
  const std::size_t even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
  if (even + odd < 2 || (even + odd) * 50 < bytes.size()) return {};
  if (odd > 16 * even) return "UTF-16LE";
  if (even > 16 * odd) return "UTF-16BE";
  return {};
}

std::string_view detect_escapes(std::string_view bytes) {
  if (high_bytes(bytes) * 100 > bytes.size()) return {};
  const auto has = [&](std::string_view sequence) {
    return bytes.find(sequence) != std::string_view::npos;
  };
  if (has("\x1B$)C")) return "ISO-2022-KR";
  if (has("\x1B$)A") || has("\x1B$)G")) return "ISO-2022-CN";
  if (has("\x1B$B") || has("\x1B$@") || has("\x1B(I") || has("\x1B(J")) return "ISO-2022-JP";
  // "~{" also stands in programs; Chinese between the marks is pairs of 0x21 to 0x77.
  for (std::size_t at = bytes.find("~{"); at != std::string_view::npos;
       at = bytes.find("~{", at + 2)) {
    const std::size_t line = std::min(bytes.find('\n', at), bytes.size());
    const std::size_t end = std::min(bytes.find("~}", at), line);
    const std::string_view inside = bytes.substr(at + 2, end - at - 2);
    const bool pairs =
        !inside.empty() && inside.size() % 2 == 0 && inside.size() <= 200 &&
        std::all_of(inside.begin(), inside.end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
    if (pairs) return "HZ-GB-2312";
  }
  return {};
}

std::string detect_charset(std::string_view bytes, std::string_view declared) {
  const std::string sample = text_sample(bytes);
  const CharsetScore score(sample);
  const std::string_view voted = vote(bytes);
  const auto high = static_cast<double>(high_bytes(sample));
  const bool chinese = declared == "GBK" || declared == "gb18030" || declared == "Big5";
  const double trust = kDeclared + kDeclaredByte * high;
  const double doubt = chinese ? trust - kDeclaredChinese - kDeclaredChineseByte * high : 0;
  std::string_view best = "windows-1252";
  double least = std::numeric_limits<double>::max();
  const auto consider = [&](std::string_view candidate, double favour) {
    if (candidate == voted || (voted == "gb18030" && candidate == "GBK")) favour += kVote;
    const auto cost = score.cost(candidate);
    if (!cost || *cost - favour >= least) return;
    least = *cost - favour;
    best = candidate;
  };
  if (!declared.empty()) consider(declared, trust);
  for (const std::string_view candidate : kCandidates) {
    if (candidate == declared) continue;
    consider(candidate, charset::width_of(candidate) == charset::Width::kNarrow ? 0 : doubt);
  }
  return std::string(best);
}

}  // namespace horizon::crawler
