// Documents of a text in one of the record formats, each as one line for comparison.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "crawler/document_parts.h"
#include "crawler/formats/format.h"

namespace horizon::test {

inline std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : "|") + item;
  return out;
}

// "kind; title; authors; date; venue; keys"; "#" is a key made of the content.
inline std::string brief(const Document& document) {
  const std::string date = document.published ? format_date(*document.published) : "-";
  const std::string content = "id:" + document.source + ":" + crawler::content_hash(document);
  return std::string(to_string(document.kind)) + "; " + document.title + "; " +
         joined(names_of(document.authors)) + "; " + date + "; " + document.venue + "; " +
         (document.keys.front() == content ? "#" : joined(document.keys));
}

// "name <city, country>" of each.
inline std::string places(const Document& document) {
  std::vector<std::string> list;
  for (const Organisation& place : document.organisations) {
    const bool plain = place.city.empty() && place.country.empty();
    list.push_back(place.name + (plain ? "" : " <" + place.city + "," + place.country + ">"));
  }
  return joined(list);
}

inline crawler::Records read_text(std::string_view format, std::string_view text,
                                  crawler::Source source = {}) {
  crawler::ReadContext context;
  context.source = std::move(source);
  if (context.source.id.empty()) context.source.id = "t";
  context.provenance.origin = "f";
  const auto* const known = crawler::find_record_format(format);
  if (known == nullptr) return {};
  return crawler::read_records(*known, text, context);
}

inline std::vector<std::string> briefs(std::string_view format, std::string_view text) {
  const crawler::Records records = read_text(format, text);
  std::vector<std::string> out;
  for (const auto& record : records.records) out.push_back(brief(record.document));
  for (const auto& record : records.quarantined) {
    out.push_back("!" + record.origin + ": " + record.reason);
  }
  return out;
}

inline std::string recognised(std::string_view text, std::string_view name = "file.txt") {
  const auto format = crawler::recognise_format(text, name);
  return format ? std::string((*format)->name) : "none";
}

}  // namespace horizon::test
