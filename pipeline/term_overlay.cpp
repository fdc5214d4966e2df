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

namespace horizon::pipeline {
namespace {

using nlp::segment::Lexicon;

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr std::size_t kKeyBytes = 16;

// Of the operator and the taxonomy.
std::vector<std::string> chinese_terms(const Workspace& workspace) {
  std::vector<std::string> terms = workspace.lexicon.terms;
  for (const taxonomy::Node& node : workspace.taxonomy->nodes()) {
    for (const taxonomy::Term& term : node.terms) {
      if (term.language == taxonomy::Language::kChinese) terms.push_back(term.text);
    }
  }
  return terms;
}

std::uint64_t fingerprint(std::span<const std::string> terms, std::span<const LearntWord> learnt) {
  std::string all = fmt::format("{:016x}\n", Lexicon::base().header().checksum);
  for (const std::string& term : terms) all += term + '\n';
  for (const LearntWord& word : learnt) all += fmt::format("{}\t{}\n", word.word, word.cost);
  return stable_hash(all);
}

// The compiled overlay that is kept in the file, if it is that of the key.
std::optional<Lexicon> read_kept(const std::filesystem::path& file, const std::string& key) {
  const auto bytes = read_file(file, kMaxFileBytes);
  if (!bytes || !bytes->starts_with(key)) return std::nullopt;
  auto kept = Lexicon::overlay_from_bytes(Lexicon::base(), bytes->substr(kKeyBytes));
  return kept ? std::optional(*std::move(kept)) : std::nullopt;
}

}  // namespace

nlp::WordSegmenter make_segmenter(const Workspace& workspace) {
  const std::vector<std::string> terms = chinese_terms(workspace);
  if (workspace.root.empty()) return nlp::WordSegmenter(terms);
  const std::string key = fmt::format("{:016x}", fingerprint(terms, workspace.learnt));
  const std::filesystem::path file = workspace.root / "lexicon.hzl";
  if (auto kept = read_kept(file, key)) return nlp::WordSegmenter::with_overlay(*std::move(kept));
  auto made = Lexicon::overlay(Lexicon::base(), terms, workspace.learnt);
  // Too many for an automaton, they are no list of terms; the program's own lexicon still cuts.
  if (!made) return nlp::WordSegmenter(std::vector<std::string>());
  // A workspace on a disk that cannot be written to compiles at each start.
  static_cast<void>(write_file_atomically(file, key + std::string(made->bytes())));
  return nlp::WordSegmenter::with_overlay(*std::move(made));
}

std::uint64_t segmentation_fingerprint(const Workspace& workspace) {
  return fingerprint(chinese_terms(workspace), workspace.learnt);
}

}  // namespace horizon::pipeline
