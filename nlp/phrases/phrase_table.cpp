#include "nlp/phrases/phrase_table.h"

namespace horizon::nlp {

std::size_t PhraseTable::slot(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (key ^ (key >> 32U)) & mask;
  while (slots_[at] != kNone && entries_[slots_[at]].key != key) at = (at + 1) & mask;
  return at;
}

void PhraseTable::grow() {
  slots_.assign(slots_.size() * 2, kNone);
  for (std::uint32_t i = 0; i < entries_.size(); ++i) slots_[slot(entries_[i].key)] = i;
}

PhraseCount& PhraseTable::entry(std::uint64_t key, std::span<const TextWord> words) {
  std::size_t at = slot(key);
  if (slots_[at] != kNone) return entries_[slots_[at]];
  if ((entries_.size() + 1) * 2 > slots_.size()) {
    grow();
    at = slot(key);
  }
  slots_[at] = static_cast<std::uint32_t>(entries_.size());
  PhraseCount& added = entries_.emplace_back();
  added.key = key;
  added.words_at = static_cast<std::uint32_t>(words_.size());
  added.size = static_cast<std::uint8_t>(words.size());
  for (const TextWord& word : words) words_.push_back(word.word);
  return added;
}

std::uint32_t PhraseTable::find(std::uint64_t key) const { return slots_[slot(key)]; }

}  // namespace horizon::nlp
