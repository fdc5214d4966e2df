#include "crawler/formats/patent/patent_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/formats/patent/greenbook.h"
#include "crawler/formats/patent/ops_json.h"
#include "crawler/formats/patent/patent.h"
#include "crawler/formats/patent/patent_cutter.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/patent/patent_parts.h"
#include "crawler/formats/patent/patent_reader.h"
#include "crawler/formats/patent/patent_text.h"
#include "crawler/formats/patent/patent_tree.h"
#include "crawler/formats/patent/peeked_source.h"
#include "crawler/formats/whole_file.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kPeekBytes = 4096;

std::string beginning_text(std::string_view beginning) {
  return decode_to_utf8(beginning.substr(0, std::size_t{64} << 10), {}).text;
}

// Canonical name of the root element; empty for what is no XML. A long list of entities may stand
// between the declaration and the root, which the DOCTYPE names as well.
std::string root_of(std::string_view text) {
  if (!trim(text).starts_with('<')) return {};
  text = text.substr(0, text.rfind('>') + 1);  // the beginning of a file may end within a tag
  const std::string root = split_xml(text, {}, 0).root;
  if (!root.empty()) return canonical_name(root);
  constexpr std::string_view kDoctype = "<!DOCTYPE ";
  const std::size_t at = text.find(kDoctype);
  if (at == std::string_view::npos) return {};
  text = trim(text.substr(at + kDoctype.size()));
  return canonical_name(text.substr(0, text.find_first_of(" \t\r\n[>")));
}

bool is_json(std::string_view text) {
  text = trim(text);
  return text.starts_with('{') || text.starts_with('[');
}

// UTF-8 that pugixml can read whole.
std::string utf8_of(const Slice& slice) {
  const bool plain = is_valid_utf8(slice.bytes) && slice.bytes.find('\0') == std::string::npos;
  if (plain) return slice.bytes;
  std::string type = "text/xml";
  if (slice.head != nullptr) {
    const std::string declared = xml_declared_encoding(*slice.head);
    if (!declared.empty()) type += "; charset=" + declared;
  }
  return decode_to_utf8(slice.bytes, type).text;
}

bool is_closed(std::string_view xml, const pugi::xml_node& record) {
  xml = trim(xml);
  if (!xml.ends_with('>')) return false;
  const std::size_t open = xml.rfind('<');
  const std::string end = "</" + std::string(record.name());
  return xml.ends_with("/>") || xml.substr(open).starts_with(end);
}

// The abstract of a record whose tree may end before it or in it.
std::string abstract_in(std::string_view xml) {
  const std::size_t begin = xml.find("<abstract");
  if (begin == std::string_view::npos) return {};
  const std::size_t inside = xml.find('>', begin);
  const std::size_t end = xml.find("</abstract>", begin);
  if (inside >= end || end == std::string_view::npos) return {};
  return markup_line(xml.substr(inside + 1, end - inside - 1));
}

class PatentParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) {
      return quarantine(slice, context,
                        fmt::format("a patent of {} MB without its description; the limit is {} MB",
                                    slice.whole_size >> 20, kMaxPatentBytes >> 20),
                        out);
    }
    if (trim(slice.bytes).starts_with('<')) return parse_xml_slice(slice, context, out);
    if (is_json(slice.bytes)) return parse_json(slice, context, out);
    add_patent(read_greenbook(utf8_of(slice)), "text/plain", slice, context, out);
  }

 private:
  static void parse_xml_slice(const Slice& slice, const ReadContext& context, Records& out) {
    const std::string xml = utf8_of(slice);
    pugi::xml_document document;
    const std::string problem = parse_patent_xml(document, xml);
    const pugi::xml_node record = document.document_element();
    Patent patent = read_patent(record);
    if (problem.empty()) {
      return add_patent(std::move(patent), "application/xml", slice, context, out);
    }
    if (!is_closed(xml, record)) {
      return quarantine(slice, context, "a patent that is cut off: its end tag is missing", out);
    }
    if (publication_number(patent.publication).empty() || patent.titles.empty()) {
      return quarantine(slice, context, "not well-formed: " + problem, out);
    }
    if (std::string abstract = abstract_in(xml); !abstract.empty()) {
      patent.abstracts = {{{}, std::move(abstract)}};
    }
    add_patent(std::move(patent), "application/xml", slice, context, out);
  }

  static void parse_json(const Slice& slice, const ReadContext& context, Records& out) {
    auto documents = read_ops_json(utf8_of(slice));
    if (!documents) return quarantine(slice, context, documents.error().message, out);
    std::size_t number = 0;
    for (OpsDocument& document : *documents) {
      Slice part;
      part.bytes = std::move(document.json);
      part.position = fmt::format("#{}", ++number);
      pugi::xml_document tree;
      parse_patent_xml(tree, document.xml);
      add_patent(read_patent(tree.document_element()), "application/json", part, context, out);
    }
  }
};

}  // namespace

bool is_uspto(std::string_view beginning, std::string_view /*name*/) {
  static constexpr std::array<std::string_view, 5> kRoots = {
      "uspatentgrant", "uspatentapplication", "patdoc", "patentapplicationpublication",
      "sequencecwu"};
  const std::string text = beginning_text(beginning);
  return is_greenbook(text) ||
         std::find(kRoots.begin(), kRoots.end(), root_of(text)) != kRoots.end();
}

bool is_epo(std::string_view beginning, std::string_view /*name*/) {
  const std::string text = beginning_text(beginning);
  if (!is_json(text)) return root_of(text) == "worldpatentdata";
  return text.find("world-patent-data\"") != std::string::npos ||
         text.find("\"exchange-document") != std::string::npos;
}

bool is_cnipa(std::string_view beginning, std::string_view /*name*/) {
  const std::string text = beginning_text(beginning);
  const std::string root = root_of(text);
  return root == "patentdocumentandrelated" || root == "cnpatentdocument" ||
         (!root.empty() && text.find("www.sipo.gov.cn/XMLSchema") != std::string::npos);
}

bool is_st96(std::string_view beginning, std::string_view /*name*/) {
  const std::string text = beginning_text(beginning);
  const std::string root = root_of(text);
  return !root.empty() && text.find("wipo.int/standards/XMLSchema") != std::string::npos;
}

bool is_st36(std::string_view beginning, std::string_view /*name*/) {
  const std::string root = root_of(beginning_text(beginning));
  return root == "exchangedocuments" || root == "patentdocuments" || is_patent_record(root);
}

std::unique_ptr<RecordCutter> cut_any_patents(std::unique_ptr<ByteSource> bytes) {
  auto peeked = std::make_unique<PeekedSource>(std::move(bytes), kPeekBytes);
  const std::string_view beginning = peeked->beginning();
  if (is_greenbook(beginning)) return cut_greenbook(std::move(peeked));
  if (is_json(beginning)) return whole_file_cutter(std::move(peeked));
  return cut_patents(std::move(peeked));
}

std::unique_ptr<RecordParser> patent_parser() { return std::make_unique<PatentParser>(); }

}  // namespace horizon::crawler
