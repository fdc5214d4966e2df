#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "nlp/segment/compile.h"
#include "nlp/segment/lexicon.h"
#include "nlp/segment/text_segmenter.h"

namespace horizon::nlp::segment {
namespace {

std::string segmented(std::string_view text, const Lexicon* overlay = nullptr) {
  TextSegmenter segmenter(Lexicon::base(), overlay);
  std::string out;
  segmenter.append_words(text, out);
  return out;
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ' && (c < '\t' || c > '\r')) kept += c;
  }
  return kept;
}

struct Case {
  std::string_view text;
  std::string_view words;
};

TEST(TextSegmenter, CutsChinese) {
  constexpr Case kCases[] = {
      {"", ""},
      {"我", "我"},
      {"他说的确实在理", "他 说 的 确实 在理"},
      {"研究生命起源", "研究 生命 起源"},
      {"侵入式脑机接口的研究", "侵入式脑机接口 的 研究"},
      {"人工智能和量子计算", "人工智能 和 量子计算"},
      {"腦機接口與量子計算", "腦機接口 與 量子計算"},
      {"二○○一年十二月三十一日", "二○○一年 十二月 三十一日"},
      {"一个学生和三位老师", "一个 学生 和 三 位 老师"},
      {"卡尔·马克思说", "卡尔·马克思 说"},
  };
  for (const Case& each : kCases) EXPECT_EQ(segmented(each.text), each.words) << each.text;
}

TEST(TextSegmenter, KeepsNumbersAndLettersTogether) {
  constexpr Case kCases[] = {
      {"1998年3月16日13时45分", "1998年 3月 16日 13时 45分"},
      {"１９９８年３月", "１９９８年 ３月"},
      {"耗时10年", "耗时 10 年"},
      {"90年代的1月份", "90 年代 的 1月份"},
      {"增长94.6％，约-5.3%", "增长 94.6％ ， 约 -5.3%"},
      {"共1,234,567元", "共 1,234,567 元"},
      {"160亿美元", "160亿 美元"},
      {"60万千瓦", "60万 千瓦"},
      {"第1004名", "第1004 名"},
      {"用CRISPR-Cas9和MoS2做5G", "用 CRISPR-Cas9 和 MoS2 做 5G"},
      {"ＣＯ２排放", "ＣＯ２ 排放"},
      {"β-catenin蛋白", "β-catenin 蛋白"},
      {"见http://t.cn/Ab1?x=2吧", "见 http://t.cn/Ab1?x=2 吧"},
      {"写信给a.b@c.org。", "写信 给 a . b@c.org 。"},
      {"——好……吗？", "—— 好 …… 吗 ？"},
      {"カタカナとGa₂O₃", "カタカナと Ga₂O₃"},
  };
  for (const Case& each : kCases) EXPECT_EQ(segmented(each.text), each.words) << each.text;
}

TEST(TextSegmenter, KeepsTermsOfTheOverlayWhole) {
  const std::vector<std::string> terms = {"孔雀算法", "孔雀算法芯片", "算法芯片组",
                                          "latin",    "字",           std::string(300, 'x')};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  ASSERT_TRUE(overlay) << overlay.error().message;
  EXPECT_EQ(segmented("新孔雀算法芯片的孔雀算法", &*overlay), "新 孔雀算法芯片 的 孔雀算法");
}

// However many shorter terms fill the same place.
TEST(TextSegmenter, KeepsTheLongestTermWhole) {
  const std::vector<std::string> terms = {"孔雀算",   "法芯片",    "组研究", "孔雀算法芯片组研究",
                                          "孔雀算法", "芯片组研究"};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  ASSERT_TRUE(overlay) << overlay.error().message;
  EXPECT_EQ(segmented("新孔雀算法芯片组研究", &*overlay), "新 孔雀算法芯片组研究");
  EXPECT_EQ(segmented("多模态大语言模型"), "多模态大语言模型");
}

TEST(TextSegmenter, LearntWordsAreWordsAmongWords) {
  const std::vector<std::string> terms = {"黑话芯"};
  const std::vector<LearntWord> learnt = {{"黑话芯", 1600}, {"碲镉汞", 900}, {"的研究", 1600},
                                          {"Q膜片", 900},   {"", 0},         {"膜", -32000},
                                          {"膜片", 32767}};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms, learnt);
  ASSERT_TRUE(overlay) << overlay.error().message;
  EXPECT_EQ(segmented("碲镉汞的研究", &*overlay), "碲镉汞 的 研究");
  EXPECT_EQ(segmented("说黑话芯片", &*overlay), "说 黑话芯 片");
  EXPECT_EQ(segmented("用Q膜片", &*overlay), "用 Q膜片");
}

TEST(TextSegmenter, KeepsTermsWithLettersAndDigitsWhole) {
  const std::vector<std::string> terms = {
      "Q细胞受体", "7H网络",  "zH值",    "ζ粒子",
      "QAR-T细胞", "U/V组件", "ℵ型",     "视觉-味觉",
      "2.5Q封装",  "Qa₂O₃层", "NV 色环", "多ZIMO",
      "，逗号",    "123",     "word",    std::string(300, '7') + "万"};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  ASSERT_TRUE(overlay) << overlay.error().message;
  constexpr Case kCases[] = {
      {"新7H网络与Q细胞受体", "新 7H网络 与 Q细胞受体"},
      {"7Ｈ网络、7h网络", "7Ｈ网络 、 7h网络"},
      {"测zH值的ζ粒子", "测 zH值 的 ζ粒子"},
      {"在QAR-T细胞里", "在 QAR-T细胞 里"},
      {"用U/V组件", "用 U/V组件"},
      {"U / V组件", "U / V 组件"},
      {"视觉-味觉模型", "视觉-味觉 模型"},
      {"2.5Q封装和12.5Q封装", "2.5Q封装 和 12.5Q 封装"},
      {"Qa2O3层", "Qa2O3层"},
      {"NV色环与NV 色环", "NV色环 与 NV 色环"},
      {"大多ZIMO", "大 多ZIMO"},
      {"7H 网络", "7H 网络"},
      {"7H网", "7H 网"},
      {"Q", "Q"},
  };
  for (const Case& each : kCases)
    EXPECT_EQ(segmented(each.text, &*overlay), each.words) << each.text;
  EXPECT_EQ(segmented("5G工厂用T恤和X射线"), "5G工厂 用 T恤 和 X射线");
}

TEST(TextSegmenter, CutsTheSameWhateverStandsAround) {
  const std::string_view texts[] = {"侵入式脑机接口的研究", "王小明说他在3D打印厂工作",
                                    "二○○一年十二月三十一日", "热稳定性质黹纨"};
  for (const std::string_view text : texts) {
    const std::string alone = segmented(text);
    std::string many, expected;
    for (int i = 0; i < 400; ++i) {
      many += std::string(text) + "，";
      expected += (i == 0 ? "" : " ") + alone + " ，";
    }
    EXPECT_EQ(segmented(many), expected) << text;
  }
}

TEST(TextSegmenter, WritesTheSameBytes) {
  std::string zeros("a\0b", 3);
  const std::string texts[] = {"\xFF\xFE我\x80是a\xE4\xB8",
                               "\xED\xA0\x80",
                               "👩‍🔬研究👍🏽",
                               zeros + "我",
                               "　全角　空格",
                               "𠀀𠀁我𠀂",
                               "ｶﾞｷﾞ한국어 текст עברית",
                               "·马·",
                               "第",
                               "第9",
                               "－－５"};
  for (const std::string& text : texts) {
    EXPECT_EQ(without_spaces(segmented(text)), without_spaces(text)) << text;
  }
}

TEST(TextSegmenter, CutsLongLinesInLinearTime) {
  for (const std::string_view unit : {"我", "1", "a", "量子计算", "—", "·", "\xFF", "1,234", "马·",
                                      "第1", "a-", "a@", "黹", "5G工厂", "X射", "卡尔·", "，"}) {
    std::string text;
    while (text.size() < 3'000'000) text += unit;
    EXPECT_EQ(without_spaces(segmented(text)), text) << unit;
  }
}

TEST(Lexicon, ReadsItsOwnBytesAndNoOthers) {
  const std::vector<std::string> terms = {"脑机接口", "量子计算机"};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  ASSERT_TRUE(overlay);
  const std::string bytes(overlay->bytes());
  const auto again = Lexicon::from_bytes(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(segmented("量子计算机", &*again), "量子计算机");
  EXPECT_FALSE(Lexicon::from_bytes(""));
  EXPECT_FALSE(Lexicon::from_bytes(bytes + "x"));
  EXPECT_FALSE(Lexicon::from_bytes(std::string(bytes.size(), '\0')));
  for (const std::size_t size : {std::size_t{7}, std::size_t{40}, bytes.size() / 2}) {
    EXPECT_FALSE(Lexicon::from_bytes(bytes.substr(0, size))) << size;
  }
  for (std::size_t i = 0; i < bytes.size(); i += 1 + bytes.size() / 97) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    EXPECT_FALSE(Lexicon::from_bytes(damaged)) << i;
  }
}

TEST(Lexicon, CompiledOverlaysServeTheirOwnBaseOnly) {
  const std::vector<std::string> terms = {"孔雀算法", "7H网络"};
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  ASSERT_TRUE(overlay);
  const std::string bytes(overlay->bytes());
  const auto again = Lexicon::overlay_from_bytes(Lexicon::base(), bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(segmented("新7H网络的孔雀算法", &*again), "新 7H网络 的 孔雀算法");
  const Entry entries[] = {{U"量子", 500, 0, {}}};
  const ScoredCharacter characters[] = {{U'王', {}}};
  const auto other = Lexicon::from_bytes(*compile_lexicon(entries, characters));
  ASSERT_TRUE(other);
  EXPECT_FALSE(Lexicon::overlay_from_bytes(*other, bytes));
  for (const std::string& wrong : {std::string(other->bytes()), bytes.substr(0, bytes.size() / 2)})
    EXPECT_FALSE(Lexicon::overlay_from_bytes(Lexicon::base(), wrong));
}

TEST(Lexicon, FindsWhatItWasMadeOf) {
  const Entry entries[] = {{U"量子", 500, 0, {}}, {U"量子计算", 700, 0, {}}, {U"的话", 300, 1, {}},
                           {U"量", 900, 0, {}},   {U"量子", 400, 0, {}},     {U"abc", 1, 0, {}}};
  ScoredCharacter surname{U'王', {}};
  surname.scores.surname = 100;
  const ScoredCharacter characters[] = {surname};
  const auto bytes = compile_lexicon(entries, characters);
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto lexicon = Lexicon::from_bytes(*bytes);
  ASSERT_TRUE(lexicon) << lexicon.error().message;
  const auto cost = [&](std::u32string_view word) {
    std::u16string codes;
    for (const char32_t c : word) codes.push_back(lexicon->code(c));
    const Cell* cell = lexicon->find(codes);
    return cell == nullptr ? -1 : int{cell->cost()};
  };
  EXPECT_EQ(cost(U"量子"), 400);
  EXPECT_EQ(cost(U"量子计算"), 700);
  EXPECT_EQ(cost(U"量子計算"), 700);
  EXPECT_EQ(cost(U"量"), 900);
  EXPECT_EQ(cost(U"量子计"), -1);
  EXPECT_EQ(cost(U"子"), kUnknownCharacter);
  EXPECT_EQ(cost(U""), -1);
}

using Spans = std::set<std::pair<std::size_t, std::size_t>>;

Spans spans_of(std::string_view line) {
  Spans spans;
  std::size_t at = 0;
  for (const std::string_view word : split(line, ' ')) {
    if (!word.empty()) spans.emplace(at, at + word.size());
    at += word.size();
  }
  return spans;
}

TEST(TextSegmenter, AgreesWithPeopleOnNewspaperText) {
  const char* folder = std::getenv("HORIZON_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "set HORIZON_TEST_DATA to the folder of test data";
  std::ifstream file(std::string(folder) + "/segment/pku_test_gold.utf8");
  ASSERT_TRUE(file);
  double gold = 0, found = 0, right = 0;
  for (std::string line; std::getline(file, line);) {
    const Spans expected = spans_of(trim(line));
    const Spans words = spans_of(segmented(without_spaces(line)));
    gold += static_cast<double>(expected.size());
    found += static_cast<double>(words.size());
    for (const auto& span : words) right += expected.contains(span) ? 1 : 0;
  }
  const double f1 = 2 * right / (gold + found);
  RecordProperty("f1", std::to_string(f1));
  EXPECT_GT(f1, 0.895) << "gold " << gold << " found " << found << " right " << right;
}

}  // namespace
}  // namespace horizon::nlp::segment
