// bench_segment horizon|icu RUNS <TEXT >WORDS: cuts the lines of a text that lies in memory, RUNS
// times on one thread, and writes the words of the last run. On standard error: millions of bytes a
// second of the fastest run, by processor time.
#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nlp/segment/text_segmenter.h"

namespace {

std::string read_all() {
  std::string text;
  std::vector<char> buffer(std::size_t{1} << 20);
  for (std::size_t got = 1; got > 0;) {
    got = std::fread(buffer.data(), 1, buffer.size(), stdin);
    text.append(buffer.data(), got);
  }
  return text;
}

template <typename Cut>
void cut_lines(std::string_view text, std::string& out, Cut& cut) {
  out.clear();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    cut(text.substr(0, end), out);
    out.push_back('\n');
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

class IcuWords {
 public:
  bool operator()(std::string_view line, std::string& out) {
    utext_openUTF8(&text_, line.data(), static_cast<std::int64_t>(line.size()), &status_);
    breaker_->setText(&text_, status_);
    if (U_FAILURE(status_)) return false;
    std::int32_t begin = 0;
    for (std::int32_t end = breaker_->next(); end >= 0; end = breaker_->next()) {
      out.append(line, static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
      out.push_back(' ');
      begin = end;
    }
    return true;
  }

 private:
  UErrorCode status_ = U_ZERO_ERROR;
  UText text_ = UTEXT_INITIALIZER;
  std::unique_ptr<icu::BreakIterator> breaker_{
      icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status_)};
};

template <typename Cut>
void measure(std::string_view text, int runs, Cut&& cut) {
  std::string out;
  double best = 0;
  for (int run = 0; run < runs; ++run) {
    const std::clock_t begin = std::clock();
    cut_lines(text, out, cut);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    best = std::max(best, static_cast<double>(text.size()) / 1e6 / std::max(seconds, 1e-6));
  }
  fmt::print(stderr, "{:.1f}\n", best);
  std::fwrite(out.data(), 1, out.size(), stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view kind = count == 3 ? arguments[1] : "";
  if (kind != "horizon" && kind != "icu") {
    fmt::print(stderr, "usage: bench_segment horizon|icu RUNS <TEXT >WORDS\n");
    return 2;
  }
  const std::string text = read_all();
  const int runs = std::max(1, std::atoi(arguments[2]));
  if (kind == "icu") {
    measure(text, runs, IcuWords());
  } else {
    horizon::nlp::segment::TextSegmenter segmenter(horizon::nlp::segment::Lexicon::base());
    measure(text, runs,
            [&](std::string_view line, std::string& out) { segmenter.append_words(line, out); });
  }
  return 0;
}
