#include "index/bulk_shard.h"

#include <array>
#include <cstdint>
#include <vector>

#include "index/inverter.h"
#include "index/shard_writer.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

EachValue each_of(std::span<const ShardDocument> documents, std::string ShardDocument::*value) {
  return [documents, value](const auto& visit) {
    for (const ShardDocument& document : documents)
      if (!(document.*value).empty()) visit(document.number, document.*value);
  };
}

}  // namespace

Status write_shard(const std::filesystem::path& folder, std::span<const ShardDocument> documents) {
  ShardWriter shard(folder);
  static_assert(kPublishedSlot == 0 && kIdSlot == 1);
  const std::array values = {each_of(documents, &ShardDocument::published),
                             each_of(documents, &ShardDocument::id)};
  shard.add_values(values);
  Inverter inverter;
  std::vector<Posting> lengths;
  lengths.reserve(documents.size());
  for (const ShardDocument& document : documents) {
    TermListReader terms(document.terms);
    lengths.push_back({document.number, static_cast<std::uint32_t>(terms.length())});
    while (terms.next()) inverter.add(terms.term(), {document.number, terms.frequency()});
  }
  shard.add_lengths(lengths);
  inverter.each([&](std::string_view term, std::span<const Posting> postings) {
    shard.add_term(term, postings);
  });
  return shard.finish();
}

}  // namespace horizon::index
