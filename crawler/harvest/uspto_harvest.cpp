#include "crawler/harvest/uspto_harvest.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "crawler/formats/patent/patent_format.h"
#include "crawler/harvest/bulk_reader.h"
#include "crawler/harvest/reply.h"
#include "crawler/harvest/uspto_files.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPublicBase = "https://api.uspto.gov/api/v1";
constexpr const char* kGrants = "PTGRXML";
constexpr std::chrono::days kFirstWindow{30};
constexpr std::uint64_t kSlicesPerPage = 300;
constexpr int kMaxDownloads = 10;  // of one file; the portal allows 20 a year
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30;

// What happens next follows from the state alone.
enum class Step {
  kList,      // ask for the product's files
  kCount,     // note that a download begins
  kDownload,  // ask for the first pending file
  kRead,      // a page of it
  kDelete     // the file that was read
};

class UsptoHarvest final : public Harvest {
 public:
  UsptoHarvest(Source source, UsptoState state, fs::path downloads)
      : source_(std::move(source)), state_(std::move(state)), downloads_(std::move(downloads)) {
    base_ = source_.url.empty() ? kPublicBase : source_.url;
    while (base_.ends_with('/')) base_.pop_back();
  }

  std::optional<Request> next() override {
    switch (step()) {
      case Step::kList:
        return list_request();
      case Step::kDownload:
        return download_request();
      default:
        return std::nullopt;
    }
  }

  Result<Page> take(const Response& response, Instant now) override {
    switch (step()) {
      case Step::kList:
        return take_list(response, now);
      case Step::kCount:
        return count_download(now);
      case Step::kDownload:
        return take_download(response, now);
      case Step::kRead:
        return read_page(now);
      case Step::kDelete:
        return delete_file();
    }
    return page_with({});
  }

 private:
  Step step() const {
    if (!state_.finished.empty()) return Step::kDelete;
    if (state_.pending.empty()) return Step::kList;
    if (is_here(state_.pending.front())) return Step::kRead;
    return state_.begun ? Step::kDownload : Step::kCount;
  }

  // Two sources may read one product.
  fs::path path_of(std::string_view name) const {
    std::string own;
    for (const char c : source_.id) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      own += plain ? c : '_';
    }
    return downloads_ / (own + "-" + std::string(name));
  }

  bool is_here(const UsptoFile& file) const {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path_of(file.name), error);
    return !error && (file.size == 0 || size == file.size);
  }

  Request list_request() const {
    Request request;
    request.url = fmt::format("{}/datasets/products/{}?fileDataFromDate={}", base_,
                              percent_encode(state_.product), format_day(state_.since));
    request.headers.emplace_back("Accept", "application/json");
    request.secrets.emplace_back("X-API-KEY", source_.api_key);
    return request;
  }

  Request download_request() const {
    const UsptoFile& file = state_.pending.front();
    Request request;
    request.url = resolve_url(base_ + "/", file.url);
    // A list that names another host does not get the key sent there.
    if (host_of(request.url) == host_of(base_)) {
      request.secrets.emplace_back("X-API-KEY", source_.api_key);
    }
    request.save_to = path_of(file.name);
    request.limits.max_bytes = kMaxFileBytes;
    request.limits.total_timeout = std::chrono::hours(6);
    return request;
  }

  std::optional<Error> refused(const Response& response) const {
    if (response.status == 200 || response.status == 206) return std::nullopt;
    if (response.status == 401 || response.status == 403) {
      return Error{ErrorCode::kUsage,
                   fmt::format("source {}: the USPTO rejects the key (status {})", source_.id,
                               response.status)};
    }
    return status_error(response, fmt::format("source {}: {}", source_.id, state_.product));
  }

  Result<Page> take_list(const Response& response, Instant now) {
    if (auto page = postponed_by(response, state_.to_json(), now)) return *std::move(page);
    if (const auto error = refused(response)) return fail(*error);
    auto files = read_uspto_files(response.body);
    if (!files) return fail(files.error().code, source_.id + ": " + files.error().message);
    for (UsptoFile& file : *files) {
      const bool old = file.day && *file.day < state_.since;
      if (old || state_.knows(file.name)) continue;
      const auto failed = state_.failed.find(file.name);
      if (failed != state_.failed.end()) file.downloads = failed->second;
      state_.pending.push_back(std::move(file));
    }
    state_.begun = false;
    state_.records = 0;
    return page_with({});
  }

  // Stored before the download begins; one that is killed goes on from its part and counts once.
  Result<Page> count_download(Instant now) {
    if (state_.pending.front().downloads >= kMaxDownloads) {
      return give_up(fmt::format("{} downloads did not bring the whole file", kMaxDownloads), now);
    }
    ++state_.pending.front().downloads;
    state_.begun = true;
    return page_with({});
  }

  Result<Page> take_download(const Response& response, Instant now) {
    if (auto page = postponed_by(response, state_.to_json(), now)) return *std::move(page);
    if (response.status == 404 || response.status == 410) {
      return give_up(fmt::format("the file is not there (status {})", response.status), now);
    }
    if (const auto error = refused(response)) return fail(*error);
    state_.begun = false;
    const UsptoFile& file = state_.pending.front();
    return is_here(file) ? page_with({}) : put_off(file, now);
  }

  // Of another size than was listed: the next harvest tries again.
  Result<Page> put_off(const UsptoFile& file, Instant now) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path_of(file.name), error);
    std::string reason = fmt::format("{} came with {} bytes, the list says {}", file.name,
                                     error ? 0 : size, file.size);
    fs::remove(path_of(file.name), error);
    state_.failed[file.name] = file.downloads;
    Records records;
    records.quarantined.push_back({source_.id, file.url, std::move(reason), {}, now});
    state_.pending.erase(state_.pending.begin());
    return page_with(std::move(records));
  }

  Result<Page> read_page(Instant now) {
    const UsptoFile& file = state_.pending.front();
    if (!reader_) {
      auto reader = BulkReader::open(path_of(file.name), kUsptoFormat, file.url);
      if (!reader) return give_up(reader.error().message, now);
      reader_.emplace(std::move(*reader));
      reader_->skip(state_.records);
    }
    Records records;
    ReadContext context;
    context.source = source_;
    context.provenance = {file.url, "application/xml", now};
    const bool more = reader_->read(kSlicesPerPage, context, records);
    state_.records = reader_->position();
    return more ? page_with(std::move(records)) : finish_file(std::move(records));
  }

  Result<Page> give_up(std::string reason, Instant now) {
    Records records;
    records.quarantined.push_back(
        {source_.id, state_.pending.front().url, "given up: " + std::move(reason), {}, now});
    return finish_file(std::move(records));
  }

  Result<Page> finish_file(Records records) {
    reader_.reset();
    state_.begun = false;
    state_.finished = state_.pending.front().name;
    state_.pending.erase(state_.pending.begin());
    state_.remember(state_.finished);
    state_.failed.erase(state_.finished);
    state_.records = 0;
    return page_with(std::move(records));
  }

  Result<Page> delete_file() {
    std::error_code error;
    fs::remove(path_of(state_.finished), error);
    if (error) {
      return fail(
          ErrorCode::kUnavailable,
          fmt::format("cannot delete {}: {}", path_of(state_.finished).string(), error.message()));
    }
    state_.finished.clear();
    return page_with({});
  }

  Page page_with(Records records) const {
    Page page;
    page.records = std::move(records.records);
    page.quarantined = std::move(records.quarantined);
    page.cursor_state = state_.to_json();
    page.more = !state_.pending.empty() || !state_.finished.empty();
    return page;
  }

  Source source_;
  UsptoState state_;
  fs::path downloads_;
  std::string base_;
  std::optional<BulkReader> reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_uspto_harvest(const Source& source,
                                                    const std::optional<std::string>& state,
                                                    const HarvestContext& context) {
  if (source.api_key.empty()) {
    return fail(ErrorCode::kUsage, fmt::format("source {}: the USPTO wants an API key", source.id));
  }
  UsptoState now;
  now.product = source.query.empty() ? kGrants : source.query;
  now.since =
      source.since.value_or(std::chrono::floor<std::chrono::days>(context.now) - kFirstWindow);
  if (state && !context.restart) {
    auto stored = read_uspto_state(*state);
    if (!stored) return fail(stored.error());
    if (stored->product == now.product) now = std::move(*stored);
  }
  return std::make_unique<UsptoHarvest>(source, std::move(now), context.downloads);
}

}  // namespace horizon::crawler
