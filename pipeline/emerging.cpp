#include "pipeline/emerging.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/phrase_file.h"
#include "pipeline/search.h"
#include "pipeline/written_form.h"
#include "trends/emergence/outcome.h"

namespace horizon::pipeline {
namespace {

using trends::Measured;
using trends::PhraseCorpus;
using trends::PhraseIndex;
using trends::Ranking;
using trends::Topic;

constexpr std::size_t kSamples = 9;  // documents that say how a term is written
constexpr std::size_t kMaxRelated = 5;
constexpr int kPastLists = 3;

struct List {
  Measured measured;
  Ranking ranking;
  std::vector<Topic> topics;

  PhraseIndex phrase(std::uint32_t ranked) const {
    return measured.snapshot.candidates[ranking.phrases[ranked].candidate].phrase;
  }
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
    const List list = list_of(options_.as_of, options_.limit);
    report.documents = list.measured.snapshot.recent_documents();
    report.candidates = list.ranking.candidates;
    report.names = list.ranking.names;
    report.passed = list.ranking.phrases.size();
    HORIZON_TRY(fill(list, report));
    if (options_.history) {
      look_back(report);
      grade_past(report);
    }
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
    find_node(list, phrase.candidate, out);
    const auto documents = list.measured.snapshot.documents_of(phrase.candidate);
    std::vector<DocumentNumber> numbers;
    for (std::size_t i = 0; i < std::min(documents.size(), kSamples); ++i) {
      const std::size_t at = documents.size() - 1 - i;
      numbers.push_back(
          corpus_.documents[list.measured.snapshot.first_recent + documents[at]].number);
    }
    const auto samples = store_.get(numbers);
    if (!samples) return fail(samples.error());
    std::vector<std::string_view> texts;
    for (const store::StoredDocument& sample : *samples) {
      texts.emplace_back(sample.document.title);
      texts.emplace_back(sample.document.abstract);
    }
    out.term = written_form(out.folded, texts);
    return out;
  }

  // The subfield of most of its documents, if it is that of a fifth of them.
  void find_node(const List& list, std::uint32_t candidate, EmergingTerm& out) const {
    constexpr double kMinShare = 0.2;
    std::map<std::uint16_t, std::uint32_t> counts;
    const auto documents = list.measured.snapshot.documents_of(candidate);
    for (const std::uint32_t document : documents) {
      for (const auto label : corpus_.labels_of(list.measured.snapshot.first_recent + document)) {
        if (std::ranges::count(file_.labels()[label], '.') == 1) ++counts[label];
      }
    }
    std::uint32_t most = 0;
    for (const auto& [label, count] : counts) {
      if (count <= most || count < kMinShare * static_cast<double>(documents.size())) continue;
      most = count;
      out.node = file_.labels()[label];
      out.node_share = count / static_cast<double>(documents.size());
    }
  }

  // A term that was listed a quarter ago, too, is no accident of one quarter.
  void look_back(EmergingReport& report) const {
    const auto bounds = trends::quarter_bounds(options_.as_of);
    std::vector<std::set<std::string_view>> before;
    for (std::size_t back = 1; back <= 2; ++back) {
      const Day day{std::chrono::days(bounds[trends::kPastQuarters - back] - 1)};
      const List earlier = list_of(day, options_.limit);
      std::set<std::string_view>& terms = before.emplace_back();
      for (const Topic& topic : earlier.topics) {
        terms.insert(corpus_.text_of(earlier.phrase(topic.lead)));
        for (const auto member : topic.members)
          terms.insert(corpus_.text_of(earlier.phrase(member)));
      }
    }
    for (EmergingTerm& term : report.terms) {
      term.listed_before = static_cast<std::uint32_t>(std::ranges::count_if(
          before, [&](const auto& terms) { return terms.contains(term.folded); }));
    }
  }

  void grade_past(EmergingReport& report) const {
    const auto bounds = trends::quarter_bounds(options_.as_of);
    for (int back = kPastLists; back-- > 0;) {
      const std::size_t quarters =
          trends::kFutureQuarters + static_cast<std::size_t>(back) * trends::kQuartersPerYear;
      const Day day{std::chrono::days(bounds[trends::kPastQuarters - quarters] - 1)};
      const List list = list_of(day, options_.limit);
      if (list.topics.empty()) continue;
      PastList past;
      past.as_of = day;
      past.listed = list.topics.size();
      past.doubled = doubled(list, past.base_rate);
      report.past.push_back(past);
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
  const auto file = PhraseFile::open(workspace.phrase_file(), *store, context);
  if (!file) return fail(file.error());
  return Finder(*file, *store, options).run();
}

}  // namespace horizon::pipeline
