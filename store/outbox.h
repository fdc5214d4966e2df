// What is to be told to whom, and what was: messages with a delivery for each recipient. What is to
// be told is decided in one transaction with what the decision rests on, so that a kill at any
// moment neither forgets a message nor decides on it twice.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "store/store.h"

namespace horizon::store {

// Where a message goes: a channel of the operator's, and within it a recipient ("" where the
// channel has but one).
struct Addressee {
  std::string channel;
  std::string recipient;
};

struct NewMessage {
  std::string key;  // what it is, for ever: "issue/2026-W47"; the same key is the same message
  std::string body;
  std::vector<Addressee> to;
};

// A document that a watch reports by a message, and never again.
struct Told {
  std::string watch;
  DocumentNumber number = 0;
  std::string message;  // its key
};

enum class DeliveryState : std::uint8_t {
  kWaiting = 0,  // to be tried at `next`
  kSent = 1,
  kRefused = 2  // the recipient will not have it, or it was tried too often
};

struct Delivery {
  std::int64_t message = 0;
  std::string key, body;
  Instant made{};
  Addressee to;
  DeliveryState state = DeliveryState::kWaiting;
  int attempts = 0;
  Instant next{};     // when it is tried; kSent, kRefused: when that was
  std::string error;  // of the last attempt
};

// A view of a store that must outlive it. Not thread-safe.
class Outbox {
 public:
  explicit Outbox(const Store& store) : store_(&store) {}

  // All of it, or none. A message whose key is known stays as it was, with its addressees, also
  // after its deliveries were forgotten.
  Status decide(std::span<const NewMessage> messages, std::span<const Told> told,
                std::span<const Note> notes, Instant now);
  // What came of an attempt: state, attempts, next and error.
  Status mark(const Delivery& delivery);
  // Lets everything that waits or was refused on a channel be tried at once ("": on all).
  Result<std::uint64_t> retry(const std::string& channel, Instant now);

  // Waiting deliveries whose time has come, oldest message first, then by channel and recipient.
  Result<std::vector<Delivery>> due(Instant now, std::size_t limit) const;
  // Newest message first.
  Result<std::vector<Delivery>> list(std::size_t limit) const;
  // When the first waiting delivery is to be tried; nullopt: none waits.
  Result<std::optional<Instant>> next() const;
  struct Counts {
    std::uint64_t waiting = 0, sent = 0, refused = 0;
  };
  Result<Counts> counts() const;
  // Which documents a watch has reported, ascending. In messages of other keys than `but`, so that
  // a decision that is taken once more comes out the same.
  Result<std::vector<DocumentNumber>> told(const std::string& watch, const std::string& but) const;

 private:
  const Store* store_;
};

}  // namespace horizon::store
