#include "crawler/feed/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/feed/feed_document.h"

namespace horizon::crawler {
namespace {

class RecordMaker {
 public:
  RecordMaker(Feed feed, const Source& source, const Provenance& provenance)
      : feed_(std::move(feed)), source_(source), provenance_(provenance) {}

  Records make() {
    for (FeedEntry& entry : feed_.entries) add(entry);
    out_.complete = feed_.complete && !feed_.too_many;
    if (!feed_.complete) set_aside(end_, "feed is cut off before its end", {});
    if (feed_.too_many) {
      set_aside(
          end_,
          fmt::format("feed has more than {} records; the rest was not read", kMaxFeedRecords), {});
    }
    drop_shared_urls();
    return std::move(out_);
  }

 private:
  void add(FeedEntry& entry) {
    end_ = std::max(end_, entry.offset + entry.markup.size());
    const bool last = &entry == &feed_.entries.back();
    if (last && !entry.closed && !feed_.complete) {
      return set_aside(entry.offset, "record is cut off", entry.markup);
    }
    if (entry.title.empty() && entry.summary.empty()) {
      return set_aside(entry.offset, "neither title nor description", entry.markup);
    }
    Document document = document_of(entry, feed_, source_);
    const bool json = feed_.version.starts_with("json");
    RawRecord raw{source_.id, provenance_.origin, json ? "application/json" : "application/xml",
                  std::move(entry.markup), provenance_.fetched};
    out_.records.push_back({std::move(raw), std::move(document)});
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

  Feed feed_;
  const Source& source_;
  const Provenance& provenance_;
  Records out_;
  std::size_t end_ = 0;
};

}  // namespace

Records records_of(Feed feed, const Source& source, const Provenance& provenance) {
  return RecordMaker(std::move(feed), source, provenance).make();
}

Result<Feed> fetched_feed(std::string_view body, const Provenance& provenance) {
  auto feed = read_feed(body, provenance.content_type, provenance.origin);
  if (!feed) {
    return fail(feed.error().code, fmt::format("{}: {}", provenance.origin, feed.error().message));
  }
  if (feed->version.empty()) {
    const std::string beginning =
        collapse_whitespace(truncate_utf8(trim(sanitise_utf8(body.substr(0, 256))), 60));
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} is not an RSS, Atom or JSON feed; it begins with: {}",
                            provenance.origin, beginning));
  }
  return feed;
}

Result<Records> parse_feed(std::string_view body, const Source& source,
                           const Provenance& provenance) {
  auto feed = fetched_feed(body, provenance);
  if (!feed) return fail(feed.error());
  return records_of(std::move(*feed), source, provenance);
}

}  // namespace horizon::crawler
