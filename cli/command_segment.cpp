#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "core/io.h"
#include "core/text.h"
#include "nlp/segment/text_segmenter.h"

namespace horizon::cli {
namespace {

using nlp::segment::Lexicon;
using nlp::segment::TextSegmenter;

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
// A longer line is read in parts; only a word that lies across their border is cut.
constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxTermsBytes = std::size_t{64} << 20;

struct SegmentOptions {
  std::vector<std::string> files;
  std::string terms;
};

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, Close>;

Result<File> open(const std::string& name) {
  if (name == "-") return File(stdin);
  std::error_code error;
  if (std::filesystem::is_directory(name, error)) {
    return fail(ErrorCode::kUsage, fmt::format("{} is a folder; give its files", name));
  }
  File file(std::fopen(name.c_str(), "rb"));
  if (!file) return fail(ErrorCode::kUsage, fmt::format("{} cannot be opened", name));
  return file;
}

Status write(std::string& out) {
  const std::size_t written = std::fwrite(out.data(), 1, out.size(), stdout);
  if (written != out.size() || std::fflush(stdout) != 0) {
    return fail(ErrorCode::kUnavailable, "standard output is closed");
  }
  out.clear();
  return {};
}

// Where the text may be cut if no line ends in it: not within a character.
std::size_t part_of(std::string_view text) {
  const std::size_t size = truncate_utf8(text, text.size() - 1).size();
  return size > 0 ? size : text.size();
}

Status segment_file(std::FILE* file, TextSegmenter& segmenter) {
  std::string text, out;
  bool more = true;
  while (more) {
    const std::size_t old = text.size();
    text.resize(old + kBlockBytes);
    // Not fread, which waits for a whole block: a line that a pipe brings is answered at once.
    const ssize_t got = ::read(fileno(file), text.data() + old, kBlockBytes);
    if (got < 0 && errno == EINTR && !stop_flag()) {
      text.resize(old);
      continue;
    }
    if (got < 0) return fail(ErrorCode::kUnavailable, "the input cannot be read");
    text.resize(old + static_cast<std::size_t>(got));
    more = got > 0;
    std::size_t begin = 0;
    // Only what was just read can end the line in hand.
    for (std::size_t end = text.find('\n', old); end != std::string::npos;
         end = text.find('\n', begin)) {
      segmenter.append_words(std::string_view(text).substr(begin, end - begin), out);
      out.push_back('\n');
      begin = end + 1;
    }
    std::string_view rest = std::string_view(text).substr(begin);
    if (!more && !rest.empty()) {
      segmenter.append_words(rest, out);
      out.push_back('\n');
      rest = {};
    } else if (rest.size() > kMaxLineBytes) {
      const std::size_t part = part_of(rest);
      segmenter.append_words(rest.substr(0, part), out);
      out.push_back(' ');
      rest.remove_prefix(part);
    }
    HORIZON_TRY(write(out));
    text.erase(0, text.size() - rest.size());
    if (stop_flag()) return fail(ErrorCode::kUnavailable, "stopped");
  }
  return {};
}

Result<std::optional<Lexicon>> read_terms(const std::string& name) {
  if (name.empty()) return std::nullopt;
  auto text = read_file(name, kMaxTermsBytes);
  if (!text) return fail(ErrorCode::kUsage, fmt::format("--terms: {}", text.error().message));
  std::vector<std::string> terms;
  for (const std::string_view line : split(*text, '\n')) {
    const std::string_view term = trim(line);
    if (!term.empty() && term.front() != '#') terms.emplace_back(term);
  }
  auto lexicon = Lexicon::overlay(Lexicon::base(), terms);
  if (!lexicon)
    return fail(ErrorCode::kUsage, fmt::format("--terms {}: {}", name, lexicon.error().message));
  return std::optional<Lexicon>(std::move(*lexicon));
}

Result<int> run_segment(const SegmentOptions& options) {
  const auto terms = read_terms(options.terms);
  if (!terms) return fail(terms.error());
  TextSegmenter segmenter(Lexicon::base(), *terms ? &**terms : nullptr);
  for (const std::string& name : options.files) {
    const auto file = open(name);
    if (!file) return fail(file.error());
    HORIZON_TRY(segment_file(file->get(), segmenter));
  }
  return kDone;
}

}  // namespace

void add_segment(App& app) {
  auto options = std::make_shared<SegmentOptions>();
  options->files = {"-"};
  CLI::App* command = app.cli.add_subcommand("segment", "lines of text, with spaces between words");
  command->add_option("FILE", options->files, "texts in UTF-8; - is standard input (the default)");
  command
      ->add_option("--terms", options->terms,
                   "a file with a term a line; Chinese ones are kept whole")
      ->type_name("FILE");
  command->footer(
      "\nWrites the same characters, one space between words; line ends stay. Other white space "
      "of\n"
      "ASCII only separates words; bytes that are not UTF-8 pass as they are. Needs no workspace.\n"
      "\nExamples:\n  echo 侵入式脑机接口的研究进展 | horizon segment\n"
      "  horizon segment --terms my_terms.txt news.txt > words.txt");
  command->callback([&app, options] { app.action = [options] { return run_segment(*options); }; });
}

}  // namespace horizon::cli
