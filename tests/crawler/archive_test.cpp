#include "crawler/bytes/archive.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/archives.h"
#include "tests/support/gzip.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

using test::gzip;
using test::tar;
using test::tar_member;
using test::zip;

class Archive : public ::testing::Test {
 protected:
  // "name=content" of every member, "!message" of every error.
  std::vector<std::string> read(const std::string& name, const std::string& bytes,
                                ArchiveLimits limits = {}) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << bytes;
    std::vector<std::string> out;
    auto container = Container::open(path, limits);
    if (!container) return {"!" + container.error().message};
    for (int i = 0; i < 100; ++i) {
      auto member = container->next();
      if (!member) {
        out.push_back("!" + member.error().message);
        continue;
      }
      if (!*member) return out;
      const auto text = read_all(*(*member)->bytes, std::size_t{1} << 30, "member");
      out.push_back((*member)->name + "=" + (text ? *text : "!" + text.error().message));
    }
    out.emplace_back("no end");
    return out;
  }
  std::string path_of(const std::string& name) { return (folder_.path() / name).string(); }

  test::TempDir folder_;
};

using Strings = std::vector<std::string>;

TEST_F(Archive, AnyOtherFileIsItsOwnMember) {
  EXPECT_EQ(read("a.ris", "TY  - JOUR"), Strings{"a.ris=TY  - JOUR"});
  EXPECT_EQ(read("a.ris.gz", gzip("TY  - JOUR")), Strings{"a.ris=TY  - JOUR"});
  EXPECT_EQ(read("empty", ""), Strings{"empty="});
  EXPECT_EQ(read("PK", "PK is how I begin"), Strings{"PK=PK is how I begin"});
}

TEST_F(Archive, ReadsZipMembersInOrder) {
  const std::string bytes =
      zip({{"b/two.txt", "second", true}, {"one.txt", "first", false}, {"three.gz", gzip("3")}});
  EXPECT_EQ(read("x.dat", bytes), (Strings{"b/two.txt=second", "one.txt=first", "three=3"}));
}

TEST_F(Archive, ReadsTarPlainAndCompressed) {
  const std::string bytes =
      tar({tar_member("f/", "", '5'), tar_member("f/a.bib", "@article"),
           tar_member("link", "", '2'), tar_member("b", std::string(600, 'b'))});
  const Strings expected = {"f/a.bib=@article", "b=" + std::string(600, 'b')};
  EXPECT_EQ(read("x.tar", bytes), expected);
  EXPECT_EQ(read("x.tgz", gzip(bytes)), expected);
}

TEST_F(Archive, OpensArchivesWithinAnArchiveOnce) {
  const std::string inner = zip({{"deep.xml", "<a/>"}, {"more.zip", zip({{"x", "y"}})}});
  const auto got = read("x.zip", zip({{"in.zip", inner}, {"t.tar", tar({tar_member("m", "1")})}}));
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[0], "in.zip/deep.xml=<a/>");
  EXPECT_TRUE(got[1].starts_with("in.zip/more.zip=PK")) << got[1];
  EXPECT_EQ(got[2], "t.tar/m=1");
}

TEST_F(Archive, NamesInGbkAndUtf8AreReadable) {
  const std::string gbk = "\xD7\xA8\xC0\xFB\xCA\xFD\xBE\xDD.xml";  // 专利数据 in GBK
  EXPECT_EQ(read("g.zip", zip({{gbk, "1"}})), Strings{"专利数据.xml=1"});
  EXPECT_EQ(read("u.zip", zip({{"专利.xml", "2", true, 0x800}})), Strings{"专利.xml=2"});
  EXPECT_EQ(read("r.zip", zip({{"专利.xml", "3"}})), Strings{"专利.xml=3"});
  EXPECT_EQ(read("g.tar", tar({tar_member(gbk, "4")})), Strings{"专利数据.xml=4"});
}

TEST_F(Archive, WhatIsEncryptedIsNamedAndTheRestGoesOn) {
  const auto got =
      read("e.zip", zip({{"a", "1"}, {"secret", "garbage bytes", true, 1}, {"b", "2"}}));
  ASSERT_EQ(got.size(), 3u) << got[0];
  EXPECT_EQ(got[0], "a=1");
  EXPECT_EQ(got[1],
            "!" + path_of("e.zip") + "/secret is encrypted: unpack it with its password first");
  EXPECT_EQ(got[2], "b=2");
}

TEST_F(Archive, MacOsLeftOversAreNoMembers) {
  EXPECT_EQ(read("m.zip", zip({{"__MACOSX/._a", "x"}, {"a", "1"}, {"d/._b", "x"}})),
            Strings{"a=1"});
}

TEST_F(Archive, DamageKeepsWhatCameBefore) {
  const std::string whole = zip({{"a", "first"}, {"b", std::string(100'000, 'x')}});
  const auto cut = read("cut.zip", whole.substr(0, 120));
  ASSERT_GE(cut.size(), 2u);
  EXPECT_EQ(cut[0], "a=first");
  std::string noise;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    noise += static_cast<char>('a' + (i * i / 7 + i % 13) % 26);
  }
  const std::string packed = gzip(tar({tar_member("a", "first"), tar_member("b", noise)}));
  const auto torn = read("cut.tgz", packed.substr(0, packed.size() / 2));
  ASSERT_GE(torn.size(), 2u);
  EXPECT_EQ(torn[0], "a=first");
  EXPECT_NE(torn[1].find("cut off"), std::string::npos) << torn[1];
  EXPECT_EQ(read("bad.gz", "\x1F\x8Bgarbage").size(), 1u);
}

TEST_F(Archive, BombsEnd) {
  ArchiveLimits limits;
  limits.free_bytes = 1 << 20;
  limits.max_ratio = 20;
  const std::string zeros(8 << 20, 'a');
  for (const auto& [name, bytes] :
       {std::pair<std::string, std::string>{"b.zip", zip({{"a", zeros}, {"c", "1"}})},
        {"b.gz", gzip(zeros)},
        {"b.tgz", gzip(tar({tar_member("a", zeros)}))},
        {"g.zip", zip({{"a.gz", gzip(zeros), false}})}}) {
    const auto got = read(name, bytes, limits);
    ASSERT_FALSE(got.empty()) << name;
    EXPECT_NE(got[0].find("it unfolds to more than 20 times"), std::string::npos) << name << got[0];
    EXPECT_LE(got.size(), 2u) << name;
  }
  ArchiveLimits few;
  few.max_members = 2;
  const auto many = read("m.zip", zip({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}), few);
  ASSERT_EQ(many.size(), 3u);
  EXPECT_NE(many[2].find("more than 2 members"), std::string::npos) << many[2];
}

TEST_F(Archive, AMemberCannotBeReadAfterTheNext) {
  const auto path = folder_.path() / "x.zip";
  std::ofstream(path, std::ios::binary) << zip({{"a", "1"}, {"b", "2"}});
  auto container = Container::open(path);
  ASSERT_TRUE(container);
  const auto first = container->next();
  ASSERT_TRUE(first && *first);
  ASSERT_TRUE(container->next());
  // The first 512 bytes were read ahead; what is behind them is gone.
  std::vector<char> buffer(1024);
  static_cast<void>((*first)->bytes->read(buffer));
  EXPECT_FALSE((*first)->bytes->read(buffer));
  EXPECT_EQ(Container::open(folder_.path() / "none").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace horizon::crawler
