#include "pipeline/written_form.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace horizon::pipeline {
namespace {

std::string form(std::string_view folded, const std::vector<std::string_view>& texts) {
  return written_form(folded, texts);
}

TEST(WrittenForm, TheMostFrequentSpelling) {
  EXPECT_EQ(form("brain computer interface",
                 {"Brain-computer interface", "A brain-computer interface",
                  "brain–computer interface", "one brain-computer interface"}),
            "brain-computer interface");
  EXPECT_EQ(form("beta ga2o3", {"films of $\\beta$-Ga$_2$O$_3$", "β-Ga₂O₃", "β-Ga₂O₃"}), "β-Ga₂O₃");
  EXPECT_EQ(form("脑机接口", {"侵入式腦機接口", "脑机接口", "脑机接口"}), "脑机接口");
}

TEST(WrittenForm, WholeWordsOnly) {
  EXPECT_EQ(form("ion", {"fusion", "Fusions of IONS"}), "IONS");
  EXPECT_EQ(form("ion", {"fusion"}), "ion");
  EXPECT_EQ(form("ion", {}), "ion");
  EXPECT_EQ(form("deep learning", {"deep\n  {learning}"}), "deep learning");
}

}  // namespace
}  // namespace horizon::pipeline
