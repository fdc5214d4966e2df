// The values that travel from source to digest. Plain data; no behaviour.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace horizon {

enum class Kind : std::uint8_t { kPaper = 0, kPatent = 1, kNews = 2, kOther = 3 };

std::string_view to_string(Kind kind);             // "paper" "patent" "news" "other"
std::optional<Kind> parse_kind(std::string_view);  // the same words

// Which authority gave a code. Spelled "arxiv", "cpc" (CPC and IPC share symbols), "mesh",
// "openalex", "other" in files.
enum class CodeScheme : std::uint8_t { kArxiv = 0, kCpc = 1, kMesh = 2, kOpenAlex = 3, kOther = 4 };

std::string_view to_string(CodeScheme scheme);

struct Code {
  CodeScheme scheme = CodeScheme::kOther;
  std::string value;  // "cs.RO", "A61B5/369", "Brain-Computer Interfaces", "T10429"
  friend auto operator<=>(const Code&, const Code&) = default;
};

// The scheme that a bare code string most plausibly belongs to, by its form ("cs.RO" → arXiv,
// "G06N10/40" → CPC, "T10429" → OpenAlex), kOther where no form fits.
CodeScheme guess_code_scheme(std::string_view value);

// A record as its source sent it: the provenance of a document, kept for ever.
struct RawRecord {
  std::string source;      // id of the source
  std::string origin;      // URL or "file:line" where it was found
  std::string media_type;  // "application/json", "application/xml", ...
  std::string bytes;       // as sent
  Instant fetched{};
};

// Who wrote or invented. The name is as sent ("Ada Lovelace", "王小明", "LOVELACE ADA [GB]").
struct Person {
  std::string name = {};
  std::string id = {};                            // "orcid:0000-0002-1825-0097"; empty if not told
  std::vector<std::uint16_t> organisations = {};  // positions in Document::organisations
  friend bool operator==(const Person&, const Person&) = default;
};

// An affiliation of an author or an applicant of a patent: the name as sent, the rest as far as
// the record itself tells it. What our own rules make of the name is never stored here.
struct Organisation {
  std::string name = {};
  std::string id = {};  // "ror:05gq02987", "openalex:I27837315", "docdb:..."; empty if not told
  std::string country = {};  // ISO 3166-1 alpha-2, upper case; empty if not told
  std::string city = {};     // as sent
  friend bool operator==(const Organisation&, const Organisation&) = default;
};

// One work, whatever the format it came in. Text is plain UTF-8 (markup and entities resolved),
// NFC as the source wrote it otherwise. Absent values are empty or nullopt, never invented.
struct Document {
  std::string id;  // what search prints: the imported id, else the canonical key
  Kind kind = Kind::kOther;
  std::string language;  // BCP 47 primary tag: "en", "zh", ...; "und" if unknown
  std::string source;
  std::string title;
  std::string abstract;
  std::string url;
  std::string venue;                        // journal, proceedings, publisher of news; as sent
  std::vector<Person> authors;              // inventors of a patent
  std::vector<Organisation> organisations;  // affiliations, or applicants of a patent
  std::vector<Code> codes;
  // Identity, strongest first: "doi:10.1000/x", "arxiv:2401.00001", "pmid:1",
  // "patent:CN117151122A", "url:https://...", "id:<source>:<guid>". Every key is an alias; any of
  // them finds the document.
  std::vector<std::string> keys;
  std::optional<PartialDate> published;
  std::optional<Day> updated;
  // Patents only: the family as its authority numbers it ("docdb:39271828"; empty if not told) and
  // the earliest priority.
  std::string family;
  std::optional<Day> priority;
  bool deleted = false;  // tombstone: the source withdrew it
};

std::vector<std::string> names_of(const std::vector<Person>& people);
std::vector<std::string> names_of(const std::vector<Organisation>& organisations);

// Where evidence was found. Offsets are bytes into the document's own title or abstract.
enum class Field : std::uint8_t { kTitle = 0, kAbstract = 1, kCode = 2 };

struct Evidence {
  Field field = Field::kTitle;
  std::uint32_t begin = 0;  // 0 for codes
  std::uint32_t size = 0;
  std::string term;  // the taxonomy's term or code that fired
  float weight = 0;  // (0, 1]
};

// kAssign is counted, indexed and shown; kReview waits for an analyst and counts nowhere.
enum class Outcome : std::uint8_t { kAssign = 0, kReview = 1 };

struct Label {
  std::string node;       // taxonomy id: "HEA", "HEA.bci" or "HEA.bci.invasive"
  float probability = 0;  // [0, 1]
  Outcome outcome = Outcome::kAssign;
  std::vector<Evidence> evidence;  // strongest first; empty for a domain (see its subfields)
};

// A document with a number that never changes (its row in the store, its docid in the index).
using DocumentNumber = std::uint32_t;

// Documents per day under one label, as the store counts them. `day` is nullopt where the
// documents' dates are unknown. The exposure is the same with every document counted.
struct DailyCount {
  std::optional<PartialDate> date;
  Kind kind = Kind::kOther;
  std::string language;
  std::string source;
  std::uint32_t documents = 0;
};

// What could not be taken in, and why.
struct QuarantinedRecord {
  std::string source;
  std::string origin;  // file:line, URL#position
  std::string reason;  // one line
  std::string bytes;   // at most the first 64 KiB as sent
  Instant at{};
};

}  // namespace horizon
