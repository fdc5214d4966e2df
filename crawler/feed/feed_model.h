// What any feed says, whatever its format: RSS 0.90 to 2.0, Atom 0.3 and 1.0, CDF, JSON Feed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crawler/feed/feed_schedule.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {

struct FeedPerson {
  std::string name;   // plain text; empty where only an address is given
  std::string email;  // without "mailto:"
  std::vector<std::string> organisations = {};
  friend bool operator==(const FeedPerson&, const FeedPerson&) = default;
};

struct FeedCategory {
  std::string term, scheme, label;
  friend bool operator==(const FeedCategory&, const FeedCategory&) = default;
};

struct FeedLink {
  std::string href;  // resolved
  std::string rel, type, title, length;
};

// What feeds and entries have in common. Text is plain (one line but for `summary`), addresses are
// resolved; what is absent is empty.
struct FeedFacts {
  std::string id;  // as sent; resolved where it is a link
  std::string title;
  std::string link;  // the page that this stands for
  std::string summary;
  std::string rights, license, language;
  std::vector<FeedLink> links;  // in the order in which they were sent
  std::vector<FeedPerson> authors;
  std::vector<FeedCategory> categories;
  std::optional<TextDate> published, updated, created;
};

struct FeedEntry : FeedFacts {
  std::string guid;           // the id as sent
  std::string content;        // sanitised HTML
  std::string comments;       // address
  std::string original_link;  // the publisher's page, where `link` counts clicks (FeedBurner)
  std::optional<TextDate> expired;
  bool id_is_link = false;  // a guid that says it is a permanent link, or says nothing
  std::vector<FeedPerson> source_authors;  // of the feed that the entry was taken from (Atom)
  std::vector<std::string> identifiers;    // DOIs and other ids, as sent
  std::vector<std::string> organisations;
  std::string venue;         // the journal (PRISM)
  std::string announcement;  // arXiv's announce_type: "new", "cross", "replace", "replace-cross"
  std::string markup;        // the entry as sent, in UTF-8
  std::size_t offset = 0;    // of the markup in the decoded feed
  bool closed = true;        // false: its end is missing
};

struct Feed : FeedFacts {
  std::string generator, info;
  std::string
      version;  // "rss20", "rss091", "rss10", "atom03", "atom10", "cdf", "json11"; empty: none
  std::string encoding;   // as declared where that is right, else as found; lower case
  std::string problem;    // why the bytes are not well-formed; empty if they are
  bool complete = true;   // false: the tail is missing
  bool too_many = false;  // more than kMaxFeedRecords entries; the rest was not read
  FeedSchedule schedule;
  std::vector<FeedEntry> entries;
};

}  // namespace horizon::crawler
