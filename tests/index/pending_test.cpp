#include "index/pending.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace horizon::index {
namespace {

std::string numbers(const Pending& pending) {
  std::string out;
  for (const ShardDocument& one : pending.documents())
    out += std::to_string(one.number) + one.id + ' ';
  return out;
}

TEST(Pending, IsInOrderWithEachNumberOnce) {
  Pending pending;
  for (const DocumentNumber number : {5U, 9U, 7U, 1U, 12U}) pending.put({number, "abc", "", "a"});
  EXPECT_EQ(numbers(pending), "1a 5a 7a 9a 12a ");
  EXPECT_EQ(pending.bytes(), 15U);
  pending.put({7, "abcdef", "", "b"});
  pending.remove(1);
  pending.remove(8);
  pending.remove(13);
  EXPECT_EQ(numbers(pending), "5a 7b 9a 12a ");
  EXPECT_EQ(pending.bytes(), 15U);
  pending.clear();
  EXPECT_EQ(numbers(pending), "");
  EXPECT_EQ(pending.bytes(), 0U);
}

}  // namespace
}  // namespace horizon::index
