#include "store/likeness.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace horizon::store {
namespace {

TEST(AuthorNames, SpellingsOfOnePerson) {
  struct Case {
    const char* a;
    const char* b;
    bool same;
  };
  const std::vector<Case> cases = {
      {"Ada Lovelace", "Lovelace, Ada", true},
      {"Ada Lovelace", "Lovelace, A.", true},
      {"Ada Lovelace", "LOVELACE A", true},
      {"Chul-hee Lee", "Lee CH", true},
      {"Chul-hee Lee", "Lee, C.-H.", true},
      {"Chul-hee Lee", "Chulhee Lee", true},
      {"Xiaoming Wang", "Wang Xiaoming", true},
      {"Xiao-Ming Wang", "Wang Xiaoming", true},
      {"王小明", "王 小明", true},
      {"Müller, Jürgen", "Jurgen Muller", true},
      {"Lovelace", "Ada Lovelace", true},
      {"Jane Smith", "John Smith", false},
      {"J. Smith", "K. Smith", false},
      {"Ada Lovelace", "Ada Byron", false},
      {"王小明", "王大明", false},
      {"", "", false},
      {"...", "...", false},
  };
  for (const Case& each : cases) {
    const AuthorName a = author_name(each.a);
    const AuthorName b = author_name(each.b);
    EXPECT_EQ(same_author(a, b), each.same) << each.a << " | " << each.b;
    EXPECT_EQ(same_author(b, a), each.same) << each.b << " | " << each.a;
  }
}

TEST(Titles, SpellingsOfOneTitle) {
  const std::vector<std::pair<const char*, const char*>> same = {
      {"Fault-tolerant qubits", "Fault Tolerant Qubits."},
      {"The $\\alpha$-decay of H$_2$O", "The α-decay of H₂O"},
      {"Results for $\\mathrm{Mp}_{2n}$", "Results for Mp(2n)"},
      {"脑机接口：综述", "脑机接口综述"},
      {"G\\'eom\\'etrie", "Géométrie"},
  };
  for (const auto& [a, b] : same) EXPECT_EQ(read_title(a).letters, read_title(b).letters) << a;
  for (const char* nothing :
       {"", "Editorial", "ERRATUM", "勘误", "2024", "Table of Contents", "序"})
    EXPECT_TRUE(read_title(nothing).says_nothing) << nothing;
  for (const char* periodical : {"Annual report on energy", "Weekly briefing", "2023年度报告"})
    EXPECT_TRUE(read_title(periodical).periodical) << periodical;
  EXPECT_FALSE(read_title("A rare tumour: case report").periodical);
  EXPECT_NE(read_title("Lattices. Part I").numbers, read_title("Lattices. Part II").numbers);
  EXPECT_NE(read_title("Lattices. Part A").numbers, read_title("Lattices. Part B").numbers);
  EXPECT_NE(read_title("量子力学（上）").numbers, read_title("量子力学（下）").numbers);
  EXPECT_NE(read_title("Reply to Lattices").numbers, read_title("Lattices").numbers);
}

TEST(Sketch, NeighboursAndStrangers) {
  std::string text;
  std::string edited;
  std::string other;
  for (int i = 0; i < 150; ++i) {
    text += "word" + std::string(1, static_cast<char>('a' + i % 26)) +
            std::string(static_cast<std::size_t>(1 + i / 26), 'q') + ' ';
    edited += i % 50 == 7 ? "changed "
                          : "word" + std::string(1, static_cast<char>('a' + i % 26)) +
                                std::string(static_cast<std::size_t>(1 + i / 26), 'q') + ' ';
    other += "stranger" + std::string(static_cast<std::size_t>(i), 'z') + ' ';
  }
  const Shingles a = shingles_of(text);
  const Shingles b = shingles_of(edited);
  const Shingles c = shingles_of(other);
  EXPECT_TRUE(a.enough);
  EXPECT_GT(overlap(a, b).jaccard, 0.9);
  EXPECT_EQ(overlap(a, b).jaccard, overlap(b, a).jaccard);
  EXPECT_EQ(overlap(a, c).jaccard, 0);
  EXPECT_EQ(overlap(a, a).jaccard, 1);
  const auto bands = bands_of(a);
  EXPECT_EQ(bands.size(), kBands);
  std::size_t shared = 0;
  for (std::size_t i = 0; i < kBands; ++i) shared += bands[i] == bands_of(b)[i] ? 1U : 0U;
  EXPECT_GE(shared, 1U);
  EXPECT_FALSE(shingles_of("only a few words").enough);
  EXPECT_TRUE(bands_of(shingles_of("")).empty());
  std::string han;
  for (int i = 0; i < 80; ++i) han += "量";
  EXPECT_TRUE(shingles_of(han).enough);
  EXPECT_FALSE(shingles_of(han.substr(3)).enough);
}

TEST(Sketch, NumbersAgree) {
  const auto numbers = [](const char* a, const char* b) {
    return overlap(shingles_of(a), shingles_of(b)).numbers;
  };
  EXPECT_EQ(numbers("rose by 3 percent in may", "rose by 4 percent in may"), 0);
  EXPECT_EQ(numbers("rose by 3 percent in may", "rose by 3 percent on 5 may"), 1);
  EXPECT_EQ(numbers("rose by some percent", "rose by some percent"), 1);
}

TEST(Likeness, HostileDocumentsCostLittle) {
  Document document;
  document.kind = Kind::kPaper;
  document.title = std::string(5'000'000, 'x') + " \\" + std::string(1000, '{');
  for (int i = 0; i < 300'000; ++i) document.abstract += "a ";
  for (int i = 0; i < 10'000; ++i) {
    document.keys.push_back("patent:CN" + std::to_string(100'000'000 + i) + "A");
    document.authors.push_back({.name = std::string(100, static_cast<char>('a' + i % 26))});
  }
  const Profile profile = profile_of(document);
  EXPECT_LE(meeting_keys(profile).size(), 40U);
  EXPECT_LE(profile.numbers.size(), 40U);
  likeness(profile, profile);
}

}  // namespace
}  // namespace horizon::store
