#include <algorithm>
#include <array>
#include <numeric>

#include "core/text.h"
#include "index/query/lexer.h"

namespace horizon::index {
namespace {

struct FieldName {
  std::string_view name;
  QueryField field;
};

// The first name of a field is its canonical one.
constexpr std::array<FieldName, 42> kNames = {{
    {"title", QueryField::kTitle},
    {"标题", QueryField::kTitle},
    {"題名", QueryField::kTitle},
    {"题名", QueryField::kTitle},
    {"author", QueryField::kAuthor},
    {"inventor", QueryField::kAuthor},
    {"作者", QueryField::kAuthor},
    {"发明人", QueryField::kAuthor},
    {"org", QueryField::kOrganisation},
    {"organisation", QueryField::kOrganisation},
    {"organization", QueryField::kOrganisation},
    {"applicant", QueryField::kOrganisation},
    {"机构", QueryField::kOrganisation},
    {"单位", QueryField::kOrganisation},
    {"申请人", QueryField::kOrganisation},
    {"country", QueryField::kCountry},
    {"国家", QueryField::kCountry},
    {"kind", QueryField::kKind},
    {"类型", QueryField::kKind},
    {"lang", QueryField::kLanguage},
    {"language", QueryField::kLanguage},
    {"语言", QueryField::kLanguage},
    {"topic", QueryField::kTopic},
    {"domain", QueryField::kTopic},
    {"subfield", QueryField::kTopic},
    {"route", QueryField::kTopic},
    {"主题", QueryField::kTopic},
    {"领域", QueryField::kTopic},
    {"子领域", QueryField::kTopic},
    {"路线", QueryField::kTopic},
    {"source", QueryField::kSource},
    {"来源", QueryField::kSource},
    {"code", QueryField::kCode},
    {"分类号", QueryField::kCode},
    {"id", QueryField::kId},
    {"编号", QueryField::kId},
    {"published", QueryField::kPublished},
    {"date", QueryField::kPublished},
    {"日期", QueryField::kPublished},
    {"发表", QueryField::kPublished},
    {"last", QueryField::kLast},
    {"最近", QueryField::kLast},
}};

// Optimal string alignment at most 1: one letter added, lost, changed, or two exchanged.
bool one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
  const auto i = static_cast<std::size_t>(differ);
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (i == a.size()) return true;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

}  // namespace

bool is_text_field(QueryField field) {
  return field == QueryField::kText || field == QueryField::kTitle ||
         field == QueryField::kAuthor || field == QueryField::kOrganisation;
}

std::optional<QueryField> query_field(std::string_view name) {
  if (name.size() > 16) return std::nullopt;
  const std::string lower = ascii_lower(name);
  for (const FieldName& known : kNames) {
    if (known.name == lower) return known.field;
  }
  return std::nullopt;
}

std::string_view field_name(QueryField field) {
  for (const FieldName& known : kNames) {
    if (known.field == field) return known.name;
  }
  return "";
}

std::string_view nearest_field(std::string_view name) {
  if (name.size() < 4 || name.size() > 16) return "";
  const std::string lower = ascii_lower(name);
  for (const FieldName& known : kNames) {
    if (known.name.size() >= 4 && known.name[0] > 0 && one_slip(lower, known.name)) {
      return known.name;
    }
  }
  return "";
}

std::uint32_t column_of(std::string_view source, std::size_t at) {
  const std::string_view before = source.substr(0, at);
  return 1 + static_cast<std::uint32_t>(std::count_if(before.begin(), before.end(), [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
         }));
}

}  // namespace horizon::index
