#include "crawler/xml/xml_cutter.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxHead = std::size_t{64} << 10;
constexpr std::size_t kMaxMarkup = std::size_t{64} << 10;  // of one tag or comment
constexpr std::size_t kMaxName = 256;
constexpr int kMaxBroken = 64;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>' || c == '<';
}

std::string_view local_part(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < kMaxName && !ends_name(text[end])) ++end;
  return text.substr(at, end - at);
}

}  // namespace

XmlCutter::XmlCutter(std::unique_ptr<ByteSource> bytes,
                     std::span<const std::string_view> record_names)
    : bytes_(std::move(bytes)),
      names_(record_names.begin(), record_names.end()),
      head_(std::make_shared<std::string>()) {}

Result<std::optional<Slice>> XmlCutter::next() {
  for (;;) {
    if (scan()) return std::exchange(slice_, {});
    if (ended_) return at_end();
    forget_scanned();
    const auto got = portions_.append(*bytes_, buffer_);
    if (got && *got > 0) continue;
    ended_ = true;
    if (got) continue;
    failed_ = true;
    return fail(got.error());
  }
}

Result<std::optional<Slice>> XmlCutter::at_end() {
  if (!record_.empty()) {
    end_record(buffer_.size());
    return std::exchange(slice_, {});
  }
  const bool whole = root_closed_ || (root_.empty() && records_ > 0);
  if (!whole && !std::exchange(failed_, true)) {
    return fail(ErrorCode::kCorrupt, root_.empty()
                                         ? "the text is no XML"
                                         : "the text ends before its root does: it was cut off");
  }
  return std::nullopt;
}

bool XmlCutter::scan() {
  for (;;) {
    const std::size_t at = buffer_.find('<', pos_);
    if (at == std::string::npos) {
      pos_ = buffer_.size();
      return false;
    }
    switch (on_markup(at)) {
      case Markup::kUnknown:
        if (!ended_) return false;
        pos_ = at + 1;
        break;
      case Markup::kNoRecord:
        break;
      case Markup::kRecordEnded:
        return true;
    }
  }
}

XmlCutter::Markup XmlCutter::on_markup(std::size_t at) {
  const bool beginning_known =
      at + kMaxName < buffer_.size() || buffer_.find('>', at) != std::string::npos || ended_;
  if (!beginning_known) return Markup::kUnknown;
  const char second = at + 1 < buffer_.size() ? buffer_[at + 1] : '\0';
  return second == '!' || second == '?' ? on_declaration(at) : on_tag(at);
}

// Comments and CDATA sections may hold anything, tags of records too.
XmlCutter::Markup XmlCutter::on_declaration(std::size_t at) {
  const std::string_view rest = std::string_view(buffer_).substr(at, kMaxMarkup);
  const std::string_view end = rest.starts_with("<!--")        ? "-->"
                               : rest.starts_with("<![CDATA[") ? "]]>"
                               : rest.starts_with("<?")        ? "?>"
                                                               : ">";
  pos_ = at + 1;
  if (broken_ == kMaxBroken) return Markup::kNoRecord;
  const std::size_t found = rest.find(end, 2);
  if (found != std::string_view::npos) {
    pos_ = at + found + end.size();
    return Markup::kNoRecord;
  }
  if (rest.size() < kMaxMarkup && !ended_) {
    pos_ = at;
    return Markup::kUnknown;
  }
  ++broken_;  // never closed: as text; not too often, or hostile input would cost too much
  return Markup::kNoRecord;
}

XmlCutter::Markup XmlCutter::on_tag(std::size_t at) {
  pos_ = at + 1;
  const bool closing = at + 1 < buffer_.size() && buffer_[at + 1] == '/';
  const std::string_view name = name_at(buffer_, at + (closing ? 2 : 1));
  if (name.empty() || !is_name_start(name[0])) return Markup::kNoRecord;
  const bool record = record_.empty() ? is_record(name) : name == record_;
  if (!record && !closing) {
    if (record_.empty() && root_.empty()) root_ = name;
    return Markup::kNoRecord;
  }
  const bool ends_root = closing && name == root_;
  if (closing && name != record_ && !ends_root) return Markup::kNoRecord;
  const std::size_t stop = buffer_.find_first_of("<>", at + 1);
  if (stop == std::string::npos && !ended_ && at + kMaxMarkup > buffer_.size()) {
    pos_ = at;
    return Markup::kUnknown;
  }
  const bool whole = stop != std::string::npos && buffer_[stop] == '>';
  root_closed_ = root_closed_ || ends_root;
  if (!record_.empty()) {
    // Its own end tag, or what shows that it has none: the root's end or the next record.
    const bool own = closing && name == record_;
    end_record(own && whole ? stop + 1 : at);
    return Markup::kRecordEnded;
  }
  if (closing) return Markup::kNoRecord;
  begin_record(at, name);
  if (!whole || buffer_[stop - 1] != '/') return Markup::kNoRecord;
  end_record(stop + 1);
  return Markup::kRecordEnded;
}

bool XmlCutter::is_record(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), local_part(name)) != names_.end();
}

void XmlCutter::begin_record(std::size_t at, std::string_view name) {
  // What stands before the first record is the head of all.
  if (records_ == 0) head_->append(buffer_, 0, std::min(at, kMaxHead - head_->size()));
  record_ = name;
  begin_ = at;
  skipped_ = 0;
  ++records_;
}

void XmlCutter::end_record(std::size_t end) {
  slice_ = {};
  const std::size_t size = end - begin_;
  slice_.whole_size = size + skipped_;
  slice_.oversized = slice_.whole_size > kMaxSliceBytes;
  slice_.bytes = buffer_.substr(begin_, slice_.oversized ? std::min(size, kQuarantineBytes) : size);
  slice_.position = "#" + std::to_string(records_);
  slice_.head = head_;
  pos_ = end;
  record_.clear();
}

void XmlCutter::forget_scanned() {
  if (record_.empty()) {
    if (records_ == 0) head_->append(buffer_, 0, std::min(pos_, kMaxHead - head_->size()));
    buffer_.erase(0, pos_);
    pos_ = 0;
    return;
  }
  buffer_.erase(0, begin_);
  pos_ -= begin_;
  begin_ = 0;
  if (pos_ <= kMaxSliceBytes) return;
  // Its beginning is kept for the quarantine.
  const std::size_t cut = pos_ - kQuarantineBytes;
  buffer_.erase(kQuarantineBytes, cut);
  skipped_ += cut;
  pos_ = kQuarantineBytes;
}

std::string decode_slice(const Slice& slice, std::string_view content_type) {
  const std::string declared =
      slice.head == nullptr ? std::string() : xml_declared_encoding(*slice.head);
  if (declared.empty() || !charset_parameter(content_type).empty()) {
    return decode_to_utf8(slice.bytes, content_type).text;
  }
  return decode_to_utf8(slice.bytes, "text/xml; charset=" + declared).text;
}

}  // namespace horizon::crawler
