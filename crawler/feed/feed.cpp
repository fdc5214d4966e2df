#include "crawler/feed/feed.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/feed/feed_item.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

enum class Dialect { kRss, kAtom };

class FeedReader {
 public:
  FeedReader(std::string_view text, Dialect dialect, const Source& source,
             const Provenance& provenance)
      : text_(text), dialect_(dialect), source_(source), provenance_(provenance) {}

  Records read(const SplitXml& split) {
    pugi::xml_document document;
    // A damaged head costs the feed's language and base, not its items.
    if (!split.too_deep) parse_xml(document, split.skeleton);
    const pugi::xml_node root = first_element(document);
    context_ = dialect_ == Dialect::kRss ? read_rss_context(root, provenance_.origin)
                                         : read_atom_context(root, provenance_.origin);
    for (const XmlSlice& slice : split.records) read_record(slice);
    out_.complete = split.root_closed && !split.record_limit;
    if (!split.root_closed) {
      set_aside(text_.size(), "feed is cut off before its end", {});
    }
    if (split.record_limit) {
      set_aside(
          text_.size(),
          fmt::format("feed has more than {} records; the rest was not read", kMaxFeedRecords), {});
    }
    drop_shared_urls();
    return std::move(out_);
  }

 private:
  void read_record(const XmlSlice& slice) {
    const std::string_view markup = text_.substr(slice.begin, slice.size);
    if (slice.too_deep) {
      return set_aside(slice.begin, fmt::format("elements nested more than {} deep", kMaxXmlDepth),
                       markup);
    }
    pugi::xml_document document;
    std::string problem = parse_xml(document, markup);
    if (!slice.closed) problem = "record is not closed: damaged or cut off";
    if (!problem.empty()) return set_aside(slice.begin, "malformed XML: " + problem, markup);
    const pugi::xml_node node = first_element(document);
    const FeedItem item =
        dialect_ == Dialect::kRss ? read_rss_item(node) : read_atom_entry(node, context_);
    if (item.title.empty() && item.abstract.empty()) {
      return set_aside(slice.begin, "neither title nor description", markup);
    }
    RawRecord raw{source_.id, provenance_.origin, "application/xml", std::string(markup),
                  provenance_.fetched};
    out_.records.push_back({std::move(raw), document_of(item, context_, source_)});
  }

  void set_aside(std::size_t offset, std::string reason, std::string_view bytes) {
    out_.quarantined.push_back(
        {source_.id, fmt::format("{}#{}", provenance_.origin, offset), std::move(reason),
         std::string(truncate_utf8(bytes, kQuarantineBytes)), provenance_.fetched});
  }

  // Some feeds link every item to the same page. Such an address identifies none of them. Items
  // of one address and one title are the same item under two guids, as servers send it after a
  // change of theirs.
  void drop_shared_urls() {
    std::map<std::string, std::set<std::string>> titles;
    for (const ParsedRecord& record : out_.records) {
      for (const std::string& key : record.document.keys) {
        if (key.starts_with("url:")) titles[key].insert(record.document.title);
      }
    }
    for (ParsedRecord& record : out_.records) {
      Document& document = record.document;
      std::erase_if(document.keys, [&](const std::string& key) {
        return key.starts_with("url:") && titles[key].size() > 1;
      });
      if (document.keys.empty()) document.keys.push_back(content_key(document));
      document.id = document.keys.front();
    }
  }

  std::string_view text_;
  Dialect dialect_;
  const Source& source_;
  const Provenance& provenance_;
  FeedContext context_;
  Records out_;
};

}  // namespace

Result<Records> parse_feed(std::string_view body, const Source& source,
                           const Provenance& provenance) {
  if (body.size() > kMaxFeedBytes) {
    return fail(ErrorCode::kLimit,
                fmt::format("feed {} of {} bytes exceeds the limit of {} MB", provenance.origin,
                            body.size(), kMaxFeedBytes >> 20));
  }
  const Decoded decoded = decode_to_utf8(body, provenance.content_type);
  static constexpr std::array<std::string_view, 2> kRecordNames = {"item", "entry"};
  const SplitXml split = split_xml(decoded.text, kRecordNames, kMaxFeedRecords);
  const bool rss = split.root == "rss" || split.root == "RDF";
  if (!rss && split.root != "feed") {
    const std::string beginning = collapse_whitespace(truncate_utf8(trim(decoded.text), 60));
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} is not an RSS or Atom feed; it begins with: {}", provenance.origin,
                            beginning));
  }
  return FeedReader(decoded.text, rss ? Dialect::kRss : Dialect::kAtom, source, provenance)
      .read(split);
}

}  // namespace horizon::crawler
