#include "crawler/html/article.h"

#include <algorithm>
#include <utility>

#include "core/append.h"
#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/html/blocks.h"
#include "crawler/html/byline.h"
#include "crawler/html/filter.h"
#include "crawler/html/prune.h"
#include "crawler/html/root.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kTooShort = 60;   // units under which the names may have misled
constexpr std::size_t kToldText = 120;  // units from which a text in JSON-LD is one

std::size_t units_of(const std::vector<Block>& blocks) {
  std::size_t units = 0;
  for (const Block& block : blocks) units += block.units;
  return units;
}

// A text measured as blocks are.
std::size_t units_of(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = decode_utf8(text, pos);
    if (c > 0x40) units += is_han(c) ? 3 : 1;
  }
  return units;
}

std::vector<Block> article_blocks(const HtmlTree& tree, const Removed& removed,
                                  const std::vector<NameEvidence>& names, const PageMeta& meta) {
  const std::vector<Block> all = blocks_of(tree, 0, removed);
  const NodeIndex root = find_root(tree, names, all);
  std::vector<Block> blocks = lead_blocks(tree, names, all, root);
  append(blocks, blocks_of(tree, root, removed));
  return filter_blocks(tree, root, std::move(blocks), meta);
}

// From the most careful way to the crudest, until one finds a text.
std::string article_text(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                         const PageMeta& meta) {
  const Removed elements = remove_elements(tree);
  Removed removed = elements;
  remove_by_name(tree, names, removed);
  std::vector<Block> blocks = article_blocks(tree, removed, names, meta);
  std::size_t units = units_of(blocks);
  if (units < kTooShort) {
    std::vector<Block> more = article_blocks(tree, elements, names, meta);
    if (units_of(more) > 3 * units) {
      blocks = std::move(more);
      units = units_of(blocks);
    }
  }
  const std::string told = fragment_to_text(meta.linked.body);
  if (units_of(told) > kToldText && units_of(told) > 2 * units) return told;
  if (units == 0) {
    std::string description = fragment_to_text(meta.description);
    if (!description.empty()) return description;
    blocks = blocks_of(tree, 0, elements);
  }
  return join_blocks(tree, blocks);
}

}  // namespace

std::string content_type_of_page(std::string_view bytes, std::string_view content_type) {
  if (!charset_parameter(content_type).empty()) return std::string(content_type);
  const std::string head = ascii_lower(bytes.substr(0, 4096));
  for (std::size_t pos = 0; (pos = head.find("<meta", pos)) != std::string::npos; ++pos) {
    const std::size_t end = std::min(head.find('>', pos), head.size());
    std::size_t at = head.find("charset", pos);
    if (at == std::string::npos || at > end) continue;
    at = head.find_first_not_of(" =\"'\t\n\r", at + 7);
    if (at == std::string::npos || at >= end) continue;
    const std::size_t stop = std::min(head.find_first_of(" ;\"'/>\t\n\r", at), head.size());
    return "text/html; charset=" + head.substr(at, stop - at);
  }
  return std::string(content_type);
}

Article extract_article(std::string page, std::string_view url) {
  const HtmlTree tree = HtmlTree::parse(std::move(page));
  Article article;
  article.meta = read_page_meta(tree, url);
  article.title = article.meta.title;
  article.authors = article.meta.authors;
  article.language = article.meta.language;
  article.published_text = article.meta.published;
  article.published = parse_date_text(article.published_text);
  const std::vector<NameEvidence> names = all_names(tree);
  if (!article.published) article.published = find_shown_date(tree, names, url);
  if (article.authors.empty()) article.authors = find_shown_authors(tree, names);
  article.meta.authors = article.authors;
  article.text = article_text(tree, names, article.meta);
  return article;
}

Article read_article(std::string_view bytes, std::string_view content_type, std::string_view url) {
  bytes = bytes.substr(0, kMaxPageBytes);
  Decoded decoded = decode_to_utf8(bytes, content_type_of_page(bytes, content_type));
  return extract_article(std::move(decoded.text), url);
}

}  // namespace horizon::crawler
