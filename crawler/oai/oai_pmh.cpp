#include "crawler/oai/oai_pmh.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <pugixml.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/oai/oai_formats.h"
#include "crawler/text/tex_text.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_split.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 6> kVerbs = {
    "Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord"};

std::optional<std::uint64_t> number_of(std::string_view text) {
  text = trim(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && !text.empty() ? std::optional(number) : std::nullopt;
}

// What holds text only: unclosed, it ends where the next element begins.
bool holds_text(std::string_view local) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"title", "subject", "description", "publisher", "date", "type", "format", "identifier",
       "source", "language", "relation", "coverage", "rights", "datestamp", "setspec",
       "responsedate", "resumptiontoken", "keyname", "forenames"});
  return std::find(kNames.begin(), kNames.end(), local) != kNames.end();
}

bool never_nests(std::string_view local) {
  return local == "creator" || local == "contributor" || local == "author" || local == "header";
}

// Markup with its unclosed and mis-nested elements closed where a reader would see them end.
struct Mended {
  std::string markup;
  bool whole = false;  // of a record: its metadata was closed, or it is deleted and has none
};

Mended mend(std::string_view markup) {
  const XmlTree tree = XmlTree::parse(std::string(markup), {holds_text, never_nests});
  Mended out;
  out.markup = tree.top().inner_markup();
  for (XmlNode part = tree.root().first_element(); part; part = part.next_element()) {
    const bool deleted = part.local() == "header" && part.attribute("status") == "deleted";
    out.whole = out.whole || (part.closed() && (part.local() == "metadata" || deleted));
  }
  return out;
}

class ReplyReader {
 public:
  ReplyReader(std::string_view text, const Source& source, const Provenance& provenance)
      : text_(text), source_(source), provenance_(provenance) {}

  OaiReply read(const SplitXml& split) {
    read_envelope(split);
    for (const XmlSlice& slice : split.records) {
      std::string problem = read_record(slice);
      if (!problem.empty()) set_aside(slice, std::move(problem));
    }
    if (!out_.records.complete) {
      set_aside({text_.size(), 0, false, false}, "reply is cut off or damaged around its records");
    }
    return std::move(out_);
  }

 private:
  void read_envelope(const SplitXml& split) {
    pugi::xml_document document;
    if (!split.too_deep && !parse_xml(document, split.skeleton).empty()) {
      document.reset();
      parse_xml(document, mend(split.skeleton).markup);
    }
    out_.records.complete = split.root_closed && !split.too_deep && !split.record_limit;
    const pugi::xml_node root = first_element(document);
    out_.response_date = child_text(root, "responseDate");
    out_.verb = attribute(child(root, "request"), "verb");
    const pugi::xml_node error = child(root, "error");
    out_.error_code = std::string(attribute(error, "code"));
    out_.error_message = collapse_whitespace(text_of(error));
    pugi::xml_node list = root;
    for (const std::string_view verb : kVerbs) {
      if (const pugi::xml_node found = child(root, verb)) {
        out_.verb = verb;
        list = found;
      }
    }
    read_token(child(list, "resumptionToken"));
    read_identity(list);
    for (const pugi::xml_node& format : children(list, "metadataFormat")) {
      out_.formats.push_back(collapse_whitespace(child_text(format, "metadataPrefix")));
    }
    for (const pugi::xml_node& set : children(list, "set")) {
      out_.sets.push_back(collapse_whitespace(child_text(set, "setSpec")));
    }
  }

  void read_token(const pugi::xml_node& token) {
    out_.token = text_of(token);
    out_.complete_list_size = number_of(attribute(token, "completeListSize"));
    out_.cursor = number_of(attribute(token, "cursor"));
  }

  void read_identity(const pugi::xml_node& identify) {
    out_.identity = {collapse_whitespace(child_text(identify, "repositoryName")),
                     collapse_whitespace(child_text(identify, "baseURL")),
                     collapse_whitespace(child_text(identify, "granularity")),
                     collapse_whitespace(child_text(identify, "deletedRecord")),
                     collapse_whitespace(child_text(identify, "earliestDatestamp"))};
  }

  // Empty, or why the record is set aside.
  std::string read_record(const XmlSlice& slice) {
    if (slice.too_deep) return fmt::format("elements nested more than {} deep", kMaxXmlDepth);
    const std::string_view markup = text_.substr(slice.begin, slice.size);
    pugi::xml_document tree;
    bool whole = slice.closed;
    std::string problem = slice.closed ? parse_xml(tree, markup) : "record is not closed";
    if (!problem.empty()) {
      // What a reader would see of it.
      const Mended mended = mend(markup);
      whole = slice.closed || mended.whole;
      tree.reset();
      parse_xml(tree, mended.markup);
    }
    const pugi::xml_node record = first_element(tree);
    // ListIdentifiers gives headers alone.
    const bool alone = local_name(record) == "header";
    const pugi::xml_node header = alone ? record : child(record, "header");
    OaiHeader& entry = out_.headers.emplace_back(header_of(header));
    if (entry.identifier.empty()) {
      out_.headers.pop_back();
      return problem.empty() ? "record without an identifier" : "malformed XML: " + problem;
    }
    if (!whole) return "malformed XML: " + problem + ": damaged or cut off";
    if (alone && !entry.deleted) return {};
    Document document;
    Keys keys;
    document.source = source_.id;
    document.kind = Kind::kPaper;
    document.deleted = entry.deleted;
    if (!document.deleted) {
      const pugi::xml_node metadata = child(record, "metadata");
      if (!read_oai_metadata(metadata, document, keys)) {
        return fmt::format("metadata format \"{}\" is not known",
                           local_name(first_element(metadata)));
      }
      if (document.title.empty() && document.abstract.empty()) {
        entry.authors = std::move(document.authors);
        return "neither title nor description";
      }
    }
    if (source_.document_kind) document.kind = *source_.document_kind;
    entry.title = document.title;
    document.title = math_to_text(document.title);
    document.abstract = math_to_text(document.abstract);
    keys.add_arxiv(entry.identifier);
    keys.add_local(source_.id, entry.identifier);
    entry.document = out_.records.records.size();
    keep(markup, std::move(document), keys);
    return {};
  }

  static OaiHeader header_of(const pugi::xml_node& header) {
    OaiHeader entry;
    entry.identifier = collapse_whitespace(child_text(header, "identifier"));
    entry.datestamp = collapse_whitespace(child_text(header, "datestamp"));
    entry.deleted = attribute(header, "status") == "deleted";
    for (const pugi::xml_node& set : children(header, "setSpec")) {
      entry.sets.push_back(collapse_whitespace(text_of(set)));
    }
    return entry;
  }

  void keep(std::string_view markup, Document document, Keys& keys) {
    document.keys = keys.take();
    if (document.language.empty()) document.language = normalise_language(source_.language);
    if (document.id.empty()) {
      const std::string& key = document.keys.front();
      document.id = key.starts_with("arxiv:") ? "arXiv:" + key.substr(6) : key;
    }
    RawRecord raw{source_.id, provenance_.origin, "application/xml", std::string(markup),
                  provenance_.fetched};
    out_.records.records.push_back({std::move(raw), std::move(document)});
  }

  void set_aside(const XmlSlice& slice, std::string reason) {
    const std::string_view bytes = text_.substr(slice.begin, slice.size);
    out_.records.quarantined.push_back(
        {source_.id, fmt::format("{}#{}", provenance_.origin, slice.begin), std::move(reason),
         std::string(truncate_utf8(bytes, kQuarantineBytes)), provenance_.fetched});
  }

  std::string_view text_;
  const Source& source_;
  const Provenance& provenance_;
  OaiReply out_;
};

}  // namespace

Result<OaiReply> parse_oai(std::string_view body, const Source& source,
                           const Provenance& provenance) {
  if (body.size() > kMaxOaiBytes) {
    return fail(ErrorCode::kLimit, fmt::format("reply {} of {} bytes exceeds the limit of {} MB",
                                               provenance.origin, body.size(), kMaxOaiBytes >> 20));
  }
  const Decoded decoded = decode_to_utf8(body, provenance.content_type);
  static constexpr std::array<std::string_view, 2> kRecordNames = {"record", "header"};
  const SplitXml split = split_xml(decoded.text, kRecordNames, kMaxOaiRecords);
  if (split.root != "OAI-PMH") {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} is not an OAI-PMH reply; it begins with: {}", provenance.origin,
                            collapse_whitespace(truncate_utf8(trim(decoded.text), 60))));
  }
  return ReplyReader(decoded.text, source, provenance).read(split);
}

}  // namespace horizon::crawler
