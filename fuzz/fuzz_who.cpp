// Names of organisations and a directory's file, whatever bytes come: reading tells mistakes with
// their line, and finding gives text, the same each time.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/check.h"
#include "who/directory.h"

namespace {

constexpr std::string_view kDirectory = R"toml(
[countries]
CN = { en = "China", zh = "中国", names = ["P. R. China"] }
US = { en = "United States", zh = "美国", names = ["USA"] }
[cities]
Beijing = { zh = "北京", country = "CN", names = ["Peking"] }
[organisations]
tsinghua = { en = "Tsinghua University", zh = "清华大学", country = "CN", city = "Beijing", sector = "university" }
huawei = { en = "Huawei", zh = "华为", country = "CN", sector = "company", names = ["华为技术"] }
)toml";

void check_found(const horizon::who::Directory& directory, std::string_view name) {
  horizon::Organisation organisation;
  organisation.name = name;
  const auto who = directory.find(organisation);
  for (const auto* text : {&who.organisation_id, &who.country, &who.city, &who.sector})
    horizon::fuzz::require(horizon::is_valid_utf8(*text), "found text is valid UTF-8");
  horizon::fuzz::require(who.organisation_id.size() < 8192, "an id is bounded");
  horizon::fuzz::require(directory.find(organisation).organisation_id == who.organisation_id,
                         "the answer is the same each time");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const horizon::who::Directory known = [] {
    const std::vector<horizon::who::Directory::File> files = {{"directory.toml", kDirectory}};
    std::vector<horizon::who::Problem> problems;
    auto directory = horizon::who::Directory::read(files, problems);
    horizon::fuzz::require(problems.empty(), "the directory is right");
    return directory;
  }();
  // A directory takes far longer to read than a name to find.
  if (size % 4 != 0) {
    check_found(known, input);
    return 0;
  }
  const std::vector<horizon::who::Directory::File> files = {{"directory.toml", kDirectory},
                                                            {"who.toml", input}};
  std::vector<horizon::who::Problem> problems;
  const auto directory = horizon::who::Directory::read(files, problems);
  for (const auto& problem : problems)
    horizon::fuzz::require(!problem.message.empty() && problem.line > 0, "a mistake has its line");
  check_found(directory, "Tsinghua Univ, Beijing 100084, P. R. China");
  return 0;
}
