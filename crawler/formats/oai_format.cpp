#include "crawler/formats/oai_format.h"

#include <utility>

#include "crawler/formats/whole_file.h"
#include "crawler/oai/oai_pmh.h"

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

bool is_oai(const Beginning& beginning) { return beginning.xml_root() == "OAI-PMH"; }

std::unique_ptr<RecordCutter> cut_oai(std::unique_ptr<ByteSource> bytes) {
  return whole_file_cutter(std::move(bytes));
}

std::unique_ptr<RecordParser> oai_parser() { return std::make_unique<OaiParser>(); }

}  // namespace horizon::crawler
