#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <utility>

#include "index/query.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

constexpr int kMaxReopens = 10;

// BM25 with these parameters equals Lucene's ranking on Cranfield and CISI; Xapian's own defaults
// lose 4 % nDCG to it.
Xapian::BM25Weight ranking() { return {1.2, 0, 1, 0.75, 0}; }

class Verifier final : public Xapian::MatchDecider {
 public:
  explicit Verifier(const std::function<bool(DocumentNumber)>& verify) : verify_(verify) {}
  bool operator()(const Xapian::Document& document) const override {
    return verify_(document.get_docid());
  }

 private:
  const std::function<bool(DocumentNumber)>& verify_;
};

// Newest first; undated documents last; equal days by id.
class NewestFirst final : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document& document) const override {
    std::string key;
    for (const char c : document.get_value(kPublishedSlot)) {
      key += static_cast<char>('~' - c + ' ');
    }
    key.resize(10, '\x7F');
    return key + document.get_value(kIdSlot);
  }
};

}  // namespace

struct Reader::Impl {
  mutable Xapian::Database database;
  std::filesystem::path folder;

  // Runs `work`; when the writer has overtaken this reader, the whole of it again on the newest
  // state.
  template <typename T>
  Result<T> retrying(const std::function<T()>& work) const {
    for (int attempt = 0;; ++attempt) {
      try {
        return work();
      } catch (const Xapian::DatabaseModifiedError&) {
        if (attempt == kMaxReopens) break;
        database.reopen();
      } catch (const Xapian::Error& error) {
        return fail(ErrorCode::kUnavailable,
                    fmt::format("search index {}: {} ('horizon reindex' builds it anew)",
                                folder.string(), error.get_msg()));
      }
    }
    return fail(ErrorCode::kUnavailable, fmt::format("search index {} changes faster than it can "
                                                     "be read; try again",
                                                     folder.string()));
  }

  Hits run(const Xapian::Query& query, const Query& asked) const {
    Hits hits;
    if (query.empty()) return hits;
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking());
    enquire.set_query(query);
    NewestFirst newest;
    if (asked.order == Order::kNewest) {
      enquire.set_sort_by_key(&newest, false);
    } else {
      enquire.set_sort_by_relevance_then_value(kIdSlot, false);
    }
    // Looking at every match makes the total exact; it costs twice the time of a top ten.
    const Verifier verifier(asked.verify);
    const Xapian::MSet found = enquire.get_mset(
        static_cast<Xapian::doccount>(asked.offset), static_cast<Xapian::doccount>(asked.limit),
        database.get_doccount(), nullptr, asked.verify ? &verifier : nullptr);
    for (auto it = found.begin(); it != found.end(); ++it) {
      hits.hits.push_back({*it, it.get_weight()});
    }
    hits.total = found.get_matches_estimated();
    hits.total_is_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    return hits;
  }
};

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::filesystem::path& folder) {
  try {
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->database = Xapian::Database(folder.string());
    return Reader(std::move(impl));
  } catch (const Xapian::DatabaseOpeningError&) {
    return fail(ErrorCode::kNotFound, fmt::format("no search index in {}", folder.string()));
  } catch (const Xapian::Error& error) {
    return fail(ErrorCode::kCorrupt, fmt::format("search index {}: {} ('horizon reindex' builds "
                                                 "it anew)",
                                                 folder.string(), error.get_msg()));
  }
}

std::uint64_t Reader::sequence() const {
  const auto text = impl_->retrying<std::string>(
      [&] { return impl_->database.get_metadata("horizon.sequence"); });
  std::uint64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::uint64_t Reader::documents() const {
  return impl_->retrying<std::uint64_t>([&] { return impl_->database.get_doccount(); }).value_or(0);
}

std::string Reader::store() const {
  return impl_->retrying<std::string>([&] { return impl_->database.get_metadata("horizon.store"); })
      .value_or("");
}

Result<Hits> Reader::search(const Query& query, const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<Hits>([&] {
    BuiltQuery built = build_query(query, segmenter);
    Hits hits = impl_->run(built.strict, query);
    if (hits.total == 0 && !built.relaxed.empty()) {
      hits = impl_->run(built.relaxed, query);
      hits.relaxed = hits.total > 0;
    }
    hits.terms = std::move(built.terms);
    return hits;
  });
}

Result<std::vector<DocumentNumber>> Reader::matching(const Query& query,
                                                     const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<std::vector<DocumentNumber>>([&] {
    std::vector<DocumentNumber> numbers;
    const BuiltQuery built = build_query(query, segmenter);
    if (built.strict.empty()) return numbers;
    Xapian::Enquire enquire(impl_->database);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    enquire.set_query(built.strict);
    const Verifier verifier(query.verify);
    const Xapian::MSet found = enquire.get_mset(0, impl_->database.get_doccount(), 0, nullptr,
                                                query.verify ? &verifier : nullptr);
    for (auto it = found.begin(); it != found.end(); ++it) numbers.push_back(*it);
    return numbers;
  });
}

}  // namespace horizon::index
