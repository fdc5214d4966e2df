#include "answers/emerging.h"

#include <fmt/format.h>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

constexpr int kDigits = 4;

Json vector_json(const trends::EmergenceVector& vector) {
  Json out;
  out["documents"] = vector.documents;
  out["exposure"] = vector.recent.exposure;
  out["previous_documents"] = vector.previous.count;
  out["previous_exposure"] = vector.previous.exposure;
  out["all_documents"] = vector.all_documents;
  out["known_since"] = vector.known_since ? Json(format_day(*vector.known_since)) : Json();
  out["older_share"] = number(vector.older_share, kDigits);
  const auto& growth = vector.growth;
  out["growth"] = growth ? number(growth->ratio.value, kDigits) : Json();
  out["growth_lower"] = growth ? number(growth->ratio.lower, kDigits) : Json();
  out["growth_upper"] = growth ? number(growth->ratio.upper, kDigits) : Json();
  out["why_not"] = growth ? Json() : Json("no-exposure");
  out["trend_z"] = number(vector.trend_z, kDigits);
  out["p_value"] = vector.p_value;
  out["quarters_present"] = vector.quarters_present;
  out["quarters_kept"] = vector.quarters_kept;
  out["authors"] = vector.authors;
  out["effective_authors"] = number(vector.effective_authors, kDigits);
  out["effective_fields"] = number(vector.effective_fields, kDigits);
  out["strata"] = vector.strata;
  out["rising_strata"] = vector.rising_strata;
  out["coherence"] = number(vector.coherence, kDigits);
  return out;
}

Json term_json(const pipeline::EmergingTerm& term, std::size_t rank) {
  Json row = {{"rank", rank}, {"term", term.term}};
  row["language"] = term.chinese ? "zh" : "en";
  row["topic"] = term.topic;
  row["lead"] = term.lead;
  row["related"] = term.related;
  row["score"] = number(term.score, kDigits);
  row.update(vector_json(term.vector));
  row["q_value"] = term.q_value;
  row["replicated"] = term.replicated;
  row["listed_before"] = term.listed_before ? Json(*term.listed_before) : Json();
  row["field"] = term.field.empty() ? Json() : Json(term.field);
  row["subfield"] = term.node.empty() ? Json() : Json(term.node);
  row["subfield_share"] = term.node.empty() ? Json() : number(term.node_share, kDigits);
  return row;
}

std::string past_note(const pipeline::PastList& past, const Voice& voice) {
  return fmt::format(
      fmt::runtime(voice.pick(
          "The list of {}: of {} topics {} doubled the record of five years within 36 months "
          "({:.0f} %); of all that passed the gate {:.1f} % did.",
          "{}的榜单：{}个主题中有{}个在36个月内达到此前五年最高占比的两倍（{:.0f}%）；"
          "通过门槛者总体为{:.1f}%。")),
      format_day(past.as_of), past.listed, past.doubled,
      100.0 * static_cast<double>(past.doubled) / static_cast<double>(past.listed),
      100 * past.base_rate);
}

std::vector<std::string> notes_of(const pipeline::EmergingReport& report, const Voice& voice) {
  std::vector<std::string> notes;
  if (!report.data_until) {
    notes.emplace_back(
        voice.pick("No dated documents yet: 'horizon import' or 'horizon scan' bring "
                   "some.",
                   "尚无带日期的文献：请先运行horizon import或horizon scan。"));
    return notes;
  }
  if (report.as_of > *report.data_until || report.as_of < *report.data_from) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("The documents reach from {} to {}; nothing outside is guessed.",
                                "文献的日期为{}至{}；范围之外不作推测。")),
        format_day(*report.data_from), format_day(*report.data_until)));
  }
  notes.push_back(fmt::format(
      fmt::runtime(voice.pick("As of {}: {} documents in the last four quarters; {} phrases are "
                              "frequent enough, {} of them names, of which {} pass the gate. The "
                              "q-value is over all names.",
                              "截至{}：最近四个季度共{}篇文献；{}个短语频次足够，其中{}个为名称，"
                              "{}个通过门槛。q值按全部名称计算。")),
      format_day(report.as_of), with_separators(report.documents),
      with_separators(report.candidates), with_separators(report.names),
      with_separators(report.passed)));
  if (report.empty_quarters > 0) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("{} of the last 20 quarters hold no documents: a rise cannot be "
                                "told from a beginning of the data.",
                                "最近20个季度中有{}个没有任何文献：无法区分上升与数据的开始。")),
        report.empty_quarters));
  }
  if (report.documents < pipeline::kEnoughDocumentsAYear) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("Too little data: below about {} documents a year such a list is "
                                "hardly better than chance.",
                                "数据过少：每年少于约{}篇时，此类榜单几乎不优于随机。")),
        with_separators(pipeline::kEnoughDocumentsAYear)));
  }
  for (const pipeline::PastList& past : report.past) notes.push_back(past_note(past, voice));
  if (report.undated > 0) {
    notes.push_back(
        fmt::format(fmt::runtime(voice.pick("Left out: {} documents with no date or a year alone.",
                                            "未计入：{}篇无日期或仅有年份的文献。")),
                    with_separators(report.undated)));
  }
  return notes;
}

}  // namespace

Answer emerging_answer(const pipeline::EmergingReport& report, const Voice& voice) {
  Answer answer;
  for (const pipeline::EmergingTerm& term : report.terms) {
    answer.rows.push_back(term_json(term, answer.rows.size() + 1));
  }
  answer.notes = notes_of(report, voice);
  return answer;
}

}  // namespace horizon::answers
