#include "crawler/html/json_ld.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxScriptBytes = std::size_t{2} << 20;
constexpr std::size_t kMaxScripts = 50;
constexpr std::size_t kMaxObjects = 5'000;
constexpr int kMaxDepth = 100;

// The parser itself does not recurse, but what copies or walks a value may.
bool is_shallow(std::string_view text) {
  int depth = 0;
  for (const char c : text) {
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMaxDepth) return false;
  }
  return true;
}

// White space for the control characters that may not stand in strings, and nothing around the
// outermost brackets.
std::string mended(std::string_view text) {
  const std::size_t begin = text.find_first_of("{[");
  const std::size_t end = text.find_last_of("}]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  std::string out = sanitise_utf8(text.substr(begin, end - begin + 1));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return out;
}

Json parse(std::string_view text) {
  if (text.size() > kMaxScriptBytes || !is_shallow(text)) return {};
  Json json = Json::parse(mended(text), nullptr, false);
  if (json.is_discarded() && text.find("&quot;") != std::string_view::npos) {
    json = Json::parse(mended(decode_entities(text)), nullptr, false);
  }
  return json.is_discarded() ? Json() : std::move(json);
}

std::string text_value(const Json& value) {
  if (value.is_string()) return html_to_line(value.get<std::string>());
  if (value.is_array() && !value.empty()) return text_value(value.front());
  if (value.is_object()) {
    for (const char* const name : {"@value", "name", "@id", "value"}) {
      const auto found = value.find(name);
      if (found != value.end() && found->is_string()) return text_value(*found);
    }
  }
  return {};
}

std::string text_field(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::string() : text_value(*found);
}

void add_names(const Json& value, std::vector<std::string>& names) {
  if (value.is_array()) {
    for (const Json& element : value) {
      if (!element.is_array()) add_names(element, names);
    }
    return;
  }
  std::string name;
  if (value.is_string()) name = html_to_line(value.get<std::string>());
  if (value.is_object()) name = text_field(value, "name");
  const bool known = std::find(names.begin(), names.end(), name) != names.end();
  if (!name.empty() && !known && !name.starts_with("http") && names.size() < 1000) {
    names.push_back(std::move(name));
  }
}

std::string type_of(const Json& object) {
  const auto found = object.find("@type");
  if (found == object.end()) return {};
  std::string type = text_value(*found);
  const std::size_t slash = type.find_last_of("/:#");
  return slash == std::string::npos ? type : type.substr(slash + 1);
}

// How well an object describes the page's article; 0: it is something else.
int rank_of(const std::string& type) {
  if (type.find("Article") != std::string::npos || type.find("BlogPosting") != std::string::npos) {
    return 3;
  }
  static constexpr auto kWorks = std::to_array<std::string_view>(
      {"Report", "Review", "Recipe", "SocialMediaPosting", "DiscussionForumPosting", "Dataset",
       "LiveBlogPosting", "CreativeWork", "PressRelease", "HowTo", "Thesis", "Book", "Chapter"});
  if (std::find(kWorks.begin(), kWorks.end(), type) != kWorks.end()) return 2;
  return type.find("Page") != std::string::npos ? 1 : 0;
}

void read_names(const Json& object, LinkedData& data) {
  for (const char* const name : {"author", "creator"}) {
    const auto found = object.find(name);
    if (found != object.end() && data.authors.empty()) add_names(*found, data.authors);
  }
  for (const char* const name : {"identifier", "sameAs", "@id"}) {
    const auto found = object.find(name);
    if (found != object.end()) {
      const std::string text = text_value(*found);
      if (!text.empty()) data.identifiers.push_back(text);
    }
  }
}

LinkedData read_object(const Json& object) {
  LinkedData data;
  data.type = type_of(object);
  data.headline = text_field(object, "headline");
  if (data.headline.empty()) data.headline = text_field(object, "name");
  for (const char* const name : {"articleBody", "reviewBody", "text"}) {
    const auto found = object.find(name);
    if (data.body.empty() && found != object.end() && found->is_string()) {
      data.body = found->get<std::string>();
    }
  }
  data.description = text_field(object, "description");
  data.published = text_field(object, "datePublished");
  if (data.published.empty()) data.published = text_field(object, "dateCreated");
  data.modified = text_field(object, "dateModified");
  data.publisher = text_field(object, "publisher");
  data.language = text_field(object, "inLanguage");
  data.url = text_field(object, "url");
  read_names(object, data);
  return data;
}

class Reader {
 public:
  void read(const Json& root) {
    std::vector<const Json*> open{&root};
    while (!open.empty() && seen_ < kMaxObjects) {
      const Json& value = *open.back();
      open.pop_back();
      ++seen_;
      if (value.is_object()) weigh(value);
      if (!value.is_structured()) continue;
      // Pushed backwards, so that what stands first is seen first.
      for (auto child = value.rbegin(); child != value.rend(); ++child) {
        if (child->is_structured()) open.push_back(&*child);
      }
    }
  }

  LinkedData take() { return best_rank_ == 0 ? LinkedData() : std::move(best_); }

 private:
  void weigh(const Json& object) {
    const int rank = rank_of(type_of(object));
    if (rank == 0) return;
    const bool has_date = object.contains("datePublished");
    const int value = 4 * rank + (has_date ? 2 : 0) + (object.contains("articleBody") ? 1 : 0);
    if (value <= best_rank_) return;
    best_rank_ = value;
    best_ = read_object(object);
  }

  LinkedData best_;
  int best_rank_ = 0;
  std::size_t seen_ = 0;
};

}  // namespace

LinkedData read_json_ld(const HtmlTree& tree) {
  Reader reader;
  std::size_t scripts = 0;
  for (NodeIndex i = 1; i < tree.nodes().size(); ++i) {
    const HtmlNode& node = tree.node(i);
    if (node.tag != Tag::kScript || node.end != i + 2) continue;
    const std::string type = ascii_lower(tree.attribute(i, AttributeName::kType));
    if (type.find("ld+json") == std::string::npos) continue;
    if (++scripts > kMaxScripts) break;
    reader.read(parse(tree.raw_text(i + 1)));
  }
  return reader.take();
}

}  // namespace horizon::crawler
