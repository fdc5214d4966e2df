// JSON Lines in, labels out: the streaming half of model_run.h.
#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/line_reader.h"
#include "pipeline/model_run.h"

namespace horizon::pipeline {
namespace {

using classify::model::Labeller;
using classify::model::LinearModel;
using classify::model::Verdict;

constexpr std::size_t kBatchLines = 256;
constexpr std::size_t kBatchBytes = std::size_t{1} << 20;

// Lines on their way: as read, and as answered.
struct Batch {
  std::string file;
  std::string bytes;
  struct Place {
    std::size_t begin = 0;
    std::uint64_t line = 0;
    std::string problem;  // of the reader
  };
  std::vector<Place> lines;
  std::string answer;
  std::vector<LineProblem> problems;
};

// What one thread needs.
struct Worker {
  explicit Worker(const LinearModel& model, const std::vector<std::string>& ids)
      : labeller(model), quoted(&ids) {}
  crawler::JsonReader reader;
  Labeller labeller;
  const std::vector<std::string>* quoted;
  std::vector<std::uint32_t> order;
};

// A probability with four decimals.
void append_probability(float p, std::string& out) {
  const auto parts = static_cast<std::uint32_t>(std::clamp(p, 0.0F, 1.0F) * 10000 + 0.5F);
  out += parts == 10000 ? "1." : "0.";
  const std::uint32_t decimals = parts % 10000;
  for (std::uint32_t unit = 1000; unit > 0; unit /= 10) {
    out.push_back(static_cast<char>('0' + decimals / unit % 10));
  }
}

void append_labels(Worker& worker, std::span<const Verdict> verdicts, bool all, std::string& out) {
  worker.order.clear();
  for (std::uint32_t l = 0; l < verdicts.size(); ++l) {
    if (all || verdicts[l].assigned) worker.order.push_back(l);
  }
  std::ranges::sort(worker.order, [&](std::uint32_t a, std::uint32_t b) {
    return verdicts[a].probability != verdicts[b].probability
               ? verdicts[a].probability > verdicts[b].probability
               : a < b;
  });
  const char* separator = "";
  for (const std::uint32_t l : worker.order) {
    out.append(separator).append("{\"id\":").append((*worker.quoted)[l]).append(",\"p\":");
    append_probability(verdicts[l].probability, out);
    out.push_back('}');
    separator = ",";
  }
}

void answer_line(std::string_view line, const Batch::Place& place, const ClassifyLines& options,
                 Worker& worker, Batch& batch) {
  Result<Example> example = place.problem.empty()
                                ? parse_example(line, worker.reader)
                                : Result<Example>(fail(ErrorCode::kCorrupt, place.problem));
  if (!example) {
    batch.problems.push_back({batch.file, place.line, example.error().message});
    batch.answer += "{\"id\":null,\"labels\":[]}\n";
    return;
  }
  batch.answer.append("{\"id\":").append(example->id).append(",\"labels\":[");
  append_labels(worker, worker.labeller.label({example->text, example->title_bytes}), options.all,
                batch.answer);
  batch.answer += "]}\n";
}

// The serial beginning: files cut into batches of lines.
class BatchReader {
 public:
  explicit BatchReader(std::span<const std::filesystem::path> files) : files_(files) {}

  Status open_next() {
    lines_.reset();
    if (next_ == files_.size()) return {};
    name_ = files_[next_].string();
    auto lines = crawler::LineReader::open(files_[next_++]);
    if (!lines) return fail(lines.error());
    lines_.emplace(std::move(*lines));
    return {};
  }

  // nullptr at the end.
  std::shared_ptr<Batch> next() {
    while (lines_) {
      auto batch = std::make_shared<Batch>();
      batch->file = name_;
      const bool more = fill(*batch);
      if (!more && !open_next()) return nullptr;
      if (!batch->lines.empty()) return batch;
    }
    return nullptr;
  }

 private:
  // False at the end of the file.
  bool fill(Batch& batch) {
    while (batch.lines.size() < kBatchLines && batch.bytes.size() < kBatchBytes) {
      auto line = lines_->next();
      if (!line) {
        batch.lines.push_back({batch.bytes.size(), 0, line.error().message});
        continue;
      }
      if (!line->has_value()) return false;
      if (trim((*line)->text).empty()) continue;
      batch.lines.push_back({batch.bytes.size(), (*line)->number,
                             (*line)->oversized ? "the line is longer than 16 MiB" : ""});
      batch.bytes += (*line)->text;
    }
    return true;
  }

  std::span<const std::filesystem::path> files_;
  std::size_t next_ = 0;
  std::string name_;
  std::optional<crawler::LineReader> lines_;
};

}  // namespace

Result<LineTally> classify_lines(const LinearModel& model,
                                 std::span<const std::filesystem::path> files,
                                 const ClassifyLines& options,
                                 const std::function<void(std::string_view)>& write,
                                 const std::function<void(const LineProblem&)>& report) {
  for (const auto& file : files) {
    std::error_code error;
    if (file == "-" || std::filesystem::exists(file, error)) continue;
    return fail(ErrorCode::kNotFound, fmt::format("there is no file {}", file.string()));
  }
  std::vector<std::string> ids;
  for (const std::string& label : model.labels()) ids.push_back(nlohmann::json(label).dump());
  tbb::enumerable_thread_specific<Worker> workers([&] { return Worker(model, ids); });
  BatchReader reader(files);
  HORIZON_TRY(reader.open_next());
  LineTally tally;
  const auto read = [&](tbb::flow_control& control) {
    auto batch = reader.next();
    if (batch == nullptr) control.stop();
    return batch;
  };
  const auto answer = [&](std::shared_ptr<Batch> batch) {
    Worker& worker = workers.local();
    for (std::size_t i = 0; i < batch->lines.size(); ++i) {
      const std::size_t end =
          i + 1 < batch->lines.size() ? batch->lines[i + 1].begin : batch->bytes.size();
      const Batch::Place& place = batch->lines[i];
      answer_line(std::string_view(batch->bytes).substr(place.begin, end - place.begin), place,
                  options, worker, *batch);
    }
    return batch;
  };
  const auto put = [&](const std::shared_ptr<Batch>& batch) {
    tally.documents += batch->lines.size() - batch->problems.size();
    tally.bad += batch->problems.size();
    for (const LineProblem& problem : batch->problems) report(problem);
    write(batch->answer);
  };
  const unsigned threads = threads_or_all(options.threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    using Passed = std::shared_ptr<Batch>;
    tbb::parallel_pipeline(
        4 * threads, tbb::make_filter<void, Passed>(tbb::filter_mode::serial_in_order, read) &
                         tbb::make_filter<Passed, Passed>(tbb::filter_mode::parallel, answer) &
                         tbb::make_filter<Passed, void>(tbb::filter_mode::serial_in_order, put));
  });
  return tally;
}

}  // namespace horizon::pipeline
