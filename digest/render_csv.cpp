#include "digest/render_csv.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string_view>

#include "digest/foreign.h"

namespace horizon::digest {
namespace {

std::string field(std::string_view text) {
  std::string clean = clean_line(text, 500);
  constexpr std::string_view kFormula = "=+-@";
  if (!clean.empty() && kFormula.find(clean.front()) != std::string_view::npos)
    clean.insert(0, 1, '\'');
  if (clean.find_first_of(",\"") == std::string::npos) return clean;
  std::string out = "\"";
  for (const char c : clean) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string number(double value) {
  if (std::isnan(value)) return "";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return fmt::format("{}", value);
}

class Sheet {
 public:
  explicit Sheet(const Issue& issue) : week_(format_period(issue.week)) {}

  void add(std::string_view section, std::string_view id, std::string_view measure,
           const std::string& value, std::string_view period = "") {
    out_ +=
        fmt::format("{},{},{},{},{},{},,\r\n", week_, section, field(id), period, measure, value);
  }
  void add(std::string_view section, std::string_view id, std::string_view measure,
           std::uint64_t value, std::string_view period = "") {
    add(section, id, measure, std::to_string(value), period);
  }
  void add(std::string_view section, std::string_view id, std::string_view measure,
           const std::optional<trends::Estimate>& value, std::string_view period = "") {
    if (!value) return;
    out_ += fmt::format("{},{},{},{},{},{},{},{}\r\n", week_, section, field(id), period, measure,
                        number(value->value), number(value->lower), number(value->upper));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string week_;
  std::string out_ = "week,section,id,period,measure,value,lower,upper\r\n";
};

void add_movement(const Issue& issue, Sheet& sheet) {
  for (const MovementGroup& group : issue.movement) {
    for (const MovementRow& row : group.rows) {
      const std::string& id = row.node.id;
      sheet.add("movement", id, "documents", row.growth.recent.tally.count);
      sheet.add("movement", id, "documents_before", row.growth.previous.tally.count);
      sheet.add("movement", id, "rate_per_1000", row.growth.recent.rate);
      if (row.growth.comparison) sheet.add("movement", id, "ratio", row.growth.comparison->ratio);
      if (row.tested) sheet.add("movement", id, "q", number(row.q_value));
      sheet.add("movement", id, "verdict", std::string(trends::to_string(row.growth.verdict)));
      sheet.add("movement", id, "passed", std::string(row.passed ? "true" : "false"));
    }
  }
}

void add_headlines(const Issue& issue, Sheet& sheet) {
  for (const Headline& headline : issue.headlines) {
    const std::string& id = headline.node.id;
    sheet.add("headline", id, "documents", headline.growth.recent.tally.count);
    sheet.add("headline", id, "ratio", headline.growth.comparison->ratio);
    sheet.add("headline", id, "q", number(headline.q_value));
    sheet.add("headline", id, "reversal_documents", headline.reversal.documents);
    for (const EvidenceItem& item : headline.evidence)
      sheet.add("headline", id, "evidence", field(item.id));
  }
}

void add_heat(const Issue& issue, Sheet& sheet) {
  for (const HeatGroup& group : issue.heat.groups) {
    for (const HeatRow& row : group.rows) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string period = format_period(issue.heat.periods[i]);
        sheet.add("heat", row.node.id, "documents", row.cells[i].count, period);
        if (row.cells[i].z) sheet.add("heat", row.node.id, "z", number(*row.cells[i].z), period);
      }
    }
  }
}

void add_findings(const Issue& issue, Sheet& sheet) {
  for (const RoutePanel& panel : issue.routes) {
    for (const RouteCount& route : panel.routes) {
      sheet.add("route", route.route.id, "documents", route.recent);
      sheet.add("route", route.route.id, "documents_before", route.previous);
    }
  }
  for (const ConvergingFields& pair : issue.convergence) {
    const std::string id = pair.first.id + " x " + pair.second.id;
    sheet.add("convergence", id, "documents", pair.both);
    sheet.add("convergence", id, "documents_before", pair.previous_both);
    sheet.add("convergence", id, "lift", pair.lift);
  }
  for (const WeakSignal& weak : issue.weak) {
    const bool route = weak.kind == WeakKind::kRoute;
    const std::string id = route ? weak.node.id : weak.node.id + " x " + weak.other.id;
    sheet.add("weak", id, "documents", weak.recent);
    sheet.add("weak", id, "documents_before", weak.previous);
    sheet.add("weak", id, route ? "ratio" : "lift", weak.ratio);
  }
  for (const EmergingEntry& entry : issue.emerging.terms) {
    sheet.add("emerging", entry.term, "documents", entry.documents);
    sheet.add("emerging", entry.term, "ratio", entry.growth);
  }
  for (const ActorPanel& panel : issue.actors) {
    for (const ActorEntry& actor : panel.leaders)
      sheet.add("actor", panel.node.id + " " + actor.id, "documents", actor.documents);
  }
}

void add_record(const Issue& issue, Sheet& sheet) {
  for (const CoverageRow& row : issue.coverage.rows) {
    const std::string id = fmt::format("{}/{}/{}", row.source, row.language, to_string(row.kind));
    sheet.add("coverage", id, "new_documents", row.new_documents);
    sheet.add("coverage", id, "all_documents", row.total_documents);
    if (row.usual_low) sheet.add("coverage", id, "usual_low", *row.usual_low);
    if (row.usual_high) sheet.add("coverage", id, "usual_high", *row.usual_high);
  }
  for (const WatchItem& watch : issue.watches)
    sheet.add("watch", watch.id, "fresh_documents", watch.fresh_documents);
  for (const Grade& grade : issue.scorecard) {
    const std::string id =
        fmt::format("{} {}", format_period(grade.week), grade.rising ? "rising" : "falling");
    sheet.add("scorecard", id, "claims", grade.claims);
    sheet.add("scorecard", id, "held", grade.held);
    sheet.add("scorecard", id, "all", grade.all);
    sheet.add("scorecard", id, "all_held", grade.all_held);
  }
  for (const Correction& one : issue.corrections) {
    sheet.add("correction", one.node.id, "issued", one.issued, format_period(one.week));
    sheet.add("correction", one.node.id, "now", one.now, format_period(one.week));
  }
}

}  // namespace

std::string render_csv(const Issue& issue) {
  Sheet sheet(issue);
  sheet.add("issue", "", "as_of", format_day(issue.as_of));
  sheet.add("issue", "", "subfields", std::uint64_t{issue.subfields});
  sheet.add("issue", "", "tested", std::uint64_t{issue.tested});
  add_headlines(issue, sheet);
  add_movement(issue, sheet);
  add_heat(issue, sheet);
  add_findings(issue, sheet);
  add_record(issue, sheet);
  return sheet.take();
}

}  // namespace horizon::digest
