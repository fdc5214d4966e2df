#include "crawler/formats/format.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/formats/arxiv_format.h"
#include "crawler/formats/biorxiv_format.h"
#include "crawler/formats/crossref_format.h"
#include "crawler/formats/europepmc_format.h"
#include "crawler/formats/export/bibtex.h"
#include "crawler/formats/export/manager_formats.h"
#include "crawler/formats/export/table_formats.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/feed_format.h"
#include "crawler/formats/jats_format.h"
#include "crawler/formats/jsonl_format.h"
#include "crawler/formats/oai_format.h"
#include "crawler/formats/openalex_format.h"
#include "crawler/formats/patent/patent_format.h"
#include "crawler/formats/pubmed_format.h"

namespace horizon::crawler {
namespace {

// The strictest first: what a later one would take as well must be known before it is asked.
constexpr std::array kFormats = {
    kOaiFormat,          //
    kPubmedFormat,       //
    kJatsFormat,         //
    kArxivFormat,        //
    kUsptoFormat,        //
    kEpoFormat,          //
    kCnipaFormat,        //
    kSt96Format,         //
    kSt36Format,         //
    kFeedFormat,         //
    kOpenAlexFormat,     //
    kCslJsonFormat,      //
    kCrossrefFormat,     //
    kEuropePmcFormat,    //
    kBiorxivFormat,      //
    kEndNoteXmlFormat,   //
    kNoteExpressFormat,  //
    kJsonlFormat,        //
    kWosTabFormat,       //
    kMedlineFormat,      //
    kWosFormat,          //
    kRisFormat,          //
    kEndNoteFormat,      //
    kRefWorksFormat,     //
    kBibtexFormat,       //
    kScopusCsvFormat,    //
    kLensCsvFormat,      //
    kCnkiFormat,         //
    kWanfangFormat,      //
    kCsvFormat,          //
};

}  // namespace

std::span<const RecordFormat> record_formats() { return kFormats; }

const RecordFormat* find_record_format(std::string_view name) {
  for (const RecordFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

Result<const RecordFormat*> recognise_format(std::string_view beginning, std::string_view name) {
  const Beginning decoded(beginning, name);
  for (const RecordFormat& format : kFormats) {
    if (format.matches(decoded)) return &format;
  }
  return fail(ErrorCode::kUsage,
              fmt::format("{} is of no format that Horizon knows; it begins with: {}", name,
                          collapse_whitespace(truncate_utf8(decoded.trimmed(), 60))));
}

Source source_of_file(Source source, const RecordFormat& format) {
  source.kind = format.name == kOaiFormat.name ? SourceKind::kOaiPmh : SourceKind::kFeed;
  return source;
}

Records read_records(const RecordFormat& format, std::string_view bytes,
                     const ReadContext& context) {
  Records out;
  auto source = open_memory(bytes);
  const auto damaged = [&](const std::string& reason) {
    out.complete = false;
    out.quarantined.push_back({context.source.id, context.provenance.origin, reason,
                               std::string(bytes.substr(0, kQuarantineBytes)),
                               context.provenance.fetched});
  };
  if (!source) {
    damaged(source.error().message);
    return out;
  }
  const auto cutter = format.cutter(std::move(*source));
  const auto parser = format.parser();
  while (true) {
    const auto slice = cutter->next();
    if (!slice) {
      damaged(slice.error().message);
    } else if (*slice) {
      parser->parse(**slice, context, out);
    } else {
      return out;
    }
  }
}

}  // namespace horizon::crawler
