#include "index/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "core/io.h"
#include "core/text.h"

namespace horizon::index {
namespace {

constexpr const char* kFileName = "manifest";
constexpr std::string_view kMagic = "horizon-index 1";
constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;
constexpr std::size_t kMaxShards = 4096;

template <typename Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// Folders are numbered, so that no manifest can lead out of its own.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 20 &&
         std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

// The next folder is none of those that are there.
bool next_is_new(const Manifest& manifest) {
  const auto is_old = [&](std::string_view name) {
    std::uint64_t number = 0;
    return parse_number(name, number) && number < manifest.next;
  };
  return (manifest.changes.empty() || is_old(manifest.changes)) &&
         std::ranges::all_of(manifest.shards, is_old, &Shard::name);
}

bool names_differ(const Manifest& manifest) {
  std::set<std::string_view> names = {manifest.changes};
  return std::ranges::all_of(manifest.shards,
                             [&](const Shard& shard) { return names.insert(shard.name).second; });
}

bool parse_line(std::string_view line, Manifest& manifest) {
  const auto words = split(line, ' ');
  if (words.size() == 2 && words[0] == "made-with") {
    manifest.made_with = words[1];
    return true;
  }
  if (words.size() == 2 && words[0] == "store") {
    manifest.store = words[1];
    return true;
  }
  if (words.size() == 2 && words[0] == "sequence") return parse_number(words[1], manifest.sequence);
  if (words.size() == 2 && words[0] == "next") return parse_number(words[1], manifest.next);
  if (words.size() == 2 && words[0] == "changes" && is_name(words[1])) {
    manifest.changes = words[1];
    return true;
  }
  if (words.size() != 4 || words[0] != "shard" || !is_name(words[1])) return false;
  Shard shard{std::string(words[1])};
  const std::uint64_t least =
      manifest.shards.empty() ? 1 : std::uint64_t{manifest.shards.back().first} + 1;
  if (!parse_number(words[2], shard.first) || !parse_number(words[3], shard.documents) ||
      shard.first < least || manifest.shards.size() == kMaxShards)
    return false;
  manifest.shards.push_back(std::move(shard));
  return true;
}

}  // namespace

std::size_t Manifest::shard_of(DocumentNumber number) const {
  const auto after = std::ranges::upper_bound(shards, number, {}, &Shard::first);
  return after == shards.begin() ? 0 : static_cast<std::size_t>(after - shards.begin()) - 1;
}

std::string print_manifest(const Manifest& manifest) {
  std::string out =
      fmt::format("{}\nmade-with {}\nstore {}\nsequence {}\nnext {}\n", kMagic, manifest.made_with,
                  manifest.store, manifest.sequence, manifest.next);
  for (const Shard& shard : manifest.shards)
    out += fmt::format("shard {} {} {}\n", shard.name, shard.first, shard.documents);
  if (!manifest.changes.empty()) out += fmt::format("changes {}\n", manifest.changes);
  // A file that was cut off has no end.
  return out + "end\n";
}

Result<Manifest> parse_manifest(std::string_view bytes) {
  const auto damaged = [](std::string_view why) {
    return fail(ErrorCode::kCorrupt, fmt::format("the manifest of the search index {}", why));
  };
  if (!bytes.ends_with("\nend\n")) return damaged("is cut off");
  const auto lines = split(bytes, '\n');
  if (lines.front() != kMagic) return damaged("was made by another version of Horizon");
  Manifest manifest;
  for (std::size_t i = 1; i + 2 < lines.size(); ++i) {
    if (!parse_line(lines[i], manifest))
      return damaged(fmt::format("has a damaged line {}", i + 1));
  }
  if (manifest.shards.empty() || manifest.shards.front().first != 1)
    return damaged("names no first shard");
  if (!next_is_new(manifest)) return damaged("would write over a shard");
  if (!names_differ(manifest)) return damaged("names a shard twice");
  return manifest;
}

Result<Manifest> read_manifest(const std::filesystem::path& folder) {
  const auto bytes = read_file(folder / kFileName, kMaxBytes);
  if (!bytes) return fail(bytes.error());
  auto manifest = parse_manifest(*bytes);
  if (manifest) return manifest;
  return fail(manifest.error().code, fmt::format("{}: {} ('horizon reindex' builds it anew)",
                                                 folder.string(), manifest.error().message));
}

Status write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  return write_file_atomically(folder / kFileName, print_manifest(manifest));
}

}  // namespace horizon::index
