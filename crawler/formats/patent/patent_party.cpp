#include "crawler/formats/patent/patent_party.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/patent/patent_text.h"
#include "crawler/formats/patent/patent_tree.h"
#include "crawler/identity.h"

namespace horizon::crawler {
namespace {

bool has_han(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (is_han(decode_utf8(text, pos))) return true;
  }
  return false;
}

// Name and country of "HUAWEI TECH CO LTD [CN]", without the commas that offices leave at the end.
void split_country(PatentParty& party) {
  std::string& name = party.name;
  if (name.size() > 5 && name.ends_with(']') && name[name.size() - 4] == '[') {
    const std::string country = country_code(std::string_view(name).substr(name.size() - 3, 2));
    if (!country.empty()) {
      party.country = country;
      name.erase(name.size() - 4);
    }
  }
  while (!name.empty() && (name.back() == ',' || name.back() == ';' || name.back() == ' ')) {
    name.pop_back();
  }
}

// The address book in the publication's language, if there are several.
pugi::xml_node scope_of(const pugi::xml_node& node, std::string_view language) {
  for (const pugi::xml_node below : node.children()) {
    if (canonical_name(below.name()) != "addressbook") continue;
    const std::string told = normalise_language(attribute_of(below, "lang"));
    if (!told.empty() && told == language) return below;
  }
  return node;
}

int rank_of(std::string_view form) {
  static constexpr std::array<std::string_view, 6> kBest = {"",      "original",     "docdba",
                                                            "docdb", "intermediate", "epodoc"};
  const auto* const found = std::find(kBest.begin(), kBest.end(), form);
  return static_cast<int>(found - kBest.begin());
}

using Parties = std::vector<PatentParty>;

// Letters and digits in lower case: "FANG, HOWARD L" is "Fang, Howard L,".
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    if (c != ',' && c != '.' && c != ' ' && c != ';') out += c;
  }
  return out;
}

// Each name once: offices repeat a list in several spellings.
Parties of_form(const Parties& parties, std::string_view form) {
  Parties out;
  std::unordered_set<std::string> known;
  for (const PatentParty& party : parties) {
    if (party.form == form && known.insert(folded(party.name)).second) out.push_back(party);
  }
  return out;
}

void complete(PatentParty& party, const PatentParty& other) {
  if (party.country.empty()) party.country = other.country;
  if (party.city.empty()) party.city = other.city;
}

}  // namespace

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view canonical) {
  for (const pugi::xml_node below : node.children()) {
    if (below.type() == pugi::node_element && canonical_name(below.name()) == canonical) {
      return below;
    }
  }
  return {};
}

std::string leaf_text(const pugi::xml_node& node, std::initializer_list<std::string_view> names) {
  std::size_t best = names.size();
  pugi::xml_node found;
  bool descend = true;
  for (pugi::xml_node below = node; below && best != 0; below = next_node(node, below, descend)) {
    descend = true;
    if (below.type() != pugi::node_element) continue;
    const std::string name = canonical_name(below.name());
    descend = name != "nationality" && name != "citizenship";
    const auto* const wanted = std::find(names.begin(), names.end(), name);
    const auto rank = static_cast<std::size_t>(wanted - names.begin());
    if (rank < best && below.first_child()) {
      best = rank;
      found = below;
    }
  }
  return found ? patent_line(found) : std::string();
}

std::string full_name(std::string_view last, std::string_view first, std::string_view middle,
                      std::string_view suffix) {
  const bool han = has_han(last);
  std::string name;
  const auto add = [&](std::string_view part) {
    part = trim(part);
    if (part.empty()) return;
    if (!name.empty() && !han) name += ' ';
    name += part;
  };
  if (han) add(last);
  add(first);
  add(middle);
  if (!han) add(last);
  add(suffix);
  return name;
}

PatentParty read_party(const pugi::xml_node& node, std::string_view language) {
  const pugi::xml_node scope = scope_of(node, language);
  PatentParty party;
  party.form = ascii_lower(attribute_of(node, "dataformat"));
  party.sequence = attribute_of(node, "sequence");
  party.inventor = attribute_of(node, "apptype") == "applicant-inventor";
  party.name = leaf_text(scope, {"orgname", "organizationstandardname", "organizationname", "onm"});
  if (party.name.empty()) {
    party.name = full_name(leaf_text(scope, {"lastname", "familyname", "snm"}),
                           leaf_text(scope, {"firstname", "givenname", "fnm"}),
                           leaf_text(scope, {"middlename"}),
                           leaf_text(scope, {"suffix", "namesuffix", "sfx"}));
  }
  if (party.name.empty()) {
    party.name =
        leaf_text(scope, {"personfullname", "entityname", "name", "applicantname", "inventorname"});
  }
  party.country = country_code(
      leaf_text(scope, {"country", "countrycode", "ctry", "wipost3code", "addresscountrycode"}));
  if (party.country.empty()) {
    party.country = country_code(leaf_text(child_named(node, "residence"), {"country"}));
  }
  party.city = leaf_text(scope, {"city", "cityname"});
  split_country(party);
  return party;
}

void add_party(PatentParty party, Parties& parties) {
  // Each form of each name counts here, so that the bound is met before they are merged.
  if (!party.name.empty() && parties.size() < kMaxPeople) parties.push_back(std::move(party));
}

Parties merge_forms(Parties parties) {
  std::vector<std::string> forms;
  for (const PatentParty& party : parties) {
    if (std::find(forms.begin(), forms.end(), party.form) == forms.end()) {
      forms.push_back(party.form);
    }
    if (forms.size() > 6) return parties;  // no office has as many: sequences, not forms
  }
  if (forms.size() < 2) return parties;
  std::sort(forms.begin(), forms.end(), [](const std::string& a, const std::string& b) {
    return std::pair(rank_of(a), a) < std::pair(rank_of(b), b);
  });
  Parties best = of_form(parties, forms[0]);
  for (std::size_t i = 1; i < forms.size(); ++i) {
    Parties other = of_form(parties, forms[i]);
    if (other.size() != best.size()) {
      if (other.size() > best.size()) best = std::move(other);
      continue;
    }
    for (std::size_t k = 0; k < best.size(); ++k) {
      if (best[k].sequence == other[k].sequence) complete(best[k], other[k]);
    }
  }
  return best;
}

}  // namespace horizon::crawler
