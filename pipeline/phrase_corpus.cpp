#include "pipeline/phrase_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <tuple>

#include "core/text.h"
#include "nlp/phrases/name_traits.h"
#include "nlp/phrases/phrase_table.h"
#include "nlp/phrases/phrases.h"

namespace horizon::pipeline {
namespace {

using trends::CorpusDocument;
using trends::kNoPhrase;
using trends::PhraseFacts;

constexpr std::uint64_t kDocumentsPerReport = 10'000;
constexpr std::size_t kBatch = 512;  // documents whose bodies are read at once
constexpr std::size_t kMaxFields = 60'000;
constexpr std::size_t kMaxStrata = 60'000;
constexpr std::size_t kMaxFieldsPerDocument = 32;

// "cs.LG"; of patent symbols the subclass, "G06N": finer ones are too many to compare.
std::string field_of(const Code& code) {
  if (code.scheme == CodeScheme::kCpc) return code.value.substr(0, 4);
  return code.value;
}

class Builder {
 public:
  Builder(const store::Store& store, const JobContext& context)
      : store_(store), context_(context) {}

  Result<PhraseTables> run() {
    HORIZON_TRY(read_classes());
    const auto statistics = store_.statistics();
    if (!statistics) return fail(statistics.error());
    if (statistics->documents >= trends::kMaxDocuments)
      return fail(ErrorCode::kUnavailable, "phrase tables hold at most 67 million documents");
    constexpr std::uint64_t kNewPhrasesPerDocument = 128;
    const std::uint64_t cells = statistics->documents * kNewPhrasesPerDocument;
    sketch_.resize(std::bit_ceil(std::clamp<std::uint64_t>(cells, 1U << 16U, 1U << 28U)));
    HORIZON_TRY(each([this](const store::DocumentWords& document) { sketch(document); }));
    HORIZON_TRY(each([this](const store::DocumentWords& document) { count(document); }));
    sketch_ = {};
    HORIZON_TRY(read_bodies());
    settle();
    return std::move(out_);
  }

 private:
  // A document's postings before phrases have their final numbers.
  struct Row {
    CorpusDocument document;
    std::uint64_t identity = 0;  // a hash of its id
    std::uint64_t postings_at = 0;
    std::uint32_t postings = 0;
    std::uint32_t fields_at = 0;
    std::uint32_t fields = 0;
    std::uint32_t labels_at = 0;
    std::uint32_t labels = 0;
    bool has_codes = false;
  };

  Status read_classes() {
    auto vocabulary = store_.vocabulary();
    if (!vocabulary) return fail(vocabulary.error());
    vocabulary_ = *std::move(vocabulary);
    classes_.reserve(vocabulary_.size());
    for (const std::string& word : vocabulary_) classes_.push_back(nlp::word_class(word));
    return {};
  }

  template <typename Visit>
  Status each(Visit visit) {
    return store_.each_words([&](const store::DocumentWords& document) -> Status {
      if (context_.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
      if (++read_ % kDocumentsPerReport == 0) context_.progress({"phrases", read_});
      visit(document);
      return {};
    });
  }

  static bool is_dated(const store::DocumentWords& document) {
    return document.published && document.published->precision != Precision::kYear;
  }

  void find(const store::DocumentWords& document) {
    found_.clear();
    nlp::find_phrases(document.words, classes_, found_);
    nlp::keep_first(found_);
  }

  std::uint8_t& cell(std::uint64_t key) {
    return sketch_[(key ^ (key >> 32U)) & (sketch_.size() - 1)];
  }

  void sketch(const store::DocumentWords& document) {
    if (!is_dated(document)) return;
    find(document);
    for (const nlp::Phrase& phrase : found_) {
      std::uint8_t& count = cell(phrase.key);
      if (count < 255) ++count;
    }
  }

  void count(const store::DocumentWords& document) {
    if (!is_dated(document)) {
      ++out_.undated;
      return;
    }
    find(document);
    Row row;
    row.document.day =
        static_cast<std::int32_t>(document.published->day.time_since_epoch().count());
    row.document.number = document.number;
    row.document.stratum = stratum_of(document);
    row.postings_at = postings_.size();
    for (const nlp::Phrase& phrase : found_) {
      if (cell(phrase.key) < kMinPhraseDocuments) continue;
      auto& entry = table_.entry(phrase.key, document.words.subspan(phrase.first, phrase.count));
      ++entry.documents;
      const auto index = static_cast<std::uint32_t>(&entry - table_.entries().data());
      if (index >= trends::kMaxPhrases) continue;
      postings_.push_back((index << 6U) | phrase.context);
    }
    row.postings = static_cast<std::uint32_t>(postings_.size() - row.postings_at);
    rows_.push_back(row);
  }

  std::uint16_t stratum_of(const store::DocumentWords& document) {
    const std::string name = fmt::format("{}/{}/{}", to_string(document.kind),
                                         document.language == "zh" ? "zh" : "en", document.source);
    if (strata_.size() >= kMaxStrata && !strata_.contains(name)) return 0;
    const auto next = static_cast<std::uint16_t>(strata_.size());
    return strata_.emplace(name, next).first->second;
  }

  Status read_bodies() {
    std::vector<DocumentNumber> numbers;
    std::size_t next = 0;
    for (std::size_t at = 0; at < rows_.size(); at += kBatch) {
      if (context_.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
      numbers.clear();
      for (std::size_t i = at; i < std::min(at + kBatch, rows_.size()); ++i)
        numbers.push_back(rows_[i].document.number);
      const auto stored = store_.get(numbers);
      if (!stored) return fail(stored.error());
      for (const store::StoredDocument& one : *stored) {
        while (rows_[next].document.number != one.number) ++next;
        note_body(rows_[next], one.document);
        note_labels(rows_[next], one.labels);
      }
      context_.progress({"phrases: fields", at});
    }
    return {};
  }

  void note_body(Row& row, const Document& document) {
    row.identity = stable_hash(document.id);
    if (!document.authors.empty())
      row.document.author = static_cast<std::uint32_t>(
          stable_hash(ascii_lower(collapse_whitespace(document.authors.front().name))) | 1U);
    row.fields_at = static_cast<std::uint32_t>(fields_.size());
    for (const Code& code : document.codes) {
      if (row.fields < kMaxFieldsPerDocument) add_field(row, field_of(code));
    }
    row.has_codes = row.fields > 0;
  }

  // A document without codes is at home where it is labelled.
  void note_labels(Row& row, const std::vector<Label>& labels) {
    row.labels_at = static_cast<std::uint32_t>(labels_.size());
    for (const Label& label : labels) {
      if (label.outcome != Outcome::kAssign) continue;
      const auto next = static_cast<std::uint16_t>(std::min(label_names_.size(), kMaxFields));
      if (next == kMaxFields && !label_names_.contains(label.node)) continue;
      labels_.push_back(label_names_.emplace(label.node, next).first->second);
      const bool subfield = std::ranges::count(label.node, '.') == 1;
      if (subfield && !row.has_codes && row.fields < kMaxFieldsPerDocument)
        add_field(row, "label:" + label.node);
    }
    row.labels = static_cast<std::uint32_t>(labels_.size() - row.labels_at);
  }

  void add_field(Row& row, const std::string& name) {
    if (field_names_.size() >= kMaxFields && !field_names_.contains(name)) return;
    const auto next = static_cast<std::uint16_t>(field_names_.size());
    const std::uint16_t field = field_names_.emplace(name, next).first->second;
    const auto begin = fields_.begin() + row.fields_at;
    if (std::find(begin, fields_.end(), field) != fields_.end()) return;
    fields_.push_back(field);
    ++row.fields;
  }

  // Leaves out what the sketch overestimated, and sorts.
  void settle() {
    const std::vector<std::uint32_t> order = phrases_by_text();
    std::vector<std::uint32_t> number(table_.entries().size(), kNoPhrase);
    for (std::uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;
    const auto fields = by_name(field_names_);
    const auto strata = by_name(strata_);
    const auto labels = by_name(label_names_);
    std::ranges::sort(rows_, {}, [](const Row& row) {
      return std::tuple(row.document.day, row.identity, row.document.number);
    });
    out_.documents.reserve(rows_.size());
    for (const Row& row : rows_) {
      out_.documents.push_back(row.document);
      out_.documents.back().stratum = strata[row.document.stratum];
      out_.fields_at.push_back(static_cast<std::uint32_t>(out_.fields.size()));
      for (std::uint32_t i = 0; i < row.fields; ++i)
        out_.fields.push_back(fields[fields_[row.fields_at + i]]);
      out_.labels_at.push_back(static_cast<std::uint32_t>(out_.labels.size()));
      for (std::uint32_t i = 0; i < row.labels; ++i)
        out_.labels.push_back(labels[labels_[row.labels_at + i]]);
    }
    invert(order.size(), number);
    out_.fields_at.push_back(static_cast<std::uint32_t>(out_.fields.size()));
    for (const auto& [name, unused] : field_names_) out_.fields_named.push_back(name);
    out_.labels_at.push_back(static_cast<std::uint32_t>(out_.labels.size()));
    for (const auto& [name, unused] : label_names_) out_.labels_named.push_back(name);
    for (const auto& [name, unused] : strata_) out_.strata.push_back(name);
    describe(order, number);
  }

  // From what each document has to what each phrase is in.
  void invert(std::size_t phrases, std::span<const std::uint32_t> number) {
    out_.postings_at.assign(phrases + 1, 0);
    for (const std::uint32_t found : postings_) {
      const std::uint32_t phrase = number[found >> 6U];
      if (phrase != kNoPhrase) ++out_.postings_at[phrase + 1];
    }
    std::partial_sum(out_.postings_at.begin(), out_.postings_at.end(), out_.postings_at.begin());
    out_.postings.resize(out_.postings_at.back());
    std::vector<std::uint64_t> next(out_.postings_at.begin(), out_.postings_at.end() - 1);
    for (std::uint32_t document = 0; document < rows_.size(); ++document) {
      const Row& row = rows_[document];
      for (std::uint32_t i = 0; i < row.postings; ++i) {
        const std::uint32_t found = postings_[row.postings_at + i];
        const std::uint32_t phrase = number[found >> 6U];
        if (phrase != kNoPhrase)
          out_.postings[next[phrase]++] = (document << 6U) | trends::context_of(found);
      }
    }
  }

  // Those of enough documents, in the order of their texts: no number depends on what came first.
  std::vector<std::uint32_t> phrases_by_text() const {
    std::vector<std::uint32_t> order;
    const auto entries = table_.entries();
    for (std::uint32_t i = 0; i < entries.size() && i < trends::kMaxPhrases; ++i) {
      if (entries[i].documents >= kMinPhraseDocuments) order.push_back(i);
    }
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
      return std::ranges::lexicographical_compare(
          table_.words(entries[a]), table_.words(entries[b]), {},
          [this](WordId word) -> const std::string& { return vocabulary_[word]; },
          [this](WordId word) -> const std::string& { return vocabulary_[word]; });
    });
    return order;
  }

  // The place in the order of names, by the number that was given first.
  static std::vector<std::uint16_t> by_name(const std::map<std::string, std::uint16_t>& names) {
    std::vector<std::uint16_t> out(names.size());
    std::uint16_t next = 0;
    for (const auto& [name, number] : names) out[number] = next++;
    return out;
  }

  void describe(std::span<const std::uint32_t> order, std::span<const std::uint32_t> number) {
    for (const std::uint32_t i : order) {
      const auto words = table_.words(table_.entries()[i]);
      PhraseFacts facts;
      facts.words = static_cast<std::uint8_t>(words.size());
      facts.traits = traits(words);
      facts.without_last = part(words.first(words.size() - 1), number);
      facts.without_first = part(words.subspan(1), number);
      out_.phrases.push_back(facts);
      out_.words_at.push_back(static_cast<std::uint32_t>(out_.words.size()));
      out_.words.insert(out_.words.end(), words.begin(), words.end());
      out_.text_at.push_back(static_cast<std::uint32_t>(out_.text.size()));
      append_text(words);
    }
    out_.text_at.push_back(static_cast<std::uint32_t>(out_.text.size()));
    out_.words_at.push_back(static_cast<std::uint32_t>(out_.words.size()));
  }

  // As fold_key() would give it: spaces between words, none beside ideographs.
  void append_text(std::span<const WordId> words) {
    bool glued = true;
    for (const WordId word : words) {
      const bool han = nlp::is_ideograph(classes_[word]);
      if (!glued && !han) out_.text += ' ';
      out_.text += vocabulary_[word];
      glued = han;
    }
  }

  std::uint32_t part(std::span<const WordId> words, std::span<const std::uint32_t> number) const {
    const auto is_of = [this](WordId word) { return classes_[word] == nlp::WordClass::kOf; };
    if (!words.empty() && is_of(words.back())) words = words.first(words.size() - 1);
    if (!words.empty() && is_of(words.front())) words = words.subspan(1);
    if (words.empty()) return kNoPhrase;
    const std::uint32_t found = table_.find(nlp::key_of(words));
    return found == nlp::PhraseTable::kNone ? kNoPhrase : number[found];
  }

  std::uint8_t traits(std::span<const WordId> words) const {
    std::vector<std::string_view> text;
    for (const WordId word : words) text.emplace_back(vocabulary_[word]);
    const nlp::NameTraits name = nlp::name_traits(text);
    unsigned out = 0;
    if (name.begins_like_name) out |= trends::kBeginsLikeName;
    if (name.ends_like_name) out |= trends::kEndsLikeName;
    if (name.generic_end) out |= trends::kGenericEnd;
    if (name.place_or_time) out |= trends::kNamesPlaceOrTime;
    if (name.han) out |= trends::kHanPhrase;
    if (words.size() == 1) out |= trends::kOneWord;
    return static_cast<std::uint8_t>(out);
  }

  const store::Store& store_;
  const JobContext& context_;
  std::vector<std::string> vocabulary_;
  std::vector<nlp::WordClass> classes_;
  std::vector<std::uint8_t> sketch_;
  std::vector<nlp::Phrase> found_;  // of the document in hand
  nlp::PhraseTable table_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> postings_;  // an entry of the table × 64 + its surroundings
  std::vector<std::uint16_t> fields_;
  std::map<std::string, std::uint16_t> strata_;
  std::map<std::string, std::uint16_t> field_names_;
  std::vector<std::uint16_t> labels_;
  std::map<std::string, std::uint16_t> label_names_;
  PhraseTables out_;
  std::uint64_t read_ = 0;
};

}  // namespace

Result<PhraseTables> make_phrase_tables(const store::Store& store, const JobContext& context) {
  return Builder(store, context).run();
}

}  // namespace horizon::pipeline
