#include "cli/command.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>

#include "core/text.h"

namespace horizon::cli {
namespace {

std::atomic<bool> g_stop = false;  // the one thing that a signal handler may touch

extern "C" void on_signal(int) { g_stop.store(true); }

taxonomy::Language language_of(const std::string& option) {
  std::string chosen = option;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (chosen.empty() && value != nullptr && *value != '\0') chosen = value;
  }
  return chosen.starts_with("zh") ? taxonomy::Language::kChinese : taxonomy::Language::kEnglish;
}

}  // namespace

Format Common::output_format() const {
  if (format == "json") return Format::kJson;
  if (format == "jsonl") return Format::kJsonl;
  if (format == "csv") return Format::kCsv;
  if (format == "ris") return Format::kRis;
  if (format == "bibtex") return Format::kBibtex;
  return Format::kTable;
}

Style Common::style() const { return detect_style(language_of(language)); }

Result<Day> parse_day_option(const std::string& option, const std::string& text) {
  const auto date = parse_iso_date(text);
  if (date) return date->day;
  return fail(ErrorCode::kUsage, fmt::format("{}: '{}' is no date; write it as 2026-11-22, 2026-11 "
                                             "or 2026",
                                             option, text));
}

Result<Day> parse_last_day_option(const std::string& option, const std::string& text) {
  const auto date = parse_iso_date(text);
  if (!date) return parse_day_option(option, text);
  if (date->precision == Precision::kDay) return date->day;
  const Granularity whole =
      date->precision == Precision::kYear ? Granularity::kYear : Granularity::kMonth;
  return end_of(period_of(date->day, whole)) - std::chrono::days(1);
}

Result<Day> Common::as_of_day(const pipeline::Config& config) const {
  if (!as_of.empty()) return parse_last_day_option("--as-of", as_of);
  if (config.as_of) return *config.as_of;
  return SystemClock().today();
}

Result<pipeline::Workspace> workspace_or_default(const Common& common) {
  std::error_code error;
  const std::filesystem::path root = common.workspace;
  if (std::filesystem::exists(root / "horizon.toml", error) || common.workspace != ".") {
    return pipeline::Workspace::open(root);
  }
  auto embedded = pipeline::embedded_taxonomy();
  if (!embedded) return fail(embedded.error());
  pipeline::Workspace workspace;
  workspace.taxonomy = std::make_shared<const taxonomy::Taxonomy>(std::move(*embedded));
  auto text_model = pipeline::embedded_text_model();
  if (!text_model) return fail(text_model.error());
  workspace.text_model = *std::move(text_model);
  return workspace;
}

void add_output_options(App& app, CLI::App& command, const std::string& formats) {
  std::vector<std::string> known = {"table", "json", "jsonl", "csv"};
  for (const std::string_view extra : split(formats, ' ')) {
    if (!extra.empty()) known.emplace_back(extra);
  }
  command
      .add_option("--format", app.common.format,
                  fmt::format("{} (default table)", fmt::join(known, ", ")))
      ->type_name("NAME")
      ->check(CLI::IsMember(known));
  command.add_flag("--bom", app.common.bom, "begin CSV with a byte order mark, for spreadsheets");
}

void add_as_of_option(App& app, CLI::App& command) {
  command
      .add_option("--as-of", app.common.as_of,
                  "the day to look from (default: today, or as_of "
                  "in horizon.toml)")
      ->type_name("DATE");
}

Result<std::unique_ptr<Clock>> workspace_clock(const Common& common,
                                               const pipeline::Config& config) {
  if (common.as_of.empty() && !config.as_of) {
    return std::unique_ptr<Clock>(std::make_unique<SystemClock>());
  }
  const auto day = common.as_of_day(config);
  if (!day) return fail(day.error());
  return std::unique_ptr<Clock>(std::make_unique<FixedClock>(Instant(*day)));
}

const char* old_labels_note(const Style& style) {
  return style.pick(
      "The taxonomy or the lexicon has changed since the documents were labelled: labels and "
      "counts are still the earlier ones. 'horizon reindex --dry-run' shows what would move, "
      "'horizon reindex' applies it.",
      "分类体系或词表已修改，现有标签和计数仍按修改前。horizon reindex --dry-run 可预览变动，"
      "horizon reindex 予以应用。");
}

const std::atomic<bool>& stop_flag() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  return g_stop;
}

ProgressLine::ProgressLine()
    : terminal_(::isatty(STDERR_FILENO) == 1), begin_(std::chrono::steady_clock::now()) {}

ProgressLine::~ProgressLine() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressLine::operator()(const pipeline::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || (shown_ && now - last_ < std::chrono::milliseconds(200))) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string line =
      fmt::format("{}  {}", fit(progress.what, 40), with_separators(progress.documents));
  if (seconds > 1) {
    line += fmt::format("  {}/s", with_separators(static_cast<std::uint64_t>(
                                      static_cast<double>(progress.documents) / seconds)));
  }
  if (progress.fraction >= 0) line += fmt::format("  {:.0f} %", progress.fraction * 100);
  fmt::print(stderr, "\r\x1b[K{}", line);
  std::fflush(stderr);
}

}  // namespace horizon::cli
