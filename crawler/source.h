// What the operator says about one source (an entry of sources.toml).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/document.h"

namespace horizon::crawler {

enum class SourceKind : std::uint8_t { kFeed = 0, kOaiPmh = 1, kJsonl = 2 };

std::string_view to_string(SourceKind kind);  // "feed" "oai_pmh" "jsonl"
std::optional<SourceKind> parse_source_kind(
    std::string_view text);  // also "rss" "atom" "oai" "oai-pmh"

struct Source {
  std::string id;  // short, stable, unique: part of documents' keys ("id:<id>:<guid>")
  SourceKind kind = SourceKind::kFeed;
  std::string url;  // feed, JSON Lines, or OAI-PMH base URL without a query; http, https or file
  // BCP 47 primary tag that documents get when neither feed nor record names a language. Empty:
  // none, and the language is detected from the text.
  std::string language;
  // nullopt: paper for OAI-PMH, news for feeds (a record that is an arXiv preprint or has a DOI
  // in a feed is a paper), what the record tells for JSON Lines.
  std::optional<Kind> document_kind;

  // OAI-PMH only.
  std::string metadata_prefix = "oai_dc";  // "arXiv", "arXivRaw" or "oai_dc"
  std::string set;                         // setSpec; empty: everything
  std::optional<Day> since;                // datestamp where a first harvest begins; nullopt: all

  std::chrono::hours interval{24};  // between two harvests
  bool enabled = true;
};

Kind document_kind_of(const Source& source);

}  // namespace horizon::crawler
