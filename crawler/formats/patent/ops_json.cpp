#include "crawler/formats/patent/ops_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "crawler/formats/patent/patent_tree.h"

namespace horizon::crawler {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
           c == '-' || c == '_' || c == '.';
  };
  return !name.empty() && name[0] > '9' && std::all_of(name.begin(), name.end(), fits);
}

std::string escaped(const element& value) {
  std::string_view text;
  std::string number;
  if (value.get(text) != simdjson::SUCCESS) {
    number = value.is_object() || value.is_array() ? "" : simdjson::minify(value);
    text = number == "null" ? std::string_view() : number;
  }
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

// An element still to be written, or markup that is ready.
struct Work {
  std::string text;  // the element's name, or the markup
  std::optional<element> value;
};

void open_element(std::string name, const simdjson::dom::object& object, std::string& xml,
                  std::vector<Work>& work) {
  xml += '<' + name;
  std::vector<Work> inside;
  for (const auto [key, value] : object) {
    if (key == "$") {
      inside.push_back({escaped(value), std::nullopt});
    } else if (key.starts_with('@') && is_name(key.substr(1))) {
      xml += fmt::format(" {}=\"{}\"", key.substr(1), escaped(value));
    } else if (is_name(key)) {
      inside.push_back({std::string(key), value});
    }
  }
  xml += '>';
  work.push_back({"</" + std::move(name) + ">", std::nullopt});
  std::move(inside.rbegin(), inside.rend(), std::back_inserter(work));
}

// Without recursion, in the order of the keys.
std::string to_xml(const std::string& name, const element& root) {
  std::string xml;
  std::vector<Work> work;
  work.push_back({name, root});
  while (!work.empty()) {
    Work next = std::move(work.back());
    work.pop_back();
    if (!next.value) {
      xml += next.text;
    } else if (simdjson::dom::array array; next.value->get(array) == simdjson::SUCCESS) {
      std::vector<Work> items;
      for (const element item : array) items.push_back({next.text, item});
      std::move(items.rbegin(), items.rend(), std::back_inserter(work));
    } else if (simdjson::dom::object object; next.value->get(object) == simdjson::SUCCESS) {
      open_element(std::move(next.text), object, xml, work);
    } else {
      xml += fmt::format("<{0}>{1}</{0}>", next.text, escaped(*next.value));
    }
  }
  return xml;
}

// Depth first, in the order of the reply.
std::vector<element> find_documents(const element& root) {
  std::vector<element> found;
  std::vector<Work> work;
  work.push_back({"", root});
  while (!work.empty()) {
    const Work next = std::move(work.back());
    work.pop_back();
    std::vector<Work> below;
    simdjson::dom::array array;
    simdjson::dom::object object;
    if (next.value->get(array) == simdjson::SUCCESS) {
      for (const element item : array) below.push_back({next.text, item});
    } else if (next.value->get(object) == simdjson::SUCCESS) {
      if (canonical_name(next.text) == "exchangedocument") {
        found.push_back(*next.value);
        continue;
      }
      for (const auto [key, value] : object) below.push_back({std::string(key), value});
    }
    std::move(below.rbegin(), below.rend(), std::back_inserter(work));
  }
  return found;
}

}  // namespace

Result<std::vector<OpsDocument>> read_ops_json(std::string_view reply) {
  simdjson::dom::parser parser;
  element root;
  const simdjson::padded_string padded(reply);
  if (const auto error = parser.parse(padded).get(root)) {
    return fail(ErrorCode::kCorrupt, fmt::format("not JSON: {}", simdjson::error_message(error)));
  }
  std::vector<OpsDocument> documents;
  for (const element& document : find_documents(root)) {
    documents.push_back({simdjson::minify(document), to_xml("exchange-document", document)});
  }
  return documents;
}

}  // namespace horizon::crawler
