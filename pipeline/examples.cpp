#include "pipeline/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/line_reader.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxLabelBytes = 512;

tl::unexpected<Error> bad(std::string what) { return fail(ErrorCode::kCorrupt, std::move(what)); }

// The fields that a record has, for a message.
std::string field_names(const crawler::JsonValue& record) {
  std::string names;
  for (const crawler::JsonValue field : record) {
    if (names.size() > 80) return names + " ...";
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ",
                         truncate_utf8(sanitise_utf8(field.key()), 30));
  }
  return names.empty() ? "none" : names;
}

Status read_labels(const crawler::JsonValue& labels, Example& example) {
  example.labelled = labels.is_array() || labels.is_text();
  if (!example.labelled) {
    return labels.present() ? bad("\"labels\" must be a list of texts") : Status();
  }
  const auto add = [&](const crawler::JsonValue& label) -> Status {
    const std::string id(trim(label.scalar()));
    if (id.empty()) return bad("a label is empty or no text");
    if (id.size() > kMaxLabelBytes) return bad("a label is longer than 512 bytes");
    example.labels.push_back(sanitise_utf8(id));
    return {};
  };
  if (labels.is_text()) {
    HORIZON_TRY(add(labels));
  } else {
    for (const crawler::JsonValue label : labels) HORIZON_TRY(add(label));
  }
  std::ranges::sort(example.labels);
  const auto repeated = std::ranges::unique(example.labels);
  example.labels.erase(repeated.begin(), repeated.end());
  return {};
}

struct FirstSeen {
  std::size_t example = 0;
  std::uint64_t line = 0;
};

// Gathers examples of all files.
class Gatherer {
 public:
  explicit Gatherer(Repeats repeats) : repeats_(repeats) {}

  Status read(const std::filesystem::path& file) {
    auto lines = crawler::LineReader::open(file);
    if (!lines) return fail(lines.error());
    file_ = file.string();
    while (true) {
      auto line = lines->next();
      if (!line) {
        // What was whole before the damage stays.
        report(0, line.error().message);
        continue;
      }
      if (!line->has_value()) return {};
      if (!trim((*line)->text).empty()) take(**line);
    }
  }

  Result<ExampleSet> finish() {
    if (set_.examples.empty()) return fail(ErrorCode::kUsage, no_examples());
    for (const Example& example : set_.examples) {
      set_.labels.insert(set_.labels.end(), example.labels.begin(), example.labels.end());
    }
    std::ranges::sort(set_.labels);
    const auto repeated = std::ranges::unique(set_.labels);
    set_.labels.erase(repeated.begin(), repeated.end());
    for (Example& example : set_.examples) {
      std::vector<std::uint32_t> numbers;
      for (const std::string& label : example.labels) {
        const auto at = std::ranges::lower_bound(set_.labels, label);
        numbers.push_back(static_cast<std::uint32_t>(at - set_.labels.begin()));
      }
      set_.labels_of.push_back(std::move(numbers));
      example.labels = {};
    }
    return std::move(set_);
  }

 private:
  void report(std::uint64_t line, std::string what) {
    ++set_.bad_line_count;
    if (set_.bad_lines.size() < ExampleSet::kMaxProblems) {
      set_.bad_lines.push_back({file_, line, std::move(what)});
    }
  }

  void take(const crawler::Line& line) {
    if (line.oversized) return report(line.number, "the line is longer than 16 MiB");
    auto example = parse_example(line.text, reader_);
    if (!example) return report(line.number, example.error().message);
    if (!example->labelled) return report(line.number, "\"labels\" is missing");
    const auto [known, added] =
        seen_.try_emplace(stable_hash(example->text), FirstSeen{set_.examples.size(), line.number});
    if (!added && set_.examples[known->second.example].text == example->text) {
      if (set_.examples[known->second.example].labels == example->labels) {
        ++set_.repeated;
        if (repeats_ == Repeats::kKeep) set_.examples.push_back(std::move(*example));
        return;
      }
      ++set_.contradiction_count;
      if (set_.contradictions.size() < ExampleSet::kMaxProblems) {
        set_.contradictions.push_back(
            {file_, line.number,
             fmt::format("the text of line {} with other labels", known->second.line)});
      }
    }
    set_.examples.push_back(std::move(*example));
  }

  std::string no_examples() const {
    if (set_.bad_lines.empty()) return fmt::format("{}: there are no examples in it", file_);
    const LineProblem& first = set_.bad_lines.front();
    return fmt::format("{}:{}: no line is a labelled example; the first: {}", first.file,
                       first.line, first.what);
  }

  Repeats repeats_;
  ExampleSet set_;
  std::string file_;
  crawler::JsonReader reader_;
  std::unordered_map<std::uint64_t, FirstSeen> seen_;
};

}  // namespace

bool looks_like_title(std::string_view text) {
  constexpr std::size_t kMaxTitleBytes = 300;
  text = trim(text);
  if (text.size() > kMaxTitleBytes || text.find('\n') != std::string_view::npos) return false;
  for (const std::string_view end : {". ", "? ", "! ", "。", "！", "？"}) {
    const std::size_t at = text.find(end);
    if (at != std::string_view::npos && at + end.size() < text.size()) return false;
  }
  return true;
}

Example join_text(std::string_view title, std::string_view text) {
  title = trim(title);
  text = trim(text);
  Example example;
  if (!text.starts_with(title)) example.text.append(title).append(text.empty() ? "" : "\n");
  example.text.append(text);
  example.title_bytes = static_cast<std::uint32_t>(title.size());
  return example;
}

Result<Example> parse_example(std::string_view line, crawler::JsonReader& reader) {
  const auto record = reader.read(line);
  if (!record) return fail(record.error());
  if (!record->is_object()) return bad("not a JSON object");
  const std::string_view title = trim((*record)["title"].text());
  std::string_view text = trim((*record)["text"].text());
  if (text.empty()) text = trim((*record)["abstract"].text());
  if (text.empty() && title.empty()) {
    return bad(
        fmt::format("neither \"title\" nor \"abstract\" nor \"text\" holds a text (fields: "
                    "{})",
                    field_names(*record)));
  }
  Example example = join_text(title, text);
  const crawler::JsonValue id = (*record)["id"];
  example.id = id.present() ? id.dump() : "null";
  HORIZON_TRY(read_labels((*record)["labels"], example));
  return example;
}

classify::model::TrainingSet ExampleSet::training_set() const {
  classify::model::TrainingSet set;
  set.labels = labels;
  set.labels_of = labels_of;
  for (const Example& example : examples) {
    set.texts.push_back({example.text, example.title_bytes});
  }
  return set;
}

Result<ExampleSet> read_examples(std::span<const std::filesystem::path> files, Repeats repeats) {
  Gatherer gatherer(repeats);
  for (const auto& file : files) HORIZON_TRY(gatherer.read(file));
  return gatherer.finish();
}

}  // namespace horizon::pipeline
