// Feeds written down in tests, and read.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "crawler/feed/feed_read.h"

namespace horizon::crawler {

using Strings = std::vector<std::string>;

inline Feed read(std::string_view body, std::string_view base = "", std::string_view type = "") {
  const auto feed = read_feed(body, type, base);
  EXPECT_TRUE(feed.has_value()) << body.substr(0, 200) << feed.error().message;
  return feed.value_or(Feed{});
}

inline std::string rss(std::string_view channel) {
  return "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
         "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
         "xmlns:media='http://search.yahoo.com/mrss/'><channel>" +
         std::string(channel) + "</channel></rss>";
}

inline std::string atom(std::string_view content) {
  return "<feed xmlns='http://www.w3.org/2005/Atom'>" + std::string(content) + "</feed>";
}

inline FeedEntry rss_item(std::string_view content) {
  const Feed feed = read(rss("<item>" + std::string(content) + "</item>"));
  EXPECT_EQ(feed.entries.size(), 1u) << content;
  return feed.entries.empty() ? FeedEntry{} : feed.entries[0];
}

inline FeedEntry atom_entry(std::string_view content) {
  const Feed feed = read(atom("<entry>" + std::string(content) + "</entry>"));
  EXPECT_EQ(feed.entries.size(), 1u) << content;
  return feed.entries.empty() ? FeedEntry{} : feed.entries[0];
}

}  // namespace horizon::crawler
