#include "nlp/fold.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "nlp/ascii.h"
#include "nlp/greek.h"
#include "nlp/spelling.h"
#include "nlp/tex.h"
#include "nlp/unicode.h"

namespace horizon::nlp {
namespace {

// More than any title or abstract; offsets stay far below 32 bits. What lies behind is not folded.
constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
// Combining marks on one letter that are composed with it: bounds the work on hostile text.
constexpr std::size_t kMaxMarks = 16;

class Folder {
 public:
  explicit Folder(std::string_view input) : in_(truncate_utf8(input, kMaxBytes)) {
    out_.text.reserve(in_.size() + in_.size() / 8);
    out_.tokens.reserve(in_.size() / 5 + 4);
  }

  FoldedText run() {
    while (pos_ < in_.size()) {
      const char c = in_[pos_];
      switch (class_of(c)) {
        case Ascii::kLetter:
        case Ascii::kDigit:
          put(c, pos_, pos_ + 1);
          ++pos_;
          break;
        case Ascii::kUpper:
          put(static_cast<char>(c + 0x20), pos_, pos_ + 1);
          ++pos_;
          break;
        case Ascii::kSeparator:
          close();
          ++pos_;
          break;
        case Ascii::kSpecial:
          special(c);
          break;
        case Ascii::kHigh:
          high();
          break;
      }
    }
    close();
    return std::move(out_);
  }

 private:
  char at(std::size_t pos) const { return pos < in_.size() ? in_[pos] : '\0'; }

  void open(std::size_t source) {
    if (open_) return;
    open_ = true;
    if (!out_.tokens.empty() && !out_.tokens.back().han) out_.text.push_back(' ');
    token_.begin = static_cast<std::uint32_t>(out_.text.size());
    token_.source_begin = static_cast<std::uint32_t>(source);
  }

  void put(char c, std::size_t begin, std::size_t end) {
    open(begin);
    out_.text.push_back(c);
    source_end_ = end;
  }

  void put(std::string_view word, std::size_t begin, std::size_t end) {
    open(begin);
    out_.text.append(word);
    source_end_ = end;
  }

  void close() {
    if (!open_) return;
    open_ = false;
    token_.size = static_cast<std::uint32_t>(out_.text.size()) - token_.begin;
    token_.source_size = static_cast<std::uint32_t>(source_end_) - token_.source_begin;
    make_uniform();
    out_.tokens.push_back(token_);
  }

  // True for capitals or digits with a small s behind them: LLMs, GPUs, 6Gs.
  bool is_plural_acronym() const {
    const std::string_view source = in_.substr(token_.source_begin, token_.source_size);
    return source.size() > 2 && source.size() == token_.size && source.ends_with('s') &&
           std::ranges::all_of(source.substr(0, source.size() - 1),
                               [](char c) { return is_upper(c) || is_digit(c); }) &&
           std::ranges::any_of(source, is_upper);
  }

  void make_uniform() {
    if (is_plural_acronym()) {
      out_.text.pop_back();
      --token_.size;
      return;
    }
    replace_word(singular(word(), buffer_));
    replace_word(american(word(), buffer_));
  }

  std::string_view word() const {
    return std::string_view(out_.text).substr(token_.begin, token_.size);
  }

  void replace_word(std::string_view by) {
    if (by == word()) return;
    // A view into the word itself is a prefix of it, and survives.
    if (by.data() == word().data()) {
      out_.text.resize(token_.begin + by.size());
    } else {
      out_.text.replace(token_.begin, std::string::npos, by);
    }
    token_.size = static_cast<std::uint32_t>(out_.text.size()) - token_.begin;
  }

  // `bytes` spell the character.
  void put_han(char32_t code_point, std::string_view bytes, std::size_t begin, std::size_t end) {
    close();
    FoldedToken token;
    token.begin = static_cast<std::uint32_t>(out_.text.size());
    const char32_t plain = simplified(code_point);
    if (plain == code_point) {
      out_.text.append(bytes);
    } else {
      append_utf8(out_.text, plain);
    }
    token.size = static_cast<std::uint32_t>(out_.text.size()) - token.begin;
    token.source_begin = static_cast<std::uint32_t>(begin);
    token.source_size = static_cast<std::uint32_t>(end - begin);
    token.han = true;
    out_.tokens.push_back(token);
  }

  void special(char c) {
    switch (c) {
      case '$':
        return dollar();
      case '\\':
        return command();
      case '{':
      case '}':
        ++pos_;
        return;
      case '_':
      case '^':
        return script();
      case '\'':
        return apostrophe(1);
      case '-':
        return hyphen();
      case '.':
        return point();
      default:
        return sign(c);
    }
  }

  void dollar() {
    if (math_) {
      math_ = false;
    } else if (opens_math(in_, pos_)) {
      math_ = true;
    } else {
      close();
    }
    ++pos_;
  }

  // Sub- and superscripts belong to the word they stand at; an underscore in a plain text does not.
  void script() {
    const char next = at(pos_ + 1);
    const bool in_formula = math_ || next == '{' || (open_ && is_digit(next));
    if (!in_formula) close();
    ++pos_;
  }

  // At an apostrophe of `size` bytes: Moore's → moore, don't → dont.
  void apostrophe(std::size_t size) {
    const char next = at(pos_ + size);
    const bool inside = open_ && is_letter(next) && !math_ && is_letter(out_.text.back());
    if (inside && lower(next) == 's' && !is_word_byte(at(pos_ + size + 1))) {
      close();
      pos_ += size + 1;
      return;
    }
    if (!inside) close();
    pos_ += size;
  }

  static bool is_word_byte(char c) { return is_alnum(c) || class_of(c) == Ascii::kHigh; }

  // A hyphen ends a word, except in 2-D and 3-D.
  void hyphen() {
    const bool dimension = open_ && lower(at(pos_ + 1)) == 'd' && !is_word_byte(at(pos_ + 2)) &&
                           out_.text.size() - token_.begin == 1 && is_digit(out_.text.back());
    if (!dimension) close();
    ++pos_;
  }

  // An ASCII digit, or a subscript one.
  bool digit_at(std::size_t pos) const {
    constexpr std::string_view kSubscript = "\xE2\x82";  // and the digit's own byte
    return is_digit(at(pos)) || (in_.substr(std::min(pos, in_.size()), 2) == kSubscript &&
                                 static_cast<unsigned char>(at(pos + 2)) <= 0x89);
  }

  // A point between digits belongs to a number, and to the formula that the number stands in: 4.0,
  // La0.7Sr0.3MnO3.
  void point() {
    if (open_ && is_digit(out_.text.back()) && digit_at(pos_ + 1)) {
      put('.', pos_, pos_ + 1);
    } else {
      close();
    }
    ++pos_;
  }

  // C++, C# and F# are words; elsewhere the signs separate. The tie of TeX is a space.
  void sign(char c) {
    const bool single = open_ && out_.text.size() - token_.begin == 1;
    const char letter = single ? out_.text.back() : '\0';
    if (c == '+' && letter == 'c' && at(pos_ + 1) == '+') {
      put("++", pos_, pos_ + 2);
      ++pos_;
    } else if (c == '#' && (letter == 'c' || letter == 'f')) {
      put('#', pos_, pos_ + 1);
    }
    close();
    ++pos_;
  }

  void command() {
    const TexCommand found = read_tex_command(in_, pos_, math_);
    const std::size_t begin = pos_;
    switch (found.action) {
      case TexCommand::Action::kDrop:
        break;
      case TexCommand::Action::kSeparate:
      case TexCommand::Action::kText:
        close();
        break;
      case TexCommand::Action::kLetter:
        letter(found.code_point, begin, found.end);
        break;
      case TexCommand::Action::kAccent:
        put(lower(in_[found.base]), begin, found.end);
        combine(found.code_point, found.end);
        break;
    }
    pos_ = found.end;
  }

  void letter(char32_t code_point, std::size_t begin, std::size_t end) {
    std::string bytes;
    append_utf8(bytes, code_point);
    const std::string folded = normalise(bytes);
    const std::string_view name = greek_name(folded);
    if (name.empty()) return put(folded, begin, end);
    greek(name, begin, end);
  }

  // A Greek letter by itself is written in any of three ways: β-Ga2O3, $\beta$-Ga2O3, beta-Ga2O3.
  // Its name is a word of its own, with the digits behind it.
  void greek(std::string_view name, std::size_t begin, std::size_t end) {
    if (open_ && !is_digit(out_.text.back())) close();
    put(name, begin, end);
    if (is_letter(at(end))) close();
  }

  // True for a letter of a Greek word, and for the μ of a unit (μm).
  bool is_in_greek_word(std::string_view folded, std::size_t begin, std::size_t end) {
    const bool after = greek_end_ == begin && begin > 0;
    std::size_t next = end;
    const bool before =
        class_of(at(end)) == Ascii::kHigh && is_greek_letter(decode_utf8(in_, next));
    if (after || before) {
      greek_end_ = end;
      return true;
    }
    return folded == "μ" && is_letter(at(end));
  }

  // Composes a mark with the letter before it.
  void combine(char32_t mark, std::size_t end) {
    if (!open_) return;
    std::size_t last = out_.text.size() - 1;
    while (last > token_.begin && (static_cast<unsigned char>(out_.text[last]) & 0xC0U) == 0x80) {
      --last;
    }
    std::string piece = out_.text.substr(last);
    append_utf8(piece, mark);
    out_.text.replace(last, std::string::npos, normalise(piece));
    source_end_ = end;
  }

  void high() {
    const std::size_t begin = pos_;
    std::size_t end = begin;
    const char32_t c = decode_utf8(in_, end);
    pos_ = end;
    if (c >= 0x3400 && c <= 0x9FFF && is_han(c)) {
      return put_han(c, in_.substr(begin, end - begin), begin, end);
    }
    if (c == 0x2019 || c == 0x02BC) {
      pos_ = begin;
      return apostrophe(end - begin);
    }
    if (c >= 0xFF01 && c <= 0xFF5E) return full_width(static_cast<char>(c - 0xFEE0), begin, end);
    if (c < kTableEnd) return tabulated(tabulated_fold(c), c, begin, end);
    if (c == 0xFFFD) return close();
    decompose(c, begin, end);
  }

  void full_width(char c, std::size_t begin, std::size_t end) {
    if (is_alnum(c)) {
      put(lower(c), begin, end);
    } else {
      close();
    }
  }

  void tabulated(const CharacterFold& fold, char32_t c, std::size_t begin, std::size_t end) {
    if (!fold.starts && fold.role == Role::kWord) return mark(c, end);
    if (fold.role == Role::kDrop) return;
    if (fold.role == Role::kSeparator) return close();
    if (fold.role == Role::kWord) return put_word(fold.folded, begin, end);
    feed(fold.folded, begin, end);
  }

  void put_word(std::string_view folded, std::size_t begin, std::size_t end) {
    const std::string_view name = greek_name(folded);
    if (name.empty() || is_in_greek_word(folded, begin, end)) return put(folded, begin, end);
    greek(name, begin, end);
  }

  void mark(char32_t c, std::size_t end) {
    marks_ = source_end_ == mark_end_ ? marks_ + 1 : 1;
    if (marks_ <= kMaxMarks && open_) combine(c, end);
    mark_end_ = source_end_;
  }

  // Outside the table: compatibility ideographs, Hangul, emoji, historic scripts.
  void decompose(char32_t c, std::size_t begin, std::size_t end) {
    if (!starts_normalisation(c) && role_of(c) == Role::kWord) return mark(c, end);
    feed(normalise(in_.substr(begin, end - begin)), begin, end);
  }

  void feed(std::string_view folded, std::size_t begin, std::size_t end) {
    std::size_t next = 0;
    while (next < folded.size()) {
      const std::size_t start = next;
      const char32_t c = decode_utf8(folded, next);
      const Role role = role_of(c);
      if (role == Role::kHan) {
        put_han(c, folded.substr(start, next - start), begin, end);
      } else if (role == Role::kWord) {
        put_word(folded.substr(start, next - start), begin, end);
      } else if (role == Role::kSeparator) {
        close();
      }
    }
  }

  std::string_view in_;
  std::size_t pos_ = 0;
  FoldedText out_;
  FoldedToken token_;  // the one being built, if open_
  std::size_t source_end_ = 0;
  std::size_t mark_end_ = 0;
  std::size_t greek_end_ = 0;  // behind the last letter of a Greek word
  std::size_t marks_ = 0;      // in a row behind the last letter
  bool open_ = false;
  bool math_ = false;
  std::string buffer_;
};

}  // namespace

FoldedText fold(std::string_view text) { return Folder(text).run(); }

std::string fold_key(std::string_view text) { return std::move(fold(text).text); }

}  // namespace horizon::nlp
