// A feed's entry as a document.
#pragma once

#include <string>

#include "core/document.h"
#include "crawler/feed/feed_model.h"
#include "crawler/source.h"

namespace horizon::crawler {

// "id:<source>:<hash of title, abstract and date>", for an entry that names nothing that
// identifies it.
std::string content_key(const Document& document);

// Keys: "doi:", "arxiv:", "url:" (the entry's page, and its guid where that is a link),
// "id:<source>:<guid>", as far as known: a changed guid still finds the page's document. The date
// is the day as written; of a replaced arXiv paper the month in its number.
Document document_of(const FeedEntry& entry, const Feed& feed, const Source& source);

}  // namespace horizon::crawler
