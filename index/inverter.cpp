#include "index/inverter.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace horizon::index {
namespace {

constexpr std::size_t kFewSlots = std::size_t{1} << 16U;

std::uint64_t head_of(std::string_view term) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof(head); ++i)
    head = head << 8U | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  return head;
}

}  // namespace

Inverter::Inverter() : slots_(kFewSlots) {}

void Inverter::add(std::string_view term, Posting posting) {
  const std::uint32_t number = number_of(term);
  ++terms_[number].count;
  entries_.push_back({number, posting});
}

std::uint32_t Inverter::number_of(std::string_view term) {
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(term));
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const Term& known = terms_[slots_[slot] - 1];
    if (known.hash == hash && text(known) == term) return slots_[slot] - 1;
  }
  Term fresh;
  fresh.head = head_of(term);
  fresh.hash = hash;
  fresh.place = static_cast<std::uint32_t>(bytes_.size());
  fresh.size = static_cast<std::uint32_t>(term.size());
  bytes_ += term;
  terms_.push_back(fresh);
  const auto number = static_cast<std::uint32_t>(terms_.size());
  slots_[slot] = number;
  if (2 * terms_.size() > slots_.size()) grow();
  return number - 1;
}

void Inverter::grow() {
  std::vector<std::uint32_t> slots(2 * slots_.size());
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t number = 0; number < terms_.size(); ++number) {
    std::size_t slot = terms_[number].hash & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  }
  slots_.swap(slots);
}

std::vector<std::uint32_t> Inverter::group() {
  std::vector<std::uint32_t> order(terms_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [this](std::uint32_t a, std::uint32_t b) {
    const Term& first = terms_[a];
    const Term& second = terms_[b];
    return first.head != second.head ? first.head < second.head : text(first) < text(second);
  });
  std::vector<std::size_t> next(terms_.size());
  std::size_t begin = 0;
  for (const std::uint32_t number : order) {
    terms_[number].begin = next[number] = begin;
    begin += terms_[number].count;
  }
  grouped_.resize(entries_.size());
  for (const Entry& entry : entries_) grouped_[next[entry.term]++] = entry.posting;
  return order;
}

}  // namespace horizon::index
