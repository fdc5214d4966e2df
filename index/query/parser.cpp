#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "index/query/ast.h"
#include "index/query/lexer.h"
#include "index/query/values.h"
#include "nlp/fold.h"

namespace horizon::index {
namespace {

using Kind = QueryNode::Kind;
using Token = QueryToken::Kind;
using Index = std::uint32_t;

// Recursive descent; groups nest at most kMaxQueryDepth deep. The first error ends it.
class Parser {
 public:
  explicit Parser(ParsedQuery& query)
      : query_(query), tokens_(lex_query(query.source, query.repairs)) {}

  Status run() {
    const auto root = alternatives(QueryField::kText);
    if (error_) return fail(*error_);
    query_.root = root;
    query_.only_punctuation = !root && !trim(query_.source).empty();
    return {};
  }

 private:
  const QueryToken& token() const { return tokens_[next_]; }
  bool at(Token kind) const { return token().kind == kind; }

  Index add(QueryNode node) {
    query_.nodes.push_back(std::move(node));
    return static_cast<Index>(query_.nodes.size() - 1);
  }
  QueryNode& node(Index index) { return query_.nodes[index]; }

  void mend(QueryRepair::Kind kind, const QueryToken& where, std::string text = "") {
    if (query_.repairs.size() >= kMaxRepairs) return;
    query_.repairs.push_back({kind, std::move(text), "", column_of(query_.source, where.at)});
  }
  std::optional<Index> reject(std::size_t where, const std::string& what) {
    if (!error_) error_ = query_error(query_.source, where, what);
    return std::nullopt;
  }

  // a OR b OR c
  std::optional<Index> alternatives(QueryField field) {
    return joined(Token::kOr, Kind::kOr, field, &Parser::conjunction);
  }
  // a AND b AND c
  std::optional<Index> conjunction(QueryField field) {
    return joined(Token::kAnd, Kind::kAnd, field, &Parser::words);
  }

  std::optional<Index> joined(Token separator, Kind kind, QueryField field,
                              std::optional<Index> (Parser::*part)(QueryField)) {
    std::vector<Index> operands;
    const QueryToken* dangling = nullptr;  // an operator that still waits for its right side
    const std::uint32_t begin = token().at;
    for (;;) {
      const auto one = (this->*part)(field);
      if (error_) return std::nullopt;
      if (one) {
        absorb(*one, kind, field, operands);
        dangling = nullptr;
      }
      if (!at(separator)) break;
      if (!one) mend(QueryRepair::Kind::kStrayOperator, token(), token().text);
      if (one) dangling = &token();
      ++next_;
    }
    if (dangling) mend(QueryRepair::Kind::kStrayOperator, *dangling, dangling->text);
    if (operands.empty()) return std::nullopt;
    if (operands.size() == 1) return operands.front();
    QueryNode all{kind, field, {}, {}, {}, 0, 'd', begin};
    all.children = std::move(operands);
    return add(std::move(all));
  }

  // (a OR b) OR c is a OR b OR c.
  void absorb(Index one, Kind kind, QueryField field, std::vector<Index>& operands) {
    if (node(one).kind == kind && node(one).field == field) {
      operands.insert(operands.end(), node(one).children.begin(), node(one).children.end());
    } else {
      operands.push_back(one);
    }
  }

  // Things side by side.
  std::optional<Index> words(QueryField field) {
    QueryNode all{Kind::kWords, field, {}, {}, {}, 0, 'd', token().at};
    bool everything = false;
    while (!at(Token::kEnd) && !at(Token::kAnd) && !at(Token::kOr)) {
      if (at(Token::kClose)) {
        if (depth_ > 0) break;
        mend(QueryRepair::Kind::kStrayClose, token());
        ++next_;
        continue;
      }
      const auto one = unit(field, all.children);
      if (error_) return std::nullopt;
      if (!one) continue;
      if (node(*one).kind == Kind::kEverything) {
        everything = true;
      } else if (node(*one).kind == Kind::kWords && node(*one).field == field) {
        // Brackets without operators are punctuation: a (b c) is a b c.
        const std::vector<Index>& inner = node(*one).children;
        all.children.insert(all.children.end(), inner.begin(), inner.end());
      } else {
        all.children.push_back(*one);
      }
    }
    if (all.children.empty()) {
      if (!everything) return std::nullopt;
      return add({Kind::kEverything, QueryField::kText, {}, {}, {}, 0, 'd', all.at});
    }
    if (all.children.size() == 1 && !is_word(node(all.children[0]))) return all.children[0];
    return add(std::move(all));
  }

  static bool is_word(const QueryNode& one) {
    return one.kind == Kind::kWord || one.kind == Kind::kPrefix;
  }
  static bool has_place(const QueryNode& one) {
    return is_text_field(one.field) && (is_word(one) || one.kind == Kind::kPhrase);
  }

  // NOT b, -b, b NEAR c. The pairs of a chain of NEARs but the last go to `before`.
  std::optional<Index> unit(QueryField field, std::vector<Index>& before) {
    bool negated = false;
    while (at(Token::kNot) || at(Token::kMinus)) {
      const QueryToken& sign = token();
      ++next_;
      if (at(Token::kEnd) || at(Token::kAnd) || at(Token::kOr) || at(Token::kClose)) {
        mend(QueryRepair::Kind::kStrayOperator, sign, sign.kind == Token::kNot ? "NOT" : "-");
        return std::nullopt;
      }
      negated = !negated;
    }
    auto one = operand(field);
    while (!error_ && at(Token::kNear)) {
      const QueryToken& near = token();
      ++next_;
      one = pair(near, one, field, negated, before);
    }
    if (!one || !negated || error_) return error_ ? std::nullopt : one;
    if (node(*one).kind == Kind::kNot) return node(*one).children[0];
    return add({Kind::kNot, QueryField::kText, {}, {}, {}, 0, 'd', node(*one).at, {*one}});
  }

  std::optional<Index> pair(const QueryToken& near, std::optional<Index> left, QueryField field,
                            bool negated, std::vector<Index>& before) {
    if (near.distance == 0) {
      return reject(near.at, fmt::format("NEAR/ wants a number of words from 1 to {}, such as "
                                         "NEAR/5",
                                         kMaxDistance));
    }
    const bool nothing_follows = at(Token::kEnd) || at(Token::kAnd) || at(Token::kOr) ||
                                 at(Token::kClose) || at(Token::kNear);
    if (!left || nothing_follows) {
      mend(QueryRepair::Kind::kStrayOperator, near, near.text);
      return left;
    }
    const auto right = operand(field);
    if (error_ || !right) return left;
    Index first = *left;
    if (node(first).kind == Kind::kNear) {
      // b of "a NEAR b NEAR c" is also near to c.
      if (negated) return reject(near.at, "NOT takes one pair: put (a NEAR b) in brackets");
      before.push_back(first);
      first = node(first).children[1];
    }
    if (!has_place(node(first)) || !has_place(node(*right)) ||
        node(first).field != node(*right).field) {
      return reject(near.at, "NEAR stands between two words or phrases of the same field");
    }
    if (!count_part(near.at)) return std::nullopt;
    return add(
        {Kind::kNear, node(first).field, {}, {}, {}, near.distance, 'd', near.at, {first, *right}});
  }

  bool count_part(std::size_t where) {
    if (++parts_ <= kMaxQueryParts) return true;
    reject(where, fmt::format("more than {} phrases, fields and groups", kMaxQueryParts));
    return false;
  }

  // A word, prefix, phrase, range, field with its value, or group.
  std::optional<Index> operand(QueryField field) {
    const QueryToken& here = token();
    ++next_;
    switch (here.kind) {
      case Token::kField:
        return fielded(here);
      case Token::kOpen:
        return group(here, field);
      case Token::kStar:
        return add({Kind::kEverything, QueryField::kText, {}, {}, {}, 0, 'd', here.at});
      case Token::kNear:
        mend(QueryRepair::Kind::kStrayOperator, here, here.text);
        return std::nullopt;
      default:
        return leaf(here, field);
    }
  }

  std::optional<Index> fielded(const QueryToken& name) {
    const Token what = token().kind;
    if (what == Token::kWord || what == Token::kPrefix || what == Token::kPhrase ||
        what == Token::kRange || what == Token::kOpen || what == Token::kStar) {
      return operand(name.field);
    }
    return reject(name.at, fmt::format("'{}:' wants a value behind the colon", name.text));
  }

  std::optional<Index> group(const QueryToken& open, QueryField field) {
    if (++depth_ > kMaxQueryDepth) {
      return reject(open.at, fmt::format("brackets nested more than {} deep", kMaxQueryDepth));
    }
    if (!count_part(open.at)) return std::nullopt;
    const auto inner = alternatives(field);
    --depth_;
    if (error_) return std::nullopt;
    if (at(Token::kClose)) {
      ++next_;
    } else {
      mend(QueryRepair::Kind::kUnclosedGroup, open);
    }
    if (!inner) {
      mend(QueryRepair::Kind::kEmptyGroup, open);
      return std::nullopt;
    }
    const QueryNode& made = node(*inner);
    return made.kind == Kind::kWords && made.children.size() == 1 ? made.children[0] : inner;
  }

  std::optional<Index> leaf(const QueryToken& here, QueryField field) {
    if (here.kind == Token::kRange && field == QueryField::kText) {
      if (parse_date_span(here.text)) return value(here, QueryField::kPublished);
    }
    if (!is_text_field(field)) return value(here, field);
    if (nlp::fold_key(here.text).empty()) return std::nullopt;  // nothing but punctuation
    QueryNode one{Kind::kWord, field, here.text, {}, {}, 0, 'd', here.at};
    if (here.kind == Token::kPhrase) {
      one.kind = Kind::kPhrase;
      if (!count_part(here.at)) return std::nullopt;
    } else if (here.kind == Token::kPrefix) {
      one.kind = Kind::kPrefix;
      if (!check_prefix(here)) return std::nullopt;
    } else if (++words_ > kMaxQueryWords) {
      if (words_ == kMaxQueryWords + 1) mend(QueryRepair::Kind::kManyWords, here);
      return std::nullopt;
    }
    return add(std::move(one));
  }

  bool check_prefix(const QueryToken& here) {
    const std::string folded = nlp::fold_key(here.text);
    std::size_t pos = 0;
    if (!is_han(decode_utf8(folded, pos)) && folded.size() < 2) {
      reject(here.at, fmt::format("'{}*' would match almost every word; give two letters or more",
                                  here.text));
    } else if (++prefixes_ > kMaxPrefixes) {
      reject(here.at, fmt::format("more than {} words with an asterisk", kMaxPrefixes));
    }
    return !error_;
  }

  std::optional<Index> value(const QueryToken& here, QueryField field) {
    if (!count_part(here.at)) return std::nullopt;
    if (here.kind == Token::kPrefix && field != QueryField::kCode) {
      return reject(here.at,
                    fmt::format("'{}:' takes a whole value, without asterisk", field_name(field)));
    }
    if (field == QueryField::kPublished) return dates(here);
    QueryNode one{Kind::kValue, field, here.text, {}, {}, 0, 'd', here.at};
    if (field == QueryField::kLast) {
      const auto last = parse_last_span(here.text);
      if (!last) {
        return reject(here.at, fmt::format("'last:{}' is no span of time; write last:90d, "
                                           "last:12w, last:6m or last:2y",
                                           here.text));
      }
      one.kind = Kind::kLast;
      one.text.clear();
      one.distance = last->count;
      one.unit = last->unit;
    } else if (field == QueryField::kKind) {
      one.text = kind_value(here.text);
      if (one.text.empty()) {
        return reject(here.at, fmt::format("no kind '{}'; there are paper, patent, news and other",
                                           here.text));
      }
    } else if (field == QueryField::kLanguage) {
      one.text = language_value(here.text);
      if (one.text.empty()) {
        return reject(here.at,
                      fmt::format("no language '{}'; write lang:zh, lang:en, ...", here.text));
      }
    }
    return add(std::move(one));
  }

  std::optional<Index> dates(const QueryToken& here) {
    const auto span = parse_date_span(here.text);
    if (!span) {
      return reject(here.at, fmt::format("'{}' is no date; write published:2024, "
                                         "published:2024-03 or published:2024..2025-03",
                                         here.text));
    }
    if (span->from && span->until && span->from->day > span->until->day) {
      return reject(here.at, fmt::format("'{}' ends before it begins", here.text));
    }
    return add(
        {Kind::kDates, QueryField::kPublished, {}, span->from, span->until, 0, 'd', here.at});
  }

  ParsedQuery& query_;
  std::vector<QueryToken> tokens_;
  std::size_t next_ = 0;
  std::size_t depth_ = 0, parts_ = 0, words_ = 0, prefixes_ = 0;
  std::optional<Error> error_;
};

// About 60 columns around a place, on one line.
std::string line_around(std::string_view source, std::size_t at, std::size_t& caret) {
  constexpr std::size_t kAround = 90;  // bytes
  std::size_t begin = at > kAround ? at - kAround : 0;
  while (begin < at && (static_cast<unsigned char>(source[begin]) & 0xC0U) == 0x80U) ++begin;
  std::string line = begin > 0 ? "…" : "";
  const auto append = [&](std::string_view text) {
    for (const char c : text) line += c == '\n' || c == '\t' ? ' ' : c;
  };
  append(source.substr(begin, at - begin));
  caret = display_width(line);
  const std::string_view rest = truncate_utf8(source.substr(at), kAround);
  append(rest);
  if (at + rest.size() < source.size()) line += "…";
  return line;
}

}  // namespace

Error query_error(std::string_view source, std::size_t at, const std::string& what) {
  std::size_t caret = 0;
  const std::string line = line_around(source, at, caret);
  return {ErrorCode::kUsage, fmt::format("query, column {}: {}\n  {}\n  {:>{}}",
                                         column_of(source, at), what, line, "^", caret + 1)};
}

Result<ParsedQuery> parse_query(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    return fail(ErrorCode::kUsage, fmt::format("the query has {} bytes; at most {} are read",
                                               text.size(), kMaxQueryBytes));
  }
  ParsedQuery query;
  query.source = sanitise_utf8(text);
  HORIZON_TRY(Parser(query).run());
  return query;
}

}  // namespace horizon::index
