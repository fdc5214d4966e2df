// XML cut into its tags, texts and other markup, whatever state it is in. What XML 1.0 forbids is
// noted (the first of it), and read as a person would read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

// Why a text is not well-formed XML 1.0 (fifth edition) with namespaces: the first reason.
class XmlProblem {
 public:
  void note(std::string_view what, std::size_t offset) {
    if (what_.empty()) what_ = what, offset_ = offset;
  }
  bool empty() const { return what_.empty(); }
  std::string message() const;  // "duplicate attribute at byte 17"; empty if there is none

 private:
  std::string_view what_;  // a literal
  std::size_t offset_ = 0;
};

enum class XmlTokenKind : std::uint8_t {
  kText,
  kCData,
  kStart,
  kEnd,
  kComment,
  kInstruction,
  kDoctype
};

// Views into the scanned text; entities are not yet decoded.
struct XmlToken {
  XmlTokenKind kind = XmlTokenKind::kText;
  std::size_t begin = 0, end = 0;  // of the whole markup
  std::string_view name;           // of a tag, as sent; the target of an instruction
  std::string_view body;           // of a text, CDATA section or document type declaration
  bool empty = false;              // a start tag that ends with "/>"
};

struct XmlRawAttribute {
  std::string_view name;
  std::string_view value;  // data() is nullptr where the attribute has none
  std::size_t offset = 0;
};

enum class MarkupKind : std::uint8_t {
  kXml,
  kHtml,  // an attribute's value may hold '<' (HTML, 13.2.5.36)
};

// Never fails and never stops before the end: a '<' that begins nothing is text, a quote, comment
// or CDATA section without an end stops where a reader would see it stop. Linear.
class XmlScanner {
 public:
  XmlScanner(std::string_view text, XmlProblem& problem, MarkupKind kind = MarkupKind::kXml)
      : text_(text), problem_(problem), kind_(kind) {}

  // False at the end. The attributes are those of the last start tag.
  bool next(XmlToken& token);
  const std::vector<XmlRawAttribute>& attributes() const { return attributes_; }
  // Goes on at this place of the text.
  void resume(std::size_t offset) { pos_ = offset; }

 private:
  void take_text(XmlToken& token);
  bool take_markup(XmlToken& token);
  void take_comment(XmlToken& token);
  void take_cdata(XmlToken& token);
  void take_instruction(XmlToken& token);
  void take_doctype(XmlToken& token);
  void take_end_tag(XmlToken& token);
  bool take_start_tag(XmlToken& token);
  // False where the tag ends.
  bool take_attribute();
  std::string_view take_value();
  std::string_view take_name();
  bool skip_space();
  std::size_t find_end(std::string_view end, std::size_t from, bool& none_left);

  std::string_view text_;
  XmlProblem& problem_;
  MarkupKind kind_;
  std::size_t pos_ = 0;
  bool no_comment_end_ = false, no_cdata_end_ = false, no_instruction_end_ = false;
  std::vector<XmlRawAttribute> attributes_;
};

// The general entities that an internal subset declares as plain text. No entity within an entity
// is expanded, no external one is read, and what all references together may add is bounded, so
// that no document grows beyond its own size and 1 MiB.
class XmlEntities {
 public:
  // Of a document type declaration, from behind "<!DOCTYPE" to its end.
  void declare(std::string_view doctype);
  // nullptr for what is unknown or must not be expanded.
  const std::string* find(std::string_view name);
  bool is_declared(std::string_view name) const { return texts_.find(name) != texts_.end(); }
  // True where the document names declarations that are not read here: an unknown entity may then
  // be declared there (XML 1.0, 4.1, "Entity Declared").
  bool has_external() const { return external_; }

 private:
  std::map<std::string, std::optional<std::string>, std::less<>> texts_;
  std::size_t budget_ = std::size_t{1} << 20;
  bool external_ = false;
};

// Replaces references: XML's own, numeric ones (those of 128 to 159 as windows-1252, which is what
// their writers mean), declared ones, and all of HTML's names; others stay as they are. `offset`
// is that of `raw` in the document, for problems.
std::string decode_references(std::string_view raw, std::size_t offset, XmlEntities& entities,
                              XmlProblem& problem);

// XML 1.0, production 5, with at most one colon, neither first nor last (Namespaces, 7).
bool is_xml_name(std::string_view name);

}  // namespace horizon::crawler
