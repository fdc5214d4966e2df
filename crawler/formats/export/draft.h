// What every export format has in common: named fields of one record, in whatever words and order
// they come, become a document.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "crawler/formats/format.h"
#include "crawler/identity.h"

namespace horizon::crawler {

enum class Field : std::uint8_t {
  kIgnored,
  kType,             // "JOUR", "Journal Article", "专利", ...: the kind of document
  kTitle,            // the first one counts
  kOtherTitle,       // where there is no kTitle
  kAbstract,         // several are parted by a line break
  kAuthor,           // one name, or several parted by ';'
  kAuthors,          // a list, parted by whatever parts it (names.h)
  kAuthorId,         // ORCID of the last author
  kOrganisation,     // one affiliation, as sent, of no author in particular
  kOrganisations,    // a list, parted by ';'
  kOwnOrganisation,  // one affiliation of the last author
  kVenue,            // journal, proceedings, newspaper; the first one counts
  kJournal,          // a venue of papers: tells the kind where nothing else does
  kOtherVenue,       // where there is no kVenue
  kPublisher,        // where there is neither
  kDate,             // of publication
  kEarlyDate,        // of another publication (online, early access): counts where it is finer
  kYear,
  kMonth,  // or month and day, beside kYear: "NOV 22", "11", "Nov-Dec"
  kUpdated,
  kDoi,
  kUrl,
  kPmid,
  kArxiv,
  kLanguage,
  kId,                 // of the database, unique in the world: "WOS:000123", "2-s2.0-123"
  kOwnId,              // of the source's own records: part of "id:<source>:<id>"
  kPublicationNumber,  // patents
  kApplicationNumber,  // counts where there is no publication number
  kApplicants,         // as kOrganisations
  kInventors,          // as kAuthors
  kClc,                // Chinese Library Classification: "TP18; TP391.4"
  kIpc,                // IPC or CPC symbols, in lists
  kMesh,               // one heading
  kCategories,         // codes of any scheme, in lists
  kFamily,
  kPriority,  // date
  kKind,      // "paper", "patent", "news" or "other" in so many words, else as kType
  kAny        // a DOI, PMID, URL or number of a patent by its form ("electronic resource number")
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kAny) + 1;

// The kind of document that a type means in the words of reference managers and databases, in
// either language; nullopt for words that tell nothing ("GEN", "Generic").
std::optional<Kind> kind_of_type(std::string_view type);

class Draft {
 public:
  // Text is UTF-8, or what is left of it: it is made clean here. Empty values tell nothing.
  void add(Field field, std::string_view value);

  void add_person(Person person);
  // Without a country of its own, the one that its name ends with.
  std::optional<std::uint16_t> add_organisation(Organisation organisation);
  // Positions among the document's authors and organisations.
  void link(std::size_t author, std::uint16_t organisation);
  void set_author_id(std::size_t author, std::string_view orcid);

  const Document& document() const { return document_; }
  bool has(Field field) const { return !values_[static_cast<std::size_t>(field)].empty(); }

  // The document, or a quarantined record that says what it lacks. The draft is spent.
  void finish(const Slice& slice, const ReadContext& context, Records& out);

 private:
  using Values = std::vector<std::string>;

  const Values& values(Field field) const { return values_[static_cast<std::size_t>(field)]; }
  std::string first(Field field) const;
  void add_people(Field field, std::string_view value);
  void set_text();
  void set_date();
  void set_codes();
  void set_identity(const ReadContext& context);
  std::optional<Kind> told_kind() const;
  Keys collect_keys(const std::string& source) const;

  Document document_;  // people and organisations as they come, the rest in finish()
  std::array<Values, kFieldCount> values_;
};

}  // namespace horizon::crawler
