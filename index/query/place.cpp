#include "index/query/place.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "index/terms.h"
#include "nlp/passage.h"
#include "nlp/phrases/word_stream.h"

namespace horizon::index {
namespace {

struct Range {
  std::size_t first = 0, last = 0;  // tokens
};

// Ascending by first token.
std::vector<Range> ranges_of(const nlp::FoldedText& text, const Place::Part& part) {
  std::vector<Range> ranges;
  if (!part.stemmed) {
    find_phrase(text, part.text, part.prefix, [&](std::size_t first, std::size_t last) {
      ranges.push_back({first, last});
    });
    return ranges;
  }
  const std::string wanted = stemmed(part.text);
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const nlp::FoldedToken& token = text.tokens[i];
    if (stemmed(std::string_view(text.text).substr(token.begin, token.size)) == wanted) {
      ranges.push_back({i, i});
    }
  }
  return ranges;
}

// Which tokens of a text are of web addresses; looks at the text as far as it is asked.
class Addresses {
 public:
  explicit Addresses(const nlp::Passage& passage) : passage_(passage) {}

  bool hold(std::size_t token) {
    while (held_.size() <= token) {
      const std::size_t next = held_.size();
      const std::size_t behind = nlp::behind_address(passage_, next);
      held_.resize(std::max(behind, next + 1), behind != next);
    }
    return held_[token];
  }

 private:
  const nlp::Passage& passage_;
  std::vector<bool> held_;
};

bool holds_part(const nlp::FoldedText& text, std::string_view source, const Place::Part& part) {
  bool found = false;
  const bool of_address = is_of_address(part.text);
  const nlp::Passage passage{source, &text};
  Addresses addresses(passage);
  find_phrase(text, part.text, part.prefix, [&](std::size_t first, std::size_t last) {
    found = found || of_address || (!addresses.hold(first) && !addresses.hold(last));
  });
  return found;
}

// A word as it is written in the source goes on from the prefix: folding has made "batteries" to
// "battery", which does not begin with "batterie".
bool begins_word(const nlp::FoldedText& text, std::string_view source, std::string_view prefix) {
  return std::any_of(text.tokens.begin(), text.tokens.end(), [&](const nlp::FoldedToken& token) {
    return token.source_size >= prefix.size() &&
           starts_with_ignoring_case(source.substr(token.source_begin, token.source_size), prefix);
  });
}

// Every range of `b` need only be compared with the last one of `a` before it.
bool follows(const std::vector<Range>& a, const std::vector<Range>& b, std::size_t distance) {
  std::size_t i = 0;
  for (const Range& second : b) {
    while (i + 1 < a.size() && a[i + 1].last < second.first) ++i;
    if (i < a.size() && a[i].last < second.first && second.first - a[i].last <= distance) {
      return true;
    }
  }
  return false;
}

bool are_near(const nlp::FoldedText& text, const Place& place) {
  const std::vector<Range> a = ranges_of(text, place.parts[0]);
  if (a.empty()) return false;
  const std::vector<Range> b = ranges_of(text, place.parts[1]);
  return follows(a, b, place.distance) || follows(b, a, place.distance);
}

bool is_name(const std::string& name, const Place::Part& wanted) {
  const nlp::FoldedText folded = nlp::fold(name);
  std::set<std::string_view> words;
  for (const nlp::FoldedToken& token : folded.tokens) {
    words.insert(std::string_view(folded.text).substr(token.begin, token.size));
  }
  const nlp::FoldedText asked = nlp::fold(wanted.text);
  return std::all_of(asked.tokens.begin(), asked.tokens.end(), [&](const nlp::FoldedToken& token) {
    return words.contains(std::string_view(asked.text).substr(token.begin, token.size));
  });
}

}  // namespace

const nlp::FoldedText& TextPlaces::title() {
  if (!title_) title_ = nlp::fold(document_->title);
  return *title_;
}
const nlp::FoldedText& TextPlaces::abstract() {
  if (!abstract_) abstract_ = nlp::fold(document_->abstract);
  return *abstract_;
}

bool is_of_address(std::string_view phrase) {
  return phrase.find("http") != std::string_view::npos ||
         phrase.find("www") != std::string_view::npos;
}

bool TextPlaces::holds(const Place& place) {
  const auto fits = [&](const nlp::FoldedText& text, std::string_view source) {
    if (place.kind == Place::Kind::kPrefix && begins_word(text, source, place.parts[0].text)) {
      return true;
    }
    return place.kind == Place::Kind::kNear ? are_near(text, place)
                                            : holds_part(text, source, place.parts[0]);
  };
  const auto names = [&](const auto& owners) {
    return std::any_of(owners.begin(), owners.end(), [&](const auto& owner) {
      if (place.kind == Place::Kind::kName) return is_name(owner.name, place.parts[0]);
      return fits(nlp::fold(owner.name), owner.name);
    });
  };
  if (place.field == QueryField::kAuthor) return names(document_->authors);
  if (place.field == QueryField::kOrganisation) return names(document_->organisations);
  return fits(title(), document_->title) ||
         (place.field == QueryField::kText && fits(abstract(), document_->abstract));
}

}  // namespace horizon::index
