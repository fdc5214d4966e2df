#include "crawler/html/discover.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/text.h"
#include "crawler/html/html_tree.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxLinks = 20'000;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool has_word(std::string_view list, std::string_view word) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_feed_type(std::string_view type) {
  return has(type, "rss") || has(type, "atom") || has(type, "rdf+xml") || has(type, "feed+json") ||
         type == "text/xml" || type == "application/xml";
}

// What the path says: 0 for no feed.
int path_score(std::string_view url) {
  std::string path = ascii_lower(parse_url(url).path);
  const std::string query = ascii_lower(parse_url(url).query.value_or(""));
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const std::string_view last = std::string_view(path).substr(path.rfind('/') + 1);
  static constexpr auto kFiles = std::to_array<std::string_view>(
      {"rss", "feed", "atom", "feeds", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss2",
       "index.rdf", "feed.json", "rss.php", "feed.php", "rss.aspx", "rss.asp", "rss2.xml"});
  if (std::find(kFiles.begin(), kFiles.end(), last) != kFiles.end()) return 40;
  if (last.ends_with(".rss") || last.ends_with(".atom") || last.ends_with(".rdf")) return 40;
  if (last.ends_with(".xml") && (has(path, "rss") || has(path, "feed") || has(path, "atom"))) {
    return 35;
  }
  if (has(query, "feed=") || has(query, "format=feed") || has(query, "format=rss") ||
      has(query, "type=rss") || has(query, "output=rss")) {
    return 35;
  }
  const bool part =
      has(path, "/rss/") || has(path, "/feed/") || has(path, "/feeds/") || has(path, "/atom/");
  return part && !last.ends_with(".html") && !last.ends_with(".jpg") ? 20 : 0;
}

// What is less than the whole site goes behind it.
int penalty(std::string_view url, std::string_view title, std::string_view host) {
  const std::string all = ascii_lower(url) + " " + ascii_lower(title);
  int minus = 0;
  if (has(all, "comment") || has(all, "kommentar") || has(all, "评论")) minus += 30;
  if (has(all, "/category/") || has(all, "/tag/") || has(all, "/author/")) minus += 12;
  if (has(all, "podcast") || has(all, "oembed")) minus += 15;
  if (!host.empty() && host_of(url) != host) minus += 8;
  return minus;
}

class Discoverer {
 public:
  Discoverer(std::string_view html, std::string_view url)
      : tree_(HtmlTree::parse(std::string(html))), base_(url), host_(host_of(url)) {}

  std::vector<FoundFeed> discover() {
    find_base();
    std::size_t links = 0;
    for (NodeIndex i = 1; i < tree_.nodes().size() && links < kMaxLinks; ++i) {
      const Tag tag = tree_.node(i).tag;
      if (tag != Tag::kLink && tag != Tag::kA && tag != Tag::kArea) continue;
      ++links;
      tag == Tag::kLink ? take_link(i) : take_anchor(i);
    }
    guess();
    std::stable_sort(found_.begin(), found_.end(), [](const FoundFeed& one, const FoundFeed& two) {
      return one.score > two.score;
    });
    if (found_.size() > kMaxFoundFeeds) found_.resize(kMaxFoundFeeds);
    return std::move(found_);
  }

 private:
  void find_base() {
    for (NodeIndex i = 1; i < tree_.nodes().size(); ++i) {
      if (tree_.node(i).tag != Tag::kBase) continue;
      const std::string href = tree_.attribute_text(i, AttributeName::kHref);
      if (!href.empty()) base_ = resolve_url(base_, href);
      return;
    }
  }

  void take_link(NodeIndex i) {
    const std::string rel = ascii_lower(tree_.attribute_text(i, AttributeName::kRel));
    const std::string type = ascii_lower(tree_.attribute_text(i, AttributeName::kType));
    const bool feed = has_word(rel, "feed");
    if (!feed && !(has_word(rel, "alternate") && is_feed_type(type))) return;
    // A stylesheet's alternate, or the page in another language, is no feed.
    if (has_word(rel, "stylesheet") || !tree_.attribute(i, AttributeName::kHreflang).empty())
      return;
    const bool exact = has(type, "rss+xml") || has(type, "atom+xml") || has(type, "feed+json");
    add(i, type, FeedEvidence::kDeclared, exact || feed ? 90 : 70);
  }

  void take_anchor(NodeIndex i) {
    const std::string href = tree_.attribute_text(i, AttributeName::kHref);
    if (href.empty() || href[0] == '#') return;
    const std::string type = ascii_lower(tree_.attribute_text(i, AttributeName::kType));
    int score = path_score(href);
    if (is_feed_type(type)) score += 20;
    const std::string text =
        ascii_lower(tree_.text_of(i, 100) + " " + tree_.attribute_text(i, AttributeName::kTitle));
    const bool named = has(text, "rss") || has(text, "atom feed") || has(text, "订阅") ||
                       has(text, "xml feed") || text == "feed ";
    if (named) score += 10;
    // The word alone mostly leads to a page about feeds.
    if (score < 20) return;
    add(i, type, FeedEvidence::kLinked, std::min(score, 65));
  }

  void add(NodeIndex i, const std::string& type, FeedEvidence evidence, int score) {
    FoundFeed feed;
    std::string href = tree_.attribute_text(i, AttributeName::kHref);
    if (starts_with_ignoring_case(href, "feed:")) {
      href = href.substr(href.substr(5).starts_with("http") ? 5 : 0);
      if (href.starts_with("feed://")) href = "http" + href.substr(4);
    }
    feed.url = resolve_url(base_, href);
    if (!base_.empty() && !is_web_url(feed.url)) return;
    feed.title = tree_.attribute_text(i, AttributeName::kTitle);
    if (feed.title.empty() && evidence == FeedEvidence::kLinked) feed.title = tree_.text_of(i, 100);
    feed.type = type;
    feed.evidence = evidence;
    feed.score = std::max(score - penalty(feed.url, feed.title, host_), 1);
    put(std::move(feed));
  }

  void put(FoundFeed feed) {
    std::string key = canonical_url(feed.url);
    if (key.empty()) key = feed.url;
    if (feed.url.empty() || !known_.insert(key).second) return;
    found_.push_back(std::move(feed));
  }

  void guess() {
    if (!is_web_url(base_)) return;
    static constexpr auto kPaths = std::to_array<std::string_view>(
        {"/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/rss", "/index.xml",
         "/feeds/posts/default", "/feed.json", "/?feed=rss2"});
    int score = 15;
    for (const std::string_view path : kPaths) {
      FoundFeed feed;
      feed.url = resolve_url(base_, path);
      feed.score = score--;
      put(std::move(feed));
    }
  }

  HtmlTree tree_;
  std::string base_, host_;
  std::set<std::string> known_;
  std::vector<FoundFeed> found_;
};

}  // namespace

std::vector<FoundFeed> discover_feeds(std::string_view html, std::string_view base_url) {
  return Discoverer(html, base_url).discover();
}

}  // namespace horizon::crawler
