#include "crawler/formats/patent/patent_reader.h"

#include <pugixml.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/patent/patent_parts.h"
#include "crawler/formats/patent/patent_party.h"
#include "crawler/formats/patent/patent_symbol.h"
#include "crawler/formats/patent/patent_text.h"
#include "crawler/formats/patent/patent_tree.h"
#include "crawler/identity.h"

namespace horizon::crawler {
namespace {

std::string language_of(const pugi::xml_node& node) {
  std::string language = normalise_language(attribute_of(node, "lang"));
  if (language.empty()) language = normalise_language(attribute_of(node, "languagecode"));
  return language == "ol" ? std::string() : language;  // DOCDB's "original language"
}

// The element itself, or what stands below it: numbers stand in their own element in some dialects
// and inside a <document-id> in others.
PatentId read_id(const pugi::xml_node& node) {
  return {leaf_text(node, {"country", "countrycode", "wipost3code", "ipofficecode", "officecode",
                           "ctry", "b330"}),
          leaf_text(node, {"docnumber", "publicationnumber", "patentnumber", "documentnumber",
                           "applicationnumbertext", "applicationnumber", "dnum"}),
          leaf_text(node, {"kind", "kindcode", "patentdocumentkindcode", "patentdocumentkind"}),
          leaf_text(node, {"date", "publicationdate", "documentdate", "grantdate", "filingdate",
                           "prioritydate"})};
}

class Reader {
 public:
  Patent read(const pugi::xml_node& record) {
    patent_.language = language_of(record);
    const std::string name = canonical_name(record.name());
    american_ = name == "patdoc" || name == "patentapplicationpublication";
    read_attributes(record);
    pugi::xml_node node = next_node(record, record, true);
    while (node) {
      const bool element = node.type() == pugi::node_element;
      const PatentPart part = element ? part_of(canonical_name(node.name())) : PatentPart::kSkip;
      const bool read = part != PatentPart::kSkip && part != PatentPart::kNone;
      if (read) read_part(part, node);
      node = next_node(record, node, part == PatentPart::kNone);
    }
    finish();
    return std::move(patent_);
  }

 private:
  void read_attributes(const pugi::xml_node& record) {
    patent_.family = attribute_of(record, "familyid");
    const std::string status = attribute_of(record, "status");
    patent_.deleted = status == "D" || status == "DELETE" || status == "deleted";
    attributes_ = {attribute_of(record, "country"), attribute_of(record, "docnumber"),
                   attribute_of(record, "kind"), attribute_of(record, "datepubl")};
    if (attributes_.date.empty()) attributes_.date = attribute_of(record, "datepublication");
  }

  void read_part(PatentPart part, const pugi::xml_node& node) {
    using enum PatentPart;
    switch (part) {
      case kPublication:
        return read_publication(node);
      case kApplication:
        return read_application(node);
      case kPriority:
        return read_priority(node);
      case kTitle:
        return read_title(node);
      case kTitleLanguage:
        title_language_ = normalise_language(patent_line(node));
        return;
      case kAbstract:
        return add_text(patent_.abstracts, language_of(node), patent_text(node));
      case kClaims:
        return read_claims(node);
      case kIpc:
        return read_symbols(node, patent_.ipc);
      case kCpc:
        return read_symbols(node, patent_.cpc);
      case kScheme:
        return read_scheme(node);
      case kApplicant:
        return add_party(read_party(node, patent_.language), patent_.applicants);
      case kAssignee:
        return add_party(read_party(node, patent_.language), patent_.assignees);
      case kInventor:
        return add_party(read_party(node, patent_.language), patent_.inventors);
      case kLanguage:
        language_told_ = normalise_language(patent_line(node));
        return;
      default:
        return read_single(part, patent_line(node));
    }
  }

  // One value an element, as in ST.32.
  void read_single(PatentPart part, std::string text) {
    using enum PatentPart;
    std::string* const target = part == kCountry       ? &patent_.publication.country
                                : part == kNumber      ? &patent_.publication.number
                                : part == kKind        ? &patent_.publication.kind
                                : part == kDate        ? &patent_.publication.date
                                : part == kFiledNumber ? &patent_.application.number
                                : part == kFiledDate   ? &patent_.application.date
                                                       : nullptr;
    if (target != nullptr && target->empty()) *target = std::move(text);
  }

  // Several spellings may be given; the one with country and kind is the authority's.
  void read_publication(const pugi::xml_node& node) {
    PatentId id = read_id(node);
    PatentId& known = patent_.publication;
    const bool better = known.number.empty() || (known.kind.empty() && !id.kind.empty());
    if (id.date.empty()) id.date = known.date;
    if (better && !id.number.empty()) {
      known = std::move(id);
    } else if (known.date.empty()) {
      known.date = id.date;
    }
  }

  void read_application(const pugi::xml_node& node) {
    PatentId id = read_id(node);
    if (patent_.application.number.empty()) {
      patent_.application = std::move(id);
    } else if (patent_.application.date.empty()) {
      patent_.application.date = id.date;
    }
  }

  void read_priority(const pugi::xml_node& node) {
    std::string date = read_id(node).date;
    if (date.empty()) date = patent_line(node);
    if (patent_.priority_dates.size() < kMaxPriorities) {
      patent_.priority_dates.push_back(std::move(date));
    }
  }

  void read_title(const pugi::xml_node& node) {
    // EP's B540 holds pairs of language and title.
    if (child_named(node, "b542")) {
      for (const pugi::xml_node below : node.children()) {
        const std::string name = canonical_name(below.name());
        if (name == "b541") title_language_ = normalise_language(patent_line(below));
        if (name == "b542") add_text(patent_.titles, title_language_, patent_line(below));
      }
      return;
    }
    add_text(patent_.titles, language_of(node), patent_line(node));
  }

  void read_claims(const pugi::xml_node& node) {
    for (pugi::xml_node below = next_node(node, node, true); below;
         below = next_node(node, below, true)) {
      const std::string name = canonical_name(below.name());
      if (name != "claim" && name != "clm") continue;
      add_text(patent_.claims, language_of(node), without_claim_number(patent_text(below)));
      return;
    }
    add_text(patent_.claims, language_of(node), without_claim_number(patent_text(node)));
  }

  void read_symbols(const pugi::xml_node& node, std::vector<std::string>& symbols) {
    std::string joined =
        join_symbol(leaf_text(node, {"section", "cpcsection", "ipcsection"}),
                    leaf_text(node, {"class", "mainclass"}), leaf_text(node, {"subclass"}),
                    leaf_text(node, {"maingroup"}), leaf_text(node, {"subgroup"}));
    if (!joined.empty()) return add_symbol(std::move(joined), symbols);
    for (pugi::xml_node below = node; below; below = next_node(node, below, true)) {
      if (below.type() != pugi::node_pcdata) continue;
      add_symbol(normalise_symbol(below.value()), symbols);
    }
  }

  void read_scheme(const pugi::xml_node& node) {
    const pugi::xml_node scheme = child_named(node, "classificationscheme");
    const std::string name = ascii_lower(attribute_of(scheme, "scheme"));
    if (name.starts_with("cpc") || name.empty()) {
      read_symbols(node, patent_.cpc);
    } else if (name.starts_with("ipc")) {
      read_symbols(node, patent_.ipc);
    }
  }

  static void add_symbol(std::string symbol, std::vector<std::string>& symbols) {
    if (!symbol.empty() && symbols.size() < kMaxSymbols) symbols.push_back(std::move(symbol));
  }

  static void add_text(std::vector<PatentText>& texts, std::string language, std::string text) {
    if (text.empty() || texts.size() == kMaxTexts) return;
    for (const PatentText& known : texts) {
      if (known.language == language) return;  // the first of a language is the office's own
    }
    texts.push_back({std::move(language), std::move(text)});
  }

  void finish() {
    PatentId& id = patent_.publication;
    if (!attributes_.number.empty() && (id.number.empty() || id.kind.empty())) {
      id.country = attributes_.country;
      id.number = attributes_.number;
      id.kind = attributes_.kind;
    }
    if (id.country.empty()) id.country = attributes_.country;
    if (id.country.empty() && american_) id.country = "US";  // left out by the old DTDs
    if (id.kind.empty()) id.kind = attributes_.kind;
    if (id.date.empty()) id.date = attributes_.date;
    if (patent_.language.empty()) patent_.language = language_told_;
    patent_.applicants = merge_forms(std::move(patent_.applicants));
    patent_.assignees = merge_forms(std::move(patent_.assignees));
    patent_.inventors = merge_forms(std::move(patent_.inventors));
  }

  static constexpr std::size_t kMaxPriorities = 1'000, kMaxSymbols = 2'000, kMaxTexts = 64;

  Patent patent_;
  PatentId attributes_;
  std::string title_language_, language_told_;
  bool american_ = false;
};

}  // namespace

Patent read_patent(const pugi::xml_node& record) { return Reader().read(record); }

}  // namespace horizon::crawler
