#include "crawler/html/page_meta.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxMetas = 2'000;

// <meta name= property= itemprop= http-equiv=> by name in lower case, in the order of the page.
class MetaTags {
 public:
  explicit MetaTags(const HtmlTree& tree) {
    for (NodeIndex i = 1; i < tree.nodes().size() && tags_.size() < kMaxMetas; ++i) {
      if (tree.node(i).tag != Tag::kMeta) continue;
      std::string content = tree.attribute_text(i, AttributeName::kContent);
      if (content.empty()) continue;
      for (const AttributeName key : {AttributeName::kProperty, AttributeName::kName,
                                      AttributeName::kItemprop, AttributeName::kHttpEquiv}) {
        const std::string_view name = trim(tree.attribute(i, key));
        if (!name.empty()) tags_.emplace_back(ascii_lower(name), content);
      }
    }
  }

  // The first of the first of these names that the page has.
  std::string first(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      for (const auto& [own, content] : tags_) {
        if (own == name) return content;
      }
    }
    return {};
  }

  std::vector<std::string> all(std::initializer_list<std::string_view> names) const {
    std::vector<std::string> values;
    for (const std::string_view name : names) {
      for (const auto& [own, content] : tags_) {
        const bool known = std::find(values.begin(), values.end(), content) != values.end();
        if (own == name && !known) values.push_back(content);
      }
      if (!values.empty()) break;
    }
    return values;
  }

 private:
  std::vector<std::pair<std::string, std::string>> tags_;
};

// "zh-CN", "zh_CN", "ZH" give "zh"; what is no language tag gives nothing.
std::string primary_tag(std::string_view tag) {
  tag = trim(tag);
  std::size_t end = 0;
  while (end < tag.size() &&
         ((tag[end] >= 'a' && tag[end] <= 'z') || (tag[end] >= 'A' && tag[end] <= 'Z'))) {
    ++end;
  }
  if (end < 2 || end > 3) return {};
  if (end < tag.size() && tag[end] != '-' && tag[end] != '_' && tag[end] != ',') return {};
  std::string language = ascii_lower(tag.substr(0, end));
  if (language == "cn") language = "zh";
  if (language == "und" || language == "mul" || language == "xx") return {};
  return language;
}

NodeIndex find_first(const HtmlTree& tree, Tag tag) {
  for (NodeIndex i = 1; i < tree.nodes().size(); ++i) {
    if (tree.node(i).tag == tag) return i;
  }
  return 0;
}

std::string text_of_first(const HtmlTree& tree, Tag tag) {
  const NodeIndex index = find_first(tree, tag);
  return index == 0 ? std::string() : tree.text_of(index, 2000);
}

// The value of an element with this itemprop: content, datetime or text.
std::vector<std::string> itemprops(const HtmlTree& tree, std::string_view wanted) {
  std::vector<std::string> values;
  for (NodeIndex i = 1; i < tree.nodes().size() && values.size() < 50; ++i) {
    const HtmlNode& node = tree.node(i);
    if (node.size == 0 || node.tag == Tag::kText || node.tag == Tag::kMeta) continue;
    const std::string_view names = tree.attribute(i, AttributeName::kItemprop);
    if (names.find(wanted) == std::string_view::npos) continue;
    std::string value = tree.attribute_text(i, AttributeName::kContent);
    if (value.empty()) value = tree.attribute_text(i, AttributeName::kDatetime);
    if (value.empty()) value = tree.text_of(i, 300);
    if (!value.empty()) values.push_back(std::move(value));
  }
  return values;
}

std::string find_language(const HtmlTree& tree, const MetaTags& tags, const LinkedData& linked) {
  std::vector<std::string> candidates;
  if (const NodeIndex html = find_first(tree, Tag::kHtml); html != 0) {
    candidates.push_back(tree.attribute_text(html, AttributeName::kLang));
  }
  candidates.push_back(tags.first({"og:locale"}));
  candidates.push_back(tags.first(
      {"content-language", "language", "dc.language", "citation_language", "dcterms.language"}));
  candidates.push_back(linked.language);
  if (const NodeIndex body = find_first(tree, Tag::kBody); body != 0) {
    candidates.push_back(tree.attribute_text(body, AttributeName::kLang));
  }
  for (const std::string& candidate : candidates) {
    if (std::string tag = primary_tag(candidate); !tag.empty()) return tag;
  }
  return {};
}

std::string find_canonical(const HtmlTree& tree, const MetaTags& tags, std::string_view url) {
  std::string canonical;
  for (NodeIndex i = 1; i < tree.nodes().size() && canonical.empty(); ++i) {
    if (tree.node(i).tag != Tag::kLink) continue;
    if (ascii_lower(trim(tree.attribute(i, AttributeName::kRel))) == "canonical") {
      canonical = tree.attribute_text(i, AttributeName::kHref);
    }
  }
  if (canonical.empty()) canonical = tags.first({"og:url"});
  if (!canonical.empty() && !url.empty()) canonical = resolve_url(url, canonical);
  return is_web_url(canonical) ? canonical : std::string();
}

std::string find_title(const HtmlTree& tree, const MetaTags& tags, const PageMeta& meta) {
  const std::string heading = text_of_first(tree, Tag::kH1);
  std::string title = tags.first({"citation_title", "dc.title", "dcterms.title"});
  if (meta.paper && !title.empty()) return html_to_line(title);
  if (!meta.linked.headline.empty() && meta.linked.type.find("Page") == std::string::npos) {
    return strip_site_name(meta.linked.headline, meta.site_name, heading);
  }
  title = tags.first({"og:title", "twitter:title", "title", "dc.title", "dcterms.title"});
  const std::string own = text_of_first(tree, Tag::kTitle);
  if (title.empty()) title = own;
  if (title.empty()) return heading;
  return strip_site_name(title, meta.site_name, heading);
}

std::string find_doi(const MetaTags& tags, const LinkedData& linked) {
  std::vector<std::string> candidates =
      tags.all({"citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier.doi",
                "dc.identifier", "dcterms.identifier", "doi"});
  candidates.insert(candidates.end(), linked.identifiers.begin(), linked.identifiers.end());
  for (const std::string& candidate : candidates) {
    const std::size_t begin = candidate.find("10.");
    if (begin == std::string::npos || candidate.find('/', begin) == std::string::npos) continue;
    // "10." of some other number is no prefix of a DOI: four digits at least follow.
    if (candidate.find_first_not_of("0123456789", begin + 3) < begin + 7) continue;
    return candidate.substr(begin, candidate.find_first_of(" ?#", begin) - begin);
  }
  return {};
}

void find_dates(const HtmlTree& tree, const MetaTags& tags, PageMeta& meta) {
  meta.published = meta.linked.published;
  if (meta.published.empty()) {
    meta.published = tags.first({"article:published_time",
                                 "og:article:published_time",
                                 "citation_publication_date",
                                 "citation_online_date",
                                 "citation_date",
                                 "datepublished",
                                 "dc.date.issued",
                                 "dcterms.issued",
                                 "dcterms.created",
                                 "dc.date",
                                 "dc.date.created",
                                 "parsely-pub-date",
                                 "sailthru.date",
                                 "publishdate",
                                 "pubdate",
                                 "publication_date",
                                 "publish-date",
                                 "article.published",
                                 "cxenseparse:recs:publishtime",
                                 "og:published_time",
                                 "date",
                                 "originalpublicationdate",
                                 "rnews:datepublished",
                                 "prism.publicationdate",
                                 "created",
                                 "bt:pubdate",
                                 "weibo: article:create_at",
                                 "og:release_date",
                                 "dcterms.date",
                                 "apub:time",
                                 "publishedtime",
                                 "firstpublishedtime",
                                 "pub_date"});
  }
  if (meta.published.empty()) {
    const auto values = itemprops(tree, "datePublished");
    if (!values.empty()) meta.published = values.front();
  }
  meta.modified = meta.linked.modified;
  if (meta.modified.empty()) {
    meta.modified = tags.first({"article:modified_time", "og:updated_time", "last-modified",
                                "dcterms.modified", "datemodified", "lastmod"});
  }
}

void find_authors(const HtmlTree& tree, const MetaTags& tags, PageMeta& meta) {
  meta.authors = tags.all({"citation_author", "citation_authors", "bepress_citation_author"});
  if (meta.authors.empty()) meta.authors = meta.linked.authors;
  if (meta.authors.empty()) {
    meta.authors = tags.all({"author", "article:author", "dc.creator", "dcterms.creator",
                             "parsely-author", "sailthru.author", "byl", "dc.contributor",
                             "article:author_name", "twitter:data1"});
    std::erase_if(meta.authors, [](const std::string& name) {
      return name.starts_with("http") || name.find("min") != std::string::npos;
    });
  }
  if (meta.authors.empty()) meta.authors = itemprops(tree, "author");
  if (meta.authors.size() > 30 && !meta.paper) meta.authors.resize(30);
}

}  // namespace

std::string strip_site_name(std::string_view title, std::string_view site_name,
                            std::string_view heading) {
  // A heading that is the beginning or the end of the title is the title of the article.
  if (heading.size() >= 12 && heading.size() < title.size() &&
      (title.starts_with(heading) || title.ends_with(heading))) {
    return std::string(heading);
  }
  static constexpr auto kSeparators = std::to_array<std::string_view>(
      {" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", "_", "-", "|", "－", "—"});
  for (const std::string_view separator : kSeparators) {
    const std::size_t last = title.rfind(separator);
    if (last == std::string_view::npos) continue;
    const std::string_view before = trim(title.substr(0, last));
    const std::string_view after = trim(title.substr(last + separator.size()));
    const bool known = !site_name.empty() && (after == site_name || before == site_name);
    if (known) return std::string(before == site_name ? after : before);
    if (!heading.empty() && heading.starts_with(before) && heading.size() < before.size() + 5) {
      return std::string(before);
    }
    const bool spaced = separator.front() == ' ';
    const bool han = !title.empty() && static_cast<unsigned char>(title[0]) >= 0xE3;
    // A site's name is short beside its article's title. In Chinese titles no space stands around.
    if ((spaced || (han && separator != "—")) && after.size() < 30 &&
        before.size() > after.size()) {
      return std::string(spaced ? before : trim(title.substr(0, title.find(separator))));
    }
  }
  return std::string(title);
}

PageMeta read_page_meta(const HtmlTree& tree, std::string_view url) {
  const MetaTags tags(tree);
  PageMeta meta;
  meta.linked = read_json_ld(tree);
  meta.type = meta.linked.type.empty() ? tags.first({"og:type"}) : meta.linked.type;
  meta.paper = meta.linked.type == "ScholarlyArticle" ||
               (!tags.first({"citation_title"}).empty() &&
                !tags.first({"citation_author", "citation_authors", "citation_journal_title",
                             "citation_doi"})
                     .empty());
  meta.site_name = tags.first({"og:site_name", "application-name", "citation_publisher"});
  if (meta.site_name.empty()) meta.site_name = meta.linked.publisher;
  meta.description = tags.first({"og:description", "description", "twitter:description"});
  if (meta.description.empty()) meta.description = meta.linked.description;
  meta.canonical = find_canonical(tree, tags, url);
  meta.language = find_language(tree, tags, meta.linked);
  meta.doi = find_doi(tags, meta.linked);
  meta.venue = tags.first({"citation_journal_title", "citation_conference_title",
                           "prism.publicationname", "citation_inbook_title"});
  meta.abstract =
      fragment_to_text(tags.first({"citation_abstract", "dcterms.abstract", "dc.description"}));
  meta.title = find_title(tree, tags, meta);
  find_dates(tree, tags, meta);
  find_authors(tree, tags, meta);
  return meta;
}

}  // namespace horizon::crawler
