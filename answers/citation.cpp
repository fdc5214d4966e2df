#include "answers/citation.h"

#include <fmt/format.h>

#include <string_view>

#include "core/text.h"

namespace horizon::answers {
namespace {

std::string doi_of(const Document& document) {
  for (const std::string& key : document.keys) {
    if (key.starts_with("doi:")) return key.substr(4);
  }
  return {};
}

const char* ris_type(Kind kind) {
  switch (kind) {
    case Kind::kPaper:
      return "JOUR";
    case Kind::kPatent:
      return "PAT";
    case Kind::kNews:
      return "NEWS";
    case Kind::kOther:
      return "GEN";
  }
  return "GEN";
}

// Braces and backslashes would change BibTeX's structure.
std::string bibtex_value(std::string_view text) {
  std::string out;
  for (const char c : collapse_whitespace(text)) {
    if (c == '{' || c == '}' || c == '\\') continue;
    if (c == '%' || c == '&' || c == '#' || c == '$' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

std::string bibtex_key(std::string_view id) {
  std::string key;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == ':' || c == '/';
    key += plain ? c : '_';
  }
  return key;
}

}  // namespace

std::string to_ris(const Document& document) {
  std::string out;
  const auto line = [&](const char* tag, std::string_view value) {
    if (!value.empty()) out += fmt::format("{}  - {}\r\n", tag, collapse_whitespace(value));
  };
  line("TY", ris_type(document.kind));
  line("ID", document.id);
  line("TI", document.title);
  for (const Person& author : document.authors) line("AU", author.name);
  if (document.published) {
    std::string date = format_date(*document.published);
    line("PY", date.substr(0, 4));
    for (char& c : date) c = c == '-' ? '/' : c;
    line("DA", date);
  }
  line("AB", document.abstract);
  line("DO", doi_of(document));
  line("UR", document.url);
  line("LA", document.language);
  return out + "ER  - \r\n\r\n";
}

std::string to_bibtex(const Document& document) {
  std::string out = fmt::format("@{}{{{},\n", document.kind == Kind::kPaper ? "article" : "misc",
                                bibtex_key(document.id));
  const auto field = [&](const char* name, std::string_view value) {
    if (!value.empty()) out += fmt::format("  {} = {{{}}},\n", name, bibtex_value(value));
  };
  field("title", document.title);
  std::string authors;
  for (const Person& author : document.authors) {
    authors += (authors.empty() ? "" : " and ") + author.name;
  }
  field("author", authors);
  if (document.published) field("year", format_date(*document.published).substr(0, 4));
  field("abstract", document.abstract);
  field("doi", doi_of(document));
  field("url", document.url);
  return out + "}\n\n";
}

}  // namespace horizon::answers
