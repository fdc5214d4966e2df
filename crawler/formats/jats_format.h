// JATS (ANSI/NISO Z39.96) and its forerunner NLM: articles of PubMed Central, publishers, preprint
// servers.
#pragma once

#include "crawler/formats/format.h"
#include "crawler/identity.h"

namespace pugi {
class xml_node;
}

namespace horizon::crawler {

// Files of one article, and sets (<pmc-articleset>, <articles>). Only the front matter is read, so
// that damage in a body does no harm.
//
// Published: the earliest of the pub-dates and of the history's "pub" and "preprint" events; never
// received, accepted, release dates of archives (pmc-release, nihms-submitted) or corrections.
bool is_jats(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_jats(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> jats_parser();

// The same from an <article> element, for OAI-PMH repositories that deliver JATS.
void read_jats_article(const pugi::xml_node& article, Document& document, Keys& keys);

inline constexpr RecordFormat kJatsFormat{"jats", "JATS or NLM articles (.xml, .nxml)", is_jats,
                                          cut_jats, jats_parser};

}  // namespace horizon::crawler
