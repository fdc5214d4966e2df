#include "crawler/formats/oai_format.h"

#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/formats/whole_file.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

class OaiParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    auto reply = parse_oai(slice.bytes, context.source, context.provenance);
    if (!reply) return quarantine(slice, context, reply.error().message, out);
    append(std::move(reply->records), out);
  }
};

}  // namespace

bool is_oai(std::string_view beginning, std::string_view /*name*/) {
  const Decoded decoded = decode_to_utf8(beginning, {});
  const std::string_view text = trim(decoded.text);
  return text.starts_with('<') && split_xml(text, {}, 0).root == "OAI-PMH";
}

std::unique_ptr<RecordCutter> cut_oai(std::unique_ptr<ByteSource> bytes) {
  return whole_file_cutter(std::move(bytes));
}

std::unique_ptr<RecordParser> oai_parser() { return std::make_unique<OaiParser>(); }

}  // namespace horizon::crawler
