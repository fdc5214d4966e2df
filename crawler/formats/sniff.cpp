#include "crawler/formats/sniff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/bytes/charset.h"
#include "crawler/feed/feed.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kSniffBytes = std::size_t{64} << 10;

}  // namespace

Result<Format> sniff_bytes(std::string_view beginning) {
  const Decoded decoded = decode_to_utf8(beginning.substr(0, kSniffBytes), {});
  const std::string_view text = trim(decoded.text);
  if (text.empty() || text[0] == '{') return Format::kJsonl;
  if (text[0] == '<') {
    const std::string root = split_xml(text, {}, 0).root;
    if (root == "OAI-PMH") return Format::kOai;
    if (root == "rss" || root == "RDF" || root == "feed") return Format::kFeed;
  }
  return fail(ErrorCode::kUsage,
              fmt::format("neither JSON Lines, RSS, Atom nor OAI-PMH; it begins with: {}",
                          collapse_whitespace(truncate_utf8(text, 60))));
}

Result<Format> sniff(const std::filesystem::path& path) {
  auto source = open_bytes(path);
  if (!source) return fail(source.error());
  std::string beginning(kSniffBytes, '\0');
  std::size_t size = 0;
  while (size < beginning.size()) {
    const auto got = (*source)->read(std::span(beginning).subspan(size));
    // Damage further on is the reader's business, once there is something to know the format by.
    if (!got && size == 0) return fail(got.error());
    if (!got || *got == 0) break;
    size += *got;
  }
  auto format = sniff_bytes(std::string_view(beginning).substr(0, size));
  if (format) return format;
  return fail(format.error().code, path.string() + " is " + format.error().message);
}

Result<std::string> read_decompressed(const std::filesystem::path& path, std::size_t max_bytes) {
  auto source = open_bytes(path);
  if (!source) return fail(source.error());
  return read_all(**source, max_bytes, path.string());
}

Result<Records> parse_file_bytes(Format format, std::string_view bytes, const Source& source,
                                 const Provenance& provenance) {
  if (format == Format::kFeed) return parse_feed(bytes, source, provenance);
  if (format == Format::kOai) {
    auto reply = parse_oai(bytes, source, provenance);
    if (!reply) return fail(reply.error());
    return std::move(reply->records);
  }
  return fail(ErrorCode::kUsage, provenance.origin + " is JSON Lines, which is read line by line");
}

}  // namespace horizon::crawler
