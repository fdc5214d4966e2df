// What the harvests of APIs share: one call a page, refusals, pages that are not what they claim.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crawler/formats/format.h"
#include "crawler/harvest/harvest.h"
#include "crawler/harvest/harvest_state.h"
#include "crawler/json/json.h"
#include "crawler/json/json_cutter.h"

namespace horizon::crawler {

struct ApiCall {
  // As sent; may hold the operator's key or address.
  std::string url = {};
  // Without them: what is stored with records and named in messages.
  std::string origin = {};
  Headers secrets = {};
};

// Splits of one call: `secret` parameters stand in the URL only.
ApiCall make_call(std::string_view base, const QueryParameters& parameters,
                  const QueryParameters& secret);

// A reply in JSON: its records, and what its envelope says. The envelope's values live as long as
// the reader.
struct JsonReply {
  Records records = {};
  std::uint64_t items = 0;  // as sent, those set aside included
  JsonValue envelope = {};
};

class ApiHarvest : public Harvest {
 public:
  std::optional<Request> next() final;
  Result<Page> take(const Response& response, Instant now) final;

 protected:
  explicit ApiHarvest(Source source) : source_(std::move(source)) {}

  // What is to be asked at this place, and the place itself.
  virtual ApiCall call() const = 0;
  virtual std::string state() const = 0;
  // A reply with status 200. Moves on.
  virtual Result<Page> read(const Response& response, const ReadContext& context) = 0;
  // A reply with another status that means something in this API (an expired cursor, ...); moves
  // to where the harvest goes on. nullopt: nothing special.
  virtual std::optional<Result<Page>> read_refusal(const Response& response);

  const Source& source() const { return source_; }

  // Ask for the same again, for what may heal by itself.
  Page again(std::chrono::seconds pause, std::string_view what) const;
  // A page of records at the place that was moved to.
  Page page_of(Records records, bool more) const;

  // True if a page without records, where records were announced, should be asked for again: they
  // come empty now and then. Not for ever, because totals may be wrong.
  bool ask_again_for_empty(std::uint64_t items, std::uint64_t seen, std::uint64_t announced);

  // The records of a JSON body, and its envelope read by `reader`. kCorrupt for what is no JSON or
  // was cut off.
  static Result<JsonReply> read_json(const Response& response, const RecordFormat& format,
                                     std::span<const std::string_view> list_names,
                                     const ReadContext& context, JsonReader& reader);

 private:
  Source source_;
  int empty_pages_ = 0;  // in a row
};

// The operator's contact where it is a mail address; APIs want no web page in its place.
std::string mail_of(const Source& source);
// Of a source without an address of its own: the public one.
std::string base_url_of(const Source& source, std::string_view public_url);

}  // namespace horizon::crawler
