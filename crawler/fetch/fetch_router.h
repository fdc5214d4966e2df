// Sends file: URLs to the operator's own files and http(s): URLs to the web.
#pragma once

#include <memory>

#include "crawler/fetch/fetcher.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

class FetchRouter final : public Fetcher {
 public:
  // `web` may be null (an offline workspace): http(s) URLs are then kUsage, with a message that
  // says which setting is missing.
  FetchRouter(std::unique_ptr<Transport> files, std::unique_ptr<Fetcher> web);

  void submit(Request request, Done done) override;
  std::size_t run(std::chrono::milliseconds wait) override;
  void cancel() override;

  Fetcher* web() { return web_.get(); }

 private:
  std::unique_ptr<Transport> files_;
  std::unique_ptr<Fetcher> web_;
  TransportFetcher file_fetcher_;
};

}  // namespace horizon::crawler
