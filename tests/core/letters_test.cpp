#include "core/letters.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/text.h"

namespace horizon {
namespace {

TEST(Letters, Folded) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"  Tsinghua   University, ", "tsinghua university"},
      {"Müller-Straße", "muller strasse"},
      {"Łódź Þór Ærø Œuvre Ĳssel", "lodz thor aero oeuvre ijssel"},
      {"Đặng Thị Hương", "dang thi huong"},
      {"Lǚ Xiǎopíng", "lu xiaoping"},
      {"ＴＳＩＮＧＨＵＡ　２０２４", "tsinghua 2024"},
      {"H₂O and CO²", "h2o and co2"},
      {"Part Ⅱ", "part ii"},
      {"Xi’an Xi'an", "xian xian"},
      {"e\xCC\x81t\xC2\xAD"
       "e",
       "ete"},
      {"ΑΒΓ άς", "αβγ ασ"},
      {"Москва ЁЛКА", "москва елка"},
      {"清华大学（物理系）", "清华大学 物理系"},
      {"\xff\xfe"
       "a\x80z",
       "a z"},
  };
  for (const auto& [text, folded] : cases) {
    EXPECT_EQ(fold_letters(text), folded) << text;
    EXPECT_EQ(fold_letters(folded), folded) << text;
  }
}

TEST(Letters, EveryCodePointFoldsToCleanText) {
  for (char32_t c = 1; c < 0x11000; ++c) {
    std::string text = "a";
    append_utf8(text, c);
    text += 'b';
    const std::string folded = fold_letters(text);
    EXPECT_TRUE(is_valid_utf8(folded)) << static_cast<std::uint32_t>(c);
    EXPECT_EQ(folded.find("  "), std::string::npos) << static_cast<std::uint32_t>(c);
    EXPECT_TRUE(folded.starts_with('a') && folded.ends_with('b')) << static_cast<std::uint32_t>(c);
  }
}

TEST(Letters, Words) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(words_of("gan 量子计算 3d"), (Words{"gan", "量", "子", "计", "算", "3d"}));
  EXPECT_EQ(words_of("a量b"), (Words{"a", "量", "b"}));
  EXPECT_EQ(words_of(""), Words{});
  EXPECT_TRUE(is_han_word("量"));
  EXPECT_FALSE(is_han_word("量子"));
  EXPECT_FALSE(is_han_word("abc"));
  EXPECT_TRUE(has_digit("3d"));
  EXPECT_FALSE(has_digit("d"));
}

}  // namespace
}  // namespace horizon
