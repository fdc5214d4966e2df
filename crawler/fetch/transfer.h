// One request of one hop while it is under way, as libcurl's callbacks feed it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/fetch/wire.h"

namespace horizon::crawler {

class Transfer {
 public:
  Transfer(WireRequest wire_request, Wire::Done when_done)
      : request(std::move(wire_request)), done(std::move(when_done)) {}

  // One header line, with its line break. False: give up.
  bool take_header(std::string_view line);
  // A piece of the body. False: give up, or (see `enough`) that is all that is wanted.
  bool take_body(std::string_view bytes);

  WireRequest request;
  Wire::Done done;
  Response response;
  Status status = {};        // why the transfer gave up
  bool enough = false;       // it gave up because it has what is wanted
  std::string refused = {};  // the forbidden address, if one was met
  std::uint64_t received_bytes = 0;
  bool check_address = true;

 private:
  void take_field(std::string_view line);
  bool end_head();
  bool give_up(ErrorCode code, std::string_view why);

  std::size_t header_bytes_ = 0;
  std::uint64_t kept_bytes_ = 0;  // of a download that is continued
  bool head_done_ = false;
  bool to_download_ = false;
};

}  // namespace horizon::crawler
