// The terms of a document as one string, in which it waits for its shard. Internal to the module's
// .cpp files.
//
// The sum of all frequencies and the number of terms; then each term by the bytes that it shares
// with the one before, and its frequency. Numbers are little endian groups of seven bits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace horizon::index {

// Takes a number off the front. 0 where the bytes end too early: term lists are our own.
std::uint64_t take_number(std::string_view& bytes);

class TermListWriter {
 public:
  // In ascending order of their bytes, each once; at most 245 bytes long.
  void add(std::string_view term, std::uint32_t frequency);
  std::string finish();

 private:
  std::string terms_, last_;
  std::uint64_t length_ = 0, count_ = 0;
};

class TermListReader {
 public:
  explicit TermListReader(std::string_view list);

  // The document's length: all frequencies together.
  std::uint64_t length() const { return length_; }
  // False behind the last one. term() is valid until the next call.
  bool next();
  const std::string& term() const { return term_; }
  std::uint32_t frequency() const { return frequency_; }

 private:
  std::string_view rest_;
  std::string term_;
  std::uint64_t length_ = 0, left_ = 0;
  std::uint32_t frequency_ = 0;
  bool first_ = true;
};

}  // namespace horizon::index
