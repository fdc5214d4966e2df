// A query taken apart: a tree in one flat vector, what was mended on the way, and its canonical
// text.
//
//   words          any of them, best first: quantum computing
//   "phrase"       word for word; also “ ” 「」 『』 《》 and full-width quotes
//   prefix*        words that begin so
//   a AND b        both;  a OR b  either;  NOT b, -b  not;  (…) groups, also full-width
//   a NEAR/5 b     at most 5 words apart, in either order (NEAR: 10)
//   title:word     title: author: org: with a word, phrase or group
//   kind:paper     kind: lang: country: source: domain: subfield: route: topic: code: id:
//   published:2024..2025-03, 2024..2025-03, last:90d (d, w, m, y)
//
// Words side by side bind strongest, then AND, then OR. Operators are upper-case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::index {

enum class QueryField : std::uint8_t {
  kText,  // title and abstract
  kTitle,
  kAuthor,
  kOrganisation,
  kCountry,
  kKind,
  kLanguage,
  kTopic,  // a node of the taxonomy: domain:, subfield:, route: and topic:
  kSource,
  kCode,
  kId,
  kPublished,
  kLast,
};

// Those whose values are words of a text; all others hold one value each.
bool is_text_field(QueryField field);

struct QueryNode {
  enum class Kind : std::uint8_t {
    kWord,        // text: as typed
    kPrefix,      // text: as typed, without the asterisk
    kPhrase,      // text: as typed, without quotes
    kNear,        // children: words, prefixes or phrases; distance
    kValue,       // field and text: a value of a field that is no text
    kDates,       // from, until: as typed, both included
    kLast,        // distance and unit: the last 90 days
    kEverything,  // *
    kWords,       // children side by side; words in it are ranked, all else is required
    kAnd,
    kOr,
    kNot,  // one child
  };
  Kind kind = Kind::kWord;
  QueryField field = QueryField::kText;  // of inner nodes: what their children have unless stated
  std::string text;
  std::optional<PartialDate> from, until;
  std::uint32_t distance = 0;  // NEAR: words, 1 to kMaxDistance; last: how many
  char unit = 'd';             // last: d, w, m, y
  std::uint32_t at = 0;        // bytes into the source
  std::vector<std::uint32_t> children = {};
};

// Something that was not quite right and was understood nevertheless.
struct QueryRepair {
  enum class Kind : std::uint8_t {
    kUnclosedQuote,  // closed at the end
    kUnclosedGroup,  // closed at the end
    kStrayClose,     // a closing bracket without an opening one: left out
    kStrayOperator,  // text: an operator that has nothing on one side; left out
    kEmptyGroup,     // brackets or quotes around nothing: left out
    kLeadingStar,    // *word: the asterisk is left out
    kUnknownField,   // text: autor, near enough to a field's name that it may be a slip; read as a
                     // word
    kManyWords,      // only the first kMaxWords count
  };
  Kind kind = Kind::kUnclosedQuote;
  std::string text;
  std::string suggestion;    // of kUnknownField
  std::uint32_t column = 1;  // in characters, from 1
};

inline constexpr std::size_t kMaxQueryBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMaxQueryWords = 2'000;
inline constexpr std::size_t kMaxQueryParts = 1'000;  // of all that is not a plain word
inline constexpr std::size_t kMaxPrefixes = 32;
inline constexpr std::size_t kMaxQueryDepth = 32;
inline constexpr std::uint32_t kMaxDistance = 100;
inline constexpr std::uint32_t kDefaultDistance = 10;

struct ParsedQuery {
  std::string source;  // valid UTF-8
  std::vector<QueryNode> nodes;
  std::optional<std::uint32_t> root;  // nullopt: nothing was asked
  std::vector<QueryRepair> repairs;
  // Nothing can be searched although something was typed: only punctuation.
  bool only_punctuation = false;

  const QueryNode& node(std::uint32_t index) const { return nodes[index]; }
};

// Linear in the text. kUsage, with the column and a line with a caret below the place, for what
// cannot be understood: a field without value, an impossible date, an unknown kind, NEAR between
// groups, or more than the bounds above.
Result<ParsedQuery> parse_query(std::string_view text);

// The query in its canonical spelling: parsing it gives the same tree.
std::string print_query(const ParsedQuery& query);

// A kUsage error about the place `at` (bytes) of a query: "query, column 12: what", the query's
// text around the place, and a caret below it.
Error query_error(std::string_view source, std::size_t at, const std::string& what);

}  // namespace horizon::index
