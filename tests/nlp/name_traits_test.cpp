#include "nlp/phrases/name_traits.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/text.h"

namespace horizon::nlp {
namespace {

struct Case {
  const char* phrase;  // words, or ideographs, parted by spaces
  bool name;
  bool generic = false;
  bool place = false;
};

TEST(NameTraits, OfPhrases) {
  const Case cases[] = {
      {"blockchain", true},
      {"big data", true},
      {"channel state information", true},
      {"internet of thing", true},
      {"big", false},
      {"information", false},
      {"novel approach", false, true},
      {"massive mimo system", true, true},
      {"system", false, true},
      {"significantly improved", false},
      {"experimental result", false},
      {"saudi arabia", true, false, true},
      {"weyl semimetal", true},
      {"model achieve state", false},
      {"long short term memory", true},
      {"脑 机 接 口", true},
      {"本 文 方 法", false},
      {"量 子 计 算 方 法", false},
  };
  for (const Case& one : cases) {
    const auto words = split(one.phrase, ' ');
    const NameTraits traits = name_traits(words);
    EXPECT_EQ(traits.begins_like_name && traits.ends_like_name, one.name) << one.phrase;
    EXPECT_EQ(traits.generic_end, one.generic) << one.phrase;
    EXPECT_EQ(traits.place_or_time, one.place) << one.phrase;
  }
  EXPECT_FALSE(name_traits({}).begins_like_name);
}

}  // namespace
}  // namespace horizon::nlp
