#include "crawler/feed/feed_xml.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/feed/feed_fields.h"
#include "crawler/feed/feed_people.h"
#include "crawler/feed/feed_text.h"
#include "crawler/feed/feed_vocabulary.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

struct Place {
  XmlNode node;
  FeedScope scope;
};

constexpr std::size_t kMaxWrappers = 64;  // elements around the root

bool is_entry(std::string_view key) { return key == "item" || key == "entry"; }

// Elements that hold entries, in one format or another.
bool holds_entries(std::string_view key) {
  return key == "rss" || key == "rdf:rdf" || key == "rdf" || key == "feed" || key == "channel" ||
         key == "items" || key == "entries" || key == "body" || key == "xhtml:body" ||
         key == "html" || key == "xhtml:html";
}

class EntryReader {
 public:
  EntryReader(const XmlNode& element, const FeedScope& scope, bool atom)
      : element_(element), scope_(scope), fields_(entry_, atom, false) {}

  FeedEntry read(std::string_view text) {
    entry_.language = scope_.language;
    read_attributes();
    for (XmlNode child = element_.first_element(); child; child = child.next_element()) {
      take(element_key(child), child, scope_of(child, scope_));
    }
    fields_.finish();
    finish_texts();
    finish_id();
    if (entry_.link.empty()) entry_.link = fallback_link_;
    entry_.offset = element_.begin();
    entry_.markup = std::string(text.substr(element_.begin(), element_.end() - element_.begin()));
    entry_.closed = element_.closed();
    return std::move(entry_);
  }

 private:
  // rdf:about of RSS 1.0; HREF and LASTMOD of CDF.
  void read_attributes() {
    const std::string about = collapse_whitespace(element_.any_attribute("about"));
    entry_.id = about;
    fallback_link_ = resolve_address(scope_.base, about);
    const std::string_view href = element_.attribute("href");
    if (!trim(href).empty()) {
      entry_.link = resolve_address(scope_.base, href);
      entry_.links.push_back({entry_.link, "alternate", {}, {}, {}});
    }
    modified_ = collapse_whitespace(element_.attribute("lastmod"));
  }

  void take(const std::string& key, const XmlNode& child, const FeedScope& scope) {
    if (key == "guid") {
      entry_.id_is_link = !child.has_attribute("ispermalink") ||
                          ascii_lower(trim(child.attribute("ispermalink"))) == "true";
      id_base_ = entry_.id_is_link ? scope.base : std::string();
    } else if (key == "id") {
      entry_.id_is_link = is_web_url(trim(child.text()));
      id_base_ = scope.base;
    }
    if (take_body(key, child, scope) || fields_.take(key, child, scope)) return;
    if (key == "comments") {
      entry_.comments = resolve_address(scope.base, child.text());
    } else if (key == "enclosure") {
      take_enclosure(child, scope);
    } else if (key == "expirationdate" || key == "dcterms:valid") {
      entry_.expired = parse_date_text(collapse_whitespace(child.text()));
    } else if (key == "source") {
      take_source(child);
    } else if (key == "media:group") {
      for (XmlNode inner = child.first_element(); inner; inner = inner.next_element()) {
        const std::string inner_key = element_key(inner);
        if (inner_key != "media:content") fields_.take(inner_key, inner, scope);
      }
    } else if (key == "media:content") {
      for (XmlNode inner = child.first_element(); inner; inner = inner.next_element()) {
        const std::string inner_key = element_key(inner);
        const bool wanted = inner_key == "media:title" ||
                            (inner_key == "media:description" && fields_.descriptions().empty());
        if (wanted) fields_.take(inner_key, inner, scope);
      }
    } else if (key == "feedburner:origlink") {
      entry_.original_link = resolve_address(scope.base, child.text());
    } else if (key == "prism:doi" || key == "arxiv:doi" || key == "doi" || key == "dc:source") {
      entry_.identifiers.push_back(collapse_whitespace(child.text()));
    } else if (key == "prism:publicationname") {
      entry_.venue = read_text(child, TextDefault::kGuess).line();
    } else if (key == "arxiv:announce_type") {
      entry_.announcement = collapse_whitespace(child.text());
    }
  }

  // Elements that hold the whole text.
  bool take_body(std::string_view key, const XmlNode& child, const FeedScope& scope) {
    const bool full = key == "content" || key == "content:encoded" || key == "xhtml:body" ||
                      key == "xhtml:div" || key == "body" || key == "fullitem" ||
                      key == "xhtml:section";
    if (!full) return false;
    const std::string_view type = trim(child.attribute("type"));
    const bool media =
        type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/");
    if (media || !entry_.content.empty()) return true;
    FeedText text =
        read_text(child, key == "content" ? fields_.body_default(key) : TextDefault::kHtml);
    fields_.note_language(child, scope);
    entry_.content = text.sanitised(scope.base);
    if (!entry_.content.empty()) body_text_ = text.text();
    return true;
  }

  void take_enclosure(const XmlNode& child, const FeedScope& scope) {
    FeedLink link;
    link.href =
        resolve_address(scope.base, child.attribute("url").empty() ? child.attribute("href")
                                                                   : child.attribute("url"));
    link.rel = "enclosure";
    link.type = std::string(trim(child.attribute("type")));
    link.length = std::string(trim(child.attribute("length")));
    if (!link.href.empty() && entry_.links.size() < 200) entry_.links.push_back(std::move(link));
  }

  // RFC 4287, 4.2.11: the feed that the entry was copied from.
  void take_source(const XmlNode& child) {
    for (XmlNode inner = child.first_element(); inner; inner = inner.next_element()) {
      if (element_key(inner) == "author") add_person(read_person(inner), entry_.source_authors);
    }
  }

  // An id that is an address, or may be one that is relative.
  void finish_id() {
    entry_.guid = entry_.id;
    const bool web = is_web_url(entry_.id);
    if (!id_base_.empty() && !web) {
      const std::string resolved = resolve_address(id_base_, entry_.id);
      if (is_web_url(resolved)) entry_.id = resolved;
    }
    if (entry_.link.empty() && entry_.id_is_link) entry_.link = resolve_address({}, entry_.id);
  }

  void finish_texts() {
    if (!entry_.updated && !modified_.empty()) entry_.updated = parse_date_text(modified_);
    // xml:lang where the text stands is nearer to it than what the entry or the feed says.
    if (fields_.text_language()) entry_.language = *fields_.text_language();
    const auto& others = fields_.descriptions();
    constexpr int kLastFull = 2;  // media's descriptions are of pictures
    if (entry_.content.empty() && !others.empty() && others.front().rank <= kLastFull) {
      entry_.content = others.front().text.sanitised(others.front().base);
    }
    if (entry_.summary.empty()) entry_.summary = std::move(body_text_);
    for (const FeedPerson& author : entry_.authors) {
      entry_.organisations.insert(entry_.organisations.end(), author.organisations.begin(),
                                  author.organisations.end());
    }
    for (const FeedLink& link : entry_.links) {
      if (link.title == "doi" || link.rel == "related") entry_.identifiers.push_back(link.href);
    }
  }

  XmlNode element_;
  FeedScope scope_;
  FeedEntry entry_;
  FeedFieldReader fields_;
  std::string fallback_link_, id_base_, modified_, body_text_;
};

class FeedXmlReader {
 public:
  FeedXmlReader(const XmlTree& tree, std::string_view base) : tree_(tree) {
    scope_.base = std::string(base);
  }

  Feed read() {
    const XmlNode root = feed_root();
    feed_.version = feed_version(root);
    for (XmlNode node = root; node && path_.size() < kMaxWrappers; node = node.parent()) {
      path_.push_back(node);
    }
    atom_ = feed_.version.starts_with("atom");
    feed_.complete = root && root.closed();
    find_entries();
    if (feed_.version.empty() && !entries_.empty()) feed_.version = version_of_entries();
    if (head_.node) read_head();
    for (const Place& place : entries_) {
      feed_.entries.push_back(EntryReader(place.node, place.scope, atom_).read(tree_.text()));
      if (feed_.entries.back().language.empty()) feed_.entries.back().language = feed_.language;
    }
    return std::move(feed_);
  }

 private:
  // The root element, or what looks like it where other markup stands before or around it.
  XmlNode feed_root() const {
    constexpr int kSought = 10'000;
    XmlNode node = tree_.root();
    for (int i = 0; node && i < kSought; ++i) {
      const std::string name = ascii_lower(node.local());
      const bool root = name == "rss" || name == "rdf" || name == "feed";
      if (root || (node == tree_.root() && !feed_version(node).empty())) return node;
      XmlNode following = node.first_element();
      while (!following && node) {
        following = node.next_element();
        if (!following) node = node.parent();
      }
      node = following;
    }
    return tree_.root();
  }

  std::string version_of_entries() const {
    return ascii_lower(entries_.front().node.local()) == "item" ? "rss" : "atom";
  }

  // Depth first, in document order, into what may hold entries only.
  void find_entries() {
    std::vector<Place> open = {{tree_.top(), scope_}};
    while (!open.empty()) {
      const Place place = std::move(open.back());
      open.pop_back();
      const bool top = place.node == tree_.top();
      const std::string key = top ? "" : element_key(place.node);
      if (is_entry(key)) {
        if (entries_.size() == kMaxFeedRecords) {
          feed_.too_many = true;
          return;
        }
        entries_.push_back(place);
        continue;
      }
      // What was never closed may have swallowed anything.
      const bool open_end = top || !place.node.closed() || feed_.version.empty() ||
                            std::find(path_.begin(), path_.end(), place.node) != path_.end();
      if (!holds_entries(key) && !open_end) continue;
      if (holds_entries(key)) take_head(key, place);
      const std::size_t first = open.size();
      for (XmlNode child = place.node.first_element(); child; child = child.next_element()) {
        open.push_back({child, scope_of(child, place.scope)});
      }
      std::reverse(open.begin() + static_cast<std::ptrdiff_t>(first), open.end());
    }
  }

  // The channel or feed is the head; the root where there is none.
  void take_head(std::string_view key, const Place& place) {
    const bool better = key == "channel" || key == "feed";
    if (key.empty() || (head_.node && (!better || head_is_sure_))) return;
    head_ = place;
    head_is_sure_ = better;
  }

  void read_head() {
    FeedFieldReader fields(feed_, atom_, true);
    feed_.language = head_.scope.language;
    read_channel_attributes();
    for (XmlNode child = head_.node.first_element(); child; child = child.next_element()) {
      const std::string key = element_key(child);
      if (is_entry(key)) continue;
      const FeedScope scope = scope_of(child, head_.scope);
      if (!fields.take(key, child, scope)) take(key, child);
    }
    fields.finish();
    if (feed_.language.empty() && fields.text_language()) feed_.language = *fields.text_language();
    if (const std::string id = resolve_address(head_.scope.base, feed_.id); is_web_url(id)) {
      feed_.id = id;
      if (feed_.link.empty()) feed_.link = id;
    }
    if (!feed_.updated && !modified_.empty()) feed_.updated = parse_date_text(modified_);
    add_period(period_, frequency_, feed_.schedule);
    for (const FeedLink& link : feed_.links) {
      std::string* const known = link.rel == "next"   ? &feed_.schedule.next
                                 : link.rel == "hub"  ? &feed_.schedule.hub
                                 : link.rel == "self" ? &feed_.schedule.self
                                                      : nullptr;
      if (known != nullptr && known->empty()) *known = link.href;
    }
  }

  void read_channel_attributes() {
    const std::string_view href = head_.node.attribute("href");
    if (!trim(href).empty()) {
      feed_.link = resolve_address(head_.scope.base, href);
      feed_.links.push_back({feed_.link, "alternate", {}, {}, {}});
    }
    modified_ = collapse_whitespace(head_.node.attribute("lastmod"));
  }

  void take(std::string_view key, const XmlNode& child) {
    if (key == "generator") {
      feed_.generator = read_text(child, TextDefault::kGuess).line();
    } else if (key == "admin:generatoragent") {
      if (feed_.generator.empty())
        feed_.generator = std::string(trim(child.any_attribute("resource")));
    } else if (key == "info") {
      feed_.info = read_text(child, atom_ ? TextDefault::kPlain : TextDefault::kGuess).text();
    } else if (key == "ttl") {
      add_ttl(child.text(), feed_.schedule);
    } else if (key == "sy:updateperiod") {
      period_ = child.text();
    } else if (key == "sy:updatefrequency") {
      frequency_ = child.text();
    } else if (key == "skiphours" || key == "skipdays") {
      for (XmlNode inner = child.first_element(); inner; inner = inner.next_element()) {
        const std::string text = inner.text();
        key == "skiphours" ? add_skipped_hour(text, feed_.schedule)
                           : add_skipped_day(text, feed_.schedule);
      }
    }
  }

  const XmlTree& tree_;
  FeedScope scope_;
  bool atom_ = false, head_is_sure_ = false;
  Place head_;
  std::vector<Place> entries_;
  std::vector<XmlNode> path_;  // the root, and what stands around it
  std::string modified_, period_, frequency_;
  Feed feed_;
};

}  // namespace

Feed read_xml_feed(const XmlTree& tree, std::string_view base) {
  return FeedXmlReader(tree, base).read();
}

}  // namespace horizon::crawler
