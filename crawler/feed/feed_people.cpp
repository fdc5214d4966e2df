#include "crawler/feed/feed_people.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/feed/feed_text.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_local_char(char c) {
  return is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '%' ||
         c == '\'' || c == '=';
}

struct Span {
  std::size_t begin = 0, size = 0;
};

// An address in a text: local part, '@', a host with a dot. size is 0 if there is none.
Span find_address(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_local_char(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() &&
           (is_alphanumeric(text[end]) || text[end] == '-' || text[end] == '.')) {
      ++end;
    }
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const std::string_view host = text.substr(at + 1, end - at - 1);
    if (begin < at && host.find('.') != std::string_view::npos) return {begin, end - begin};
  }
  return {};
}

// What is left of "Name ()" and the like.
std::string clean_name(std::string name) {
  for (const std::string_view rest : {"()", "<>", "[]", "mailto:"}) {
    for (std::size_t at = name.find(rest); at != std::string::npos; at = name.find(rest)) {
      name.erase(at, rest.size());
    }
  }
  name = collapse_whitespace(name);
  if (name.size() > 1 && name.front() == '(' && name.back() == ')') {
    name = name.substr(1, name.size() - 2);
  } else if (name.starts_with('(') && name.find(')') == std::string::npos) {
    name.erase(0, 1);
  } else if (name.ends_with(')') && name.find('(') == std::string::npos) {
    name.pop_back();
  }
  if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
    name = name.substr(1, name.size() - 2);
  }
  while (!name.empty() && (name.back() == ',' || name.back() == ';' || name.back() == '-')) {
    name.pop_back();
  }
  return collapse_whitespace(name);
}

// The first element below with one of these local names.
XmlNode find_below(const XmlNode& element, std::initializer_list<std::string_view> names) {
  for (XmlNode child = element.first_element(); child; child = child.next_element()) {
    const std::string local = ascii_lower(child.local());
    if (std::find(names.begin(), names.end(), local) != names.end()) return child;
    for (XmlNode below = child.first_element(); below; below = below.next_element()) {
      const std::string inner = ascii_lower(below.local());
      if (std::find(names.begin(), names.end(), inner) != names.end()) return below;
    }
  }
  return {};
}

std::string plain(const XmlNode& element) { return read_text(element, TextDefault::kGuess).line(); }

}  // namespace

FeedPerson parse_person(std::string_view text) {
  constexpr std::size_t kLongest = 4096;
  std::string whole(truncate_utf8(trim(text), kLongest));
  // "<me@example.org>" is no tag.
  const Span address = find_address(whole);
  FeedPerson person;
  if (address.size > 0) {
    person.email = whole.substr(address.begin, address.size);
    // A query behind the address ("?subject=...") belongs to it.
    std::size_t end = address.begin + address.size;
    if (end < whole.size() && whole[end] == '?') {
      while (end < whole.size() && whole[end] != ' ' && whole[end] != ')' && whole[end] != '>') {
        ++end;
      }
    }
    whole.erase(address.begin, end - address.begin);
    for (const std::string_view rest : {"&lt;&gt;", "&#60;&#62;"}) {
      if (const std::size_t at = whole.find(rest); at != std::string::npos) {
        whole.erase(at, rest.size());
      }
    }
  }
  person.name = clean_name(html_to_line(clean_name(std::move(whole))));
  return person;
}

FeedPerson read_person(const XmlNode& element) {
  FeedPerson person;
  if (!element.first_element()) {
    person = parse_person(element.text());
    return person;
  }
  person.name = plain(find_below(element, {"name", "fullname"}));
  const XmlNode email = find_below(element, {"email", "mbox"});
  std::string address = email ? email.text() : std::string();
  if (email && address.empty()) address = std::string(email.any_attribute("resource"));
  address = std::string(trim(address));
  if (starts_with_ignoring_case(address, "mailto:")) address.erase(0, 7);
  person.email = address;
  for (XmlNode child = element.first_element(); child; child = child.next_element()) {
    if (ascii_lower(child.local()) == "affiliation") {
      person.organisations.push_back(collapse_whitespace(child.text()));
    }
  }
  // Text beside elements that are none of a person's is the name.
  const bool known = !person.name.empty() || !person.email.empty() ||
                     find_below(element, {"uri", "url", "homepage"});
  if (!known) return parse_person(element.text());
  return person;
}

void add_person(FeedPerson person, std::vector<FeedPerson>& people) {
  if ((person.name.empty() && person.email.empty()) || people.size() == kMaxPeople) return;
  constexpr std::size_t kCompared = 64;  // feeds that say it twice name few
  const auto end = people.begin() + static_cast<std::ptrdiff_t>(std::min(people.size(), kCompared));
  const auto known = std::find_if(people.begin(), end, [&](const FeedPerson& other) {
    return !person.name.empty() ? other.name == person.name : other.email == person.email;
  });
  if (known == end) {
    people.push_back(std::move(person));
  } else if (known->email.empty()) {
    known->email = person.email;
  }
}

}  // namespace horizon::crawler
