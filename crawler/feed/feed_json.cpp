#include "crawler/feed/feed_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/feed/feed_people.h"
#include "crawler/feed/feed_text.h"
#include "crawler/feed/feed_xml.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

using Json = nlohmann::json;

// Deeper ones are refused before a tree is built of them.
constexpr std::size_t kMaxDepth = 100;

// Builds the values as they come. A pointer on the stack stays valid: a container grows only when
// everything inside of its last element is done.
class JsonBuilder final : public nlohmann::json_sax<Json> {
 public:
  explicit JsonBuilder(Json& root) : root_(root) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    open_.push_back(place(std::move(value)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Json& root_;
  std::vector<Json*> open_;
  std::string key_;
};

// False where `text` is not JSON (RFC 8259) as a whole; `root` then holds the values that were read
// before the first fault, and null where there were none. Without recursion.
bool read_partial_json(std::string_view text, Json& root) {
  root = nullptr;
  JsonBuilder builder(root);
  return Json::sax_parse(text.begin(), text.end(), &builder);
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return out;
}

const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

// Numbers too: ids and sizes are written as either.
std::string string_of(const Json& value) {
  if (value.is_string()) return std::string(trim(sanitise_utf8(value.get<std::string>())));
  return value.is_number() ? value.dump() : std::string();
}

std::string text_member(const Json& object, const char* name) {
  return string_of(member(object, name));
}

bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

void read_people(const Json& object, std::vector<FeedPerson>& people) {
  const auto add = [&](const Json& person) {
    FeedPerson out;
    out.name =
        collapse_whitespace(person.is_string() ? string_of(person) : text_member(person, "name"));
    const std::string url = text_member(person, "url");
    if (starts_with_ignoring_case(url, "mailto:")) out.email = url.substr(7);
    add_person(std::move(out), people);
  };
  const Json& authors = member(object, "authors");
  if (authors.is_array()) {
    for (const Json& person : authors) add(person);
  }
  if (people.empty()) add(member(object, "author"));
}

std::optional<TextDate> date_member(const Json& object, const char* name) {
  const std::string text = text_member(object, name);
  return text.empty() ? std::nullopt : parse_date_text(text);
}

void add_link(const std::string& href, const char* rel, FeedFacts& facts) {
  if (!href.empty()) facts.links.push_back({href, rel, {}, {}, {}});
}

void read_attachments(const Json& item, std::string_view base, FeedEntry& entry) {
  const Json& attachments = member(item, "attachments");
  if (!attachments.is_array()) return;
  for (const Json& attachment : attachments) {
    FeedLink link;
    link.href = resolve_address(base, text_member(attachment, "url"));
    link.rel = "enclosure";
    link.type = text_member(attachment, "mime_type");
    link.title = text_member(attachment, "title");
    link.length = text_member(attachment, "size_in_bytes");
    if (!link.href.empty() && entry.links.size() < 1'000) entry.links.push_back(std::move(link));
  }
}

void read_tags(const Json& item, FeedEntry& entry) {
  const Json& tags = member(item, "tags");
  if (!tags.is_array()) return;
  for (const Json& tag : tags) {
    std::string term = collapse_whitespace(string_of(tag));
    if (!term.empty() && entry.categories.size() < 1'000) {
      entry.categories.push_back({std::move(term), {}, {}});
    }
  }
}

FeedEntry read_item(const Json& item, const Feed& feed, std::string_view base) {
  FeedEntry entry;
  entry.id = entry.guid = text_member(item, "id");
  entry.link = resolve_address(base, text_member(item, "url"));
  const std::string external = resolve_address(base, text_member(item, "external_url"));
  add_link(entry.link, "alternate", entry);
  add_link(external, "related", entry);
  if (entry.link.empty()) entry.link = external;
  entry.title = collapse_whitespace(text_member(item, "title"));
  const std::string html = text_member(item, "content_html");
  const bool has_html = !html.empty();
  const FeedText content{has_html, has_html ? html : text_member(item, "content_text")};
  entry.content = content.sanitised(base);
  entry.summary = text_member(item, "summary");
  if (entry.summary.empty()) entry.summary = content.text();
  entry.published = date_member(item, "date_published");
  entry.updated = date_member(item, "date_modified");
  entry.language = text_member(item, "language");
  if (entry.language.empty()) entry.language = feed.language;
  read_people(item, entry.authors);
  read_tags(item, entry);
  read_attachments(item, base, entry);
  entry.markup = item.dump(-1, ' ', false, Json::error_handler_t::replace);
  return entry;
}

std::string version_of(const Json& root) {
  std::string version = text_member(root, "version");
  if (version.find("jsonfeed.org/version/") == std::string::npos) return "json";
  version.erase(0, version.rfind('/') + 1);
  if (version == "1") return "json10";
  return version == "1.1" ? "json11" : "json";
}

}  // namespace

bool is_json_feed(std::string_view text) {
  text = trim(text);
  if (text.empty() || text[0] != '{') return false;
  const std::string_view beginning = text.substr(0, 4096);
  return beginning.find("jsonfeed.org/version") != std::string_view::npos ||
         beginning.find("jsonfeed.org\\/version") != std::string_view::npos;
}

Result<Feed> read_json_feed(std::string_view text, std::string_view base) {
  if (is_too_deep(text)) {
    return fail(ErrorCode::kCorrupt, fmt::format("JSON nested more than {} deep", kMaxDepth));
  }
  Json root;
  const bool whole = read_partial_json(text, root);
  // A line break or tab inside a string, which RFC 8259 wants escaped, must not cost what follows.
  if (!whole) read_partial_json(without_controls(text), root);
  if (!root.is_object()) return fail(ErrorCode::kCorrupt, "JSON that is damaged or no object");
  const Json& items = member(root, "items");
  Feed feed;
  feed.version = version_of(root);
  if (feed.version == "json" && !items.is_array()) {
    return fail(ErrorCode::kCorrupt, "JSON that is no JSON Feed");
  }
  feed.complete = whole;
  if (!whole) feed.problem = "JSON that is damaged or cut off";
  feed.title = collapse_whitespace(text_member(root, "title"));
  feed.summary = text_member(root, "description");
  feed.link = resolve_address(base, text_member(root, "home_page_url"));
  feed.schedule.self = resolve_address(base, text_member(root, "feed_url"));
  feed.schedule.next = resolve_address(base, text_member(root, "next_url"));
  add_link(feed.link, "alternate", feed);
  add_link(feed.schedule.self, "self", feed);
  add_link(feed.schedule.next, "next", feed);
  feed.language = text_member(root, "language");
  read_people(root, feed.authors);
  const std::string inner_base = base.empty() ? feed.schedule.self : std::string(base);
  if (!items.is_array()) return feed;
  for (const Json& item : items) {
    if (!item.is_object() || item.empty()) continue;
    feed.too_many = feed.entries.size() == kMaxFeedRecords;
    if (feed.too_many) break;
    feed.entries.push_back(read_item(item, feed, inner_base));
    feed.entries.back().closed = whole || &item != &items.back();
  }
  return feed;
}

}  // namespace horizon::crawler
