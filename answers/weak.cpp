#include "answers/weak.h"

#include <fmt/format.h>

#include <array>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

struct Sign {
  pipeline::OddSign bit;
  const char *id, *en, *zh;
};
constexpr std::array kSigns = {
    Sign{pipeline::kAtypical, "atypical", "unusual codes together", "代码组合罕见"},
    Sign{pipeline::kFirstMeeting, "first-meeting", "fields meet first", "领域首次相遇"},
    Sign{pipeline::kMinorityRoute, "minority-route", "minority route", "少数路线"},
    Sign{pipeline::kWeakTerm, "weak-term", "rare rising term", "含罕见上升术语"},
    Sign{pipeline::kUncertain, "uncertain", "hard to classify", "难以归类"},
};

void add_counts(const trends::Tally& recent, const trends::Tally& previous, Json& row) {
  row["recent"] = recent.count;
  row["recent_exposure"] = recent.exposure;
  row["previous"] = previous.count;
  row["previous_exposure"] = previous.exposure;
}

void add_ratio(const std::optional<trends::Estimate>& ratio, const char* why_not, Json& row) {
  row["ratio"] = ratio ? number(ratio->value) : Json();
  row["lower"] = ratio ? number(ratio->lower) : Json();
  row["upper"] = ratio ? number(ratio->upper) : Json();
  row["why_not"] = ratio ? Json() : Json(why_not);
}

Json head(const char* signal, std::size_t rank, std::string id, std::string name) {
  return {{"signal", signal}, {"rank", rank}, {"id", std::move(id)}, {"name", std::move(name)}};
}

Json term_row(const pipeline::WeakTerm& term, std::size_t rank) {
  Json row = head("term", rank, term.folded, term.term);
  row["with"] = fmt::format("{}", fmt::join(term.related, ", "));
  add_counts(term.vector.recent, term.vector.previous, row);
  const auto& growth = term.vector.growth;
  add_ratio(growth ? std::optional(growth->ratio) : std::nullopt, "no-exposure", row);
  row["language"] = term.chinese ? "zh" : "en";
  row["diffusion"] = number(term.diffusion.frequency);
  row["diffusion_growth"] = number(term.diffusion.growth);
  row["trend_z"] = number(term.vector.trend_z);
  row["authors"] = term.vector.authors;
  row["effective_authors"] = number(term.vector.effective_authors);
  row["strata"] = term.vector.strata;
  row["subfield"] = term.node.empty() ? Json() : Json(term.node);
  return row;
}

Json route_row(const pipeline::WeakRoute& route, std::size_t rank,
               const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  const taxonomy::Node& node = taxonomy.node(route.node);
  Json row = head("route", rank, node.id, node.name.in(voice.language));
  row["with"] = taxonomy.node(route.subfield).name.in(voice.language);
  add_counts(route.growth.recent.tally, route.growth.previous.tally, row);
  add_ratio(route.growth.comparison->ratio, "", row);
  return row;
}

Json meeting_row(const pipeline::ConvergingPair& pair, std::size_t rank,
                 const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  const taxonomy::Node& first = taxonomy.node(pair.first);
  const taxonomy::Node& second = taxonomy.node(pair.second);
  Json row =
      head("combination", rank, first.id + " x " + second.id,
           fmt::format("{} × {}", first.name.in(voice.language), second.name.in(voice.language)));
  row["with"] = "";
  add_counts({pair.recent.both, pair.recent.all}, {pair.previous.both, pair.previous.all}, row);
  add_ratio(pair.measured.recent_lift, "", row);
  row["first_documents"] = pair.recent.first;
  row["second_documents"] = pair.recent.second;
  row["p_together"] = number(pair.measured.p_together);
  return row;
}

Json novelty_json(const pipeline::OddDocument& odd) {
  if (!odd.novelty) return {{"why_not", "fewer-than-two-codes"}};
  const trends::Pairing& pair = odd.novelty->oddest;
  return {{"novelty", number(odd.novelty->novelty)},
          {"conventionality", number(odd.novelty->conventionality)},
          {"pairs", odd.novelty->pairs},
          {"first", odd.first_code},
          {"second", odd.second_code},
          {"together", number(pair.together)},
          {"expected", number(pair.expected)},
          {"z", number(pair.z)}};
}

Json document_row(const pipeline::OddDocument& odd, std::size_t rank, const Voice& voice) {
  const Document& document = odd.stored.document;
  Json row = head("document", rank, document.id, document.title);
  row["with"] = signs_text(odd.signs, voice);
  for (const char* const key : {"recent", "recent_exposure", "previous", "previous_exposure"})
    row[key] = Json();
  add_ratio(std::nullopt, "single-document", row);
  row["signs"] = signs_json(odd.signs);
  row["published"] = document.published ? Json(format_date(*document.published)) : Json();
  row["url"] = document.url;
  row["combination"] = novelty_json(odd);
  row["term"] = odd.term.empty() ? Json() : Json(odd.term);
  row["route"] = odd.route.empty() ? Json() : Json(odd.route);
  return row;
}

std::string confidence_note(const Voice& voice) {
  return voice.pick(
      "Confidence: low, by design. These are too few documents for a test, and most will come to "
      "nothing; they are listed for people to judge.",
      "把握：低（有意如此）。篇数过少，不足以检验，多数日后不会成势；仅列出供人判断。");
}

std::string counts_note(const pipeline::WeakReport& report, const Voice& voice) {
  if (report.recent.periods == 0) {
    return voice.pick("Routes and combinations: fewer than two complete months to compare.",
                      "路线与组合：完整月份不足两个，无法比较。");
  }
  return fmt::format(
      fmt::runtime(voice.pick(
          "Routes ({} examined): 3 to 9 documents in {}, at twice the rate of {} or more. "
          "Combinations ({} pairs): two subfields of different domains in 2 to 4 documents, in "
          "none before; the ratio is to what chance would bring.",
          "路线（共考察{}条）：{}有3至9篇，发文率为{}的两倍以上。组合（共{}对）：不同领域的两个"
          "子领域在2至4篇中首次相遇，倍数为与随机情形之比。")),
      report.routes_tested, span_text(report.recent.first, report.recent.last, voice),
      span_text(report.previous.first, report.previous.last, voice), report.pairs);
}

std::string terms_note(const pipeline::WeakReport& report, const Voice& voice) {
  if (!report.has_terms) {
    return voice.pick("Terms and documents were not measured yet ('horizon weak').",
                      "术语与文献尚未测算（horizon weak）。");
  }
  return fmt::format(
      fmt::runtime(voice.pick(
          "Terms: of {} names {} are rarer and spread faster than half of all (Yoon's map of weak "
          "signals, five years); {} of these grew beyond chance in the last four quarters, from "
          "three groups or more.",
          "术语：{}个名称中有{}个比半数更少见、扩散更快（Yoon弱信号图，五年）；其中{}"
          "个最近四个季度的"
          "增长超出随机，且来自三个以上团队。")),
      with_separators(report.terms.names), with_separators(report.terms.in_weak),
      with_separators(report.terms.growing));
}

std::string documents_note(const pipeline::WeakReport& report, const Voice& voice) {
  if (report.documents.examined == 0) {
    return voice.pick("Documents: none in the last four quarters.", "文献：最近四个季度没有文献。");
  }
  return fmt::format(
      fmt::runtime(voice.pick(
          "Documents: those of the last four quarters ({}; {} with two codes or more) that show "
          "two signs of being off the common path. Unusual codes: z below {:.1f} against chance. "
          "Not a score of merit.",
          "文献：最近四个季度的{}篇（其中{}"
          "篇有两个以上代码）中具有两项以上非共识迹象者。代码组合罕见："
          "相对随机的z值低于{:.1f}。这不是价值评分。")),
      with_separators(report.documents.examined), with_separators(report.documents.with_pairs),
      report.documents.threshold);
}

void add_range_notes(const pipeline::WeakReport& report, const Voice& voice,
                     std::vector<std::string>& notes) {
  if (!report.has_terms) return;
  if (!report.data_until) {
    notes.emplace_back(
        voice.pick("No dated documents yet: 'horizon import' or 'horizon scan' "
                   "bring some.",
                   "尚无带日期的文献：请先运行horizon import或horizon scan。"));
    return;
  }
  if (report.as_of > *report.data_until || report.as_of < *report.data_from) {
    notes.push_back(fmt::format(
        fmt::runtime(voice.pick("The documents reach from {} to {}; nothing outside is guessed.",
                                "文献的日期为{}至{}；范围之外不作推测。")),
        format_day(*report.data_from), format_day(*report.data_until)));
  }
}

}  // namespace

Json signs_json(unsigned signs) {
  Json out = Json::array();
  for (const Sign& sign : kSigns) {
    if ((signs & sign.bit) != 0) out.push_back(sign.id);
  }
  return out;
}

std::string signs_text(unsigned signs, const Voice& voice) {
  std::string out;
  for (const Sign& sign : kSigns) {
    if ((signs & sign.bit) == 0) continue;
    if (!out.empty()) out += voice.pick(", ", "、");
    out += voice.pick(sign.en, sign.zh);
  }
  return out;
}

Answer weak_answer(const pipeline::WeakReport& report, const std::string& only,
                   const taxonomy::Taxonomy& taxonomy, const Voice& voice) {
  Answer answer;
  const auto wants = [&](std::string_view signal) { return only.empty() || only == signal; };
  const auto add = [&](std::string_view signal, const auto& found, const auto& row_of) {
    if (!wants(signal)) return;
    std::size_t rank = 0;
    for (const auto& one : found) answer.rows.push_back(row_of(one, ++rank));
  };
  add("term", report.terms.terms, term_row);
  add("route", report.routes,
      [&](const auto& one, std::size_t rank) { return route_row(one, rank, taxonomy, voice); });
  add("combination", report.meetings,
      [&](const auto& one, std::size_t rank) { return meeting_row(one, rank, taxonomy, voice); });
  add("document", report.documents.documents,
      [&](const auto& one, std::size_t rank) { return document_row(one, rank, voice); });
  answer.notes.push_back(confidence_note(voice));
  if (wants("route") || wants("combination")) answer.notes.push_back(counts_note(report, voice));
  if (wants("term") || wants("document")) {
    answer.notes.push_back(terms_note(report, voice));
    if (report.has_terms) answer.notes.push_back(documents_note(report, voice));
  }
  add_range_notes(report, voice, answer.notes);
  return answer;
}

}  // namespace horizon::answers
