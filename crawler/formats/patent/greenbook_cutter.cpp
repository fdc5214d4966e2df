#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/line_reader.h"
#include "crawler/formats/patent/greenbook.h"
#include "crawler/formats/patent/patent_cutter.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 3> kFullText = {"BSUM", "DRWD", "DETD"};

bool is_heading(std::string_view line) {
  if (line.size() < 4 || !trim(line.substr(4)).empty()) return false;
  for (const char c : line.substr(0, 4)) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

class GreenbookCutter final : public RecordCutter {
 public:
  explicit GreenbookCutter(std::unique_ptr<ByteSource> bytes)
      : lines_(LineReader::over(std::move(bytes))) {}

  Result<std::optional<Slice>> next() override {
    while (true) {
      const auto line = lines_.next();
      if (!line) return fail(line.error());
      const bool begins = *line && (*line)->text.starts_with("PATN") && is_heading((*line)->text);
      if (!*line || begins) {
        std::optional<Slice> slice = finish();
        if (begins) begin((*line)->text, (*line)->number);
        if (slice || !*line) return slice;
        continue;
      }
      if (open_) add((*line)->text, (*line)->size);
    }
  }

 private:
  void begin(std::string_view line, std::uint64_t number) {
    slice_ = Slice{};
    slice_.position = fmt::format("{}", number);
    slice_.bytes = fmt::format("{}\n", line);
    open_ = true;
    full_text_ = claims_ = false;
    claims_seen_ = 0;
  }

  std::optional<Slice> finish() {
    if (!open_) return std::nullopt;
    end_cut();
    open_ = false;
    return std::exchange(slice_, {});
  }

  void add(std::string_view line, std::uint64_t whole) {
    if (is_heading(line)) {
      end_cut();
      const std::string_view heading = line.substr(0, 4);
      full_text_ = std::find(kFullText.begin(), kFullText.end(), heading) != kFullText.end();
      claims_ = heading == "CLMS";
    } else if (claims_ && line.starts_with("NUM") && ++claims_seen_ > 1) {
      full_text_ = true;
      claims_ = false;
    } else if (full_text_) {
      cut_ += whole + 1;
      return;
    }
    if (slice_.bytes.size() + line.size() > kMaxPatentBytes) {
      slice_.oversized = true;
      slice_.whole_size += whole;
      return;
    }
    slice_.bytes += line;
    slice_.bytes += '\n';
  }

  void end_cut() {
    if (cut_ != 0) slice_.bytes += fmt::format("[horizon-cut {} bytes]\n", cut_);
    cut_ = 0;
  }

  LineReader lines_;
  Slice slice_;
  bool open_ = false, full_text_ = false, claims_ = false;
  int claims_seen_ = 0;
  std::uint64_t cut_ = 0;
};

}  // namespace

bool is_greenbook(std::string_view beginning) {
  beginning = trim(beginning);
  if (beginning.starts_with("HHHHHT")) return true;  // the heading of a weekly tape
  const std::size_t end = beginning.find('\n');
  return end != std::string_view::npos && beginning.starts_with("PATN") &&
         is_heading(trim(beginning.substr(0, end))) &&
         beginning.find("\nWKU ") != std::string_view::npos;
}

std::unique_ptr<RecordCutter> cut_greenbook(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<GreenbookCutter>(std::move(bytes));
}

}  // namespace horizon::crawler
