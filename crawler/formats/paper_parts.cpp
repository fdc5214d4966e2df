#include "crawler/formats/paper_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "core/text.h"
#include "crawler/text/html_text.h"
#include "crawler/text/tex_text.h"

namespace horizon::crawler {
namespace {

bool is_cjk(char32_t c) {
  const bool kana = c >= 0x3040 && c <= 0x30FF;
  const bool hangul = (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0x1100 && c <= 0x11FF);
  return kana || hangul || is_han(c);
}

bool all_cjk(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = decode_utf8(text, pos);
    if (!is_cjk(c) && c != U'·') return false;
  }
  return !text.empty();
}

int number_of(std::string_view text) {
  text = trim(text);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

unsigned month_of(std::string_view text) {
  static constexpr auto kMonths = std::to_array<std::string_view>(
      {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
  if (const int number = number_of(text); number != 0) {
    return number > 0 && number <= 12 ? static_cast<unsigned>(number) : 0;
  }
  const std::string lower = ascii_lower(trim(text).substr(0, 3));
  const auto found = std::find(kMonths.begin(), kMonths.end(), lower);
  return found == kMonths.end() ? 0 : static_cast<unsigned>(found - kMonths.begin() + 1);
}

// First day behind the year, month or day that the date names.
Day end_of_date(const PartialDate& date) {
  if (date.precision == Precision::kDay) return date.day + std::chrono::days(1);
  return end_of(period_of(
      date.day, date.precision == Precision::kYear ? Granularity::kYear : Granularity::kMonth));
}

// Formulae that come as TeX beside their MathML would be read twice.
std::string without_tex_twins(std::string_view markup) {
  constexpr std::string_view kName = "tex-math";
  const bool twins = markup.find(":math") != std::string_view::npos ||
                     markup.find("<math") != std::string_view::npos;
  std::string out;
  std::size_t pos = 0;
  while (twins) {
    const std::size_t name = markup.find(kName, pos);
    const std::size_t begin = name == std::string_view::npos ? name : markup.rfind('<', name);
    if (begin == std::string_view::npos || begin < pos || name - begin > 20) break;
    const std::size_t close = markup.find(kName, name + kName.size());
    const std::size_t end = close == std::string_view::npos ? close : markup.find('>', close);
    if (end == std::string_view::npos) break;
    out += markup.substr(pos, begin - pos);
    pos = end + 1;
  }
  return out.append(markup.substr(pos));
}

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// JATS without its prefix, as some publishers deposit it: what HTML does not know would stay in
// the text. Blocks become breaks, the rest goes.
std::string without_jats_tags(std::string_view markup) {
  static constexpr auto kBlocks =
      std::to_array<std::string_view>({"sec", "list", "list-item", "disp-formula", "break"});
  static constexpr auto kInline = std::to_array<std::string_view>(
      {"italic", "bold", "sc", "underline", "monospace", "roman", "styled-content", "named-content",
       "inline-formula", "alternatives", "inline-graphic", "xref", "ext-link", "email", "uri",
       "tex-math", "scp"});
  std::string out;
  out.reserve(markup.size());
  for (std::size_t pos = 0; pos < markup.size();) {
    const std::size_t tag = std::min(markup.find('<', pos), markup.size());
    out += markup.substr(pos, tag - pos);
    if (tag == markup.size()) break;
    const std::size_t name = tag + (markup.substr(tag).starts_with("</") ? 2 : 1);
    const std::size_t name_end = markup.find_first_of(" \t\n/><", name);
    const std::string_view local = name_end == std::string_view::npos
                                       ? std::string_view()
                                       : markup.substr(name, name_end - name);
    const bool block = is_one_of(local, kBlocks);
    const std::size_t close = block || is_one_of(local, kInline)
                                  ? markup.find_first_of("<>", name_end)
                                  : std::string_view::npos;
    const bool dropped = close != std::string_view::npos && markup[close] == '>';
    if (block && dropped) out += "<br>";
    if (!dropped) out += '<';
    pos = dropped ? close + 1 : tag + 1;
  }
  return out;
}

std::string prepared(std::string_view markup) {
  if (markup.find('<') == std::string_view::npos) return std::string(markup);
  if (markup.find("tex-math") == std::string_view::npos) return without_jats_tags(markup);
  return without_jats_tags(without_tex_twins(markup));
}

bool is_abstract_heading(std::string_view line) {
  static constexpr auto kHeadings = std::to_array<std::string_view>(
      {"abstract", "abstract:", "summary", "摘要", "摘要:", "摘要："});
  const std::string lower = ascii_lower(trim(line));
  return std::find(kHeadings.begin(), kHeadings.end(), lower) != kHeadings.end();
}

}  // namespace

bool has_closing_tag(std::string_view text) {
  static constexpr auto kEnds = std::to_array<std::string_view>(
      {"</p>", "</em>", "</i>", "</b>", "</span>", "</sub>", "</sup>", "</div>"});
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) {
    return text.find(end) != std::string_view::npos;
  });
}

std::string person_name(std::string_view given, std::string_view family, std::string_view suffix) {
  const std::string first = collapse_whitespace(decode_entities(given));
  const std::string last = collapse_whitespace(decode_entities(family));
  if (all_cjk(first) && all_cjk(last)) return last + first;
  std::string name = first;
  for (const std::string& part : {last, collapse_whitespace(decode_entities(suffix))}) {
    if (!name.empty() && !part.empty()) name += ' ';
    name += part;
  }
  return sanitise_utf8(name);
}

std::string orcid_of(std::string_view text) {
  text = trim(text);
  while (text.ends_with('/')) text.remove_suffix(1);
  constexpr std::size_t kSize = 19;  // "0000-0002-1825-0097", the last digit may be an X
  if (text.size() < kSize) {
    if (text.size() != 16) return {};
    std::string id = "orcid:";
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i != 0 && i % 4 == 0) id += '-';
      id += text[i];
    }
    return orcid_of(id).empty() ? std::string() : orcid_of(id);
  }
  const std::string_view id = text.substr(text.size() - kSize);
  for (std::size_t i = 0; i < kSize; ++i) {
    const char c = id[i];
    const bool digit = (c >= '0' && c <= '9') || (i == kSize - 1 && (c == 'X' || c == 'x'));
    if (i % 5 == 4 ? c != '-' : !digit) return {};
  }
  std::string key = "orcid:" + std::string(id);
  if (key.back() == 'x') key.back() = 'X';
  return key;
}

std::string ror_of(std::string_view text) {
  text = trim(text);
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::string id = ascii_lower(text.substr(text.rfind('/') + 1));
  const bool valid =
      id.size() == 9 && id[0] == '0' &&
      id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  return valid ? "ror:" + id : std::string();
}

void PublicationDates::add(const std::optional<PartialDate>& date) {
  if (!date) return;
  if (!earliest_) {
    earliest_ = date;
    return;
  }
  const auto within = [](const PartialDate& fine, const PartialDate& coarse) {
    return fine.precision < coarse.precision && fine.day >= coarse.day &&
           fine.day < end_of_date(coarse);
  };
  if (within(*earliest_, *date)) return;
  if (within(*date, *earliest_) || date->day < earliest_->day) earliest_ = date;
}

void PublicationDates::add(std::string_view year, std::string_view month, std::string_view day) {
  add(date_of_parts(year, month, day));
}

std::optional<PartialDate> date_of_parts(std::string_view year, std::string_view month,
                                         std::string_view day) {
  const int y = number_of(year);
  if (y < 1500 || y > 2200) return std::nullopt;
  const unsigned m = month_of(month);
  const int d = number_of(day);
  using std::chrono::year_month_day;
  if (m == 0) {
    return PartialDate{
        year_month_day(std::chrono::year(y), std::chrono::January, std::chrono::day(1)),
        Precision::kYear};
  }
  const year_month_day whole(std::chrono::year(y), std::chrono::month(m),
                             std::chrono::day(d > 0 && d <= 31 ? static_cast<unsigned>(d) : 0));
  if (whole.ok()) return PartialDate{whole, Precision::kDay};
  return PartialDate{year_month_day(whole.year(), whole.month(), std::chrono::day(1)),
                     Precision::kMonth};
}

std::string title_of_markup(std::string_view markup) {
  std::string line = html_to_line(prepared(markup));
  return has_closing_tag(line) ? html_to_line(line) : line;
}

std::string abstract_of_markup(std::string_view markup) {
  std::string text = html_to_text(prepared(markup));
  if (has_closing_tag(text)) text = html_to_text(text);
  const std::size_t line = text.find('\n');
  if (line != std::string::npos && is_abstract_heading(std::string_view(text).substr(0, line))) {
    text.erase(0, line + 1);
  }
  return text;
}

void keep_document(Document document, Keys& keys, const ReadContext& context, RawRecord raw,
                   Records& out) {
  const auto set_aside = [&](std::string reason) {
    out.quarantined.push_back({context.source.id, std::move(raw.origin), std::move(reason),
                               std::string(truncate_utf8(raw.bytes, kQuarantineBytes)),
                               context.provenance.fetched});
  };
  if (!document.deleted && document.title.empty() && document.abstract.empty()) {
    return set_aside("neither title nor abstract");
  }
  document.source = context.source.id;
  document.title = math_to_text(document.title);
  document.abstract = math_to_text(document.abstract);
  document.keys = keys.take();
  if (document.keys.empty()) return set_aside("no identifier that it could be known by");
  if (context.source.document_kind) document.kind = *context.source.document_kind;
  if (document.language.empty()) document.language = normalise_language(context.source.language);
  if (document.id.empty()) {
    const std::string& key = document.keys.front();
    document.id = key.starts_with("arxiv:") ? "arXiv:" + key.substr(6) : key;
  }
  raw.source = context.source.id;
  raw.fetched = context.provenance.fetched;
  out.records.push_back({std::move(raw), std::move(document)});
}

}  // namespace horizon::crawler
