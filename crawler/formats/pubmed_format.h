// PubMed's XML (pubmed_250101.dtd and its forerunners).
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Replies of efetch and the bulk files (PubmedArticleSet, also the MedlineCitationSet of before
// 2016), streamed: a file of 30,000 articles is never held whole. Articles, books and chapters are
// documents; DeleteCitation and DeleteDocument give tombstones.
//
// Published: the earliest of the and the electronic dates ("epublish", "ppublish" and
// "aheadofprint" of the history too); never received, accepted, entrez or medline. Language: that
// of title and abstract, which are English for every work whose title PubMed has translated.
// Preprints and their papers name each other and share a key.
bool is_pubmed(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_pubmed(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> pubmed_parser();

inline constexpr RecordFormat kPubmedFormat{"pubmed",
                                            "PubMed XML (efetch, baseline and update files)",
                                            is_pubmed, cut_pubmed, pubmed_parser};

}  // namespace horizon::crawler
