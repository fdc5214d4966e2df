#include "index/shard_copy.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/changes.h"
#include "index/inverter.h"
#include "index/shard_writer.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// The documents of some shards as those of one. Each visit is in ascending order.
class Merged {
 public:
  Merged(std::span<const Xapian::Database> shards, const ChangedShard* changed)
      : shards_(shards), changed_(changed) {
    if (changed_ == nullptr) return;
    const DocumentNumber last = changed_->database.get_lastdocid();
    const DocumentNumber end = std::min(changed_->end, std::max(last, changed_->first) + 1);
    hidden_.resize(end - changed_->first);
    gone_.resize(hidden_.size());
    const auto mark = [this](const std::string& term, std::vector<bool>& set) {
      each_changed(term, [&](const auto& it) { set[*it - changed_->first] = true; });
    };
    mark("", hidden_);
    mark(std::string(kGoneTerm), gone_);
  }

  std::vector<Posting> lengths() const {
    std::vector<Posting> all;
    const auto length = [](const Xapian::PostingIterator& it) { return it.get_doclength(); };
    for (const Xapian::Database& shard : shards_) add_sealed(shard, "", length, all);
    add_changed("", length, all);
    return all;
  }

  void each_value(Xapian::valueno slot,
                  const std::function<void(DocumentNumber, std::string_view)>& visit) const {
    Xapian::ValueIterator changed, last;
    if (changed_ != nullptr) {
      changed = changed_->database.valuestream_begin(slot);
      last = changed_->database.valuestream_end(slot);
      if (changed != last) changed.skip_to(changed_->first);
    }
    const auto changed_before = [&](DocumentNumber end) {
      for (; changed != last && changed.get_docid() < end; ++changed)
        if (!is_in(gone_, changed.get_docid())) visit(changed.get_docid(), *changed);
    };
    for (const Xapian::Database& shard : shards_) {
      const auto end = shard.valuestream_end(slot);
      for (auto it = shard.valuestream_begin(slot); it != end; ++it) {
        changed_before(it.get_docid());
        if (!is_in(hidden_, it.get_docid())) visit(it.get_docid(), *it);
      }
    }
    if (changed_ != nullptr) changed_before(changed_->end);
  }

  // visit(term, postings) for every term that has any.
  template <typename Visit>
  void each_term(Visit&& visit) const {
    std::vector<Terms> lists;
    for (const Xapian::Database& shard : shards_) lists.emplace_back(shard);
    if (changed_ != nullptr) lists.emplace_back(changed_->database);
    const auto frequency = [](const Xapian::PostingIterator& it) { return it.get_wdf(); };
    std::vector<Posting> postings;
    for (std::string term = least_of(lists); !term.empty(); term = least_of(lists)) {
      postings.clear();
      for (std::size_t i = 0; i < lists.size(); ++i) {
        if (lists[i].head != term) continue;
        lists[i].next();
        if (i < shards_.size()) {
          add_sealed(shards_[i], term, frequency, postings);
        } else {
          add_changed(term, frequency, postings);
        }
      }
      if (!postings.empty()) visit(term, postings);
    }
  }

 private:
  // No term is empty: then there are no more.
  struct Terms {
    explicit Terms(const Xapian::Database& shard)
        : it(shard.allterms_begin()), end(shard.allterms_end()) {
      if (it != end) head = *it;
    }
    void next() {
      ++it;
      head = it != end ? *it : std::string();
    }
    Xapian::TermIterator it, end;
    std::string head;
  };

  static std::string least_of(const std::vector<Terms>& lists) {
    std::string least;
    for (const Terms& list : lists)
      if (!list.head.empty() && (least.empty() || list.head < least)) least = list.head;
    return least;
  }

  bool is_in(const std::vector<bool>& set, DocumentNumber number) const {
    return changed_ != nullptr && number >= changed_->first &&
           number - changed_->first < set.size() && set[number - changed_->first];
  }

  template <typename Visit>
  void each_changed(const std::string& term, Visit&& visit) const {
    auto it = changed_->database.postlist_begin(term);
    const auto end = changed_->database.postlist_end(term);
    if (it != end) it.skip_to(changed_->first);
    for (; it != end && *it < changed_->end; ++it) visit(it);
  }

  template <typename Count>
  void add_sealed(const Xapian::Database& shard, const std::string& term, Count&& count,
                  std::vector<Posting>& postings) const {
    const auto end = shard.postlist_end(term);
    for (auto it = shard.postlist_begin(term); it != end; ++it)
      if (!is_in(hidden_, *it)) postings.push_back({*it, count(it)});
  }

  template <typename Count>
  void add_changed(const std::string& term, Count&& count, std::vector<Posting>& postings) const {
    if (changed_ == nullptr) return;
    const auto sealed = static_cast<std::ptrdiff_t>(postings.size());
    each_changed(term, [&](const auto& it) {
      if (!is_in(gone_, *it)) postings.push_back({*it, count(it)});
    });
    std::ranges::inplace_merge(postings, postings.begin() + sealed, {}, &Posting::document);
  }

  std::span<const Xapian::Database> shards_;
  const ChangedShard* changed_;
  std::vector<bool> hidden_, gone_;  // by number, from the first one taken on
};

}  // namespace

Result<std::uint64_t> copy_shards(std::span<const Xapian::Database> shards,
                                  const ChangedShard* changed,
                                  const std::filesystem::path& folder) {
  const Merged merged(shards, changed);
  ShardWriter writer(folder);
  static_assert(kPublishedSlot == 0 && kIdSlot == 1);
  const auto values = [&](Xapian::valueno slot) -> EachValue {
    return [&merged, slot](const auto& visit) { merged.each_value(slot, visit); };
  };
  const std::array slots = {values(kPublishedSlot), values(kIdSlot)};
  writer.add_values(slots);
  const std::vector<Posting> lengths = merged.lengths();
  writer.add_lengths(lengths);
  merged.each_term([&](const std::string& term, std::span<const Posting> postings) {
    writer.add_term(term, postings);
  });
  HORIZON_TRY(writer.finish());
  return lengths.size();
}

}  // namespace horizon::index
