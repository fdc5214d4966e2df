// BibTeX and BibLaTeX as a record format.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// The file is read in windows of 16 MiB: macros (@string) hold from where they stand to its end,
// an entry inherits by crossref from any entry of its window.
bool is_bibtex(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_bibtex(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> bibtex_parser();

inline constexpr RecordFormat kBibtexFormat{"bibtex", "BibTeX and BibLaTeX (.bib)", is_bibtex,
                                            cut_bibtex, bibtex_parser};

}  // namespace horizon::crawler
