#include "crawler/html/names.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/html/name_words.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxNameBytes = 300;  // of a class or id; longer lists are generated
constexpr std::size_t kMaxWords = 40;

struct Meaning {
  Aversion aversion = Aversion::kNone;
  std::uint16_t word = 0;
  std::uint8_t affection = 0;
  bool lead = false;
};

// The lists of name_words.h, to be looked up.
class Vocabulary {
 public:
  Vocabulary() {
    for (const std::string_view word : split(kWeakNames, ' ')) add(word, Aversion::kWeak);
    for (const std::string_view word : split(kStrongNames, ' ')) add(word, Aversion::kStrong);
    for (const std::string_view word : split(kCommentNames, ' ')) add(word, Aversion::kComments);
    for (const std::string_view word : split(kMainNames, ' ')) meanings_[word].affection = 1;
    for (const std::string_view word : split(kArticleNames, ' ')) meanings_[word].affection = 2;
    for (const std::string_view word : split(kTextNames, ' ')) meanings_[word].affection = 3;
    for (const std::string_view word : split(kLeadNames, ' ')) meanings_[word].lead = true;
  }

  const Meaning* find(std::string_view word) const {
    const auto found = meanings_.find(word);
    if (found != meanings_.end()) return &found->second;
    const auto prefix = std::find_if(prefixes_.begin(), prefixes_.end(), [&](const auto& entry) {
      return word.starts_with(entry.first);
    });
    return prefix == prefixes_.end() ? nullptr : &prefix->second;
  }

  std::size_t size() const { return count_; }

 private:
  void add(std::string_view word, Aversion aversion) {
    const Meaning meaning{aversion, static_cast<std::uint16_t>(++count_), 0, false};
    if (word.ends_with('*')) {
      word.remove_suffix(1);
      prefixes_.emplace_back(word, meaning);
    }
    meanings_[word] = meaning;
  }

  std::unordered_map<std::string_view, Meaning> meanings_;
  std::vector<std::pair<std::string_view, Meaning>> prefixes_;
  std::size_t count_ = 0;
};

const Vocabulary& vocabulary() {
  static const Vocabulary kVocabulary;
  return kVocabulary;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "relatedPosts-list_2" gives related, posts, list. A name in one of several is kept apart by an
// empty word, so that pairs do not reach from one name to the next.
void add_words(std::string_view names, std::vector<std::string>& words) {
  names = names.substr(0, kMaxNameBytes);
  std::string word;
  const auto flush = [&] {
    if (!word.empty() && words.size() < kMaxWords) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const char c = names[i];
    if (is_upper(c) && i > 0 && is_lower(names[i - 1])) flush();
    if (is_upper(c) || is_lower(c)) {
      word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
      continue;
    }
    flush();
    if (c == ' ' && words.size() < kMaxWords) words.emplace_back();
  }
  flush();
  words.emplace_back();
}

// Words that say that the next one is not what this is: "no-sidebar", "has-comments".
bool is_qualifier(std::string_view word) {
  return word == "no" || word == "has" || word == "with" || word == "without" || word == "is" ||
         word == "type" || word == "category" || word == "hide" || word == "cat" ||
         word == "topic" || word == "term" || word == "label" || word == "section" || word == "tag";
}

void dislike(NameEvidence& evidence, Aversion aversion, std::uint16_t word) {
  if (aversion <= evidence.aversion) return;
  evidence.aversion = aversion;
  evidence.word = word;
}

void like(NameEvidence& evidence, std::uint8_t affection) {
  evidence.affection = std::max(evidence.affection, affection);
}

void weigh_words(const std::vector<std::string>& words, NameEvidence& evidence) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.empty()) continue;
    if (!words[i + 1].empty()) {
      const auto* const pair = vocabulary().find(word + "-" + words[i + 1]);
      if (pair != nullptr) {
        dislike(evidence, pair->aversion, pair->word);
        like(evidence, pair->affection);
      }
    }
    const Meaning* const meaning = vocabulary().find(word);
    if (meaning == nullptr) continue;
    if (i == 0 || !is_qualifier(words[i - 1])) dislike(evidence, meaning->aversion, meaning->word);
    // Words as common as "post" and "content" say something only if they are all of the name.
    const bool whole = (i == 0 || words[i - 1].empty()) && words[i + 1].empty();
    if (whole || meaning->affection == 3) like(evidence, meaning->affection);
    if (meaning->lead) evidence.lead = true;
  }
}

void weigh_element(const HtmlTree& tree, NodeIndex element, NameEvidence& evidence) {
  const Tag tag = tree.node(element).tag;
  const std::string_view role = tree.attribute(element, AttributeName::kRole);
  const std::string_view property = tree.attribute(element, AttributeName::kItemprop);
  if (property.find("articleBody") != std::string_view::npos ||
      property.find("reviewBody") != std::string_view::npos) {
    like(evidence, 3);
  }
  if (tag == Tag::kArticle || role == "article") like(evidence, 2);
  if (tag == Tag::kMain || role == "main") like(evidence, 1);
  static constexpr auto kBadRoles = std::to_array<std::string_view>(
      {"alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu",
       "menubar", "navigation", "search", "tablist", "toolbar", "tooltip"});
  if (std::find(kBadRoles.begin(), kBadRoles.end(), role) != kBadRoles.end()) {
    dislike(evidence, role == "complementary" ? Aversion::kWeak : Aversion::kStrong,
            static_cast<std::uint16_t>(name_word_count() - 1));
  }
}

}  // namespace

std::size_t name_word_count() { return vocabulary().size() + 2; }

NameEvidence name_evidence(const HtmlTree& tree, NodeIndex element) {
  NameEvidence evidence;
  const HtmlNode& node = tree.node(element);
  if (node.size == 0) {
    if (node.tag == Tag::kArticle) evidence.affection = 2;
    if (node.tag == Tag::kMain) evidence.affection = 1;
    return evidence;
  }
  std::vector<std::string> words;
  add_words(tree.attribute(element, AttributeName::kClass), words);
  add_words(tree.attribute(element, AttributeName::kId), words);
  weigh_words(words, evidence);
  // Page builders call each piece of the text a widget, and blogs put a post's tags in its class.
  const bool whole_post = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "hentry" || word == "elementor" || word == "status" || word == "vc";
  });
  if (node.tag == Tag::kBody || node.tag == Tag::kHtml || node.tag == Tag::kMain || whole_post) {
    evidence.aversion = Aversion::kNone;
  }
  if (node.tag == Tag::kArticle && evidence.aversion == Aversion::kWeak) {
    evidence.aversion = Aversion::kNone;
  }
  weigh_element(tree, element, evidence);
  if (evidence.affection >= 2 && evidence.aversion == Aversion::kWeak) {
    evidence.aversion = Aversion::kNone;
  }
  return evidence;
}

}  // namespace horizon::crawler
