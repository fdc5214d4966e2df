// JSON of foreign replies as values that may be asked for anything: what is not there is absent,
// and an absent value answers every further question with "absent".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::crawler {

inline constexpr int kMaxJsonDepth = 256;

// A handle; valid until the JsonReader that it came from reads again or ends.
class JsonValue {
 public:
  class Iterator;
  struct Node;

  JsonValue() = default;  // absent
  JsonValue(const Node* nodes, std::uint32_t index) : nodes_(nodes), index_(index) {}

  bool present() const;  // neither absent nor null
  bool is_object() const;
  bool is_array() const;
  bool is_text() const;

  // The member of an object; the first of equal names. Linear in the object's size.
  JsonValue operator[](std::string_view key) const;
  // The name under which this value is a member; empty for others.
  std::string_view key() const;

  std::string_view text() const;  // of a string, else empty
  // A string, number or truth value as text; empty for anything else.
  std::string scalar() const;
  // A whole number, also one written as a string ("10").
  std::optional<std::int64_t> integer() const;
  bool truth() const;  // true, "true", or a number that is not 0

  // Elements of an array or values of an object; nothing of anything else.
  Iterator begin() const;
  Iterator end() const;
  // The same of an array; of any other present value the value itself, once. For APIs that write
  // lists of one without brackets.
  Iterator each_begin() const;

  // As JSON again, without white space.
  std::string dump() const;

 private:
  const Node* nodes_ = nullptr;
  std::uint32_t index_ = 0;
};

class JsonValue::Iterator {
 public:
  Iterator(const Node* nodes, std::uint32_t index, bool single)
      : nodes_(nodes), index_(index), single_(single) {}
  JsonValue operator*() const { return {nodes_, index_}; }
  Iterator& operator++();
  bool operator!=(const Iterator& other) const { return index_ != other.index_; }

 private:
  const Node* nodes_;
  std::uint32_t index_;
  bool single_;
};

// for (const JsonValue item : each(value)) ...
struct JsonEach {
  JsonValue value;
  JsonValue::Iterator begin() const { return value.each_begin(); }
  JsonValue::Iterator end() const { return value.end(); }
};
inline JsonEach each(const JsonValue& value) { return {value}; }

// Keeps its buffers from text to text. Not thread-safe.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;

  // kCorrupt, with what is wrong, for what is no JSON or nested beyond kMaxJsonDepth. Malformed
  // UTF-8 and halves of surrogate pairs become U+FFFD.
  Result<JsonValue> read(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::crawler
