// Which part of a publication an element is, by its canonical name (patent_tree.h).
#pragma once

#include <cstdint>
#include <string_view>

namespace horizon::crawler {

enum class PatentPart : std::uint8_t {
  kNone,         // a container, or nothing that we read: what is below it counts
  kSkip,         // neither it nor what is below it: citations, agents, searches, descriptions
  kPublication,  // number, kind and date of the publication
  kApplication,
  kPriority,  // one priority, or one earlier filing that counts as such
  kTitle,
  kTitleLanguage,  // stands before the title that it is of (EP's B541)
  kAbstract,
  kClaims,
  kIpc,
  kCpc,
  kScheme,  // of the scheme that it names
  kApplicant,
  kAssignee,
  kInventor,
  kLanguage,
  kCountry,  // single values of ST.32's tags (B190, B110, B130, B140, B210, B220)
  kNumber,
  kKind,
  kDate,
  kFiledNumber,
  kFiledDate
};

PatentPart part_of(std::string_view canonical);

// True for the elements that are one publication each, wherever they stand.
bool is_patent_record(std::string_view canonical);

// True for elements of the full text that are not kept: descriptions, drawings, listings.
bool is_full_text(std::string_view canonical);

}  // namespace horizon::crawler
