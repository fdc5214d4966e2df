#include "cli/inspect/inspect.h"
#include "crawler/opml/opml.h"

namespace horizon::cli {

Result<Json> inspect_opml(const InspectInput& input) {
  const auto opml = crawler::parse_opml(input.bytes, input.content_type);
  if (!opml) return fail(opml.error());
  Json object = {{"count", opml->feeds.size()}, {"feeds", Json::array()}};
  put(object, "title", opml->title);
  for (const crawler::OpmlFeed& feed : opml->feeds) {
    Json row = {{"url", feed.xml_url}};
    put(row, "title", feed.title);
    put(row, "site", feed.html_url);
    put(row, "language", feed.language);
    put(row, "description", feed.description);
    if (!feed.category.empty()) row["category"] = feed.category;
    object["feeds"].push_back(std::move(row));
  }
  if (!opml->complete) object["complete"] = false;
  return object;
}

}  // namespace horizon::cli
