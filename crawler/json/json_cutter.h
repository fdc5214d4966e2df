// A stream of JSON cut into the works it lists, in whatever it is wrapped: JSON Lines, values one
// behind the other, an array, or a reply with an array in its envelope.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/format.h"

namespace horizon::crawler {

class JsonCutter final : public RecordCutter {
 public:
  // Items are the objects in arrays that are members of one of these names within the outer three
  // levels ("items" of Crossref's message), those of an array at the top, and objects at the top
  // that hold no such array.
  JsonCutter(std::unique_ptr<ByteSource> bytes, std::span<const std::string_view> list_names);
  ~JsonCutter() override;

  // Damage costs the item it is in: a string or an object that runs into the next item's line ends
  // there. kCorrupt, once, where the stream ends within a value.
  Result<std::optional<Slice>> next() override;

  // At the end: what stands around the items, with the first top-level value whole ("{"total": 1,
  // "items":[]}"); at most 1 MiB. Empty if the top-level value is itself an item.
  const std::string& envelope() const;
  // At the end: every value was closed.
  bool complete() const;

 private:
  class Scanner;
  std::unique_ptr<ByteSource> bytes_;
  std::unique_ptr<Scanner> scanner_;
  PortionReader portions_{std::size_t{256} << 10};
  std::string buffer_;
  bool ended_ = false;
};

}  // namespace horizon::crawler
