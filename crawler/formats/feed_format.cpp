#include "crawler/formats/feed_format.h"

#include <utility>

#include "core/text.h"
#include "crawler/feed/feed.h"
#include "crawler/feed/feed_json.h"
#include "crawler/feed/feed_vocabulary.h"
#include "crawler/formats/whole_file.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

class FeedParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    auto records = parse_feed(slice.bytes, context.source, context.provenance);
    if (!records) return quarantine(slice, context, records.error().message, out);
    append(std::move(*records), out);
  }
};

}  // namespace

// A root element that only feeds have: what else XML holds belongs to other formats.
bool is_feed(const Beginning& beginning) {
  if (is_json_feed(beginning.text())) return true;
  if (!beginning.trimmed().starts_with('<')) return false;
  const XmlTree tree = XmlTree::parse(std::string(beginning.text()), feed_recovery());
  const std::string name = ascii_lower(tree.root() ? tree.root().local() : std::string_view());
  if (name == "channel") return tree.root().has_attribute("href");
  return name == "rss" || name == "rdf" || name == "feed";
}

std::unique_ptr<RecordCutter> cut_feed(std::unique_ptr<ByteSource> bytes) {
  return whole_file_cutter(std::move(bytes));
}

std::unique_ptr<RecordParser> feed_parser() { return std::make_unique<FeedParser>(); }

}  // namespace horizon::crawler
