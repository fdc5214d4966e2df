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

namespace horizon::crawler {
namespace {

constexpr std::size_t kPeekBytes = 4096;

std::string root_of(const Beginning& beginning) { return canonical_name(beginning.xml_root()); }

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

bool is_uspto(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 5> kRoots = {
      "uspatentgrant", "uspatentapplication", "patdoc", "patentapplicationpublication",
      "sequencecwu"};
  return is_greenbook(beginning.text()) ||
         std::find(kRoots.begin(), kRoots.end(), root_of(beginning)) != kRoots.end();
}

bool is_epo(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 2> kSpellings = {"world-patent-data\"",
                                                                 "\"exchange-document"};
  return root_of(beginning) == "worldpatentdata" || beginning.is_json_with(kSpellings);
}

bool is_cnipa(const Beginning& beginning) {
  const std::string root = root_of(beginning);
  return root == "patentdocumentandrelated" || root == "cnpatentdocument" ||
         (!root.empty() && beginning.holds("www.sipo.gov.cn/XMLSchema"));
}

bool is_st96(const Beginning& beginning) {
  return !beginning.xml_root().empty() && beginning.holds("wipo.int/standards/XMLSchema");
}

bool is_st36(const Beginning& beginning) {
  const std::string root = root_of(beginning);
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
