// Documents by the labels that they bear, for whoever counts more than one label at a time.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <tuple>

#include "store/session.h"
#include "store/store.h"

namespace horizon::store {
namespace {

struct Bearer {
  std::int64_t number = 0;
  std::uint32_t node = 0;  // which of those that were asked for
  std::int32_t day = 0;    // of the epoch
  std::uint8_t precision = 0;
  std::uint8_t kind = 0;
  bool dated = false;
  std::int64_t language = 0, source = 0;  // names

  friend bool operator<(const Bearer& a, const Bearer& b) {
    return std::tie(a.number, a.node) < std::tie(b.number, b.node);
  }
};

Status collect(const Database& database, std::int64_t name, std::uint32_t node,
               std::vector<Bearer>& bearers) {
  Query query = database.query(
      "SELECT d.number, d.published_day, d.published_precision, d.kind, d.language, d.source "
      "FROM labels l INDEXED BY labels_by_node CROSS JOIN documents d INDEXED BY "
      "documents_by_number ON d.number = l.number AND d.deleted = 0 "
      "WHERE l.node = ?1 AND l.outcome = 0");
  return query.bind(name).each([&](const Query& row) -> Status {
    Bearer bearer;
    bearer.number = row.integer(0);
    bearer.node = node;
    bearer.dated = !row.is_null(1);
    if (bearer.dated) bearer.day = static_cast<std::int32_t>(row.integer(1));
    bearer.precision = static_cast<std::uint8_t>(row.integer(2));
    bearer.kind = static_cast<std::uint8_t>(row.integer(3));
    bearer.language = row.integer(4);
    bearer.source = row.integer(5);
    bearers.push_back(bearer);
    return {};
  });
}

}  // namespace

Status Store::each_labelled(std::span<const std::string> nodes,
                            const std::function<Status(const LabelledDocument&)>& visit) const {
  std::vector<Bearer> bearers;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const auto name = impl_->names.find(nodes[i]);
    if (!name) return fail(name.error());
    if (*name) HORIZON_TRY(collect(impl_->database, **name, i, bearers));
  }
  std::ranges::sort(bearers, std::less());
  std::vector<std::uint32_t> borne;
  for (std::size_t i = 0; i < bearers.size();) {
    const Bearer& first = bearers[i];
    borne.clear();
    for (; i < bearers.size() && bearers[i].number == first.number; ++i)
      borne.push_back(bearers[i].node);
    LabelledDocument document;
    document.number = static_cast<DocumentNumber>(first.number);
    if (first.dated) {
      document.published =
          PartialDate{Day{std::chrono::days{first.day}}, static_cast<Precision>(first.precision)};
    }
    document.kind = static_cast<Kind>(first.kind);
    const auto language = impl_->names.name(first.language);
    if (!language) return fail(language.error());
    const auto source = impl_->names.name(first.source);
    if (!source) return fail(source.error());
    document.language = *language;
    document.source = *source;
    document.nodes = borne;
    HORIZON_TRY(visit(document));
  }
  return {};
}

Status Store::each_with_organisations(
    std::span<const DocumentNumber> numbers,
    const std::function<Status(DocumentNumber, const Document&)>& visit) const {
  const Tables tables = impl_->tables();
  const auto reading = Transaction::read(tables.database);
  if (!reading) return fail(reading.error());
  for (const DocumentNumber number : numbers) {
    const auto row = read_document(tables, number, Part::kOrganisations);
    if (!row) return fail(row.error());
    if (*row) HORIZON_TRY(visit(number, (*row)->document));
  }
  return {};
}

}  // namespace horizon::store
