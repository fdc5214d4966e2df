#include "crawler/formats/patent/greenbook.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/patent/patent_party.h"
#include "crawler/formats/patent/patent_symbol.h"
#include "crawler/formats/patent/patent_text.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A value with its continuation lines.
struct Field {
  std::string_view section, tag;
  std::string value;  // lines joined by a blank; the first as it stands, for columns
};

bool is_tag(std::string_view line) {
  if (line.size() < 3 || (line.size() > 3 && line[3] != ' ')) return false;
  return std::all_of(line.begin(), line.begin() + 3,
                     [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); });
}

std::vector<Field> fields_of(std::string_view record) {
  std::vector<Field> fields;
  std::string_view section;
  while (!record.empty()) {
    const std::size_t end = std::min(record.find('\n'), record.size());
    const std::string_view line = record.substr(0, end);
    record.remove_prefix(std::min(end + 1, record.size()));
    if (line.starts_with(" ")) {
      if (!fields.empty()) fields.back().value += ' ' + std::string(trim(line));
    } else if (is_tag(line)) {
      const std::string_view value = line.size() > 5 ? line.substr(5) : std::string_view();
      fields.push_back({section, line.substr(0, 3), std::string(value)});
    } else {
      section = trim(line);
    }
  }
  return fields;
}

// "039373754" is 3937375 and a check digit; "D02435843", "PP0038497", "RE0287236".
void set_number(std::string_view wku, PatentId& id) {
  wku = trim(wku);
  if (wku.size() == 9) wku.remove_suffix(1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds = {
      {{"D", "S"}, {"PP", "P"}, {"RE", "E"}, {"H", "H"}, {"T", "I4"}}};
  id.country = "US";
  id.number = wku;
  id.kind = "A";
  for (const auto& [prefix, kind] : kKinds) {
    if (wku.starts_with(prefix)) id.kind = kind;
  }
}

std::string person_name(std::string_view name) {
  const std::size_t semicolon = name.find(';');
  if (semicolon == std::string_view::npos) return std::string(trim(name));
  return full_name(name.substr(0, semicolon), name.substr(semicolon + 1), {}, {});
}

class GreenbookReader {
 public:
  Patent read(std::string_view record) {
    patent_.language = "en";
    for (const Field& field : fields_of(record)) take(field);
    end_party();
    if (!abstract_.empty()) patent_.abstracts.push_back({"en", std::move(abstract_)});
    claim_ = without_claim_number(std::move(claim_));
    if (!claim_.empty()) patent_.claims.push_back({"en", std::move(claim_)});
    return std::move(patent_);
  }

 private:
  void take(const Field& field) {
    const std::string_view section = field.section;
    if (section == "PATN") return take_head(field);
    if (section == "INVT" || section == "ASSG") return take_party(field);
    if (section == "PRIR" || section == "RLAP" || section == "PCTA") return take_priority(field);
    if (section == "CLAS" && field.tag == "ICL") {
      std::string symbol = normalise_symbol(field.value);
      if (!symbol.empty()) patent_.ipc.push_back(std::move(symbol));
    }
    if (section == "ABST" && field.tag.starts_with("PA")) add_paragraph(field.value, abstract_);
    const bool claims = section == "CLMS" || section == "DCLM";
    if (claims && field.tag == "NUM") ++claims_;
    if (claims && claims_ <= 1 && field.tag.starts_with("PA")) add_paragraph(field.value, claim_);
  }

  void take_head(const Field& field) {
    const std::string value(trim(field.value));
    if (field.tag == "WKU") set_number(value, patent_.publication);
    if (field.tag == "ISD") patent_.publication.date = value;
    if (field.tag == "APN") patent_.application.number = value;
    if (field.tag == "APD") patent_.application.date = value;
    if (field.tag == "TTL") patent_.titles.push_back({"en", aps_text(value)});
  }

  void take_party(const Field& field) {
    if (field.tag == "NAM") {
      end_party();
      inventor_ = field.section == "INVT";
      const std::string name = aps_text(trim(field.value));
      party_.name = inventor_ ? person_name(name) : name;
    }
    if (field.tag == "CTY") party_.city = aps_text(trim(field.value));
    if (field.tag == "STA") party_.country = "US";  // a state is named of Americans only
    if (field.tag == "CNT") party_.country = country_code(field.value);
  }

  void end_party() {
    add_party(std::exchange(party_, {}), inventor_ ? patent_.inventors : patent_.assignees);
  }

  // Foreign priorities, parents (RLAP) and the international filing.
  void take_priority(const Field& field) {
    const bool date = field.tag == "APD" || (field.section == "PCTA" && field.tag == "PD3");
    if (date) patent_.priority_dates.emplace_back(trim(field.value));
  }

  static void add_paragraph(const std::string& value, std::string& text) {
    if (!text.empty()) text += '\n';
    text += aps_text(value);
  }

  Patent patent_;
  PatentParty party_;
  bool inventor_ = false;
  int claims_ = 0;
  std::string abstract_, claim_;
};

}  // namespace

Patent read_greenbook(std::string_view record) { return GreenbookReader().read(record); }

}  // namespace horizon::crawler
