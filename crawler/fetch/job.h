// One request on its way through the engine: what was asked, and how far it has come.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "crawler/fetch/download.h"
#include "crawler/fetch/fetcher.h"
#include "crawler/fetch/redirect.h"
#include "crawler/fetch/target.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

class Provider;
struct Lane;

struct Job {
  using Time = std::chrono::steady_clock::time_point;

  Request request;
  Fetcher::Done done;
  Target first;                        // of the request itself
  Hop hop;                             // what is to be sent next
  RedirectTrail trail;                 // of the hops before it, in this try
  int tries = 0;                       // begun, of max_tries
  std::chrono::milliseconds spent{0};  // on the wire, in this try
  std::unique_ptr<Download> download;  // of a request that saves to a file
  // Of the host whose robots.txt this job fetches for others; empty: an ordinary job.
  std::string robots_origin;
  std::chrono::milliseconds crawl_delay{0};  // that the next hop's robots.txt asks for

  // The limiter's.
  std::uint64_t sequence = 0;  // order of arrival
  Time queued{};
  Time not_before{};
  Time started{};
  Provider* provider = nullptr;
  Lane* lane = nullptr;
};

using JobPtr = std::unique_ptr<Job>;

}  // namespace horizon::crawler
