#include "crawler/fetch/fetch_router.h"

#include <utility>

#include "core/text.h"
#include "crawler/fetch/secrets.h"

namespace horizon::crawler {
namespace {

// Files, and a clear answer to everything else.
class FilesOnly final : public Transport {
 public:
  explicit FilesOnly(std::unique_ptr<Transport> files) : files_(std::move(files)) {}
  Result<Response> get(const Request& request) override {
    if (starts_with_ignoring_case(request.url, "file:")) return files_->get(request);
    return fail(
        ErrorCode::kUsage,
        "cannot fetch " + redact_url(request.url) +
            ": no contact is set, and sources must be able to reach the operator; set 'contact' in "
            "horizon.toml to a web page or mail address");
  }

 private:
  std::unique_ptr<Transport> files_;
};

}  // namespace

FetchRouter::FetchRouter(std::unique_ptr<Transport> files, std::unique_ptr<Fetcher> web)
    : files_(std::make_unique<FilesOnly>(std::move(files))),
      web_(std::move(web)),
      file_fetcher_(*files_) {}

void FetchRouter::submit(Request request, Done done) {
  const bool file = starts_with_ignoring_case(request.url, "file:");
  Fetcher& fetcher = file || !web_ ? static_cast<Fetcher&>(file_fetcher_) : *web_;
  fetcher.submit(std::move(request), std::move(done));
}

std::size_t FetchRouter::run(std::chrono::milliseconds wait) {
  const std::size_t files = file_fetcher_.run(std::chrono::milliseconds(0));
  if (!web_) return files;
  // With files left to read there is no time to wait for the web.
  return files + web_->run(files > 0 ? std::chrono::milliseconds(0) : wait);
}

void FetchRouter::cancel() {
  file_fetcher_.cancel();
  if (web_) web_->cancel();
}

}  // namespace horizon::crawler
