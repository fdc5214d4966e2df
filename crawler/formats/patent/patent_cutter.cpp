#include "crawler/formats/patent/patent_cutter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "crawler/formats/patent/patent_parts.h"
#include "crawler/formats/patent/patent_tree.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;
constexpr std::size_t kMaxTagBytes = std::size_t{64} << 10;
constexpr std::size_t kNowhere = std::string_view::npos;

bool is_claim(std::string_view name) { return name == "claim" || name == "clm"; }

bool holds_claims(std::string_view name) {
  return name == "claims" || name == "subdocclaims" || name == "cl" || name == "claimset";
}

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>';
}

// The name of "<name ...>" or "</name>".
std::string_view name_of(std::string_view tag) {
  const std::size_t begin = tag[1] == '/' ? 2 : 1;
  std::size_t end = begin;
  while (end < tag.size() && !ends_name(tag[end])) ++end;
  return tag.substr(begin, end - begin);
}

class PatentCutter final : public RecordCutter {
 public:
  explicit PatentCutter(std::unique_ptr<ByteSource> bytes) : source_(std::move(bytes)) {}

  Result<std::optional<Slice>> next() override {
    while (!ready_) {
      if (step()) continue;
      if (fill()) continue;
      end_of_stream();
      if (ready_) break;
      if (!error_) return std::nullopt;
      return fail(*std::exchange(error_, std::nullopt));
    }
    return std::exchange(ready_, std::nullopt);
  }

 private:
  std::string_view rest() const { return std::string_view(buffer_).substr(pos_); }

  // False at the end of the stream.
  bool fill() {
    if (ended_) return false;
    searched_ -= std::min(searched_, pos_);
    buffer_.erase(0, pos_);
    pos_ = 0;
    const std::size_t size = buffer_.size();
    const auto got = portions_.append(*source_, buffer_);
    if (!got) error_ = got.error();
    ended_ = !got || *got == 0;
    return !ended_ || size != 0;
  }

  void end_of_stream() {
    keep(rest());
    pos_ = buffer_.size();
    if (in_record_) finish_record();
  }

  // One piece of markup and the text before it; false if more bytes are needed.
  bool step() {
    if (!until_.empty()) return go_on_until();
    const std::size_t open = std::min(rest().find('<'), rest().size());
    keep(rest().substr(0, open));
    pos_ += open;
    if (rest().size() < 9 && !ended_) return false;
    if (rest().empty()) return false;
    if (rest().starts_with("<!--")) return begin_until("-->", false, 4);
    if (rest().starts_with("<![CDATA[")) return begin_until("]]>", true, 9);
    if (rest().size() < 2 || rest()[1] == '!') return take(1);
    return tag();
  }

  bool begin_until(std::string_view end, bool kept, std::size_t size) {
    until_ = end;
    until_kept_ = kept;
    return kept ? take(size) : drop(size);
  }

  bool take(std::size_t size) {
    keep(rest().substr(0, size));
    return drop(size);
  }

  bool drop(std::size_t size) {
    pos_ += std::min(size, rest().size());
    return true;
  }

  // Where the tag at pos_ ends; searches no byte twice, however many tags are never closed.
  std::size_t end_of_tag() {
    searched_ = std::max(searched_, pos_ + 1);
    const std::size_t found = buffer_.find('>', searched_);
    searched_ = std::min(found, buffer_.size());
    if (found == kNowhere) return kNowhere;
    const std::size_t end = found + 1 - pos_;
    return rest().substr(1, end - 1).find('<') == kNowhere ? end : 0;
  }

  bool tag() {
    const std::size_t end = end_of_tag();
    if (end == kNowhere && !ended_ && rest().size() < kMaxTagBytes) return false;
    if (end == kNowhere || end == 0 || end > kMaxTagBytes) return take(1);  // a bare '<'
    const std::string_view text = rest().substr(0, end);
    if (text[1] == '?') return instruction(text);
    if (text[1] == '/') return closing(text);
    const std::string_view name = name_of(text);
    const std::string canonical = canonical_name(name);
    if (!in_record_ || name == record_name_) return outside(text, name, canonical);
    return inside(text, name, canonical);
  }

  bool instruction(std::string_view text) {
    const bool declaration = text.starts_with("<?xml") && text.size() > 5 && ends_name(text[5]);
    if (!declaration) return take(text.size());
    if (in_record_) {
      finish_record();  // never closed: here the next document begins
      return true;
    }
    if (text.size() < 1024 && (head_ == nullptr || *head_ != text)) {
      head_ = std::make_shared<const std::string>(text);
    }
    return drop(text.size());
  }

  bool outside(std::string_view text, std::string_view name, const std::string& canonical) {
    if (in_record_) {
      finish_record();
      return true;
    }
    if (!is_patent_record(canonical)) return drop(text.size());
    in_record_ = true;
    record_name_ = name;
    claims_name_.clear();
    claims_ = 0;
    const bool empty = text.ends_with("/>");
    take(text.size());
    if (empty) finish_record();
    return true;
  }

  bool inside(std::string_view text, std::string_view name, const std::string& canonical) {
    const bool empty = text.ends_with("/>");
    if (holds_claims(canonical)) {
      claims_name_ = name;
      claims_ = 0;
    }
    if (is_claim(canonical) && ++claims_ > 1) {
      cut_until(claims_name_.empty() ? name : std::string_view(claims_name_));
      return true;
    }
    if (is_full_text(canonical) && !empty) {
      const std::string element(name);
      take(text.size());
      cut_until(element);
      return true;
    }
    return take(text.size());
  }

  bool closing(std::string_view text) {
    const bool last = in_record_ && name_of(text) == record_name_;
    take(text.size());
    if (last) finish_record();
    return true;
  }

  void cut_until(std::string_view element) {
    until_ = "</" + std::string(element);
    until_kept_ = false;
    cut_ = 0;
    cutting_ = true;
  }

  // Passes over what is not looked into, up to its end, or to the next document if it has none.
  bool go_on_until() {
    const std::size_t end = find_end();
    const std::size_t declaration = rest().substr(0, end).find("<?xml ");
    const std::size_t stop = std::min(end, declaration);
    const std::size_t margin = std::max<std::size_t>(until_.size(), 6);
    std::size_t pass = stop;
    if (stop == kNowhere) {
      pass = ended_ ? rest().size() : rest().size() - std::min(rest().size(), margin);
    }
    if (until_kept_) keep(rest().substr(0, pass));
    cut_ += pass;
    pos_ += pass;
    if (stop == kNowhere) return false;
    end_until(stop == end);
    return true;
  }

  // A name must end where that of the end tag does.
  std::size_t find_end() const {
    const std::string_view text = rest();
    std::size_t from = 0;
    while (true) {
      const std::size_t found = text.find(until_, from);
      if (found == kNowhere || !cutting_) return found;
      const std::size_t behind = found + until_.size();
      if (behind >= text.size()) return ended_ ? found : kNowhere;
      if (ends_name(text[behind])) return found;
      from = behind;
    }
  }

  void end_until(bool found) {
    if (cutting_ && in_record_) keep(fmt::format("<?horizon-cut bytes=\"{}\"?>", cut_));
    if (found && !cutting_) take_or_drop(until_.size());
    until_.clear();
    cutting_ = false;
  }

  void take_or_drop(std::size_t size) { until_kept_ ? take(size) : drop(size); }

  void keep(std::string_view text) {
    if (!in_record_) return;
    whole_size_ += text.size();
    if (record_.size() + text.size() > kMaxPatentBytes) {
      oversized_ = true;
    } else if (!oversized_) {
      record_ += text;
    }
  }

  void finish_record() {
    Slice slice;
    slice.bytes = std::exchange(record_, {});
    slice.position = fmt::format("#{}", ++number_);
    slice.head = head_;
    slice.oversized = std::exchange(oversized_, false);
    slice.whole_size = slice.oversized ? whole_size_ : 0;
    whole_size_ = 0;
    in_record_ = false;
    ready_ = std::move(slice);
  }

  std::unique_ptr<ByteSource> source_;
  PortionReader portions_{kReadBytes};
  std::string buffer_;
  std::size_t pos_ = 0;       // in buffer_: what is before it was dealt with
  std::size_t searched_ = 0;  // up to there in buffer_ is no '>' behind pos_
  bool ended_ = false;
  std::optional<Error> error_;

  std::string until_;  // not empty: nothing is looked at until this comes
  bool until_kept_ = false, cutting_ = false;
  std::uint64_t cut_ = 0;

  std::shared_ptr<const std::string> head_;
  bool in_record_ = false, oversized_ = false;
  std::string record_, record_name_, claims_name_;
  int claims_ = 0;
  std::uint64_t whole_size_ = 0, number_ = 0;
  std::optional<Slice> ready_;
};

}  // namespace

std::unique_ptr<RecordCutter> cut_patents(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<PatentCutter>(std::move(bytes));
}

}  // namespace horizon::crawler
