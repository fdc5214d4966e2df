#include "pipeline/watch_items.h"

#include <fmt/format.h>

#include <utility>

#include "pipeline/evidence.h"
#include "store/outbox.h"

namespace horizon::pipeline {
namespace {

std::vector<digest::EvidenceItem> evidence_of_all(
    const std::vector<store::StoredDocument>& documents) {
  std::vector<digest::EvidenceItem> out;
  out.reserve(documents.size());
  for (const store::StoredDocument& stored : documents) out.push_back(evidence_of(stored));
  return out;
}

digest::WatchItem item_of(const WatchFinding& finding) {
  digest::WatchItem item;
  item.id = finding.watch.id;
  item.name = finding.watch.name;
  item.owner = finding.watch.owner;
  item.kind = finding.watch.query.empty() ? digest::WatchKind::kTopic : digest::WatchKind::kQuery;
  item.query = finding.watch.query;
  item.node = finding.watch.topic;
  item.threshold = finding.watch.threshold;
  item.fresh_documents = finding.fresh.size();
  item.reached = finding.reached;
  item.evidence = evidence_of_all(finding.evidence);
  return item;
}

}  // namespace

Result<std::vector<WatchFinding>> evaluate_watches(const std::vector<Watch>& watches,
                                                   const Searcher& searcher, Day as_of,
                                                   const std::string& message,
                                                   const WatchError& on_error) {
  std::vector<WatchFinding> findings;
  for (const Watch& watch : watches) {
    const auto told = store::Outbox(searcher.store()).told(watch.id, message);
    if (!told) return fail(told.error());
    auto finding = evaluate_watch(watch, searcher, as_of, *told);
    if (finding) {
      findings.push_back(*std::move(finding));
    } else if (finding.error().code == ErrorCode::kUsage) {
      on_error(watch.id, finding.error());
    } else {
      return fail(finding.error());
    }
  }
  return findings;
}

std::vector<digest::WatchItem> watch_items(const std::vector<WatchFinding>& findings) {
  std::vector<digest::WatchItem> items;
  for (const WatchFinding& finding : findings) {
    items.push_back(item_of(finding));
    int number = 0;
    for (const MilestoneFinding& milestone : finding.milestones) {
      digest::WatchItem item;
      item.id = fmt::format("{}/{}", finding.watch.id, ++number);
      item.name = milestone.milestone.event;
      item.owner = finding.watch.owner;
      item.kind = digest::WatchKind::kMilestone;
      item.query = milestone.milestone.query;
      item.node = finding.watch.topic;
      item.fresh_documents = milestone.documents;
      item.due = milestone.milestone.due;
      item.reached = milestone.documents > 0;
      item.evidence = evidence_of_all(milestone.shown);
      items.push_back(std::move(item));
    }
  }
  return items;
}

std::string issue_message_key(const Period& week) { return "issue/" + format_period(week); }

WatchSource watch_source(const Workspace& workspace, WatchError on_error) {
  return [&workspace, on_error = std::move(on_error)](
             const Searcher& searcher,
             const WatchSpan& span) -> Result<std::vector<digest::WatchItem>> {
    const auto watches = read_watches(workspace.root);
    if (!watches) return fail(watches.error());
    const auto findings =
        evaluate_watches(*watches, searcher, span.until, issue_message_key(span.week), on_error);
    if (!findings) return fail(findings.error());
    return watch_items(*findings);
  };
}

}  // namespace horizon::pipeline
