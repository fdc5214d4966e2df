#include "crawler/opml/opml.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxTextBytes = 4096;
constexpr std::size_t kMaxCategoryDepth = 32;

std::string value_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    if (ascii_lower(attribute.name()) != name) continue;
    return std::string(
        truncate_utf8(collapse_whitespace(sanitise_utf8(attribute.value())), kMaxTextBytes));
  }
  return {};
}

std::string title_of(const pugi::xml_node& outline) {
  std::string title = value_of(outline, "title");
  return title.empty() ? value_of(outline, "text") : title;
}

std::vector<std::string> named_category(const pugi::xml_node& outline) {
  const std::string all = value_of(outline, "category");
  const std::string_view first = std::string_view(all).substr(0, all.find(','));
  std::vector<std::string> path;
  for (const std::string_view part : split(first, '/')) {
    if (!trim(part).empty() && path.size() < kMaxCategoryDepth) path.emplace_back(trim(part));
  }
  return path;
}

class Reader {
 public:
  explicit Reader(Opml& out) : out_(out) {}

  // Depth first without recursion; `folders_` mirrors the outlines that are open.
  void read(const pugi::xml_node& top) {
    pugi::xml_node node = top.first_child();
    while (node) {
      const bool folder = visit(node);
      if (const pugi::xml_node below = node.first_child()) {
        if (folder) folders_.push_back(title_of(node));
        named_.push_back(folder);
        node = below;
        continue;
      }
      while (!node.next_sibling()) {
        node = node.parent();
        if (!node || node == top) return;
        if (named_.back()) folders_.pop_back();
        named_.pop_back();
      }
      node = node.next_sibling();
    }
  }

 private:
  // True for an outline that is a folder.
  bool visit(const pugi::xml_node& node) {
    if (ascii_lower(local_name(node)) != "outline") return false;
    std::string address = value_of(node, "xmlurl");
    if (address.empty() && ascii_lower(value_of(node, "type")) == "rss") {
      address = value_of(node, "url");
    }
    if (address.empty()) return !title_of(node).empty() && folders_.size() < kMaxCategoryDepth;
    if (out_.feeds.size() == kMaxOpmlFeeds) {
      out_.complete = false;
      return false;
    }
    OpmlFeed feed{title_of(node),
                  address,
                  value_of(node, "htmlurl"),
                  folders_,
                  value_of(node, "language"),
                  value_of(node, "description")};
    if (feed.category.empty()) feed.category = named_category(node);
    out_.feeds.push_back(std::move(feed));
    return false;
  }

  Opml& out_;
  std::vector<std::string> folders_;
  std::vector<bool> named_;  // of each open element: did it add to folders_
};

std::string escaped(std::string_view text) {
  std::string line = sanitise_utf8(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  std::string out;
  append_escaped(out, line, true);
  return out;
}

std::string outline_of(const OpmlFeed& feed, std::size_t depth) {
  const std::string title = escaped(feed.title.empty() ? feed.xml_url : feed.title);
  std::string line =
      fmt::format("{:{}}<outline type=\"rss\" text=\"{}\" title=\"{}\" xmlUrl=\"{}\"", "",
                  4 + 2 * depth, title, title, escaped(feed.xml_url));
  if (!feed.html_url.empty()) line += fmt::format(" htmlUrl=\"{}\"", escaped(feed.html_url));
  if (!feed.language.empty()) line += fmt::format(" language=\"{}\"", escaped(feed.language));
  if (!feed.description.empty()) {
    line += fmt::format(" description=\"{}\"", escaped(feed.description));
  }
  return line + "/>\n";
}

}  // namespace

Result<Opml> parse_opml(std::string_view bytes, std::string_view content_type) {
  if (bytes.size() > kMaxOpmlBytes) return fail(ErrorCode::kLimit, "OPML of more than 64 MiB");
  const Decoded decoded = decode_to_utf8(bytes, content_type);
  const SplitXml split = split_xml(decoded.text, {}, 1);
  if (ascii_lower(split.root) != "opml" || split.too_deep) {
    return fail(ErrorCode::kCorrupt, fmt::format("no OPML: its root element is <{}>",
                                                 truncate_utf8(sanitise_utf8(split.root), 100)));
  }
  Opml out;
  pugi::xml_document document;
  out.complete = parse_xml(document, decoded.text).empty();
  pugi::xml_node root;
  for (const pugi::xml_node node : document.children()) {
    if (ascii_lower(local_name(node)) == "opml") root = node;
  }
  out.title = collapse_whitespace(sanitise_utf8(child_text(child(root, "head"), "title")));
  Reader(out).read(root);
  return out;
}

std::string write_opml(const Opml& opml) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n";
  out += fmt::format("    <title>{}</title>\n  </head>\n  <body>\n", escaped(opml.title));
  std::vector<const OpmlFeed*> feeds;
  for (const OpmlFeed& feed : opml.feeds) feeds.push_back(&feed);
  std::stable_sort(feeds.begin(), feeds.end(),
                   [](const OpmlFeed* a, const OpmlFeed* b) { return a->category < b->category; });
  std::vector<std::string> open;
  const auto close_to = [&](std::size_t depth) {
    for (; open.size() > depth; open.pop_back()) {
      out += fmt::format("{:{}}</outline>\n", "", 2 + 2 * open.size());
    }
  };
  for (const OpmlFeed* feed : feeds) {
    const auto common =
        std::mismatch(open.begin(), open.end(), feed->category.begin(), feed->category.end());
    close_to(static_cast<std::size_t>(common.first - open.begin()));
    for (std::size_t i = open.size(); i < feed->category.size(); ++i) {
      const std::string name = escaped(feed->category[i]);
      out += fmt::format("{:{}}<outline text=\"{}\" title=\"{}\">\n", "", 4 + 2 * i, name, name);
      open.push_back(feed->category[i]);
    }
    out += outline_of(*feed, open.size());
  }
  close_to(0);
  return out + "  </body>\n</opml>\n";
}

}  // namespace horizon::crawler
