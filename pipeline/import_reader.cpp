#include "pipeline/import_reader.h"

#include <algorithm>
#include <utility>

#include "core/append.h"
#include "crawler/bytes/byte_source.h"

namespace horizon::pipeline {
namespace {

// A batch is one transaction of the store; its size bounds memory and how much a kill repeats.
constexpr std::size_t kBatchRecords = 500;
constexpr std::size_t kBatchBytes = std::size_t{512} << 10;
constexpr std::size_t kBeginning = std::size_t{64} << 10;

// Says how far its file was read, while a cutter owns it.
class Watched final : public crawler::ByteSource {
 public:
  Watched(std::unique_ptr<ByteSource> bytes, std::shared_ptr<std::uint64_t> consumed)
      : bytes_(std::move(bytes)), consumed_(std::move(consumed)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    auto got = bytes_->read(buffer);
    *consumed_ = bytes_->bytes_consumed();
    return got;
  }
  std::uint64_t bytes_consumed() const override { return bytes_->bytes_consumed(); }

 private:
  std::unique_ptr<ByteSource> bytes_;
  std::shared_ptr<std::uint64_t> consumed_;
};

bool is_hidden(const std::filesystem::path& path) {
  return path.filename().string().starts_with('.');
}

}  // namespace

struct ImportReader::OpenFile {
  OpenFile(crawler::Container opened, std::string file, bool was_found)
      : container(std::move(opened)), name(std::move(file)), found(was_found) {}

  crawler::Container container;
  std::string name;
  bool found = false;
  std::uint64_t size = 0;
  std::shared_ptr<std::uint64_t> consumed = std::make_shared<std::uint64_t>(0);
  // The member that is being read; null between two.
  const crawler::RecordFormat* format = nullptr;
  std::unique_ptr<crawler::RecordCutter> cutter;
  std::shared_ptr<const crawler::ReadContext> context;
};

ImportReader::ImportReader(const std::vector<std::filesystem::path>& files,
                           const ImportOptions& options, const JobContext& context,
                           ImportReport& report)
    : options_(options), context_(context), report_(report) {
  for (auto file = files.rbegin(); file != files.rend(); ++file) waiting_.push_back({*file});
}

ImportReader::~ImportReader() = default;

std::shared_ptr<ImportBatch> ImportReader::next() {
  while (!context_.stopped()) {
    if (file_ && file_->cutter) {
      auto batch = read_batch();
      if (!batch->slices.empty() || !batch->quarantined.empty()) return batch;
      file_->cutter.reset();
    } else if (file_) {
      if (!open_next_member()) file_.reset();
    } else if (!open_next_file()) {
      return nullptr;
    }
  }
  report_.stopped = true;
  return nullptr;
}

void ImportReader::refuse(std::string file, std::string message) {
  if (report_.problems.size() == kMaxProblems) {
    ++report_.more_problems;
  } else {
    report_.problems.push_back({std::move(file), std::move(message)});
  }
}

void ImportReader::skip(const std::string& name) {
  if (report_.skipped++ < kMaxSkippedNames) report_.skipped_names.push_back(name);
}

// False when there is none left.
bool ImportReader::open_next_file() {
  if (waiting_.empty()) return false;
  const Waiting next = std::move(waiting_.back());
  waiting_.pop_back();
  std::error_code error;
  if (next.path != "-" && std::filesystem::is_directory(next.path, error)) {
    add_folder(next.path);
  } else {
    open_file(next.path, next.found);
  }
  return true;
}

// Its entries come next, in the order of their names; folders among them likewise in their turn.
void ImportReader::add_folder(const std::filesystem::path& folder) {
  std::vector<Waiting> entries;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    const bool linked_folder = at->is_symlink(ignored) && at->is_directory(ignored);
    const bool readable = at->is_directory(ignored) || at->is_regular_file(ignored);
    if (!is_hidden(at->path()) && readable && !linked_folder) entries.push_back({at->path(), true});
  }
  if (error) refuse(folder.string(), "the folder cannot be read: " + error.message());
  std::sort(entries.begin(), entries.end(),
            [](const Waiting& a, const Waiting& b) { return a.path > b.path; });
  append(waiting_, std::move(entries));
}

void ImportReader::open_file(const std::filesystem::path& file, bool found) {
  auto container = crawler::Container::open(file);
  if (!container) return refuse(file.string(), container.error().message);
  std::error_code error;
  const bool regular = file != "-" && std::filesystem::is_regular_file(file, error);
  const auto size = regular ? std::filesystem::file_size(file, error) : 0;
  file_ = std::make_unique<OpenFile>(*std::move(container), file.string(), found);
  if (!error) file_->size = size;
}

// False at the end of the file.
bool ImportReader::open_next_member() {
  auto member = file_->container.next();
  if (!member) {
    refuse(file_->name, member.error().message);
    return true;
  }
  if (!*member) return false;
  open_member(std::move(**member));
  return true;
}

void ImportReader::open_member(crawler::Member member) {
  auto beginning = crawler::read_beginning(*member.bytes, kBeginning);
  if (!beginning) return refuse(member.origin, beginning.error().message);
  const crawler::RecordFormat* format = options_.format;
  if (format == nullptr) {
    const auto found = crawler::recognise_format(*beginning, member.name);
    const bool named = !file_->found && !file_->container.is_archive();
    if (!found && named) return refuse(member.origin, found.error().message);
    if (!found) return skip(member.origin);
    format = *found;
  }
  auto context = std::make_shared<crawler::ReadContext>();
  context->source.id = options_.source;
  context->source.columns = options_.columns;
  if (options_.kind != Kind::kOther) context->source.document_kind = options_.kind;
  context->source = crawler::source_of_file(std::move(context->source), *format);
  context->provenance = {member.origin, "", context_.clock.now()};
  file_->format = format;
  file_->context = std::move(context);
  file_->cutter = format->cutter(std::make_unique<Watched>(
      crawler::replay(*std::move(beginning), std::move(member.bytes)), file_->consumed));
}

std::shared_ptr<ImportBatch> ImportReader::read_batch() {
  auto batch = std::make_shared<ImportBatch>();
  batch->format = file_->format;
  batch->context = file_->context;
  std::size_t bytes = 0;
  while (batch->slices.size() < kBatchRecords && bytes < kBatchBytes) {
    auto slice = file_->cutter->next();
    if (!slice) {
      const std::string& origin = file_->context->provenance.origin;
      refuse(origin, slice.error().message);
      batch->quarantined.push_back(
          {options_.source, origin, slice.error().message, "", context_.clock.now()});
      if (batch->quarantined.size() > kBatchRecords) break;
      continue;
    }
    if (!*slice) break;
    bytes += (*slice)->bytes.size();
    batch->slices.push_back(std::move(**slice));
  }
  if (file_->size > 0) {
    batch->fraction = static_cast<double>(*file_->consumed) / static_cast<double>(file_->size);
  }
  return batch;
}

}  // namespace horizon::pipeline
