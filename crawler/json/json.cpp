#include "crawler/json/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "core/text.h"

namespace horizon::crawler {

enum class JsonKind : std::uint8_t { kNull, kTruth, kInteger, kReal, kText, kArray, kObject };

// In the order of the text: a container's first child is the node behind it. Index 0 is no value
// but the end of every list.
struct JsonValue::Node {
  JsonKind kind = JsonKind::kNull;
  std::uint32_t next = 0;   // sibling
  std::uint32_t first = 0;  // child
  std::int64_t integer = 0;
  double real = 0;
  std::string_view key, text;
};

namespace {

using Node = JsonValue::Node;
using simdjson::dom::element;

constexpr std::size_t kMaxNodes = 2'000'000;  // 160 MB: no record has as many values

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Node scalar_node(const element& value) {
  Node node;
  std::uint64_t large = 0;
  bool truth = false;
  if (value.get(node.text) == simdjson::SUCCESS) {
    node.kind = JsonKind::kText;
  } else if (value.get(node.integer) == simdjson::SUCCESS) {
    node.kind = JsonKind::kInteger;
  } else if (value.get(large) == simdjson::SUCCESS) {
    node.kind = JsonKind::kReal;
    node.real = static_cast<double>(large);
  } else if (value.get(truth) == simdjson::SUCCESS) {
    node.kind = JsonKind::kTruth;
    node.integer = truth ? 1 : 0;
  } else if (value.get(node.real) == simdjson::SUCCESS) {
    node.kind = JsonKind::kReal;
  }
  return node;
}

// simdjson's tape as nodes. Its depth is bounded by kMaxJsonDepth, so recursion is.
class Builder {
 public:
  explicit Builder(std::vector<Node>& nodes) : nodes_(nodes) {}

  std::uint32_t add(const element& value, std::string_view key) {
    if (nodes_.size() > kMaxNodes) return 0;
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(scalar_node(value));
    nodes_.back().key = key;
    std::uint32_t last = 0;
    simdjson::dom::array array;
    simdjson::dom::object object;
    if (value.get(array) == simdjson::SUCCESS) {
      nodes_[index].kind = JsonKind::kArray;
      for (const element item : array) link(index, last, add(item, {}));
    } else if (value.get(object) == simdjson::SUCCESS) {
      nodes_[index].kind = JsonKind::kObject;
      for (const auto& [name, item] : object) link(index, last, add(item, name));
    }
    return index;
  }

 private:
  void link(std::uint32_t parent, std::uint32_t& last, std::uint32_t child) {
    if (child == 0) return;
    (last == 0 ? nodes_[parent].first : nodes_[last].next) = child;
    last = child;
  }

  std::vector<Node>& nodes_;
};

bool is_hex4(std::string_view text) {
  return text.size() >= 4 &&
         text.substr(0, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// "\ud83d" without its other half cannot be said in UTF-8, and no parser takes it.
std::string without_lone_surrogates(std::string_view text) {
  const auto half = [&](std::size_t at, char from, char to) {
    const char digit = at + 6 <= text.size() ? static_cast<char>(text[at + 3] | 0x20) : '\0';
    return text.substr(at, 2) == "\\u" && is_hex4(text.substr(at + 2)) &&
           (text[at + 2] | 0x20) == 'd' && digit >= from && digit <= to;
  };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t size = 1;
    if (text[i] == '\\' && i + 1 < text.size()) {
      const bool high = half(i, '8', 'b');
      const bool pair = high && i + 12 <= text.size() && half(i + 6, 'c', 'f');
      if (!pair && (high || half(i, 'c', 'f'))) {
        out += "\\ufffd";
        i += 6;
        continue;
      }
      size = pair ? 12 : 2;
    }
    out += text.substr(i, size);
    i += size;
  }
  return out;
}

void write_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

bool JsonValue::present() const { return index_ != 0 && nodes_[index_].kind != JsonKind::kNull; }
bool JsonValue::is_object() const {
  return index_ != 0 && nodes_[index_].kind == JsonKind::kObject;
}
bool JsonValue::is_array() const { return index_ != 0 && nodes_[index_].kind == JsonKind::kArray; }
bool JsonValue::is_text() const { return index_ != 0 && nodes_[index_].kind == JsonKind::kText; }

JsonValue JsonValue::operator[](std::string_view key) const {
  if (!is_object()) return {};
  for (std::uint32_t at = nodes_[index_].first; at != 0; at = nodes_[at].next) {
    if (nodes_[at].key == key) return {nodes_, at};
  }
  return {};
}

std::string_view JsonValue::key() const {
  return index_ == 0 ? std::string_view() : nodes_[index_].key;
}

std::string_view JsonValue::text() const {
  return is_text() ? nodes_[index_].text : std::string_view();
}

std::string JsonValue::scalar() const {
  if (index_ == 0) return {};
  const Node& node = nodes_[index_];
  switch (node.kind) {
    case JsonKind::kText:
      return std::string(node.text);
    case JsonKind::kInteger:
      return std::to_string(node.integer);
    case JsonKind::kReal:
      return fmt::format("{}", node.real);
    case JsonKind::kTruth:
      return node.integer != 0 ? "true" : "false";
    default:
      return {};
  }
}

std::optional<std::int64_t> JsonValue::integer() const {
  if (index_ == 0) return std::nullopt;
  const Node& node = nodes_[index_];
  if (node.kind == JsonKind::kInteger) return node.integer;
  if (node.kind == JsonKind::kText) return parse_integer(node.text);
  const bool whole = node.kind == JsonKind::kReal && std::abs(node.real) < 1e15 &&
                     node.real == std::floor(node.real);
  return whole ? std::optional(static_cast<std::int64_t>(node.real)) : std::nullopt;
}

bool JsonValue::truth() const {
  if (index_ == 0) return false;
  const Node& node = nodes_[index_];
  if (node.kind == JsonKind::kText) return node.text == "true";
  return node.kind == JsonKind::kReal ? node.real != 0 : node.integer != 0;
}

JsonValue::Iterator JsonValue::begin() const {
  return {nodes_, index_ == 0 ? 0 : nodes_[index_].first, false};
}
JsonValue::Iterator JsonValue::end() const { return {nodes_, 0, false}; }
JsonValue::Iterator JsonValue::each_begin() const {
  if (!present()) return end();
  return is_array() ? begin() : Iterator{nodes_, index_, true};
}

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  index_ = single_ ? 0 : nodes_[index_].next;
  return *this;
}

// Depth is bounded by the reader's.
std::string JsonValue::dump() const {
  if (!present()) return "null";
  std::string out;
  if (is_text()) {
    write_text(text(), out);
  } else if (is_object() || is_array()) {
    out += is_object() ? '{' : '[';
    for (const JsonValue item : *this) {
      if (out.size() > 1) out += ',';
      if (is_object()) write_text(item.key(), out);
      if (is_object()) out += ':';
      out += item.dump();
    }
    out += is_object() ? '}' : ']';
  } else {
    out = scalar();
  }
  return out;
}

struct JsonReader::Impl {
  simdjson::dom::parser parser;
  std::vector<Node> nodes;

  simdjson::error_code read(std::string_view text) {
    if (parser.capacity() < text.size() || parser.max_depth() != kMaxJsonDepth) {
      const auto error = parser.allocate(text.size() + 64, kMaxJsonDepth);
      if (error) return error;
    }
    element root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    if (error) return error;
    nodes.clear();
    nodes.emplace_back();
    Builder(nodes).add(root, {});
    return nodes.size() > kMaxNodes ? simdjson::CAPACITY : simdjson::SUCCESS;
  }
};

JsonReader::JsonReader() : impl_(std::make_unique<Impl>()) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;

Result<JsonValue> JsonReader::read(std::string_view text) {
  auto error = impl_->read(text);
  if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS ||
      error == simdjson::STRING_ERROR) {
    error = impl_->read(without_lone_surrogates(sanitise_utf8(text)));
  }
  if (error) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("malformed JSON: {}", simdjson::error_message(error)));
  }
  return JsonValue(impl_->nodes.data(), 1);
}

}  // namespace horizon::crawler
