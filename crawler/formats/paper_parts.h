// What the formats of papers share: names, dates and texts as they are told by every service in
// its own way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/document.h"
#include "crawler/formats/format.h"
#include "crawler/identity.h"

namespace horizon::crawler {

// Codes (CodeScheme::kOther) that note what became of a work. The document stays: only a source
// that withdraws the record itself makes a tombstone.
inline constexpr std::string_view kRetracted = "retracted";
inline constexpr std::string_view kWithdrawn = "withdrawn";

// As a reader writes it: "Ada Lovelace", "Martin King Jr"; family first and no blank where both
// parts are Chinese, Japanese or Korean ("王小明"). Either part may be empty.
std::string person_name(std::string_view given, std::string_view family,
                        std::string_view suffix = {});

// "orcid:0000-0002-1825-0097", from a bare id or its URL; empty for what has not that form.
std::string orcid_of(std::string_view text);
// "ror:05gq02987", from a bare id or its URL; empty for what has not that form.
std::string ror_of(std::string_view text);

// Of several stated publication dates the earliest. A date within the month or year that a less
// precise one names stands for that one: 2024-02 and 2024-02-15 are the 15th.
class PublicationDates {
 public:
  void add(const std::optional<PartialDate>& date);
  // "2024", "Feb" or "02" or "2", "15"; what is missing or impossible lowers the precision.
  void add(std::string_view year, std::string_view month, std::string_view day);
  std::optional<PartialDate> earliest() const { return earliest_; }

 private:
  std::optional<PartialDate> earliest_;
};

// The same parts as a date; nullopt without a year of 1500 to 2200.
std::optional<PartialDate> date_of_parts(std::string_view year, std::string_view month,
                                         std::string_view day);

// Markup (HTML, JATS, MathML, TeX) as a line, or as text with a line for each paragraph, without a
// heading that only says "Abstract".
std::string title_of_markup(std::string_view markup);
std::string abstract_of_markup(std::string_view markup);

// True for a text with "</p>", "</i>" or the like: HTML that was escaped, as some publishers
// deposit it, is text until it is read a second time.
bool has_closing_tag(std::string_view text);

// Adds the document with its keys, id, language and raw bytes; quarantines it where it has neither
// title nor abstract and is no tombstone, or no key but for its text.
void keep_document(Document document, Keys& keys, const ReadContext& context, RawRecord raw,
                   Records& out);

}  // namespace horizon::crawler
