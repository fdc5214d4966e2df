// The tree of topics: scheme → domain → subfield → technology route. Immutable once loaded.
// The definitions are TOML files that analysts edit (docs/taxonomy.md describes the format).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "core/error.h"

namespace horizon::taxonomy {

enum class Level : std::uint8_t { kDomain, kSubfield, kRoute };
enum class Language : std::uint8_t { kEnglish = 0, kChinese = 1 };

// The tier of the city's policy that names a subfield.
enum class Stage : std::uint8_t { kNone, kExpand, kAccelerate, kLayOut };

std::string_view to_string(Level level);  // "domain" "subfield" "route"
std::string_view to_string(Stage stage);  // "none" "expand" "accelerate" "lay-out"

struct Names {
  std::string en;
  std::string zh;
  const std::string& in(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
};

// Evidence in words. One mention supports "the document is about this node" by `weight`.
struct Term {
  std::string text;
  Language language = Language::kEnglish;
  float weight = 0.7F;  // (0, 1]; 1 is practically defining
  bool alias = false;   // a name of the concept itself: also used to search across languages
  std::vector<std::string> needs;     // counts only if one of these is in the document too
  std::vector<std::string> excludes;  // does not count if one of these is in the document
};

struct CodeRule {
  // A document's code matches if it is equal, or lies below: a main group ("G06N10/00") takes in
  // its whole group ("G06N10/40"), a subclass ("H01L") everything in it. arXiv categories, MeSH
  // headings and OpenAlex topics match if they are equal.
  Code code;
  float weight = 0.5F;
  std::optional<Day> from;  // validity of the symbol in its scheme
  std::optional<Day> until;
};

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFFU;

struct Node {
  std::string id;      // "HEA.bci"; never changes its meaning
  std::string scheme;  // "future-industries"
  Level level = Level::kSubfield;
  Names name;
  Names scope;  // what belongs and what does not
  Stage stage = Stage::kNone;
  std::vector<std::string> tags;  // lists that name it: "shanghai-2025", "miit-2024", ...
  std::vector<std::string> also;  // further domains it touches
  std::vector<Term> terms;        // aliases first
  std::vector<Term> traps;        // phrases that hide the terms inside them
  std::vector<CodeRule> codes;
  NodeIndex parent = kNoNode;
  std::vector<NodeIndex> children;
};

struct Scheme {
  std::string id;
  std::string version;
  Names name;
  std::optional<Day> reviewed;
  std::vector<NodeIndex> domains;
};

// What `horizon taxonomy check` reports: every mistake with its place.
struct Problem {
  std::string file;
  std::uint32_t line = 0;
  std::string message;
};

class Taxonomy {
 public:
  struct File {
    std::string name;
    std::string content;
  };

  // Reads every *.toml of a folder. The error (kUsage) lists all mistakes, "file:line: what" each.
  static Result<Taxonomy> load_folder(const std::filesystem::path& folder);
  // The same for files in memory; the way the embedded default is loaded.
  static Result<Taxonomy> load(std::span<const File> files);
  // Every *.toml of a folder, in name order.
  static Result<std::vector<File>> read_folder(const std::filesystem::path& folder);
  // All mistakes of the files; empty if they are right.
  static std::vector<Problem> check(std::span<const File> files);

  std::span<const Scheme> schemes() const { return schemes_; }
  std::span<const Node> nodes() const { return nodes_; }
  const Node& node(NodeIndex index) const { return nodes_[index]; }
  const Scheme* scheme(std::string_view id) const;

  // By id, ignoring case ("inf.qcomp"). kNoNode if there is none.
  NodeIndex find(std::string_view id) const;
  // By id, else by exact name or alias in either language, ignoring case; kNoNode if none or
  // if several subfields share the name.
  NodeIndex resolve(std::string_view name) const;
  // Up to `limit` node ids whose id or name is nearest to what was typed.
  std::vector<std::string> suggest(std::string_view name, std::size_t limit) const;

  // Changes whenever any definition changes; written beside everything derived from it.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  friend class Loader;
  std::vector<Scheme> schemes_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, NodeIndex> by_id_;    // lower-case id
  std::unordered_map<std::string, NodeIndex> by_name_;  // folded name; kNoNode where ambiguous
  std::uint64_t fingerprint_ = 0;
};

// What a name says before a bracket that explains it: "Gallium oxide (Ga2O3)" is called gallium
// oxide.
std::string_view without_bracket(std::string_view name);

}  // namespace horizon::taxonomy
