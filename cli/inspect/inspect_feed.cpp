#include "cli/inspect/inspect.h"
#include "core/date.h"
#include "crawler/feed/feed_read.h"

namespace horizon::cli {
namespace {

using crawler::Feed;
using crawler::FeedEntry;
using crawler::FeedFacts;
using crawler::FeedLink;
using crawler::FeedPerson;
using crawler::TextDate;

void put_date(Json& object, const char* name, const std::optional<TextDate>& date) {
  if (date) object[name] = format_instant(date->instant);
}

// A reader shows the date that there is: of one that was never updated the first one, of one that
// only says when it changed that.
void put_dates(Json& object, const FeedFacts& facts) {
  put_date(object, "published", facts.published ? facts.published : facts.updated);
  put_date(object, "updated", facts.updated ? facts.updated : facts.published);
  put_date(object, "created", facts.created);
}

void put_people(Json& object, const std::vector<FeedPerson>& people) {
  for (const FeedPerson& person : people) {
    object["authors"].push_back(person.name.empty() ? person.email : person.name);
  }
  for (const FeedPerson& person : people) {
    if (person.email.empty()) continue;
    object["author_email"] = person.email;
    break;
  }
}

void put_facts(Json& object, const FeedFacts& facts) {
  put(object, "id", facts.id);
  put(object, "title", facts.title);
  put(object, "language", facts.language);
  put(object, "rights", facts.rights);
  for (const FeedLink& link : facts.links) object["links"].push_back(link.href);
  put_people(object, facts.authors);
  for (const auto& category : facts.categories) object["categories"].push_back(category.term);
  put_dates(object, facts);
}

Json entry_json(const FeedEntry& entry) {
  Json object = Json::object();
  put_facts(object, entry);
  put(object, "url", entry.link);
  put(object, "summary", entry.summary);
  put(object, "content", entry.content);
  put(object, "license", entry.license);
  put(object, "comments", entry.comments);
  put_date(object, "expired", entry.expired);
  for (const FeedLink& link : entry.links) {
    if (link.rel != "enclosure") continue;
    put(object, "enclosure_url", link.href);
    put(object, "enclosure_type", link.type);
    put(object, "enclosure_length", link.length);
    break;
  }
  return object;
}

}  // namespace

Result<Json> inspect_feed(const InspectInput& input) {
  const auto feed = crawler::read_feed(input.bytes, input.content_type, input.base_url);
  if (!feed) return fail(feed.error());
  Json object = Json::object();
  put_facts(object, *feed);
  put(object, "link", feed->link);
  put(object, "description", feed->summary);
  put(object, "generator", feed->generator);
  put(object, "info", feed->info);
  put(object, "version", feed->version);
  put(object, "encoding", feed->encoding);
  object["wellformed"] = feed->problem.empty();
  put(object, "problem", feed->problem);
  object["entries_count"] = feed->entries.size();
  object["entries"] = Json::array();
  for (const FeedEntry& entry : feed->entries) object["entries"].push_back(entry_json(entry));
  return object;
}

}  // namespace horizon::cli
