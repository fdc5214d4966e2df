#include "index/part_lists.h"

#include "index/terms.h"

namespace horizon::index {
namespace {

// What the deadline cuts short is of no use to anybody else.
template <typename Read>
std::shared_ptr<const PostingList> kept(const std::string& key, Memory::Impl& memory,
                                        const Deadline& deadline, Read&& read) {
  auto list = memory.find_as<PostingList>(key);
  if (list) return list;
  list = std::make_shared<const PostingList>(deadline.passed() ? PostingList() : read());
  if (!deadline.passed()) memory.keep(key, list, list->bytes() + key.size());
  return list;
}

}  // namespace

std::shared_ptr<const PostingList> posting_list(const Snapshot::Part& part, Memory::Impl& memory,
                                                const std::string& term, const Deadline& deadline) {
  return kept(part.state + " t " + term, memory, deadline,
              [&] { return read_postings(part.database, term, deadline); });
}

std::shared_ptr<const PostingList> id_list(const Snapshot::Part& part, Memory::Impl& memory,
                                           const std::string& id, const Deadline& deadline) {
  return kept(part.state + " i " + id, memory, deadline,
              [&] { return find_id(part.database, id, deadline); });
}

std::shared_ptr<const Lengths> lengths_of(const Snapshot::Part& part, Memory::Impl& memory) {
  return memory.get<Lengths>(part.state + " l", [&] { return read_lengths(part.database); });
}

std::uint32_t KeptLengths::of(DocumentNumber number) {
  const Snapshot::Part* part = snapshot_.part_of(number);
  if (part == nullptr) return 0;
  std::shared_ptr<const Lengths>& lengths = lengths_[part];
  if (!lengths) lengths = lengths_of(*part, memory_);
  const std::size_t begin = lengths->first_block * kBlockSize;
  return number < begin || number - begin >= lengths->lengths.size()
             ? 0
             : lengths->lengths[number - begin];
}

bool HasTerm::operator()(DocumentNumber number, const std::string& term) {
  const Snapshot::Part* part = snapshot_.part_of(number);
  if (part == nullptr) return false;
  std::shared_ptr<const PostingList>& list = lists_[term][part];
  if (!list) list = posting_list(*part, memory_, term, deadline_);
  return list->has(number);
}

bool HasTerm::has_id(DocumentNumber number, const std::string& id) const {
  return snapshot_.document(number).get_value(kIdSlot) == id;
}

}  // namespace horizon::index
