// What a source would bring, and what an address is, without storing anything.
#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/fetcher.h"
#include "crawler/harvest/harvest.h"
#include "crawler/source.h"

namespace horizon::pipeline {

// The first page of a harvest from its beginning that holds records, or the last page of one that
// holds none. kUnavailable if the source asks for a pause, otherwise the harvest's own errors.
Result<crawler::Page> sample_source(const crawler::Source& source, crawler::Fetcher& fetcher,
                                    const crawler::HarvestContext& context);

// A source that an address gives, with its first page.
struct FoundSource {
  crawler::Source source;  // id, type and url are set
  std::string title;       // of the feed or page, for the operator; may be empty
  crawler::Page page;
};

// A feed, an OAI-PMH repository, a sitemap, or the feeds that a page names, likeliest first; each
// was fetched and read. kUsage if there is none, which says what was found instead.
Result<std::vector<FoundSource>> find_sources(const std::string& url, crawler::Fetcher& fetcher,
                                              const crawler::HarvestContext& context);

// "news.example.org" and "/tech/rss.xml" make "news-example-org-tech".
std::string suggest_id(std::string_view url);

}  // namespace horizon::pipeline
