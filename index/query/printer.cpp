#include <fmt/format.h>

#include <array>

#include "index/query/ast.h"
#include "index/query/lexer.h"

namespace horizon::index {
namespace {

using Kind = QueryNode::Kind;

// What stands inside what without brackets: alternatives < conjunctions < words < single things.
int strength(Kind kind) {
  switch (kind) {
    case Kind::kOr:
      return 0;
    case Kind::kAnd:
      return 1;
    case Kind::kWords:
      return 2;
    default:
      return 3;
  }
}

class Printer {
 public:
  explicit Printer(const ParsedQuery& query) : query_(query) {}

  std::string run() {
    if (query_.root) print(*query_.root, QueryField::kText, 0);
    return std::move(out_);
  }

 private:
  // `least`: the strength from which a node needs no brackets where it stands.
  void print(std::uint32_t index, QueryField context, int least) {
    const QueryNode& node = query_.node(index);
    const bool inner =
        node.kind == Kind::kOr || node.kind == Kind::kAnd || node.kind == Kind::kWords;
    if (inner) {
      const bool other_field = node.field != context;
      const bool brackets = other_field || strength(node.kind) < least;
      if (other_field) out_ += fmt::format("{}:", field_name(node.field));
      if (brackets) out_ += '(';
      children(node);
      if (brackets) out_ += ')';
    } else {
      leaf(node, context);
    }
  }

  void children(const QueryNode& node) {
    const char* const between = node.kind == Kind::kOr    ? " OR "
                                : node.kind == Kind::kAnd ? " AND "
                                                          : " ";
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0 && goes_on(node.children[i - 1], node.children[i])) {
        near_right(query_.node(node.children[i]), node.field);
        continue;
      }
      if (i > 0) out_ += between;
      print(node.children[i], node.field, strength(node.kind) + 1);
    }
  }

  // The pairs of "a NEAR b NEAR c" share b.
  bool goes_on(std::uint32_t before, std::uint32_t index) const {
    const QueryNode &left = query_.node(before), &right = query_.node(index);
    return left.kind == Kind::kNear && right.kind == Kind::kNear &&
           left.children[1] == right.children[0];
  }

  void near_right(const QueryNode& node, QueryField context) {
    out_ += fmt::format(" NEAR/{} ", node.distance);
    print(node.children[1], context, 3);
  }

  void leaf(const QueryNode& node, QueryField context) {
    if (node.kind == Kind::kNot) {
      out_ += '-';
      return print(node.children[0], context, 3);
    }
    if (node.kind == Kind::kNear) {
      print(node.children[0], context, 3);
      return near_right(node, context);
    }
    if (node.kind == Kind::kEverything) {
      out_ += '*';
      return;
    }
    if (node.field != context) out_ += fmt::format("{}:", field_name(node.field));
    value(node);
  }

  void value(const QueryNode& node) {
    switch (node.kind) {
      case Kind::kPrefix:
        out_ += node.text + '*';
        break;
      case Kind::kPhrase:
        out_ += '"' + node.text + '"';
        break;
      case Kind::kDates:
        dates(node);
        break;
      case Kind::kLast:
        out_ += fmt::format("{}{}", node.distance, node.unit);
        break;
      case Kind::kValue:
        out_ += '"' + node.text + '"';
        break;
      default:
        out_ += node.text;
    }
  }

  void dates(const QueryNode& node) {
    const std::string from = node.from ? format_date(*node.from) : "";
    const std::string until = node.until ? format_date(*node.until) : "";
    out_ += from == until ? from : from + ".." + until;
  }

  const ParsedQuery& query_;
  std::string out_;
};

}  // namespace

std::string print_query(const ParsedQuery& query) { return Printer(query).run(); }

}  // namespace horizon::index
