#include "store/raw_blocks.h"

#include <fmt/format.h>

namespace horizon::store {

RawWriter::RawWriter(const Database& database, Names& names, Compressor& compressor)
    : database_(&database), names_(&names), compressor_(&compressor) {}

Status RawWriter::begin() {
  const auto last = database_->integer("SELECT max(block) FROM raw_blocks");
  if (!last) return fail(last.error());
  block_ = *last + 1;
  return {};
}

Status RawWriter::add(DocumentNumber number, const RawRecord& record, std::string_view hash) {
  if (!pending_.empty() && pending_.size() + record.bytes.size() > kMaxBlockBytes)
    HORIZON_TRY(flush());
  const auto source = names_->intern(record.source);
  if (!source) return fail(source.error());
  const auto media_type = names_->intern(record.media_type);
  if (!media_type) return fail(media_type.error());
  Query query = database_->query(
      "INSERT INTO raw_records(number, source, media_type, fetched, block, offset, size, origin, "
      "hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  query.bind(number, *source, *media_type, std::int64_t{record.fetched.time_since_epoch().count()},
             block_, std::uint64_t{pending_.size()}, std::uint64_t{record.bytes.size()},
             std::string_view(record.origin));
  query.bind_blob(hash);
  HORIZON_TRY(query.run());
  pending_ += record.bytes;
  return {};
}

Status RawWriter::flush() {
  if (pending_.empty()) return {};
  const auto frame = compressor_->compress(pending_);
  if (!frame) return fail(frame.error());
  Query query = database_->query("INSERT INTO raw_blocks(block, data) VALUES(?1, ?2)");
  query.bind(block_).bind_blob(*frame);
  HORIZON_TRY(query.run());
  ++block_;
  pending_.clear();
  return {};
}

Result<bool> contains_raw(const Database& database, Names& names, DocumentNumber number,
                          std::string_view source, std::string_view hash) {
  const auto id = names.find(source);
  if (!id) return fail(id.error());
  if (!*id) return false;
  Query query = database.query(
      "SELECT 1 FROM raw_records WHERE number = ?1 AND source = ?2 AND hash = ?3 LIMIT 1");
  query.bind(number, **id).bind_blob(hash);
  return query.step();
}

Result<std::vector<RawRecord>> read_raw(const Database& database, Names& names,
                                        DocumentNumber number) {
  std::vector<RawRecord> records;
  Decompressor decompressor;
  std::int64_t block = -1;
  std::string bytes;  // of that block; neighbours often share one
  Query query = database.query(
      "SELECT r.source, r.media_type, r.fetched, r.block, r.offset, r.size, r.origin, b.data "
      "FROM raw_records r JOIN raw_blocks b USING(block) WHERE r.number = ?1 ORDER BY r.raw");
  HORIZON_TRY(query.bind(number).each([&](const Query& row) -> Status {
    if (row.integer(3) != block) {
      auto whole = decompressor.decompress(row.blob(7));
      if (!whole)
        return fail(whole.error().code,
                    fmt::format("{}: raw block {}: {}", database.file().string(), row.integer(3),
                                whole.error().message));
      bytes = *std::move(whole);
      block = row.integer(3);
    }
    const auto offset = static_cast<std::uint64_t>(row.integer(4));
    const auto size = static_cast<std::uint64_t>(row.integer(5));
    if (offset > bytes.size() || size > bytes.size() - offset)
      return fail(ErrorCode::kCorrupt, fmt::format("{}: a record lies outside raw block {}",
                                                   database.file().string(), block));
    auto source = names.name(row.integer(0));
    if (!source) return fail(source.error());
    auto media_type = names.name(row.integer(1));
    if (!media_type) return fail(media_type.error());
    records.push_back({*std::move(source), std::string(row.text(6)), *std::move(media_type),
                       bytes.substr(offset, size), Instant{std::chrono::seconds{row.integer(2)}}});
    return {};
  }));
  return records;
}

}  // namespace horizon::store
