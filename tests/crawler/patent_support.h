// Reading one patent and saying what differs.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "crawler/formats/patent/patent_format.h"

namespace horizon::crawler {

inline Records read(const RecordFormat& format, std::string_view bytes) {
  ReadContext context;
  context.source.id = "s";
  context.provenance.origin = "file";
  return read_records(format, bytes, context);
}

inline std::string codes_of(const Document& document) {
  std::string out;
  for (const Code& code : document.codes) out += (out.empty() ? "" : " ") + code.value;
  return out;
}

inline std::string authors_of(const Document& document) {
  std::string out;
  for (const Person& person : document.authors) out += (out.empty() ? "" : "; ") + person.name;
  return out;
}

inline std::string organisations_of(const Document& document) {
  std::string out;
  for (const Organisation& each : document.organisations) {
    out += (out.empty() ? "" : "; ") + each.name + "|" + each.country + "|" + each.city;
  }
  return out;
}

// What a document must be, in one line each.
struct Expected {
  std::string id, language, title, abstract, codes, authors, organisations, published, priority,
      family;
};

inline void expect_document(const Document& document, const Expected& expected, const char* what) {
  EXPECT_EQ(document.id, expected.id) << what;
  EXPECT_EQ(document.language, expected.language) << what;
  EXPECT_EQ(document.title, expected.title) << what;
  EXPECT_EQ(document.abstract, expected.abstract) << what;
  EXPECT_EQ(codes_of(document), expected.codes) << what;
  EXPECT_EQ(authors_of(document), expected.authors) << what;
  EXPECT_EQ(organisations_of(document), expected.organisations) << what;
  EXPECT_EQ(document.published ? format_date(*document.published) : "", expected.published) << what;
  EXPECT_EQ(document.priority ? format_day(*document.priority) : "", expected.priority) << what;
  EXPECT_EQ(document.family, expected.family) << what;
  EXPECT_EQ(document.kind, Kind::kPatent) << what;
  EXPECT_EQ(document.keys, std::vector<std::string>{expected.id}) << what;
}

inline void expect_one(const RecordFormat& format, const std::string& bytes,
                       const Expected& expected, const char* what) {
  const auto recognised = recognise_format(std::string_view(bytes).substr(0, 4096), "x.xml");
  ASSERT_TRUE(recognised) << what;
  EXPECT_EQ((*recognised)->name, format.name) << what;
  const Records records = read(format, bytes);
  for (const auto& each : records.quarantined) ADD_FAILURE() << what << ": " << each.reason;
  ASSERT_EQ(records.records.size(), 1u) << what;
  expect_document(records.records[0].document, expected, what);
}

}  // namespace horizon::crawler
