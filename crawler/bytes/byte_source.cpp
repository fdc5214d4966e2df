#include "crawler/bytes/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace horizon::crawler {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10;
constexpr std::size_t kFirstRead = std::size_t{4} << 10;
constexpr std::string_view kGzipMagic("\x1F\x8B", 2);
constexpr std::string_view kZstdMagic("\x28\xB5\x2F\xFD", 4);

class FileBytes final : public ByteSource {
 public:
  FileBytes(int fd, bool owned, std::string name)
      : fd_(fd), owned_(owned), name_(std::move(name)) {}
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes() override {
    if (owned_) ::close(fd_);
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    for (;;) {
      const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        return fail(ErrorCode::kUnavailable,
                    fmt::format("cannot read {}: {}", name_, std::strerror(errno)));
      }
      consumed_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
  }
  std::uint64_t bytes_consumed() const override { return consumed_; }

 private:
  int fd_;
  bool owned_;
  std::string name_;
  std::uint64_t consumed_ = 0;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t got = std::min(buffer.size(), bytes_.size() - pos_);
    std::copy_n(bytes_.data() + pos_, got, buffer.data());
    pos_ += got;
    return got;
  }
  std::uint64_t bytes_consumed() const override { return pos_; }

 private:
  std::string_view bytes_;
  std::size_t pos_ = 0;
};

// Puts the bytes that were read to know the format in front of the rest.
class Replayed final : public ByteSource {
 public:
  Replayed(std::string head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    if (pos_ == head_.size()) return rest_->read(buffer);
    const std::size_t got = std::min(buffer.size(), head_.size() - pos_);
    std::copy_n(head_.data() + pos_, got, buffer.data());
    pos_ += got;
    return got;
  }
  std::uint64_t bytes_consumed() const override { return rest_->bytes_consumed(); }

 private:
  std::string head_;
  std::unique_ptr<ByteSource> rest_;
  std::size_t pos_ = 0;
};

// What is common to decoders: what was decoded before an error is delivered, and then the error,
// again at each further call.
class Decoder : public ByteSource {
 public:
  explicit Decoder(std::unique_ptr<ByteSource> input) : input_(std::move(input)) {}
  Result<std::size_t> read(std::span<char> out) final {
    std::size_t made = 0;
    if (state_) state_ = decode(out, made);
    if (!state_ && made == 0) return fail(state_.error());
    return made;
  }
  std::uint64_t bytes_consumed() const final { return input_->bytes_consumed(); }

 protected:
  // Sets `made` to the bytes put in `out`, on failure too. 0 without a failure is the end.
  virtual Status decode(std::span<char> out, std::size_t& made) = 0;
  // The next input, empty at its end.
  Result<std::span<char>> more() {
    buffer_.clear();
    const auto got = portions_.append(*input_, buffer_);
    if (!got) return fail(got.error());
    return std::span(buffer_);
  }
  // `unused` bytes of the input are not decoded yet.
  tl::unexpected<Error> damaged(std::string_view format, std::string_view what,
                                std::size_t unused) const {
    return fail(ErrorCode::kCorrupt, fmt::format("{} stream is damaged ({}) at compressed byte {}",
                                                 format, what, input_->bytes_consumed() - unused));
  }

 private:
  std::unique_ptr<ByteSource> input_;
  PortionReader portions_{kChunk};
  std::string buffer_;
  Status state_;
};

class Inflater final : public Decoder {
 public:
  explicit Inflater(std::unique_ptr<ByteSource> input) : Decoder(std::move(input)) {
    ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() override {
    if (ready_) inflateEnd(&stream_);
  }

 private:
  Status decode(std::span<char> out, std::size_t& made) override {
    if (!ready_) return fail(ErrorCode::kUnavailable, "zlib cannot be started");
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), kChunk));
    const uInt wanted = stream_.avail_out;
    Status status;
    while (status && !finished_ && stream_.avail_out == wanted) status = advance();
    made = wanted - stream_.avail_out;
    return status;
  }
  Status advance() {
    if (stream_.avail_in == 0) HORIZON_TRY(refill());
    if (finished_) return {};
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_STREAM_END) return next_member();
    if (code != Z_OK) return bad(stream_.msg == nullptr ? "bad data" : stream_.msg);
    return {};
  }
  tl::unexpected<Error> bad(std::string_view what) const {
    return damaged("gzip", what, stream_.avail_in);
  }
  Status refill() {
    const auto input = more();
    if (!input) return fail(input.error());
    stream_.next_in = reinterpret_cast<Bytef*>(input->data());
    stream_.avail_in = static_cast<uInt>(input->size());
    if (!input->empty()) return {};
    if (!between_members_) return bad("cut off");
    finished_ = true;
    return {};
  }
  // Behind the end of a member: another one, padding, or the end.
  Status next_member() {
    between_members_ = true;
    for (;;) {
      if (stream_.avail_in == 0) HORIZON_TRY(refill());
      if (finished_) return {};
      if (*stream_.next_in != 0) break;
      ++stream_.next_in;
      --stream_.avail_in;
    }
    between_members_ = false;
    if (inflateReset(&stream_) != Z_OK) return bad("bad member");
    return {};
  }

  z_stream stream_{};
  bool ready_ = false, finished_ = false, between_members_ = false;
};

struct ZstdCloser {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class ZstdDecoder final : public Decoder {
 public:
  explicit ZstdDecoder(std::unique_ptr<ByteSource> input)
      : Decoder(std::move(input)), stream_(ZSTD_createDStream()) {
    // A frame's window is memory that its writer chooses: 128 MB is zstd's own usual bound.
    if (stream_) ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, 27);
  }

 private:
  Status decode(std::span<char> out, std::size_t& made) override {
    if (!stream_) return fail(ErrorCode::kUnavailable, "zstd cannot be started");
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    while (target.pos == 0) {
      if (in_.pos == in_.size) {
        const auto input = more();
        if (!input) return fail(input.error());
        in_ = {input->data(), input->size(), 0};
        if (input->empty() && !inside_frame_) return {};
        if (input->empty() && !drain_) return bad("cut off");
      }
      ZSTD_inBuffer piece{in_.src, in_.pos + step(), in_.pos};
      const std::size_t code = ZSTD_decompressStream(stream_.get(), &target, &piece);
      in_.pos = piece.pos;
      if (ZSTD_isError(code) != 0) return bad(ZSTD_getErrorName(code));
      inside_frame_ = code != 0;
      hint_ = code;
      drain_ = target.pos == target.size;  // more may wait inside the decoder
    }
    made = target.pos;
    return {};
  }
  // How much input the next call is given. A call that fails does not tell what it has put out, so
  // that none may do more than one thing: flush, or read one block, header or checksum. zstd's
  // hint is that, and mostly the header of the next block with it.
  std::size_t step() const {
    constexpr std::size_t kBlockHeader = 3;
    if (drain_) return 0;
    const std::size_t wanted = hint_ > kBlockHeader ? hint_ - kBlockHeader : hint_;
    return std::min(std::max<std::size_t>(wanted, 1), in_.size - in_.pos);
  }
  tl::unexpected<Error> bad(std::string_view what) const {
    return damaged("zstd", what, in_.size - in_.pos);
  }

  std::unique_ptr<ZSTD_DStream, ZstdCloser> stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  std::size_t hint_ = 0;  // 0: at the start of a frame
  bool inside_frame_ = false, drain_ = false;
};

}  // namespace

bool is_compressed(std::string_view beginning) {
  return beginning.starts_with(kGzipMagic) || beginning.starts_with(kZstdMagic);
}

Result<std::string> read_beginning(ByteSource& source, std::size_t size) {
  std::string head;
  std::size_t have = 0;
  while (have < size) {
    head.resize(std::min(size, std::max(2 * have, kFirstRead)));
    const auto got = source.read(std::span(head).subspan(have));
    // A source that failed fails again: whoever reads on learns of it.
    if (!got && have == 0) return fail(got.error());
    if (!got || *got == 0) break;
    have += *got;
  }
  head.resize(have);
  return head;
}

Result<std::size_t> PortionReader::append(ByteSource& source, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + size_);
  const auto got = source.read(std::span(out).subspan(before));
  out.resize(before + got.value_or(0));
  if (got.value_or(0) == size_) size_ = std::min(2 * size_, largest_);
  return got;
}

std::unique_ptr<ByteSource> replay(std::string head, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<Replayed>(std::move(head), std::move(rest));
}

Result<std::unique_ptr<ByteSource>> open_source(std::unique_ptr<ByteSource> bytes) {
  auto head = read_beginning(*bytes, kZstdMagic.size());
  if (!head) return fail(head.error());
  const bool gzip = head->starts_with(kGzipMagic);
  const bool zstd = head->starts_with(kZstdMagic);
  auto whole = replay(*std::move(head), std::move(bytes));
  if (gzip) return std::make_unique<Inflater>(std::move(whole));
  if (zstd) return std::make_unique<ZstdDecoder>(std::move(whole));
  return whole;
}

Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& path) {
  if (path == "-") return open_source(std::make_unique<FileBytes>(0, false, "standard input"));
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int code = errno;
    return fail(code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
                fmt::format("cannot open {}: {}", path.string(), std::strerror(code)));
  }
  return open_source(std::make_unique<FileBytes>(fd, true, path.string()));
}

Result<std::unique_ptr<ByteSource>> open_memory(std::string_view bytes) {
  return open_source(std::make_unique<MemoryBytes>(bytes));
}

Result<std::string> read_all(ByteSource& source, std::size_t max_bytes, std::string_view name) {
  std::string out;
  PortionReader portions(kChunk);
  for (;;) {
    const auto got = portions.append(source, out);
    if (!got) return fail(got.error());
    if (*got == 0) return out;
    if (out.size() > max_bytes) {
      return fail(ErrorCode::kLimit,
                  fmt::format("{} is larger than the limit of {} MB", name, max_bytes >> 20));
    }
  }
}

}  // namespace horizon::crawler
