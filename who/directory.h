// Who is that, and where? One organisation behind its many spellings, by rules that are shown and
// that an operator can correct.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/document.h"

namespace horizon::who {

struct Who {
  // "org:tsinghua" for one of the directory, "ror:..." where the record names that and we know no
  // more, else "name:" and the cleaned name: the same for all spellings that differ in case,
  // accents, width, abbreviations, legal form or department. Empty where there is no name.
  std::string organisation_id;
  std::string name_en;  // of the directory; else the cleaned name as sent, in its own language
  std::string name_zh;
  std::string country;  // ISO 3166-1 alpha-2; empty if neither the record nor the directory tells
  std::string city;     // in English where it is known, else as sent
  std::string sector;   // "company" "university" "institute" "government" "hospital"; or empty
  std::string rule;     // how it was found, in words, with the place in the directory's files
};

// A country or a city by its names.
struct Place {
  std::string id;  // "CN"; "Beijing"
  std::string en, zh;
  std::string country;  // of a city
};

struct Problem {
  std::string file;
  std::uint32_t line = 0;  // 1 is the first
  std::string message;
};

// Immutable; one instance serves all threads.
class Directory {
 public:
  struct File {
    std::string name;  // for messages: "organisations.toml"
    std::string_view content;
  };

  // Reads [organisations], [countries] and [cities] of each file. A later file goes before an
  // earlier one: its entries replace those of the same id, its names lead to its own entries.
  // What is wrong is left out and told with its line.
  static Directory read(std::span<const File> files, std::vector<Problem>& problems);

  // What the record tells goes before what the directory says (country, city, ROR id).
  Who find(const Organisation& organisation) const;

  const Place* country(std::string_view id) const;  // "CN"; nullptr if there is none
  // By any of its names in either language, or by its code; "" for none.
  std::string country_code(std::string_view name) const;
  std::size_t size() const { return entries_.size(); }

 private:
  friend class FileReader;

  struct Entry {
    std::string id;
    std::string en, zh;
    std::string country, city, sector, ror;
    std::string place;  // "organisations.toml:12"
  };
  struct Match {
    std::size_t entry = 0;
    std::string rule;
  };
  struct Location {
    std::string country, city;
  };

  std::optional<Match> match_address(std::string_view name,
                                     const std::vector<std::string_view>& parts) const;
  std::optional<Match> match(std::string_view name) const;
  std::optional<Match> match_key(const std::string& key) const;
  std::optional<Match> match_within(const std::string& key) const;
  std::optional<Match> match_chinese(const std::string& key) const;
  // Where the parts of an address lie, from the end on.
  Location locate(const std::vector<std::string_view>& parts) const;
  bool locate_key(const std::string& key, Location& location) const;
  void locate_chinese(std::string_view key, Location& location) const;
  bool is_place(const std::string& key) const;
  bool has_only_places(const std::string& key) const;
  void name_unknown(const std::vector<std::string_view>& parts, Who& who) const;

  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::unordered_map<std::string, std::size_t> by_name_;  // of name_key()
  std::unordered_map<std::string, std::size_t> by_ror_;
  std::size_t longest_han_ = 0;  // bytes of the longest Chinese name of an organisation or place
  std::map<std::string, Place, std::less<>> countries_;
  std::map<std::string, Place, std::less<>> cities_;
  std::unordered_map<std::string, std::string> country_names_;
  std::unordered_map<std::string, std::string> city_names_;
};

}  // namespace horizon::who
