#include "index/query/lexer.h"

#include <charconv>
#include <map>
#include <utility>

#include "core/text.h"

namespace horizon::index {
namespace {

using Kind = QueryToken::Kind;

bool is_space(char32_t c) {
  return c <= U' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF || c == 0xFFFD ||
         c == 0x7F;
}
bool is_open(char32_t c) { return c == U'(' || c == U'（'; }
bool is_close(char32_t c) { return c == U')' || c == U'）'; }
bool is_star(char32_t c) { return c == U'*' || c == U'＊'; }
bool is_colon(char32_t c) { return c == U':' || c == U'：'; }
bool is_minus(char32_t c) { return c == U'-' || c == U'－' || c == U'−'; }
bool is_plain_quote(char32_t c) {
  return c == U'"' || c == U'“' || c == U'”' || c == U'„' || c == U'‟' || c == U'＂';
}
// What closes a quote that opens with `c`; 0 if none opens.
char32_t closing(char32_t c) {
  if (is_plain_quote(c)) return U'"';
  if (c == U'「') return U'」';
  if (c == U'『') return U'』';
  if (c == U'《') return U'》';
  return 0;
}
bool closes(char32_t c, char32_t wanted) {
  return c == wanted || (wanted == U'"' && is_plain_quote(c));
}
bool is_quote(char32_t c) { return closing(c) != 0 || c == U'」' || c == U'』' || c == U'》'; }
// Han runs are found within longer ones anyway: an asterisk adds nothing.
bool ends_han(std::string_view word) {
  char32_t last = 0;
  for (std::size_t pos = 0; pos < word.size();) last = decode_utf8(word, pos);
  return is_han(last);
}
bool ends_word(char32_t c) {
  return is_space(c) || is_open(c) || is_close(c) || is_star(c) || is_quote(c);
}

class Lexer {
 public:
  Lexer(std::string_view source, std::vector<QueryRepair>& repairs)
      : source_(source), repairs_(repairs) {}

  std::vector<QueryToken> run() {
    while (pos_ < source_.size()) next();
    add(Kind::kEnd, source_.size());
    return std::move(tokens_);
  }

 private:
  char32_t peek(std::size_t at) const { return at < source_.size() ? decode_utf8(source_, at) : 0; }
  std::size_t after(std::size_t at) const {
    decode_utf8(source_, at);
    return at;
  }

  void add(Kind kind, std::size_t begin, std::string text = "") {
    tokens_.push_back({kind, QueryField::kText, static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(pos_), std::move(text), 0});
  }
  void mend(QueryRepair::Kind kind, std::size_t at, std::string text = "",
            std::string suggestion = "") {
    if (repairs_.size() >= kMaxRepairs) return;
    repairs_.push_back({kind, std::move(text), std::move(suggestion), column_of(source_, at)});
  }

  void next() {
    const std::size_t begin = pos_;
    const char32_t c = decode_utf8(source_, pos_);
    if (is_space(c)) return;
    if (is_open(c)) return add(Kind::kOpen, begin);
    if (is_close(c)) return add(Kind::kClose, begin);
    if (is_star(c)) return star(begin);
    if (closing(c) != 0 && begins_free(begin, closing(c))) return phrase(begin, closing(c));
    if (is_quote(c)) return;  // punctuation
    if (is_minus(c)) return minus(begin);
    pos_ = begin;
    word();
  }

  void star(std::size_t begin) {
    while (is_star(peek(pos_))) pos_ = after(pos_);
    if (pos_ == source_.size() || ends_word(peek(pos_))) return add(Kind::kStar, begin);
    mend(QueryRepair::Kind::kLeadingStar, begin);
  }

  // One dash before a word excludes it; a row of dashes is a dash of the text.
  void minus(std::size_t begin) {
    const char32_t c = peek(pos_);
    if (pos_ < source_.size() && !is_space(c) && !is_minus(c) && !is_close(c)) {
      return add(Kind::kMinus, begin);
    }
    while (is_minus(peek(pos_))) pos_ = after(pos_);
  }

  // Quotes make a phrase where they stand free; within running text (中国式"二元经济"的) they are
  // punctuation.
  static bool stands_free(char32_t neighbour) {
    return neighbour == 0 || is_space(neighbour) || is_open(neighbour) || is_close(neighbour) ||
           is_quote(neighbour) || is_star(neighbour) || is_minus(neighbour) ||
           std::u32string_view(U",.;!?，。、；！？").find(neighbour) != std::u32string_view::npos;
  }
  bool begins_free(std::size_t begin, char32_t wanted) const {
    if (const auto prose = prose_until_.find(wanted);
        prose != prose_until_.end() && begin < prose->second) {
      return false;
    }
    if (begin == 0 ||
        (!tokens_.empty() && tokens_.back().kind == Kind::kField && tokens_.back().end == begin)) {
      return true;
    }
    std::size_t before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(source_[before]) & 0xC0U) == 0x80U) --before;
    return stands_free(peek(before));
  }

  void phrase(std::size_t begin, char32_t wanted) {
    std::string text;
    bool closed = false;
    while (pos_ < source_.size() && !closed) {
      const std::size_t at = pos_;
      const char32_t c = decode_utf8(source_, pos_);
      closed = closes(c, wanted);
      // Quotes within are no words, and would end the canonical spelling too early.
      if (closed || is_quote(c) || is_space(c)) {
        text += ' ';
      } else {
        text += source_.substr(at, pos_ - at);
      }
    }
    text = collapse_whitespace(text);
    if (closed && !stands_free(peek(pos_))) {
      // What opens before the same closing quote is punctuation, too, and need not look for it.
      prose_until_[wanted] = pos_;
      pos_ = after(begin);
      return;
    }
    if (!closed) mend(QueryRepair::Kind::kUnclosedQuote, begin);
    if (text.empty()) {
      if (closed) mend(QueryRepair::Kind::kEmptyGroup, begin);
      return;
    }
    add(Kind::kPhrase, begin, std::move(text));
  }

  void word() {
    const std::size_t begin = pos_;
    bool first_colon = true;
    while (pos_ < source_.size()) {
      const char32_t c = peek(pos_);
      if (ends_word(c)) break;
      if (is_colon(c) && first_colon && pos_ > begin) {
        first_colon = false;
        const std::string_view name = source_.substr(begin, pos_ - begin);
        if (const auto field = query_field(name)) {
          pos_ = after(pos_);
          add(Kind::kField, begin, std::string(name));
          tokens_.back().field = *field;
          return;
        }
        const std::string_view near = nearest_field(name);
        const std::size_t behind = after(pos_);
        if (!near.empty() && behind < source_.size() && !is_space(peek(behind))) {
          mend(QueryRepair::Kind::kUnknownField, begin, std::string(name), std::string(near));
        }
      }
      pos_ = after(pos_);
    }
    const std::string_view text = source_.substr(begin, pos_ - begin);
    if (is_star(peek(pos_)) && pos_ < source_.size()) {
      while (pos_ < source_.size() && is_star(peek(pos_))) pos_ = after(pos_);
      if (ends_han(text)) return plain(begin, text);
      return add(Kind::kPrefix, begin, std::string(text));
    }
    plain(begin, text);
  }

  void plain(std::size_t begin, std::string_view text) {
    if (text == "AND" || text == "&&") return add(Kind::kAnd, begin, "AND");
    if (text == "OR" || text == "||") return add(Kind::kOr, begin, "OR");
    if (text == "NOT") return add(Kind::kNot, begin, "NOT");
    if (text == "NEAR" || text.starts_with("NEAR/")) return near(begin, text);
    add(text.find("..") == std::string_view::npos ? Kind::kWord : Kind::kRange, begin,
        std::string(text));
  }

  void near(std::size_t begin, std::string_view text) {
    add(Kind::kNear, begin, std::string(text));
    QueryToken& token = tokens_.back();
    token.distance = kDefaultDistance;
    if (text.size() <= 4) return;
    const char* const from = text.data() + 5;
    const char* const to = text.data() + text.size();
    const auto [end, error] = std::from_chars(from, to, token.distance);
    if (error != std::errc() || end != to || token.distance > kMaxDistance) token.distance = 0;
  }

  std::string_view source_;
  std::vector<QueryRepair>& repairs_;
  std::vector<QueryToken> tokens_;
  std::size_t pos_ = 0;
  std::map<char32_t, std::size_t> prose_until_;  // by closing quote
};

}  // namespace

std::vector<QueryToken> lex_query(std::string_view source, std::vector<QueryRepair>& repairs) {
  return Lexer(source, repairs).run();
}

}  // namespace horizon::index
