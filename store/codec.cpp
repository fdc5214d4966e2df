#include "store/codec.h"

#include <array>
#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/varint.h"

namespace horizon::store {
namespace {

using nlohmann::json;

constexpr std::array<CodeScheme, 5> kSchemes = {CodeScheme::kArxiv, CodeScheme::kCpc,
                                                CodeScheme::kMesh, CodeScheme::kOpenAlex,
                                                CodeScheme::kOther};

CodeScheme scheme_of(std::string_view word) {
  for (const CodeScheme scheme : kSchemes)
    if (to_string(scheme) == word) return scheme;
  return CodeScheme::kOther;
}

// Reads an optional array of strings; false if it is something else.
bool read_strings(const json& object, const char* key, std::vector<std::string>& out) {
  out.clear();
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_array()) return false;
  for (const json& item : *found) {
    const auto* text = item.get_ptr<const std::string*>();
    if (text == nullptr) return false;
    out.push_back(*text);
  }
  return true;
}

bool read_codes(const json& object, std::vector<Code>& out) {
  out.clear();
  const auto found = object.find("codes");
  if (found == object.end()) return true;
  if (!found->is_array()) return false;
  for (const json& item : *found) {
    if (!item.is_array() || item.size() != 2) return false;
    const auto* scheme = item[0].get_ptr<const std::string*>();
    const auto* value = item[1].get_ptr<const std::string*>();
    if (scheme == nullptr || value == nullptr) return false;
    out.push_back({scheme_of(*scheme), *value});
  }
  return true;
}

bool read_string(const json& object, const char* key, std::string& out) {
  out.clear();
  const auto found = object.find(key);
  if (found == object.end()) return true;
  const auto* text = found->get_ptr<const std::string*>();
  if (text != nullptr) out = *text;
  return text != nullptr;
}

bool read_priority(const json& object, std::optional<Day>& out) {
  out.reset();
  const auto found = object.find("priority");
  if (found == object.end()) return true;
  if (!found->is_number_integer()) return false;
  out = Day(std::chrono::days(found->get<std::int32_t>()));
  return true;
}

// People and organisations of whom only the name is known, which are most, are plain texts.
json people_json(const std::vector<Person>& people) {
  json list = json::array();
  for (const Person& person : people) {
    if (person.id.empty() && person.organisations.empty()) {
      list.push_back(person.name);
      continue;
    }
    json entry = {{"name", person.name}};
    if (!person.id.empty()) entry["id"] = person.id;
    if (!person.organisations.empty()) entry["of"] = person.organisations;
    list.push_back(std::move(entry));
  }
  return list;
}

json organisations_json(const std::vector<Organisation>& organisations) {
  json list = json::array();
  for (const Organisation& organisation : organisations) {
    if (organisation == Organisation{.name = organisation.name}) {
      list.push_back(organisation.name);
      continue;
    }
    json entry = {{"name", organisation.name}};
    if (!organisation.id.empty()) entry["id"] = organisation.id;
    if (!organisation.country.empty()) entry["country"] = organisation.country;
    if (!organisation.city.empty()) entry["city"] = organisation.city;
    list.push_back(std::move(entry));
  }
  return list;
}

bool read_person(const json& item, Person& person) {
  if (item.is_string()) {
    person.name = item.get<std::string>();
    return true;
  }
  if (!item.is_object() || !read_string(item, "name", person.name) ||
      !read_string(item, "id", person.id)) {
    return false;
  }
  const auto found = item.find("of");
  if (found == item.end()) return true;
  if (!found->is_array()) return false;
  for (const json& position : *found) {
    if (!position.is_number_unsigned()) return false;
    person.organisations.push_back(position.get<std::uint16_t>());
  }
  return true;
}

bool read_organisation(const json& item, Organisation& organisation) {
  if (item.is_string()) {
    organisation.name = item.get<std::string>();
    return true;
  }
  return item.is_object() && read_string(item, "name", organisation.name) &&
         read_string(item, "id", organisation.id) &&
         read_string(item, "country", organisation.country) &&
         read_string(item, "city", organisation.city);
}

// Reads an optional array; false if it is something else.
template <typename T>
bool read_list(const json& object, const char* key, std::vector<T>& out,
               bool (*read)(const json&, T&)) {
  out.clear();
  const auto found = object.find(key);
  if (found == object.end()) return true;
  if (!found->is_array()) return false;
  for (const json& item : *found) {
    if (!read(item, out.emplace_back())) return false;
  }
  return true;
}

// Reads from the front of a view; `good` falls when the bytes end too early.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  bool at_end() const { return rest_.empty(); }
  bool good() const { return good_; }

  std::uint8_t byte() {
    if (rest_.empty()) {
      good_ = false;
      return 0;
    }
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint32_t varint() {
    std::uint64_t value = 0;
    good_ = take_varint(rest_, value) && good_;
    return static_cast<std::uint32_t>(value);
  }
  std::uint32_t fixed32() {
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) value |= std::uint32_t{byte()} << shift;
    return value;
  }
  std::string_view bytes(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string encode_body(const Document& document) {
  json object = json::object();
  if (!document.abstract.empty()) object["abstract"] = document.abstract;
  if (!document.authors.empty()) object["authors"] = people_json(document.authors);
  if (!document.organisations.empty()) {
    object["organisations"] = organisations_json(document.organisations);
  }
  if (!document.venue.empty()) object["venue"] = document.venue;
  if (!document.family.empty()) object["family"] = document.family;
  if (document.priority) object["priority"] = document.priority->time_since_epoch().count();
  if (!document.keys.empty()) object["keys"] = document.keys;
  if (!document.codes.empty()) {
    json codes = json::array();
    for (const Code& code : document.codes)
      codes.push_back(json::array({std::string(to_string(code.scheme)), code.value}));
    object["codes"] = std::move(codes);
  }
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Status decode_body(std::string_view text, Document& document) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object() || !read_string(object, "abstract", document.abstract) ||
      !read_string(object, "venue", document.venue) ||
      !read_string(object, "family", document.family) ||
      !read_priority(object, document.priority) ||
      !read_list(object, "authors", document.authors, read_person) ||
      !read_list(object, "organisations", document.organisations, read_organisation) ||
      !read_strings(object, "keys", document.keys) || !read_codes(object, document.codes))
    return fail(ErrorCode::kCorrupt, "the body of a document is not what was written");
  return {};
}

bool names_organisations(std::string_view text) {
  // Within a string its quotes would have backslashes before them.
  return text.find("\"organisations\":[") != std::string_view::npos;
}

std::string encode_evidence(std::span<const Evidence> evidence) {
  std::string out;
  for (const Evidence& item : evidence) {
    out.push_back(static_cast<char>(item.field));
    put_varint(out, item.begin);
    put_varint(out, item.size);
    put_varint(out, static_cast<std::uint32_t>(item.term.size()));
    const auto weight = std::bit_cast<std::uint32_t>(item.weight);
    for (unsigned shift = 0; shift < 32; shift += 8)
      out.push_back(static_cast<char>((weight >> shift) & 0xffU));
    out += item.term;
  }
  return out;
}

Result<std::vector<Evidence>> decode_evidence(std::string_view bytes) {
  std::vector<Evidence> evidence;
  Bytes in(bytes);
  while (!in.at_end()) {
    Evidence item;
    const std::uint8_t field = in.byte();
    item.field = static_cast<Field>(field);
    item.begin = in.varint();
    item.size = in.varint();
    const std::uint32_t term_size = in.varint();
    item.weight = std::bit_cast<float>(in.fixed32());
    item.term = in.bytes(term_size);
    if (!in.good() || field > static_cast<std::uint8_t>(Field::kCode))
      return fail(ErrorCode::kCorrupt, "the evidence of a label is not what was written");
    evidence.push_back(std::move(item));
  }
  return evidence;
}

}  // namespace horizon::store
