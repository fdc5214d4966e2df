#include "crawler/harvest/bulk_reader.h"

#include <utility>
#include <vector>

namespace horizon::crawler {
namespace {

constexpr std::size_t kBeginning = std::size_t{64} << 10;
constexpr std::size_t kPageBytes = std::size_t{16} << 20;

}  // namespace

BulkReader::BulkReader(Container container, const RecordFormat* format, std::string origin)
    : container_(std::move(container)), format_(format), origin_(std::move(origin)) {}

Result<BulkReader> BulkReader::open(const std::filesystem::path& path, const RecordFormat& format,
                                    std::string origin) {
  auto container = Container::open(path);
  if (!container) return fail(container.error());
  return BulkReader(std::move(*container), &format, std::move(origin));
}

Result<BulkReader> BulkReader::open(const std::filesystem::path& path, std::string origin) {
  auto container = Container::open(path);
  if (!container) return fail(container.error());
  return BulkReader(std::move(*container), nullptr, std::move(origin));
}

Status BulkReader::begin_member(Member member) {
  member_ = container_.is_archive() ? "/" + member.name : std::string();
  const RecordFormat* format = format_;
  if (format == nullptr) {
    auto beginning = read_beginning(*member.bytes, kBeginning);
    if (!beginning) return fail(beginning.error());
    const auto found = recognise_format(*beginning, member.name);
    if (!found) return fail(found.error());
    format = *found;
    member.bytes = replay(*std::move(beginning), std::move(member.bytes));
  }
  if (format != member_format_) parser_ = format->parser();
  member_format_ = format;
  cutter_ = format->cutter(std::move(member.bytes));
  return {};
}

bool BulkReader::next_member(std::vector<std::string>* damage) {
  while (true) {
    auto member = container_.next();
    if (!member) {
      if (damage != nullptr) damage->push_back(member.error().message);
      continue;
    }
    if (!*member) return false;
    const Status begun = begin_member(std::move(**member));
    if (begun) return true;
    if (damage != nullptr) damage->push_back(begun.error().message);
  }
}

std::optional<Slice> BulkReader::next(std::vector<std::string>* damage) {
  while (true) {
    if (cutter_ == nullptr && !next_member(damage)) return std::nullopt;
    auto slice = cutter_->next();
    if (!slice) {
      if (damage != nullptr) damage->push_back(slice.error().message);
      continue;
    }
    if (*slice) {
      ++position_;
      return std::move(*slice);
    }
    cutter_.reset();
  }
}

void BulkReader::skip(std::uint64_t slices) {
  while (slices > 0 && next(nullptr)) --slices;
}

bool BulkReader::read(std::uint64_t slices, const ReadContext& context, Records& out) {
  ReadContext inside = context;
  std::size_t bytes = 0;
  for (; slices > 0 && bytes < kPageBytes; --slices) {
    std::vector<std::string> damage;
    const auto slice = next(&damage);
    inside.provenance.origin = origin_ + member_;
    for (std::string& reason : damage) {
      out.quarantined.push_back({context.source.id,
                                 inside.provenance.origin,
                                 std::move(reason),
                                 {},
                                 context.provenance.fetched});
    }
    if (!slice) return false;
    if (format_ == nullptr) inside.source = source_of_file(context.source, *member_format_);
    bytes += slice->bytes.size();
    parser_->parse(*slice, inside, out);
  }
  return true;
}

}  // namespace horizon::crawler
