// horizon verify finds what does not agree; horizon reindex runs under readers.
#include "pipeline/verify.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "pipeline/analyser.h"
#include "pipeline/workspace.h"
#include "store/sqlite.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

constexpr int kDocuments = 300;

class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"init", root().string()}).exit_code, 0);
    const std::filesystem::path file = dir_.path() / "documents.jsonl";
    std::ofstream out(file);
    for (int i = 0; i < kDocuments; ++i) {
      out << fmt::format(
                 R"({{"id":"t:{}","title":"Qubit study {}","abstract":"A quantum computer of {} superconducting qubits.","organisations":["Tsinghua University"],"date":"2024-01-{:02}"}})",
                 i, i, i, 1 + i % 28)
          << "\n";
    }
    out.close();
    ASSERT_EQ(run({"import", file.string(), "--workspace", root().string()}).exit_code, 0);
  }

  test::Finished run(const std::vector<std::string>& arguments) { return program_.run(arguments); }
  test::Finished verify() { return run({"verify", "--workspace", root().string()}); }
  std::filesystem::path root() const { return dir_.path() / "workspace"; }

  // Puts an entry into the index that the store knows nothing of.
  void plant(index::Entry entry) {
    const auto workspace = pipeline::Workspace::open(root());
    ASSERT_TRUE(workspace) << workspace.error().message;
    const pipeline::Analyser analyser(*workspace);
    const auto store = store::Store::open(workspace->store_file(), store::Mode::kRead);
    ASSERT_TRUE(store);
    auto writer = index::Writer::open(workspace->index_folder(),
                                      {analyser.index_fingerprint(), store->identity().value()});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_FALSE(writer->stale());
    ASSERT_TRUE(writer->put(index::Prepared(entry)));
    ASSERT_TRUE(writer->commit(writer->sequence()));
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(VerifyTest, AWholeWorkspaceAgrees) {
  const test::Finished done = verify();
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_NE(done.out.find("agree (300 documents"), std::string::npos) << done.out;
}

TEST_F(VerifyTest, ADocumentThatTheIndexHasOtherwiseIsFoundAndMended) {
  index::Entry other;
  other.number = 7;
  other.id = "t:6";
  other.title = nlp::fold("something else");
  plant(other);
  const test::Finished found = verify();
  EXPECT_EQ(found.exit_code, 1) << found.err;
  EXPECT_NE(found.out.find("document t:6 (7)"), std::string::npos) << found.out;
  EXPECT_NE(found.out.find("reindex"), std::string::npos) << found.out;
  EXPECT_EQ(run({"reindex", "--workspace", root().string()}).exit_code, 0);
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(VerifyTest, ADocumentThatIsMissingOrStrangeIsFound) {
  index::Entry gone;
  gone.number = 9;
  gone.deleted = true;
  plant(gone);
  index::Entry strange;
  strange.number = 5'000;
  strange.title = nlp::fold("nobody sent this");
  plant(strange);
  const test::Finished found = verify();
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_NE(found.out.find("(9): it is missing"), std::string::npos) << found.out;
  EXPECT_NE(found.out.find("document number 5000 is in the index only"), std::string::npos)
      << found.out;
}

TEST_F(VerifyTest, ACountThatIsWrongIsFound) {
  {
    const auto store = store::Database::open(root() / "store.db", store::Database::Access::kWrite);
    ASSERT_TRUE(store);
    ASSERT_TRUE(
        store->execute("UPDATE counts SET documents = documents + 1 WHERE day = "
                       "(SELECT min(day) FROM counts)"));
  }
  const test::Finished found = verify();
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_NE(found.out.find("counted"), std::string::npos) << found.out;
}

TEST_F(VerifyTest, ADamagedShardIsNamed) {
  std::filesystem::resize_file(root() / "index" / "1" / "postlist.glass", 8'192);
  const test::Finished found = verify();
  EXPECT_NE(found.exit_code, 0);
  EXPECT_NE((found.out + found.err).find("index"), std::string::npos) << found.out << found.err;
}

TEST_F(VerifyTest, ReindexSwapsUnderRunningReaders) {
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  const nlp::WordSegmenter segmenter(std::vector<std::string>{});
  std::thread reading([&] {
    index::Query query;
    query.parsed = index::parse_query("qubit").value();
    while (!done) {
      const auto reader = index::Reader::open(root() / "index");
      if (!reader) {
        ADD_FAILURE() << reader.error().message;
        continue;
      }
      const auto hits = reader->search(query, segmenter);
      if (!hits) {
        ADD_FAILURE() << hits.error().message;
      } else {
        EXPECT_EQ(hits->total, kDocuments);
      }
      ++reads;
    }
  });
  for (int i = 0; i < 3; ++i) {
    const test::Finished again = run({"reindex", "--workspace", root().string()});
    EXPECT_EQ(again.exit_code, 0) << again.err;
  }
  done = true;
  reading.join();
  EXPECT_GT(reads, 10);
}

}  // namespace
}  // namespace horizon
