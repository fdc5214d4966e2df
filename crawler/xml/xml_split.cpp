#include "crawler/xml/xml_split.h"

#include <algorithm>
#include <array>
#include <optional>

namespace horizon::crawler {
namespace {

constexpr int kMaxRecoveries = 16;

struct Tag {
  std::size_t begin = 0, end = 0;  // of the whole markup, '<' to behind '>'
  std::string_view name;           // qualified; empty for markup that is no tag
  bool closing = false, empty = false;
};

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>' || c == '<';
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Behind the '>' of a document type declaration, its internal subset included.
std::size_t end_of_doctype(std::string_view text, std::size_t pos) {
  int brackets = 0;
  for (; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (c == '<' && text.substr(pos).starts_with("<!--")) {
      pos = text.find("-->", pos + 4);
      if (pos == std::string_view::npos) return text.size();
    } else if (c == '"' || c == '\'') {
      pos = text.find(c, pos + 1);
      if (pos == std::string_view::npos) return text.size();
    } else if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      --brackets;
    } else if (c == '>' && brackets <= 0) {
      return pos + 1;
    }
  }
  return text.size();
}

std::size_t behind(std::string_view text, std::string_view end, std::size_t from) {
  const std::size_t found = text.find(end, from);
  return found == std::string_view::npos ? text.size() : found + end.size();
}

std::size_t end_of_tag(std::string_view text, std::size_t pos) {
  for (; pos < text.size(); ++pos) {
    if (text[pos] == '>') return pos + 1;
    if (text[pos] == '<') return pos;  // the tag before it was never ended
    if (text[pos] != '"' && text[pos] != '\'') continue;
    // No value holds '<' (XML 1.0, 2.3): a quote that runs into one was never closed.
    const std::array<char, 2> stops = {text[pos], '<'};
    pos = text.find_first_of(std::string_view(stops.data(), stops.size()), pos + 1);
    if (pos == std::string_view::npos) break;
    if (text[pos] == '<') return pos;
  }
  return text.size();
}

// The next markup at or behind pos.
std::optional<Tag> next_markup(std::string_view text, std::size_t pos) {
  for (;;) {
    const std::size_t begin = text.find('<', pos);
    if (begin == std::string_view::npos || begin + 1 >= text.size()) return std::nullopt;
    const std::string_view rest = text.substr(begin);
    Tag tag{begin, begin, {}, false, false};
    if (rest.starts_with("<!--")) {
      tag.end = behind(text, "-->", begin + 4);
    } else if (rest.starts_with("<![CDATA[")) {
      tag.end = behind(text, "]]>", begin + 9);
    } else if (rest[1] == '?') {
      tag.end = behind(text, "?>", begin + 2);
    } else if (rest[1] == '!') {
      tag.end = end_of_doctype(text, begin + 2);
    } else {
      tag.closing = rest[1] == '/';
      const std::size_t name = begin + (tag.closing ? 2 : 1);
      pos = begin + 1;
      if (name >= text.size() || !starts_name(text[name])) continue;  // a bare '<' in text
      std::size_t end = name;
      while (end < text.size() && !ends_name(text[end])) ++end;
      tag.name = text.substr(name, end - name);
      tag.end = end_of_tag(text, end);
      tag.empty =
          !tag.closing && tag.end >= 2 && text[tag.end - 1] == '>' && text[tag.end - 2] == '/';
    }
    return tag;
  }
}

class Splitter {
 public:
  Splitter(std::string_view text, std::span<const std::string_view> names, std::size_t max_records)
      : text_(text), names_(names), max_records_(max_records) {}

  SplitXml run() {
    std::size_t pos = 0;
    for (;;) {
      const auto tag = next_markup(text_, pos);
      if (!tag) {
        if (!in_record_) break;
        pos = abandon(text_.size());
        continue;
      }
      pos = tag->end;
      if (tag->name.empty()) {
        drop_doctype(*tag);
      } else if (in_record_) {
        pos = inside(*tag);
      } else if (!outside(*tag)) {
        break;
      }
    }
    append_skeleton(text_.size());
    return std::move(out_);
  }

 private:
  bool is_record(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), local_name(name)) != names_.end();
  }

  void drop_doctype(const Tag& tag) {
    const std::string_view markup = text_.substr(tag.begin, 3);
    if (in_record_ || markup.size() < 3 || markup[1] != '!' || markup[2] == '-' ||
        markup[2] == '[') {
      return;
    }
    append_skeleton(tag.begin);
    copied_ = tag.end;
  }

  // False: the limit of records is reached.
  bool outside(const Tag& tag) {
    if (out_.root.empty()) {
      out_.root = std::string(local_name(tag.name));
      root_name_ = tag.name;
      out_.root_closed = tag.empty;
      return true;
    }
    if (tag.closing) {
      depth_ = std::max(depth_ - 1, 0);
      if (tag.name == root_name_) out_.root_closed = true;
      return true;
    }
    if (is_record(tag.name)) return begin_record(tag);
    if (!tag.empty) ++depth_;
    if (depth_ > kMaxXmlDepth) out_.too_deep = true;
    return true;
  }

  bool begin_record(const Tag& tag) {
    if (out_.records.size() == max_records_) {
      out_.record_limit = true;
      return false;
    }
    append_skeleton(tag.begin);
    record_name_ = tag.name;
    slice_ = XmlSlice{tag.begin, 0, false, false};
    in_record_ = true;
    same_name_ = record_depth_ = 1;
    nested_ = 0;
    if (tag.empty) end_record(tag.end, true);
    return true;
  }

  // Where to go on.
  std::size_t inside(const Tag& tag) {
    if (tag.closing && tag.name == root_name_ && tag.name != record_name_)
      return abandon(tag.begin);
    if (tag.closing) {
      --record_depth_;
      if (tag.name == record_name_ && --same_name_ == 0) end_record(tag.end, true);
      return tag.end;
    }
    if (tag.name == record_name_) {
      if (nested_ == 0) nested_ = tag.begin;
      if (!tag.empty) ++same_name_;
    }
    if (!tag.empty) ++record_depth_;
    if (record_depth_ > kMaxXmlDepth) slice_.too_deep = true;
    return tag.end;
  }

  // The record was never closed. If another of its name began inside it, that is the next one.
  std::size_t abandon(std::size_t end) {
    const bool recover = nested_ != 0 && recoveries_ < kMaxRecoveries;
    if (recover) ++recoveries_;
    const std::size_t resume = recover ? nested_ : end;
    end_record(resume, false);
    return resume;
  }

  void end_record(std::size_t end, bool closed) {
    slice_.size = end - slice_.begin;
    slice_.closed = closed;
    out_.records.push_back(slice_);
    in_record_ = false;
    copied_ = end;
  }

  void append_skeleton(std::size_t end) {
    if (end > copied_) out_.skeleton.append(text_.substr(copied_, end - copied_));
    copied_ = std::max(copied_, end);
  }

  std::string_view text_;
  std::span<const std::string_view> names_;
  std::size_t max_records_;
  SplitXml out_;
  XmlSlice slice_;
  std::string_view root_name_, record_name_;
  bool in_record_ = false;
  int depth_ = 0, record_depth_ = 0, same_name_ = 0, recoveries_ = 0;
  std::size_t nested_ = 0, copied_ = 0;
};

}  // namespace

SplitXml split_xml(std::string_view text, std::span<const std::string_view> record_names,
                   std::size_t max_records) {
  return Splitter(text, record_names, max_records).run();
}

}  // namespace horizon::crawler
