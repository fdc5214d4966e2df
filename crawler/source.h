// What the operator says about one source (an entry of sources.toml).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/document.h"

namespace horizon::crawler {

enum class SourceKind : std::uint8_t {
  kFeed,       // RSS, Atom, JSON Feed
  kOaiPmh,     // any OAI-PMH 2.0 repository, arXiv's too
  kJsonl,      // a JSON Lines file at a URL
  kArxiv,      // arXiv's query API (Atom)
  kCrossref,   // REST API
  kOpenAlex,   // REST API
  kPubmed,     // NCBI E-utilities
  kEuropePmc,  // REST API
  kBiorxiv,    // bioRxiv and medRxiv
  kEpoOps,     // EPO Open Patent Services 3.2
  kUsptoBulk,  // USPTO Open Data Portal, weekly full-text files
  kSitemap,    // sitemap or robots.txt of a site, with the articles it lists
  kFolder      // files of any record format in a folder of the operator's, as they arrive
};

std::string_view to_string(SourceKind kind);  // "feed" "oai_pmh" "jsonl" "arxiv" "crossref" ...
// Also "rss", "atom", "oai", "oai-pmh".
std::optional<SourceKind> parse_source_kind(std::string_view text);
// All names, in the order of the enumeration.
std::vector<std::string_view> source_kind_names();

struct Source {
  std::string id;  // short, stable, unique: part of documents' keys ("id:<id>:<guid>")
  SourceKind kind = SourceKind::kFeed;
  // http, https or file. Of a feed, file, sitemap or folder: where it is. Of an API or OAI-PMH
  // repository: the base URL without a query; empty for an API means its public one.
  std::string url;
  // BCP 47 primary tag that documents get when neither feed nor record names a language. Empty:
  // none, and the language is detected from the text.
  std::string language;
  // nullopt: what the record tells, else what the kind of source suggests.
  std::optional<Kind> document_kind;

  std::string metadata_prefix = "oai_dc";  // OAI-PMH: "arXiv", "arXivRaw", "oai_dc", ...
  std::string set;                         // OAI-PMH setSpec; empty: everything
  // What to ask an API for, in its own language: arXiv's search_query, a Crossref or OpenAlex
  // filter, a PubMed term, a Europe PMC query, CQL for EPO OPS, "biorxiv" or "medrxiv", a USPTO
  // product ("PTGRXML"). Empty: everything new.
  std::string query;
  // Where a first harvest begins (datestamp, entry or publication date, as the API counts);
  // nullopt: everything for OAI-PMH, the last 30 days for APIs.
  std::optional<Day> since;
  // Key and secret of a provider that wants them, as read from the environment variables that
  // sources.toml names; never written anywhere.
  std::string api_key;
  std::string api_secret;
  std::string contact;  // the operator's, for parameters such as mailto= and email=

  // kFolder: a record format by name; empty: each file's own beginning tells.
  std::string format;
  // CSV: which column (by its heading) is which field of a document ("title", "abstract", "date",
  // "authors", "organisations", "doi", "url", "kind", "language", "id", "categories", "venue").
  std::map<std::string, std::string> columns;

  std::chrono::minutes interval{24 * 60};  // between two harvests
  // When the daemon harvests it, as pipeline/calendar.h reads it; empty: by the interval.
  std::string calendar;
  bool obey_robots = true;  // false only with the site's permission; APIs are exempt anyway
  bool enabled = true;
};

Kind document_kind_of(const Source& source);

}  // namespace horizon::crawler
