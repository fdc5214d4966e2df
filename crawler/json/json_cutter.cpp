#include "crawler/json/json_cutter.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxEnvelopeBytes = std::size_t{1} << 20;
constexpr std::size_t kKeptOfOversized = kQuarantineBytes;
constexpr std::size_t kMaxListDepth = 3;  // {"message": {"items": [
constexpr std::size_t kMaxKey = 32;

}  // namespace

// Knows strings, brackets and the names outside of items; what an item holds is for its parser.
class JsonCutter::Scanner {
 public:
  explicit Scanner(std::span<const std::string_view> list_names)
      : list_names_(list_names.begin(), list_names.end()) {}

  void feed(std::string_view bytes) {
    copied_ = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (in_string_) {
        i = string_end(bytes, i);
        if (i == bytes.size()) break;
      } else {
        take(bytes, i);
      }
    }
    copy(bytes, bytes.size());
  }

  // What is open at the end of the stream.
  void finish() {
    open_at_end_ = in_string_ || depth_ != 0;
    if (capturing_ && open_at_end_) emit();
  }

  std::optional<Slice> pop() {
    if (ready_.empty()) return std::nullopt;
    Slice slice = std::move(ready_.front());
    ready_.pop_front();
    return slice;
  }

  const std::string& envelope() const { return envelope_; }
  bool open_at_end() const { return open_at_end_; }
  bool any() const { return any_; }
  bool foreign() const { return foreign_ && !any_; }

 private:
  // Within a string: the position of its last byte, or the end of `bytes`.
  std::size_t string_end(std::string_view bytes, std::size_t i) {
    for (; i < bytes.size(); ++i) {
      const char c = bytes[i];
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
        last_ = '"';
        return i;
      } else if (c == '\n') {
        ++lines_;
        broken_string_ = true;  // legal JSON has none; the next line may be another item
        in_string_ = false;
        at_line_begin_ = true;
        last_ = '"';
        return i;
      }
      if (!in_item_ && key_.size() < kMaxKey) key_ += c;
    }
    return bytes.size();
  }

  void take(std::string_view bytes, std::size_t i) {
    const char c = bytes[i];
    if (c == '\n') ++lines_;
    const bool line_begins = std::exchange(at_line_begin_, c == '\n');
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') return;
    if (c == '{' && line_begins && depth_ > 0 && (broken_string_ || !may_open_here())) {
      resync(bytes, i);
    }
    switch (c) {
      case ',':
        if (between_items() && !capturing_) drop(bytes, i);
        break;
      case '"':
        in_string_ = true;
        key_.clear();
        break;
      case '{':
      case '[':
        open(bytes, i);
        break;
      case '}':
      case ']':
        close(bytes, i);
        break;
      default:
        foreign_ = foreign_ || (depth_ == 0 && static_cast<unsigned char>(c) < 0x80);
        break;
    }
    last_ = c;
  }

  bool between_items() const {
    return !in_item_ && !path_.empty() && depth_ == path_.size() && path_.back().list;
  }

  // The byte at i is no part of the envelope.
  void drop(std::string_view bytes, std::size_t i) {
    copy(bytes, i);
    copied_ = i + 1;
  }

  bool may_open_here() const { return last_ == ':' || last_ == ',' || last_ == '['; }

  // An object begins where none may: the item before it was never closed.
  void resync(std::string_view bytes, std::size_t i) {
    if (!capturing_) return;
    copy(bytes, i);
    const bool in_list = in_item_ && !path_.empty();
    depth_ = in_list ? path_.size() : 0;
    if (!in_list) path_.clear();
    emit();
    in_item_ = broken_string_ = false;
  }

  void open(std::string_view bytes, std::size_t i) {
    const bool object = bytes[i] == '{';
    any_ = true;
    if (in_item_) {
      ++depth_;
      return;
    }
    if (depth_ == 0 && object) {
      copy(bytes, i);
      begin_capture();
    } else if (object && between_items()) {
      // The first object in its list shows what the top-level object is.
      if (capturing_) capture_is_envelope(bytes, i);
      copy(bytes, i);
      begin_capture();
      in_item_ = true;
      ++depth_;
      return;
    }
    ++depth_;
    const bool list = !object && is_list();
    if (depth_ <= kMaxListDepth) path_.push_back({list});
    if (list && !capturing_) holds_list_ = true;
  }

  bool is_list() const {
    if (depth_ == 1) return true;  // an array at the top
    if (depth_ > kMaxListDepth || last_ != ':') return false;
    return std::find(list_names_.begin(), list_names_.end(), key_) != list_names_.end();
  }

  void close(std::string_view bytes, std::size_t i) {
    if (depth_ == 0) return;
    --depth_;
    if (in_item_) {
      if (depth_ > path_.size()) return;
      copy(bytes, i + 1);
      emit();
      in_item_ = false;
      return;
    }
    if (depth_ < path_.size()) {
      const bool empty_list = path_.back().list && last_ == '[' && depth_ > 0;
      if (empty_list && capturing_) capture_is_envelope(bytes, i);
      path_.pop_back();
    }
    if (depth_ != 0) return;
    copy(bytes, i + 1);
    if (capturing_) {
      emit();
    } else {
      envelope_done_ = true;
    }
    holds_list_ = false;
    path_.clear();
  }

  void begin_capture() {
    item_.clear();
    item_size_ = 0;
    broken_string_ = false;
    capturing_ = true;
    position_ = depth_ == 0 ? std::to_string(lines_ + 1) : "#" + std::to_string(++items_);
  }

  // The top-level object holds a list: what was captured of it belongs to the envelope.
  void capture_is_envelope(std::string_view bytes, std::size_t i) {
    copy(bytes, i);
    capturing_ = false;
    holds_list_ = true;
    add_to_envelope(std::exchange(item_, {}));
  }

  void emit() {
    Slice slice;
    slice.oversized = item_size_ > kMaxSliceBytes;
    slice.whole_size = item_size_;
    slice.bytes = std::exchange(item_, {});
    slice.position = position_;
    if (slice.oversized) slice.bytes.resize(kKeptOfOversized);
    ready_.push_back(std::move(slice));
    capturing_ = false;
  }

  // Everything before `end` to where it belongs.
  void copy(std::string_view bytes, std::size_t end) {
    if (end <= copied_) return;
    const std::string_view part = bytes.substr(copied_, end - copied_);
    copied_ = end;
    if (!capturing_) return add_to_envelope(part);
    item_size_ += part.size();
    if (item_.size() < kMaxSliceBytes) item_ += part.substr(0, kMaxSliceBytes - item_.size());
  }

  void add_to_envelope(std::string_view part) {
    if (envelope_done_ || (depth_ == 0 && !holds_list_)) return;
    envelope_ += part.substr(0, kMaxEnvelopeBytes - std::min(kMaxEnvelopeBytes, envelope_.size()));
  }

  struct Level {
    bool list = false;  // an array whose objects are items
  };

  std::vector<std::string_view> list_names_;
  std::deque<Slice> ready_;
  std::vector<Level> path_;  // containers outside of items, the outer kMaxListDepth
  std::string key_;          // the last string outside of items
  std::string item_, envelope_, position_;
  std::size_t depth_ = 0;  // of everything that is open
  std::size_t item_size_ = 0, copied_ = 0, items_ = 0, lines_ = 0;
  char last_ = '\0';  // the last byte that is neither white space nor within a string
  bool in_string_ = false, escaped_ = false, broken_string_ = false, at_line_begin_ = true;
  bool capturing_ = false;  // bytes go to item_
  bool in_item_ = false;    // of a list
  bool holds_list_ = false, envelope_done_ = false, open_at_end_ = false, any_ = false;
  bool foreign_ = false;  // something at the top that is neither object nor array
};

JsonCutter::JsonCutter(std::unique_ptr<ByteSource> bytes,
                       std::span<const std::string_view> list_names)
    : bytes_(std::move(bytes)), scanner_(std::make_unique<Scanner>(list_names)) {}

JsonCutter::~JsonCutter() = default;

Result<std::optional<Slice>> JsonCutter::next() {
  for (;;) {
    if (auto slice = scanner_->pop()) return slice;
    if (ended_) return std::nullopt;
    buffer_.clear();
    const auto got = portions_.append(*bytes_, buffer_);
    if (got && *got > 0) {
      scanner_->feed(buffer_);
      continue;
    }
    ended_ = true;
    scanner_->finish();
    if (!got) return fail(got.error());
    if (scanner_->open_at_end()) {
      return fail(ErrorCode::kCorrupt, "the text ends within a value: it was cut off");
    }
    if (scanner_->foreign()) return fail(ErrorCode::kCorrupt, "the text is no JSON");
  }
}

const std::string& JsonCutter::envelope() const { return scanner_->envelope(); }
bool JsonCutter::complete() const { return ended_ && scanner_->any() && !scanner_->open_at_end(); }

}  // namespace horizon::crawler
