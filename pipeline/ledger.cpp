#include "pipeline/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/io.h"
#include "core/text.h"
#include "pipeline/phrase_file.h"
#include "pipeline/search.h"
#include "trends/emergence/outcome.h"

namespace horizon::pipeline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxLedger = 256U << 20U;
constexpr const char* kClaim = "share reaches twice the record of five years within 36 months";

std::string line_of(const Flag& flag) {
  const Json line = {{"as_of", format_day(flag.as_of)},
                     {"recorded", format_day(flag.recorded)},
                     {"rank", flag.rank},
                     {"term", flag.term},
                     {"folded", flag.folded},
                     {"documents", flag.documents},
                     {"claim", kClaim}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Day> day_in(const Json& line, const char* key) {
  if (!line.contains(key) || !line[key].is_string()) return std::nullopt;
  const auto date = parse_iso_date(line[key].get_ref<const std::string&>());
  if (!date || date->precision != Precision::kDay) return std::nullopt;
  return date->day;
}

std::optional<Flag> flag_of(std::string_view text) {
  const Json line = Json::parse(text, nullptr, false);
  if (!line.is_object()) return std::nullopt;
  const auto as_of = day_in(line, "as_of");
  const auto recorded = day_in(line, "recorded");
  const auto is_text = [&](const char* key) { return line.contains(key) && line[key].is_string(); };
  const auto is_count = [&](const char* key) {
    return line.contains(key) && line[key].is_number_unsigned();
  };
  if (!as_of || !recorded || !is_text("term") || !is_text("folded") || !is_count("rank") ||
      !is_count("documents"))
    return std::nullopt;
  return Flag{*as_of,
              *recorded,
              line["rank"].get<std::size_t>(),
              line["term"].get<std::string>(),
              line["folded"].get<std::string>(),
              line["documents"].get<std::uint32_t>()};
}

std::filesystem::path ledger_file(const Workspace& workspace) {
  return workspace.root / "ledger.jsonl";
}

// "" if there is none yet.
Result<std::string> read_ledger(const Workspace& workspace) {
  auto text = read_file(ledger_file(workspace), kMaxLedger);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::string();
  return text;
}

// The phrases of a corpus that bear the texts asked for.
std::map<std::string_view, trends::PhraseIndex> find_texts(
    const trends::PhraseCorpus& corpus, const std::set<std::string_view>& wanted) {
  std::map<std::string_view, trends::PhraseIndex> out;
  for (trends::PhraseIndex i = 0; i < corpus.phrases.size(); ++i) {
    const std::string_view text = corpus.text_of(i);
    if (wanted.contains(text)) out.emplace(text, i);
  }
  return out;
}

GradedFlag grade_one(const Flag& flag, const trends::Outcome& outcome, bool over) {
  GradedFlag out{flag, over ? Grade::kMiss : Grade::kOpen, std::nullopt, std::nullopt};
  if (outcome.record > 0) out.of_record = outcome.best_after / outcome.record;
  if (outcome.doubled_record()) {
    out.grade = Grade::kHit;
    out.months = outcome.months_to_record;
  }
  return out;
}

// Grades the flags of one day.
void grade_list(const trends::PhraseCorpus& corpus, std::span<const Flag> flags, Day data_until,
                std::vector<GradedFlag>& out) {
  std::set<std::string_view> texts;
  for (const Flag& flag : flags) texts.insert(flag.folded);
  const auto found = find_texts(corpus, texts);
  std::vector<trends::PhraseIndex> phrases;
  for (const auto& [text, phrase] : found) phrases.push_back(phrase);
  std::ranges::sort(phrases);
  const Day as_of = flags.front().as_of;
  const auto outcomes = trends::grade(corpus, as_of, phrases);
  const auto bounds = trends::quarter_bounds(as_of, trends::kFutureQuarters);
  const bool over = data_until >= Day{std::chrono::days(bounds.back() - 1)};
  for (const Flag& flag : flags) {
    const auto phrase = found.find(flag.folded);
    if (phrase == found.end()) {
      out.push_back({flag, Grade::kGone, std::nullopt, std::nullopt});
      continue;
    }
    const auto at = std::ranges::lower_bound(phrases, phrase->second) - phrases.begin();
    out.push_back(grade_one(flag, outcomes[static_cast<std::size_t>(at)], over));
  }
}

}  // namespace

Result<std::vector<Flag>> parse_ledger(const std::string& text, const std::string& name) {
  std::vector<Flag> flags;
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto flag = flag_of(line);
    if (!flag) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("{}:{}: this line is no flag; take it out or restore the file", name,
                              number));
    }
    flags.push_back(*std::move(flag));
  }
  return flags;
}

Result<std::size_t> record_flags(const Workspace& workspace, const EmergingReport& report,
                                 Day today) {
  auto text = read_ledger(workspace);
  if (!text) return fail(text.error());
  const auto flags = parse_ledger(*text, "ledger.jsonl");
  if (!flags) return fail(flags.error());
  std::set<std::pair<Day, std::string>> known;
  for (const Flag& flag : *flags) known.emplace(flag.as_of, flag.folded);
  if (!text->empty() && !text->ends_with('\n')) *text += '\n';
  std::size_t added = 0, rank = 0;
  for (const EmergingTerm& term : report.terms) {
    ++rank;
    if (!term.lead || known.contains({report.as_of, term.folded})) continue;
    *text += line_of({report.as_of, today, rank, term.term, term.folded, term.vector.documents});
    ++added;
  }
  if (added > 0) HORIZON_TRY(write_file_atomically(ledger_file(workspace), *text));
  return added;
}

Result<Scorecard> grade_flags(const Workspace& workspace, const JobContext& context) {
  const auto text = read_ledger(workspace);
  if (!text) return fail(text.error());
  auto flags = parse_ledger(*text, "ledger.jsonl");
  if (!flags) return fail(flags.error());
  Scorecard card;
  if (flags->empty()) return card;
  const auto store = open_store(workspace);
  if (!store) return fail(store.error());
  const auto file = PhraseFile::open(workspace.phrase_file(), *store, context);
  if (!file) return fail(file.error());
  const trends::PhraseCorpus& corpus = file->corpus();
  if (!corpus.documents.empty())
    card.data_until = Day{std::chrono::days(corpus.documents.back().day)};
  std::ranges::stable_sort(*flags, {}, [](const Flag& flag) {
    return std::tuple(flag.as_of, flag.rank, std::string_view(flag.folded));
  });
  const std::span<const Flag> all(*flags);
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].as_of == all[begin].as_of) ++end;
    grade_list(corpus, all.subspan(begin, end - begin), card.data_until.value_or(Day{}),
               card.flags);
  }
  return card;
}

}  // namespace horizon::pipeline
