// The tokens of a query. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/query/ast.h"

namespace horizon::index {

struct QueryToken {
  enum class Kind : std::uint8_t {
    kWord,
    kPrefix,
    kPhrase,
    kField,
    kRange,
    kStar,
    kOpen,
    kClose,
    kMinus,
    kAnd,
    kOr,
    kNot,
    kNear,
    kEnd
  };
  Kind kind = Kind::kEnd;
  QueryField field = QueryField::kText;
  std::uint32_t at = 0;   // bytes into the source
  std::uint32_t end = 0;  // the byte behind it
  std::string text;
  std::uint32_t distance = 0;  // of kNear; 0 if what was typed is no number in range
};

// More mending than this is not told: whoever pastes a text wants no list.
inline constexpr std::size_t kMaxRepairs = 8;

// Appends to `repairs` what was mended. The last token is kEnd.
std::vector<QueryToken> lex_query(std::string_view source, std::vector<QueryRepair>& repairs);

// The field of a name in either language, in any case: "title", "作者".
std::optional<QueryField> query_field(std::string_view name);
// Its canonical name; "" of kText.
std::string_view field_name(QueryField field);
// A field's name one slip away from what was typed; "".
std::string_view nearest_field(std::string_view name);

// The column of a place, in characters from 1.
std::uint32_t column_of(std::string_view source, std::size_t at);

}  // namespace horizon::index
