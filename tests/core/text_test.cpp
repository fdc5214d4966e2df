#include "core/text.h"

#include <gtest/gtest.h>

#include "core/document.h"

namespace horizon {
namespace {

TEST(Utf8, MalformedSequencesAreRefusedAndRepaired) {
  for (const char* text : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xBD", "\x80",
                           "\xFF", "\xE0\x80\xAF", "a\xC3"}) {
    EXPECT_FALSE(is_valid_utf8(text));
    EXPECT_TRUE(is_valid_utf8(sanitise_utf8(text)));
  }
  EXPECT_TRUE(is_valid_utf8("脑机接口 β 𝔸"));
}

// ASCII is passed over in strides: a bad byte is seen wherever it stands in one.
TEST(Utf8, ABadByteIsFoundBehindAnyNumberOfGoodOnes) {
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t behind = 0; behind < 10; ++behind) {
      std::string text(before, 'a');
      text += "\xC3\xA9";
      text.append(behind, 'b');
      EXPECT_TRUE(is_valid_utf8(text)) << before << ' ' << behind;
      text[before + 1] = '\xFF';
      EXPECT_FALSE(is_valid_utf8(text)) << before << ' ' << behind;
      EXPECT_FALSE(is_valid_utf8(text.substr(0, before + 1))) << before;
    }
  }
}

// Unicode 15, tables 3-8 to 3-11.
TEST(Utf8, AMalformedSequenceIsReplacedOnceForWhatCouldHaveBegunAWellFormedOne) {
  const struct {
    const char *bytes, *text;
  } cases[] = {{"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "????????A"},
               {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "????????A"},
               {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "?????A??B"},
               {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "????A"},
               {"\xF0\x90\x80", "?"},
               {"\xE8\x84", "?"}};
  for (const auto& c : cases) {
    std::string shown;
    for (const char* at = c.text; *at != '\0'; ++at) {
      shown += *at == '?' ? "\uFFFD" : std::string(1, *at);
    }
    EXPECT_EQ(sanitise_utf8(c.bytes), shown);
  }
}

TEST(Utf8, SanitiseDropsControlsAndKeepsTabsAndNewlines) {
  EXPECT_EQ(sanitise_utf8(std::string_view("a\0b\tc\r\nd\x1B", 9)), "a b\tc\nd ");
  EXPECT_EQ(sanitise_utf8("x\xEF\xBF\xBE"), "x");  // U+FFFE
}

TEST(Utf8, SanitiseReadsLineEndsAndC1Controls) {
  EXPECT_EQ(sanitise_utf8("a\rb\r\nc\r"), "a\nb\nc\n");
  EXPECT_EQ(sanitise_utf8("\xC2\x93x\xC2\x94 it\xC2\x92s\xC2\x81"), "“x” it’s ");
}

TEST(Utf8, RoundTripsEveryPlane) {
  for (const char32_t c : {U'a', U'é', U'脑', U'𠀀', U'\U0010FFFD'}) {
    std::string text;
    append_utf8(text, c);
    std::size_t pos = 0;
    EXPECT_EQ(decode_utf8(text, pos), c);
    EXPECT_EQ(pos, text.size());
  }
}

TEST(Utf8, TruncateNeverCutsACharacter) {
  const std::string text = "脑机接口";
  for (std::size_t n = 0; n <= text.size(); ++n) {
    EXPECT_TRUE(is_valid_utf8(truncate_utf8(text, n))) << n;
  }
}

TEST(Text, WhitespaceAndSplit) {
  EXPECT_EQ(collapse_whitespace("  a \n\t b  "), "a b");
  EXPECT_EQ(collapse_whitespace(" \n "), "");
  EXPECT_EQ(split("a,,b", ',').size(), 3U);
  EXPECT_TRUE(starts_with_ignoring_case("HTTPS://x", "https:"));
}

TEST(Text, DisplayWidthCountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("脑机"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
}

TEST(Codes, SchemeIsReadFromTheForm) {
  const struct {
    const char* code;
    CodeScheme scheme;
  } cases[] = {{"cs.RO", CodeScheme::kArxiv},
               {"quant-ph", CodeScheme::kArxiv},
               {"cond-mat.mtrl-sci", CodeScheme::kArxiv},
               {"G06N10/40", CodeScheme::kCpc},
               {"A61B5/369", CodeScheme::kCpc},
               {"H01L", CodeScheme::kCpc},
               {"Y02E60/10", CodeScheme::kCpc},
               {"T10429", CodeScheme::kOpenAlex},
               {"历史学", CodeScheme::kOther},
               {"", CodeScheme::kOther},
               {"cs.", CodeScheme::kOther},
               {"Brain-Computer Interfaces", CodeScheme::kOther}};
  for (const auto& c : cases) EXPECT_EQ(guess_code_scheme(c.code), c.scheme) << c.code;
}

}  // namespace
}  // namespace horizon
