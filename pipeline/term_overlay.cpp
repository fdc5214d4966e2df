#include "pipeline/term_overlay.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/io.h"
#include "core/text.h"
#include "nlp/segment/lexicon.h"
#include "pipeline/learnt_words.h"

namespace horizon::pipeline {
namespace {

using nlp::segment::Lexicon;

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr std::size_t kKeyBytes = 16;

// Of the taxonomy, the operator, and the documents.
std::vector<std::string> chinese_terms(const Workspace& workspace) {
  std::vector<std::string> terms = workspace.lexicon;
  for (const taxonomy::Node& node : workspace.taxonomy->nodes()) {
    for (const taxonomy::Term& term : node.terms) {
      if (term.language == taxonomy::Language::kChinese) terms.push_back(term.text);
    }
  }
  if (workspace.root.empty()) return terms;
  // Who opened the workspace was told if it cannot be read.
  for (const LearntWord& word : read_learnt(workspace.root).value_or(std::vector<LearntWord>())) {
    terms.push_back(Lexicon::learnt_word(word.word, word.cost));
  }
  return terms;
}

std::uint64_t fingerprint(std::span<const std::string> terms) {
  std::string all = fmt::format("{:016x}\n", Lexicon::base().header().checksum);
  for (const std::string& term : terms) all += term + '\n';
  return stable_hash(all);
}

// The compiled overlay that is kept in the file, if it is that of the key.
std::optional<std::string> read_kept(const std::filesystem::path& file, const std::string& key) {
  auto bytes = read_file(file, kMaxFileBytes);
  if (!bytes || !bytes->starts_with(key)) return std::nullopt;
  std::vector<std::string> kept = {bytes->substr(kKeyBytes)};
  if (!Lexicon::overlay(Lexicon::base(), kept)) return std::nullopt;
  return std::move(kept[0]);
}

}  // namespace

nlp::WordSegmenter make_segmenter(const Workspace& workspace) {
  std::vector<std::string> terms = chinese_terms(workspace);
  if (workspace.root.empty()) return nlp::WordSegmenter(terms);
  const std::string key = fmt::format("{:016x}", fingerprint(terms));
  const std::filesystem::path file = workspace.root / "lexicon.hzl";
  if (auto kept = read_kept(file, key)) {
    return nlp::WordSegmenter(std::vector<std::string>{std::move(*kept)});
  }
  const auto made = Lexicon::overlay(Lexicon::base(), terms);
  // Too many for an automaton, they are no list of terms; the program's own lexicon still cuts.
  if (!made) return nlp::WordSegmenter(std::vector<std::string>());
  // A workspace on a disk that cannot be written to compiles at each start.
  static_cast<void>(write_file_atomically(file, key + std::string(made->bytes())));
  return nlp::WordSegmenter(std::vector<std::string>{std::string(made->bytes())});
}

std::uint64_t segmentation_fingerprint(const Workspace& workspace) {
  return fingerprint(chinese_terms(workspace));
}

}  // namespace horizon::pipeline
