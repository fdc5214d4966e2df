// The beginning of a file as the formats look at it to know their own: decoded once for all.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace horizon::crawler {

class Beginning {
 public:
  // Of the (decompressed) bytes the first 64 KiB are looked at. `name` is the file's, for formats
  // that only its ending tells; it must outlive the object.
  Beginning(std::string_view bytes, std::string_view name);

  // Valid UTF-8 whatever encoding the file is in, lines end with '\n'.
  std::string_view text() const { return text_; }
  std::string_view trimmed() const;  // without ASCII white space around it
  bool holds(std::string_view words) const { return text_.find(words) != std::string::npos; }

  // The local name of the outermost element; empty if the text is no XML. Entities may fill all
  // that is there of the text before it: then it is the name that the DOCTYPE tells.
  std::string_view xml_root() const { return xml_root_; }

  // True if the text begins as JSON and holds one of these spellings.
  bool is_json_with(std::span<const std::string_view> spellings) const;
  bool is_json() const;

  std::string_view name() const { return name_; }

 private:
  std::string text_, xml_root_;
  std::string_view name_;
};

}  // namespace horizon::crawler
