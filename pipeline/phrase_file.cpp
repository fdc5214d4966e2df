#include "pipeline/phrase_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "core/io.h"
#include "core/text.h"

namespace horizon::pipeline {
namespace {

// Changes with the tables' form, and with the rules of what a phrase is.
constexpr std::uint64_t kMagic = 0x3230'4853'4152'4850ULL;
constexpr std::size_t kTables = 15;

struct Header {
  std::uint64_t magic = kMagic;
  std::uint64_t checksum = 0;  // of all that follows it
  std::array<char, 32> identity{};
  std::uint64_t sequence = 0;
  std::uint64_t labelling = 0;
  std::uint64_t undated = 0;
  std::array<std::uint64_t, kTables> elements{};
};
static_assert(std::is_trivially_copyable_v<Header>);
constexpr std::size_t kChecksummedFrom = 16;

// Fast rather than strong: it tells a damaged file from a whole one.
std::uint64_t checksum_of(std::span<const std::byte> bytes) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL;
  std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::array<std::uint64_t, 4> block{};
    std::memcpy(block.data(), bytes.data() + at, 32);
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = std::rotl(lanes[i] ^ block[i], 29) * kFactor;
  }
  std::array<std::uint64_t, 4> rest{};
  if (at < bytes.size()) std::memcpy(rest.data(), bytes.data() + at, bytes.size() - at);
  std::uint64_t out = bytes.size();
  for (std::size_t i = 0; i < 4; ++i) out = std::rotl((out ^ lanes[i] ^ rest[i]) * kFactor, 31);
  return out;
}

template <typename T>
void append(std::string& out, std::span<const T> table) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(table.data()), table.size_bytes());
  out.resize((out.size() + 7) / 8 * 8);
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += name + '\n';
  return out;
}

std::vector<std::string> split_lines(std::span<const char> text) {
  std::vector<std::string> out;
  for (const std::string_view line : split(std::string_view(text.data(), text.size()), '\n'))
    out.emplace_back(line);
  if (!out.empty()) out.pop_back();
  return out;
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kCorrupt, "the phrase tables are not what was written");
}

// Takes the tables off the bytes one by one.
class Reader {
 public:
  Reader(std::span<const std::byte> bytes, const Header& header)
      : bytes_(bytes), elements_(header.elements) {}

  template <typename T>
  bool take(std::span<const T>& table) {
    const std::uint64_t count = elements_[next_++];
    if (count > (bytes_.size() - at_) / sizeof(T)) return false;
    table = {reinterpret_cast<const T*>(bytes_.data() + at_), static_cast<std::size_t>(count)};
    at_ += (table.size_bytes() + 7) / 8 * 8;
    return at_ <= bytes_.size();
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
  std::array<std::uint64_t, kTables> elements_;
  std::size_t next_ = 0;
  std::size_t at_ = sizeof(Header);
};

template <typename Offset>
bool are_offsets(std::span<const Offset> offsets, std::size_t rows, std::size_t elements) {
  return offsets.size() == rows + 1 && offsets.front() == 0 && offsets.back() == elements &&
         std::ranges::is_sorted(offsets);
}

// Each phrase's documents ascend, and are there.
bool are_postings(const trends::PhraseCorpus& corpus) {
  for (std::size_t phrase = 0; phrase + 1 < corpus.postings_at.size(); ++phrase) {
    std::uint32_t least = 0;
    for (const trends::Posting posting : corpus.of(static_cast<trends::PhraseIndex>(phrase))) {
      if (trends::document_of(posting) < least) return false;
      least = trends::document_of(posting) + 1;
    }
    if (least > corpus.documents.size()) return false;
  }
  return true;
}

bool is_sound(const trends::PhraseCorpus& corpus, std::size_t strata, std::size_t labels) {
  const std::size_t documents = corpus.documents.size();
  const std::size_t phrases = corpus.phrases.size();
  const auto known = [&](trends::PhraseIndex phrase) {
    return phrase == trends::kNoPhrase || phrase < phrases;
  };
  return are_offsets(corpus.postings_at, phrases, corpus.postings.size()) &&
         are_offsets(corpus.fields_at, documents, corpus.fields.size()) &&
         are_offsets(corpus.words_at, phrases, corpus.words.size()) &&
         are_offsets(corpus.text_at, phrases, corpus.text.size()) &&
         are_offsets(corpus.labels_at, documents, corpus.labels.size()) &&
         std::ranges::all_of(corpus.labels, [&](auto label) { return label < labels; }) &&
         std::ranges::is_sorted(corpus.documents, {}, &trends::CorpusDocument::day) &&
         std::ranges::all_of(corpus.documents,
                             [&](const auto& document) { return document.stratum < strata; }) &&
         are_postings(corpus) &&
         std::ranges::all_of(corpus.fields,
                             [&](auto field) { return field < corpus.field_count; }) &&
         std::ranges::all_of(corpus.phrases, [&](const trends::PhraseFacts& facts) {
           return known(facts.without_first) && known(facts.without_last);
         });
}

Result<PhraseFile> map_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::kNotFound, fmt::format("cannot open {}", path.string()));
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0 && status.st_size > 0;
  const auto size = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* at = known ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  ::close(file);
  if (at == MAP_FAILED) return damaged();
  const std::shared_ptr<const std::byte> memory(
      static_cast<const std::byte*>(at),
      [size](const std::byte* begin) { ::munmap(const_cast<std::byte*>(begin), size); });
  return PhraseFile::decode(memory, size);
}

Result<PhraseStamp> stamp_of(const store::Store& store) {
  const auto identity = store.identity();
  if (!identity) return fail(identity.error());
  const auto sequence = store.sequence();
  if (!sequence) return fail(sequence.error());
  const auto labelled = store.meta("labelled_with");
  if (!labelled) return fail(labelled.error());
  return PhraseStamp{*identity, *sequence, stable_hash(labelled->value_or(""))};
}

}  // namespace

std::string encode_phrases(const PhraseTables& tables, const PhraseStamp& stamp) {
  const std::string strata = joined(tables.strata);
  const std::string fields = joined(tables.fields_named);
  const std::string labels = joined(tables.labels_named);
  Header header;
  std::copy_n(stamp.identity.data(), std::min(stamp.identity.size(), header.identity.size()),
              header.identity.begin());
  header.sequence = stamp.sequence;
  header.labelling = stamp.labelling;
  header.undated = tables.undated;
  header.elements = {tables.documents.size(), tables.postings_at.size(), tables.postings.size(),
                     tables.fields_at.size(), tables.fields.size(),      tables.phrases.size(),
                     tables.words_at.size(),  tables.words.size(),       strata.size(),
                     fields.size(),           tables.text_at.size(),     tables.text.size(),
                     tables.labels_at.size(), tables.labels.size(),      labels.size()};
  std::string out;
  append(out, std::span<const Header>(&header, 1));
  append(out, std::span(tables.documents));
  append(out, std::span(tables.postings_at));
  append(out, std::span(tables.postings));
  append(out, std::span(tables.fields_at));
  append(out, std::span(tables.fields));
  append(out, std::span(tables.phrases));
  append(out, std::span(tables.words_at));
  append(out, std::span(tables.words));
  append(out, std::span<const char>(strata));
  append(out, std::span<const char>(fields));
  append(out, std::span(tables.text_at));
  append(out, std::span<const char>(tables.text));
  append(out, std::span(tables.labels_at));
  append(out, std::span(tables.labels));
  append(out, std::span<const char>(labels));
  const auto bytes = std::as_bytes(std::span(out));
  const std::uint64_t checksum = checksum_of(bytes.subspan(kChecksummedFrom));
  std::memcpy(out.data() + offsetof(Header, checksum), &checksum, sizeof(checksum));
  return out;
}

DocumentChoice choose_documents(const PhraseFile& file, std::string_view topic) {
  if (topic.empty()) return {};
  const trends::PhraseCorpus& corpus = file.corpus();
  DocumentChoice choice(corpus.documents.size());
  const auto labels = file.labels();
  const auto found = std::ranges::find(labels, topic);
  const auto wanted = static_cast<std::size_t>(found - labels.begin());
  for (std::size_t i = 0; i < corpus.documents.size(); ++i) {
    const auto own = corpus.labels_of(i);
    const bool chosen = topic == "none" ? own.empty() : std::ranges::find(own, wanted) != own.end();
    if (chosen) choice.add(i);
  }
  return choice;
}

Result<PhraseFile> PhraseFile::decode(std::shared_ptr<const std::byte> memory, std::size_t size) {
  const std::span<const std::byte> bytes(memory.get(), size);
  Header header;
  if (size < sizeof(Header) || size % 8 != 0) return damaged();
  std::memcpy(&header, bytes.data(), sizeof(Header));
  if (header.magic != kMagic) return damaged();
  if (header.checksum != checksum_of(bytes.subspan(kChecksummedFrom))) return damaged();
  PhraseFile out;
  out.memory_ = std::move(memory);
  trends::PhraseCorpus& corpus = out.corpus_;
  std::span<const char> strata, fields, labels;
  Reader reader(bytes, header);
  const bool whole = reader.take(corpus.documents) && reader.take(corpus.postings_at) &&
                     reader.take(corpus.postings) && reader.take(corpus.fields_at) &&
                     reader.take(corpus.fields) && reader.take(corpus.phrases) &&
                     reader.take(corpus.words_at) && reader.take(corpus.words) &&
                     reader.take(strata) && reader.take(fields) && reader.take(corpus.text_at) &&
                     reader.take(corpus.text) && reader.take(corpus.labels_at) &&
                     reader.take(corpus.labels) && reader.take(labels) && reader.at_end();
  if (!whole) return damaged();
  out.strata_ = split_lines(strata);
  out.fields_ = split_lines(fields);
  out.labels_ = split_lines(labels);
  corpus.field_count = static_cast<std::uint32_t>(out.fields_.size());
  corpus.stratum_count = static_cast<std::uint16_t>(std::max<std::size_t>(out.strata_.size(), 1));
  if (!is_sound(corpus, corpus.stratum_count, out.labels_.size())) return damaged();
  const std::string_view identity(header.identity.data(), header.identity.size());
  out.stamp_ = {std::string(identity.substr(0, identity.find('\0'))), header.sequence,
                header.labelling};
  out.undated_ = header.undated;
  return out;
}

bool PhraseFile::is_current(const std::filesystem::path& file, const store::Store& store) {
  const auto stamp = stamp_of(store);
  const auto known = map_file(file);
  return stamp && known && known->stamp() == *stamp;
}

Result<PhraseFile> PhraseFile::open(const std::filesystem::path& file, const store::Store& store,
                                    const JobContext& context) {
  const auto stamp = stamp_of(store);
  if (!stamp) return fail(stamp.error());
  if (auto known = map_file(file); known && known->stamp() == *stamp) return known;
  auto tables = make_phrase_tables(store, context);
  if (!tables) return fail(tables.error());
  const auto bytes = std::make_shared<const std::string>(encode_phrases(*tables, *stamp));
  *tables = {};
  if (write_file_atomically(file, *bytes)) return map_file(file);
  const auto* begin = reinterpret_cast<const std::byte*>(bytes->data());
  return decode(std::shared_ptr<const std::byte>(bytes, begin), bytes->size());
}

Result<PhraseFile> PhraseFile::open_kept(const std::filesystem::path& file,
                                         const store::Store& store) {
  const auto identity = store.identity();
  if (!identity) return fail(identity.error());
  auto known = map_file(file);
  if (known && known->stamp().identity == *identity) return known;
  return fail(ErrorCode::kNotFound, "emerging terms were not measured yet ('horizon emerging')");
}

}  // namespace horizon::pipeline
