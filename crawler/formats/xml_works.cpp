#include "crawler/formats/xml_works.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <span>
#include <utility>

#include "core/text.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/whole_file.h"
#include "crawler/text/html_text.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_cutter.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

class XmlWorksParser final : public RecordParser {
 public:
  explicit XmlWorksParser(const XmlWorkFormat& format) : format_(format) {}

  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) return quarantine_oversized(slice, context, out);
    std::string text = decode_slice(slice, context.content_type());
    if (format_.shorten != nullptr) text = format_.shorten(std::move(text));
    if (split_xml(text, {}, 0).too_deep) {
      return quarantine(slice, context,
                        fmt::format("elements nested more than {} deep", kMaxXmlDepth), out);
    }
    pugi::xml_document tree;
    if (const std::string problem = parse_xml(tree, text); !problem.empty()) {
      return quarantine(slice, context, "malformed XML: " + problem, out);
    }
    std::vector<XmlWork> works = format_.read(first_element(tree), context);
    if (works.empty()) return quarantine(slice, context, "holds no work of this format", out);
    for (XmlWork& work : works) {
      RawRecord raw;
      raw.origin = origin_of(context, slice);
      raw.media_type = "application/xml";
      raw.bytes = work.raw.empty() ? slice.bytes : std::move(work.raw);
      keep_document(std::move(work.document), work.keys, context, std::move(raw), out);
    }
  }

 private:
  const XmlWorkFormat& format_;
};

class StringWriter final : public pugi::xml_writer {
 public:
  explicit StringWriter(std::string& out) : out_(out) {}
  void write(const void* data, std::size_t size) override {
    out_.append(static_cast<const char*>(data), size);
  }

 private:
  std::string& out_;
};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Vocabularies of journals have elements that no reader of HTML knows. What is left of them here:
// sub- and superscripts, formulae, and a break where a block begins and ends. The depth of the
// tree, and so of the recursion, was bounded before it was built.
class Simplifier {
 public:
  std::string run(const pugi::xml_node& node) {
    add_children(node);
    return std::move(out_);
  }

 private:
  void add_children(const pugi::xml_node& parent) {
    const bool has_math = !child(parent, "math").empty();
    for (const pugi::xml_node node : parent.children()) {
      // The same formula twice: as MathML and as TeX.
      if (!has_math || local_name(node) != "tex-math") add(node);
    }
  }

  void add(const pugi::xml_node& node) {
    static constexpr std::array<std::string_view, 9> kBlocks = {
        "p", "sec", "title", "list", "list-item", "disp-formula", "br", "break", "AbstractText"};
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      return add_text(node.value());
    }
    if (node.type() != pugi::node_element) return;
    const std::string_view name = local_name(node);
    const bool footnote = name == "fn" || (name == "xref" && attribute(node, "ref-type") == "fn");
    if (footnote) return;
    if (name == "math") {
      StringWriter writer(out_);
      return node.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
    }
    if (name == "sub" || name == "sup") {
      out_.append("<").append(name).append(">");
      add_children(node);
      out_.append("</").append(name).append(">");
      return;
    }
    const bool block = is_one_of(name, kBlocks);
    if (block) out_ += "<br>";
    add_children(node);
    if (block) out_ += "<br>";
  }

  void add_text(std::string_view text) {
    for (const char c : text) {
      if (c == '<') {
        out_ += "&lt;";
      } else if (c == '>') {
        out_ += "&gt;";
      } else {
        out_ += c;  // also '&': entities that XML does not know have stayed as they are
      }
    }
  }

  std::string out_;
};

bool has_elements(const pugi::xml_node& node) { return !first_element(node).empty(); }

}  // namespace

std::unique_ptr<RecordParser> xml_works_parser(const XmlWorkFormat& format) {
  return std::make_unique<XmlWorksParser>(format);
}

std::string line_of(const pugi::xml_node& node) {
  if (has_elements(node)) return title_of_markup(Simplifier().run(node));
  const std::string text = text_of(node);
  if (has_closing_tag(text)) return title_of_markup(text);
  return collapse_whitespace(sanitise_utf8(decode_entities(text)));
}

std::string paragraphs_of(const pugi::xml_node& node) {
  if (has_elements(node)) return abstract_of_markup(Simplifier().run(node));
  const std::string text = text_of(node);
  if (has_closing_tag(text)) return abstract_of_markup(text);
  return collapse_whitespace(sanitise_utf8(decode_entities(text)));
}

}  // namespace horizon::crawler
