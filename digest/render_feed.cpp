#include "digest/render_feed.h"

#include <fmt/format.h>

#include "digest/foreign.h"
#include "digest/sentences.h"
#include "digest/tables.h"

namespace horizon::digest {
namespace {

constexpr std::size_t kMaxHref = 300;

// Tag URIs (RFC 4151) of a name that nobody else can hold: the specification keeps example names
// for what has no domain of its own.
std::string tag_of(std::string_view scheme, std::string_view week) {
  return fmt::format("tag:horizon.example,2026:digest/{}/{}", scheme, week);
}

// An issue is of the last moment of its day.
std::string updated(const Issue& issue) { return format_day(issue.as_of) + "T23:59:59Z"; }

std::string content_of(const Issue& issue, Language language) {
  std::string out = fmt::format("<p>{}</p>", escape_html(lede(issue, language)));
  if (!issue.headlines.empty()) out += "<ul>";
  for (const Headline& headline : issue.headlines) {
    out += fmt::format("<li>{} {}{}{}</li>", headline_mark(headline, issue, language),
                       escape_html(headline_title(headline, language)),
                       language == Language::kChinese ? "。" : ". ",
                       escape_html(headline_fact(headline, issue, language)));
  }
  return issue.headlines.empty() ? out : out + "</ul>";
}

std::string entry_of(const FeedEntry& entry, Language language) {
  const Issue& issue = *entry.issue;
  const std::string week = format_period(issue.week);
  return fmt::format(
      "<entry>\n<id>{}</id>\n<title>{} {}</title>\n<updated>{}</updated>\n"
      "<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>\n"
      "<summary>{}</summary>\n<content type=\"html\">{}</content>\n</entry>\n",
      escape_html(tag_of(clean_line(issue.scheme, 60), week)), word(Word::kProduct, language), week,
      updated(issue), language_code(language), escape_html(clean_line(entry.href, kMaxHref)),
      escape_html(lede(issue, language)), escape_html(content_of(issue, language)));
}

}  // namespace

std::string render_atom(std::span<const FeedEntry> entries, Language language) {
  const std::string newest =
      entries.empty() ? "1970-01-01T00:00:00Z" : updated(*entries.front().issue);
  const std::string scheme = entries.empty() ? "" : clean_line(entries.front().issue->scheme, 60);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:lang=\"{}\">\n<id>{}</id>\n<title>{} · {}</title>\n<updated>{}</updated>\n"
      "<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" "
      "href=\"atom.{}.xml\"/>\n",
      language_code(language),
      escape_html(tag_of(scheme, language == Language::kChinese ? "zh" : "en")),
      word(Word::kProduct, language), word(Word::kSubtitle, language), newest,
      word(Word::kProduct, language), language == Language::kChinese ? "zh" : "en");
  for (const FeedEntry& entry : entries) out += entry_of(entry, language);
  return out + "</feed>\n";
}

}  // namespace horizon::digest
