#include "nlp/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/usetiter.h>

#include <memory>
#include <vector>

#include "core/text.h"

namespace horizon::nlp {
namespace {

constexpr char32_t kHanBegin = 0x3400;
constexpr char32_t kHanEnd = 0xA000;

UChar32 to_icu(char32_t code_point) { return static_cast<UChar32>(code_point); }

// nullptr if ICU's data lacks it; then text is compared as it was written.
const icu::Normalizer2* normaliser() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return U_SUCCESS(status) ? found : nullptr;
  }();
  return instance;
}

// Signs that NFKC spells as letters, though they are not part of the word before them.
bool is_mark_of_trade(char32_t code_point) {
  return code_point == 0x2122 || code_point == 0x2120 || code_point == 0xAE || code_point == 0xA9;
}

Role role_of_folded(std::string_view folded) {
  if (folded.empty()) return Role::kDrop;
  std::size_t pos = 0;
  const Role first = role_of(decode_utf8(folded, pos));
  bool mixed = false;
  while (pos < folded.size()) {
    const Role role = role_of(decode_utf8(folded, pos));
    mixed = mixed || role != first || role == Role::kHan;
  }
  return mixed ? Role::kMixed : first;
}

class FoldTable {
 public:
  FoldTable() {
    std::vector<std::size_t> ends;
    for (char32_t c = kTableBegin; c < kTableEnd; ++c) {
      std::string text;
      append_utf8(text, c);
      if (!is_mark_of_trade(c)) pool_ += normalise(text);
      ends.push_back(pool_.size());
    }
    const std::string_view pool = pool_;
    std::size_t begin = 0;
    for (char32_t c = kTableBegin; c < kTableEnd; ++c) {
      const std::size_t end = ends[c - kTableBegin];
      const std::string_view folded = pool.substr(begin, end - begin);
      const Role role = is_mark_of_trade(c) ? Role::kSeparator : role_of_folded(folded);
      entries_.push_back({role, starts_normalisation(c), folded});
      begin = end;
    }
  }
  const CharacterFold& operator[](char32_t c) const { return entries_[c - kTableBegin]; }

 private:
  std::string pool_;
  std::vector<CharacterFold> entries_;
};

std::vector<char16_t> make_simplified_table() {
  std::vector<char16_t> table(kHanEnd - kHanBegin, 0);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> converter(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !converter) return table;
  icu::UnicodeSet changing;
  converter->getSourceSet(changing);
  changing.retain(static_cast<UChar32>(kHanBegin), static_cast<UChar32>(kHanEnd - 1));
  std::vector<char32_t> characters;
  // Line ends keep the rules that look at neighbouring characters from applying.
  icu::UnicodeString text;
  for (icu::UnicodeSetIterator each(changing); each.next();) {
    if (each.isString()) continue;
    characters.push_back(static_cast<char32_t>(each.getCodepoint()));
    text.append(each.getCodepoint()).append(u'\n');
  }
  converter->transliterate(text);
  if (static_cast<std::size_t>(text.length()) != 2 * characters.size()) return table;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    table[characters[i] - kHanBegin] = text.charAt(static_cast<std::int32_t>(2 * i));
  }
  return table;
}

}  // namespace

const CharacterFold& tabulated_fold(char32_t code_point) {
  static const FoldTable table;
  return table[code_point];
}

Role role_of(char32_t code_point) {
  if (is_han(code_point)) return Role::kHan;
  const auto category = U_MASK(u_charType(to_icu(code_point)));
  constexpr auto kWordMask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  return (category & kWordMask) != 0 ? Role::kWord : Role::kSeparator;
}

bool starts_normalisation(char32_t code_point) {
  const icu::Normalizer2* nfkc = normaliser();
  return nfkc == nullptr || nfkc->hasBoundaryBefore(to_icu(code_point)) != 0;
}

std::string normalise(std::string_view text) {
  const icu::Normalizer2* nfkc = normaliser();
  if (nfkc == nullptr) return std::string(text);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  nfkc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                      sink, nullptr, status);
  return U_SUCCESS(status) ? out : std::string(text);
}

char32_t simplified(char32_t code_point) {
  static const std::vector<char16_t> table = make_simplified_table();
  if (code_point < kHanBegin || code_point >= kHanEnd) return code_point;
  const char16_t mapped = table[code_point - kHanBegin];
  return mapped == 0 ? code_point : mapped;
}

}  // namespace horizon::nlp
