#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "store/rows.h"

namespace horizon::store {
namespace {

double bounded(float probability) {
  if (std::isnan(probability)) return 0;
  return std::clamp(static_cast<double>(probability), 0.0, 1.0);
}

constexpr auto kAssigned = static_cast<std::int64_t>(horizon::Outcome::kAssign);
// Added to the outcome of the labels of a joined document, which count and list nowhere.
constexpr std::int64_t kAside = 2;

}  // namespace

Result<std::vector<LabelRow>> encode_labels(const Tables& tables, std::span<const Label> labels) {
  std::map<std::int64_t, LabelRow> by_node;
  for (const Label& label : labels) {
    if (label.node.empty()) continue;
    const auto node = tables.names.intern(label.node);
    if (!node) return fail(node.error());
    const auto outcome = static_cast<std::int64_t>(label.outcome);
    const auto known = by_node.find(*node);
    if (known != by_node.end() && known->second.outcome <= outcome) continue;
    by_node.insert_or_assign(*node, LabelRow{*node, bounded(label.probability), outcome,
                                             encode_evidence(label.evidence)});
  }
  std::vector<LabelRow> rows;
  rows.reserve(by_node.size());
  for (auto& [node, row] : by_node) rows.push_back(std::move(row));
  return rows;
}

Result<std::vector<LabelRow>> read_label_rows(const Tables& tables, DocumentNumber number) {
  std::vector<LabelRow> rows;
  Query query = tables.database.query(
      "SELECT node, probability, outcome, evidence FROM labels WHERE number = ?1 ORDER BY node");
  HORIZON_TRY(query.bind(number).each([&rows](const Query& row) -> Status {
    rows.push_back(
        {row.integer(0), row.real(1), row.integer(2) % kAside, std::string(row.blob(3))});
    return {};
  }));
  return rows;
}

Result<std::vector<Label>> read_labels(const Tables& tables, DocumentNumber number) {
  const auto rows = read_label_rows(tables, number);
  if (!rows) return fail(rows.error());
  std::vector<Label> labels;
  for (const LabelRow& row : *rows) {
    auto node = tables.names.name(row.node);
    if (!node) return fail(node.error());
    auto evidence = decode_evidence(row.evidence);
    if (!evidence)
      return fail(evidence.error().code,
                  fmt::format("{}: document {}: {}", tables.database.file().string(), number,
                              evidence.error().message));
    labels.push_back({*std::move(node), static_cast<float>(row.probability),
                      static_cast<horizon::Outcome>(row.outcome), *std::move(evidence)});
  }
  std::ranges::sort(labels, {}, &Label::node);
  return labels;
}

Status delete_labels(const Tables& tables, DocumentNumber number) {
  Query clear = tables.database.query("DELETE FROM labels WHERE number = ?1");
  return clear.bind(number).run();
}

Status insert_labels(const Tables& tables, const DocumentRow& row,
                     std::span<const LabelRow> labels) {
  std::optional<std::int64_t> published;
  if (row.document.published)
    published = std::int64_t{row.document.published->day.time_since_epoch().count()};
  for (const LabelRow& label : labels) {
    Query insert =
        tables.database.query("INSERT INTO labels VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    insert.bind(row.number, label.node, label.probability,
                label.outcome + (row.joined ? kAside : 0), published,
                static_cast<std::int64_t>(row.document.kind),
                std::int64_t{row.first_seen.time_since_epoch().count()});
    HORIZON_TRY(insert.bind_blob(label.evidence).run());
  }
  return {};
}

Status mark_joined(const Tables& tables, DocumentNumber number, bool joined,
                   std::uint64_t sequence) {
  Query document =
      tables.database.query("UPDATE documents SET deleted = ?2, sequence = ?3 WHERE number = ?1");
  HORIZON_TRY(document.bind(number, joined ? kJoined : 0, sequence).run());
  Query labels =
      tables.database.query("UPDATE labels SET outcome = outcome % ?2 + ?3 WHERE number = ?1");
  return labels.bind(number, kAside, joined ? kAside : 0).run();
}

Result<Contribution> contribution_of(const Tables& tables, const DocumentRow& row,
                                     std::span<const LabelRow> labels) {
  Contribution contribution;
  const Document& document = row.document;
  contribution.live = !document.deleted && !row.joined;
  if (!contribution.live) return contribution;
  const auto language = tables.names.intern(document.language);
  if (!language) return fail(language.error());
  const auto source = tables.names.intern(document.source);
  if (!source) return fail(source.error());
  contribution.published = document.published;
  contribution.kind = document.kind;
  contribution.language = *language;
  contribution.source = *source;
  for (const LabelRow& label : labels)
    if (label.outcome == kAssigned) contribution.nodes.push_back(label.node);
  return contribution;
}

}  // namespace horizon::store
