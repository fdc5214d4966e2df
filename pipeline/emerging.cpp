#include "pipeline/emerging.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>

#include <algorithm>
#include <set>

#include "pipeline/phrase_file.h"
#include "pipeline/search.h"
#include "pipeline/term_text.h"
#include "trends/emergence/outcome.h"

namespace horizon::pipeline {
namespace {

using trends::Measured;
using trends::PhraseCorpus;
using trends::PhraseIndex;
using trends::Ranking;
using trends::Topic;

constexpr std::size_t kMaxRelated = 5;
constexpr std::size_t kPastLists = 3;

struct List {
  Measured measured;
  Ranking ranking;
  std::vector<Topic> topics;

  PhraseIndex phrase(std::uint32_t ranked) const {
    return measured.snapshot.candidates[ranking.phrases[ranked].candidate].phrase;
  }
};

// What the list of an earlier day held, or how it fared.
struct Earlier {
  Day as_of{};
  bool graded = false;
  std::set<std::string_view> terms = {};
  PastList past = {};
};

class Finder {
 public:
  Finder(const PhraseFile& file, const store::Store& store, const EmergingOptions& options)
      : file_(file),
        corpus_(file.corpus()),
        store_(store),
        options_(options),
        chosen_(choose_documents(file, options.topic)) {}

  Result<EmergingReport> run() {
    EmergingReport report;
    report.as_of = options_.as_of;
    report.undated = file_.undated();
    if (!corpus_.documents.empty()) {
      report.data_from = day_of(corpus_.documents.front());
      report.data_until = day_of(corpus_.documents.back());
    }
    List list;
    std::vector<Earlier> earlier;
    tbb::parallel_invoke([&] { list = list_of(options_.as_of, options_.limit); },
                         [&] {
                           if (options_.history) earlier = earlier_lists();
                         });
    report.documents = list.measured.snapshot.recent_documents();
    const auto quarters = std::span(list.measured.snapshot.exposure).last(trends::kTrendQuarters);
    report.empty_quarters = static_cast<std::size_t>(std::ranges::count(quarters, 0.0));
    report.candidates = list.ranking.candidates;
    report.names = list.ranking.names;
    report.passed = list.ranking.phrases.size();
    HORIZON_TRY(fill(list, report));
    compare(earlier, report);
    return report;
  }

 private:
  static Day day_of(const trends::CorpusDocument& document) {
    return Day(std::chrono::days(document.day));
  }

  List list_of(Day as_of, std::size_t limit) const {
    List list;
    list.measured = trends::measure_phrases(corpus_, {as_of}, chosen_.view());
    trends::RankOptions rank;
    rank.by = options_.alone ? trends::RankBy::kAlone : trends::RankBy::kCompany;
    list.ranking =
        rank_phrases(list.measured.snapshot, list.measured.indicators, list.measured.flaws, rank);
    if (!options_.language.empty()) keep_language(list);
    list.topics = group_topics(corpus_, list.measured.snapshot, list.ranking, limit);
    return list;
  }

  bool is_chinese(PhraseIndex phrase) const {
    return (corpus_.phrases[phrase].traits & trends::kHanPhrase) != 0;
  }

  void keep_language(List& list) const {
    std::erase_if(list.ranking.phrases, [&](const trends::RankedPhrase& ranked) {
      const PhraseIndex phrase = list.measured.snapshot.candidates[ranked.candidate].phrase;
      return is_chinese(phrase) != (options_.language == "zh");
    });
  }

  Status fill(const List& list, EmergingReport& report) const {
    const std::vector<double> q_values = trend_q_values(list.measured);
    const auto add = [&](std::uint32_t ranked, const Topic& topic, bool lead) -> Status {
      auto term = describe(list, ranked);
      if (!term) return fail(term.error());
      term->q_value = q_values[list.ranking.phrases[ranked].candidate];
      term->lead = lead;
      term->topic = std::string(corpus_.text_of(list.phrase(topic.lead)));
      for (const std::uint32_t member : topic.members) {
        if (!lead || term->related.size() == kMaxRelated) break;
        term->related.emplace_back(corpus_.text_of(list.phrase(member)));
      }
      report.terms.push_back(*std::move(term));
      return {};
    };
    for (const Topic& topic : list.topics) HORIZON_TRY(add(topic.lead, topic, true));
    std::vector<std::pair<std::uint32_t, std::size_t>> rest;
    for (std::size_t i = 0; i < list.topics.size(); ++i) {
      for (const std::uint32_t member : list.topics[i].members) rest.emplace_back(member, i);
    }
    std::ranges::sort(rest);
    for (const auto& [member, topic] : rest) {
      if (report.terms.size() >= options_.limit) break;
      HORIZON_TRY(add(member, list.topics[topic], false));
    }
    return {};
  }

  Result<EmergingTerm> describe(const List& list, std::uint32_t ranked) const {
    const trends::RankedPhrase& phrase = list.ranking.phrases[ranked];
    const trends::Indicators& indicators = list.measured.indicators[phrase.candidate];
    EmergingTerm out;
    out.folded = std::string(corpus_.text_of(list.phrase(ranked)));
    out.chinese = is_chinese(list.phrase(ranked));
    out.vector = describe_phrase(corpus_, list.measured, phrase.candidate);
    out.score = phrase.score;
    out.replicated = phrase.replicated;
    if (indicators.has_fields) out.field = file_.fields()[indicators.field];
    if (auto home = home_of_term(file_, list.measured.snapshot, phrase.candidate)) {
      out.node = std::move(home->node);
      out.node_share = home->share;
    }
    auto term = term_as_written(store_, corpus_, list.measured.snapshot, phrase.candidate);
    if (!term) return fail(term.error());
    out.term = *std::move(term);
    return out;
  }

  // The lists of a quarter and of two quarters ago, to see what is no accident of one quarter; and
  // those whose 36 months are over.
  std::vector<Earlier> earlier_lists() const {
    const auto bounds = trends::quarter_bounds(options_.as_of);
    const auto ago = [&](std::size_t quarters) {
      return Day{std::chrono::days(bounds[trends::kPastQuarters - quarters] - 1)};
    };
    std::vector<Earlier> lists = {Earlier{ago(1)}, Earlier{ago(2)}};
    for (std::size_t years = kPastLists; years-- > 0;)
      lists.push_back({ago(trends::kFutureQuarters + years * trends::kQuartersPerYear), true});
    tbb::parallel_for(std::size_t{0}, lists.size(), [&](std::size_t i) { fill(lists[i]); });
    return lists;
  }

  static void compare(const std::vector<Earlier>& lists, EmergingReport& report) {
    for (const Earlier& list : lists) {
      if (list.past.listed > 0) report.past.push_back(list.past);
    }
    for (EmergingTerm& term : report.terms) {
      term.listed_before = static_cast<std::uint32_t>(std::ranges::count_if(
          lists, [&](const Earlier& list) { return list.terms.contains(term.folded); }));
    }
  }

  void fill(Earlier& earlier) const {
    const List list = list_of(earlier.as_of, options_.limit);
    if (earlier.graded) {
      earlier.past.as_of = earlier.as_of;
      earlier.past.listed = list.topics.size();
      if (!list.topics.empty()) earlier.past.doubled = doubled(list, earlier.past.base_rate);
      return;
    }
    for (const Topic& topic : list.topics) {
      earlier.terms.insert(corpus_.text_of(list.phrase(topic.lead)));
      for (const auto member : topic.members)
        earlier.terms.insert(corpus_.text_of(list.phrase(member)));
    }
  }

  std::size_t doubled(const List& list, double& base_rate) const {
    std::vector<PhraseIndex> phrases;
    for (std::uint32_t i = 0; i < list.ranking.phrases.size(); ++i)
      phrases.push_back(list.phrase(i));
    std::ranges::sort(phrases);
    const auto outcomes = trends::grade(corpus_, list.measured.snapshot.as_of, phrases);
    const auto all = std::ranges::count_if(outcomes, &trends::Outcome::doubled_record);
    base_rate = static_cast<double>(all) / static_cast<double>(outcomes.size());
    return static_cast<std::size_t>(std::ranges::count_if(list.topics, [&](const Topic& topic) {
      const auto found = std::ranges::lower_bound(phrases, list.phrase(topic.lead));
      return outcomes[static_cast<std::size_t>(found - phrases.begin())].doubled_record();
    }));
  }

  const PhraseFile& file_;
  const PhraseCorpus& corpus_;
  const store::Store& store_;
  const EmergingOptions& options_;
  DocumentChoice chosen_;
};

}  // namespace

Result<EmergingReport> find_emerging(const Workspace& workspace, const EmergingOptions& options,
                                     const JobContext& context) {
  const auto store = open_store(workspace);
  if (!store) return fail(store.error());
  const auto file = options.as_kept ? PhraseFile::open_kept(workspace.phrase_file(), *store)
                                    : PhraseFile::open(workspace.phrase_file(), *store, context);
  if (!file) return fail(file.error());
  return Finder(*file, *store, options).run();
}

}  // namespace horizon::pipeline
