// Any bytes as a tree: every node within its parent, what is closed is well-formed, bounded space.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.h"
#include "crawler/feed/feed_vocabulary.h"
#include "crawler/html/sanitise.h"
#include "crawler/xml/xml_tree.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::crawler::XmlTree;
  using horizon::fuzz::require;
  const std::string text =
      horizon::sanitise_utf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const XmlTree tree = XmlTree::parse(text, horizon::crawler::feed_recovery());
  for (auto node = tree.top().first_child(); node; node = node.next()) {
    require(node.begin() <= node.end() && node.end() <= text.size(), "a node lies in the text");
  }
  const std::string markup = tree.top().inner_markup();
  require(markup.size() <= 16 * text.size() + (std::size_t{1} << 20), "markup is bounded");
  const std::string safe = horizon::crawler::sanitise_html(text, "");
  horizon::fuzz::require_clean(safe);
  require(safe.find("<script") == std::string::npos, "no script is left");
  require(horizon::crawler::sanitise_html(safe, "") == safe, "what is safe stays as it is");
  return 0;
}
