// A page of XML cut into its records before anything is parsed, so that damage stays in the record
// it is in, depth is known before a tree is built, and each record keeps its own markup.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

inline constexpr int kMaxXmlDepth = 256;

struct XmlSlice {
  std::size_t begin = 0, size = 0;  // in the text that was split
  bool closed = false;    // its end tag was found; otherwise the record is damaged or cut off
  bool too_deep = false;  // elements nested beyond kMaxXmlDepth
};

struct SplitXml {
  std::string root;      // local name of the root element, empty if there is none
  std::string skeleton;  // everything but the records and the document type declaration
  std::vector<XmlSlice> records;
  bool root_closed = false;
  bool too_deep = false;      // outside the records
  bool record_limit = false;  // there were more than max_records; the rest was not read
};

// Records are the outermost elements with one of these local names, below the root. Comments,
// CDATA sections, processing instructions and DTDs are known as such. Linear in the text, but for
// records without an end tag, of which the first 16 are recovered one by one.
SplitXml split_xml(std::string_view text, std::span<const std::string_view> record_names,
                   std::size_t max_records);

}  // namespace horizon::crawler
