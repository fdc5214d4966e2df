// One element of a feed's head or of an entry into the model. RSS and Atom share one vocabulary
// here, because real feeds mix them: Atom's links in RSS, Dublin Core and iTunes in both.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/feed/feed_model.h"
#include "crawler/feed/feed_text.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

// Reads the children of a head or an entry one by one, then finish() decides between what several
// of them say. Of elements that say the same thing, those of the format itself go before Dublin
// Core's, and these before media's and iTunes'.
class FeedFieldReader {
 public:
  // `atom`: text is plain where no type says otherwise (RFC 4287). `head`: of a feed, where an
  // editor or publisher stands for an author.
  FeedFieldReader(FeedFacts& facts, bool atom, bool head)
      : facts_(facts), atom_(atom), head_(head) {}

  // True if the element was one of those that heads and entries have in common.
  bool take(std::string_view key, const XmlNode& element, const FeedScope& scope);
  void finish();

  // What a text is where no type says so: only Atom's own elements are plain without one.
  TextDefault title_default(std::string_view key) const;
  TextDefault body_default(std::string_view key) const;

  // Second descriptions, in the order in which they came: what a full text is where no element is
  // meant for it. Resolved and sanitised by whoever wants it.
  struct Body {
    FeedText text;
    std::string base;
    int rank = 0;
  };
  const std::vector<Body>& descriptions() const { return descriptions_; }
  // xml:lang of the title or a description itself; unset where they have none.
  const std::optional<std::string>& text_language() const { return text_language_; }
  void note_language(const XmlNode& element, const FeedScope& scope);

 private:
  // Keeps the value of the best rank, of equal ones the first or (`last`) the last.
  struct Ranked {
    int rank = 1000;
    std::string value;
    void offer(int candidate, std::string text, bool last = false);
  };

  bool take_text(std::string_view key, const XmlNode& element, const FeedScope& scope);
  bool take_date(std::string_view key, const XmlNode& element);
  bool take_person(std::string_view key, const XmlNode& element);
  bool take_category(std::string_view key, const XmlNode& element);
  bool take_link(std::string_view key, const XmlNode& element, const FeedScope& scope);
  void add_link(const XmlNode& element, const FeedScope& scope);
  void add_category(FeedCategory category);

  FeedFacts& facts_;
  bool atom_, head_;
  Ranked title_, rights_, language_, link_, id_, license_;
  Ranked published_, updated_, created_;
  std::vector<Body> descriptions_;
  std::optional<std::string> text_language_;
  std::vector<FeedPerson> fallback_people_;  // webMaster, iTunes' owner, publisher
};

}  // namespace horizon::crawler
