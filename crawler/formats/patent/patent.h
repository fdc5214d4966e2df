// What the patent dialects have in common: a publication's bibliographic data as sent, and the
// document that becomes of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "crawler/formats/format.h"

namespace horizon::crawler {

// A publication, application or priority as its record names it.
struct PatentId {
  std::string country = {};  // two letters of WIPO ST.3; may be part of the number instead
  std::string number = {};   // as sent: "08930553", "EP1000000", "D435,854"
  std::string kind = {};     // WIPO ST.16: "A1", "B2"; empty if not told
  std::string date = {};     // as sent
};

struct PatentText {
  std::string language = {};  // BCP 47 primary tag; empty if not told
  std::string text = {};      // plain, as a reader would see it
};

struct PatentParty {
  std::string name = {};
  std::string country = {};  // ISO 3166-1 alpha-2; empty if not told
  std::string city = {};
  // Offices give one party several times: "original", "docdb", "epodoc", ...; empty: once.
  std::string form = {};
  std::string sequence = {};  // joins the forms of one party
  bool inventor = false;      // an applicant who is one by being the inventor
};

struct Patent {
  PatentId publication = {};
  PatentId application = {};
  std::vector<std::string> priority_dates = {};  // claimed ones, provisional and parent filings
  std::string family = {};                       // DOCDB simple family: digits
  std::string language = {};                     // of the publication, as the record tells it
  std::vector<PatentText> titles = {}, abstracts = {};
  std::vector<PatentText> claims = {};  // the first claim, in each language that it is given in
  std::vector<PatentParty> applicants = {}, assignees = {}, inventors = {};
  std::vector<std::string> cpc = {}, ipc = {};  // as normalise_symbol() gives them
  bool deleted = false;                         // the authority withdraws the record
};

// The document:
// - key, and id, is "patent:" with the publication's number and kind code. A number without its
//   kind is no key, nor is the application's: they are the same for an application and its grant,
//   which are two publications (families are counted, not joined).
// - title and abstract are in one language if any has both: the publication's own if that is
//   Chinese or English, else English, Chinese, whatever there is. Without an abstract the first
//   claim stands for it.
// - organisations are applicants, then assignees that are not among them. An applicant who is also
//   an inventor is a person, not an organisation.
// - codes are CPC symbols, then IPC symbols that are not among them.
// - priority is the earliest date claimed, else the filing date (a first filing is its own).
// nullopt without a publication number, or with nothing to tell what it is about.
std::optional<Document> patent_document(Patent patent, const Source& source);

// The same as a record; quarantined with the reason where there is no document.
void add_patent(Patent patent, std::string_view media_type, const Slice& slice,
                const ReadContext& context, Records& out);

}  // namespace horizon::crawler
