#include "crawler/formats/export/bibtex.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/bytes/text_source.h"
#include "crawler/formats/export/bibtex_entry.h"
#include "crawler/formats/export/draft.h"
#include "crawler/formats/export/latex_text.h"
#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged.h"
#include "crawler/formats/whole_file.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kWindow = std::size_t{16} << 20;
constexpr std::size_t kMaxEntry = std::size_t{4} << 20;
constexpr std::size_t kReadSize = std::size_t{1} << 20;
constexpr std::size_t kMaxHead = std::size_t{1} << 20;  // macros and parents that a window carries

bool is_record(const BibSpan& span) {
  return span.type != "string" && span.type != "comment" && span.type != "preamble";
}

// The key that an entry names as its parent, and its own; views into its text.
std::string_view parent_key(std::string_view entry) {
  for (const std::string_view word : {"crossref", "CrossRef", "Crossref", "CROSSREF"}) {
    std::size_t at = entry.find(word);
    if (at == std::string_view::npos) continue;
    at = entry.find_first_of("={", at + word.size());
    if (at == std::string_view::npos || entry[at] != '=') continue;
    at = entry.find_first_not_of(" \t\n{\"", at + 1);
    if (at == std::string_view::npos) continue;
    return trim(entry.substr(at, entry.find_first_of("}\",\n", at) - at));
  }
  return {};
}

std::string_view own_key(std::string_view entry) {
  const std::size_t open = entry.find_first_of("{(");
  if (open == std::string_view::npos) return {};
  return trim(entry.substr(open + 1, entry.find_first_of(",\n", open) - open - 1));
}

class BibtexCutter final : public RecordCutter {
 public:
  explicit BibtexCutter(std::unique_ptr<ByteSource> bytes)
      : bytes_(text_source(std::move(bytes))) {}

  Result<std::optional<Slice>> next() override {
    while (ready_.empty()) {
      if (damage_) return fail(*std::exchange(damage_, std::nullopt));
      if (!ended_ || !window_.empty()) {
        read_window();
        continue;
      }
      if (std::exchange(found_, true)) return std::nullopt;
      return fail(ErrorCode::kCorrupt, "no BibTeX entry is in it");
    }
    found_ = true;
    Slice slice = std::move(ready_.front());
    ready_.pop_front();
    return slice;
  }

 private:
  void read_window() {
    while (!ended_ && window_.size() < kWindow) {
      const auto got = portions_.append(*bytes_, window_);
      if (!got) damage_ = got.error();
      ended_ = !got || *got == 0;
    }
    std::size_t rest = window_.size();
    const auto spans = find_entries(window_, rest);
    // An entry that fills the window by itself has lost its end.
    if (ended_ || rest == 0) rest = window_.size();
    const auto head = head_of(spans, rest);
    std::size_t counted = 0;
    const auto count_to = [&](std::size_t end) {
      const std::string_view passed = std::string_view(window_).substr(counted, end - counted);
      line_ += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
      counted = end;
    };
    for (const BibSpan& span : spans) {
      if (span.begin >= rest || !is_record(span)) continue;
      count_to(span.begin);
      take(span, line_, head);
    }
    count_to(rest);
    window_.erase(0, rest);
  }

  // Macros of the file so far, and the entries that others of this window inherit from.
  std::shared_ptr<const std::string> head_of(const std::vector<BibSpan>& spans, std::size_t rest) {
    std::vector<std::string_view> parents;
    for (const BibSpan& span : spans) {
      const std::string_view text = std::string_view(window_).substr(span.begin, span.size);
      if (span.type == "string" && span.begin < rest && macros_.size() + text.size() < kMaxHead) {
        macros_ += text;
        macros_ += '\n';
      }
      if (const std::string_view key = parent_key(text); !key.empty()) parents.push_back(key);
    }
    std::sort(parents.begin(), parents.end());
    std::string head = macros_;
    for (const BibSpan& span : spans) {
      const std::string_view text = std::string_view(window_).substr(span.begin, span.size);
      if (is_record(span) && std::binary_search(parents.begin(), parents.end(), own_key(text)) &&
          head.size() + text.size() < 2 * kMaxHead) {
        head += text;
        head += '\n';
      }
    }
    return std::make_shared<const std::string>(std::move(head));
  }

  void take(const BibSpan& span, std::uint64_t line,
            const std::shared_ptr<const std::string>& head) {
    Slice slice;
    slice.bytes = window_.substr(span.begin, span.size);
    slice.head = head;
    slice.position = std::to_string(line);
    slice.whole_size = slice.bytes.size();
    slice.oversized = slice.bytes.size() > kMaxEntry;
    if (slice.oversized) slice.bytes.resize(kQuarantineBytes);
    ready_.push_back(std::move(slice));
  }

  std::unique_ptr<ByteSource> bytes_;
  PortionReader portions_{kReadSize};
  std::string window_, macros_;
  std::deque<Slice> ready_;
  std::optional<Error> damage_;
  bool ended_ = false;
  bool found_ = false;
  std::uint64_t line_ = 1;  // on which the window begins
};

constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"title", Field::kTitle},
    {"abstract", Field::kAbstract},
    {"journal", Field::kVenue},
    {"journaltitle", Field::kVenue},
    {"booktitle", Field::kVenue},
    {"series", Field::kOtherVenue},
    {"eventtitle", Field::kOtherVenue},
    {"howpublished", Field::kOtherVenue},
    {"publisher", Field::kPublisher},
    {"school", Field::kPublisher},
    {"institution", Field::kPublisher},
    {"organization", Field::kPublisher},
    {"year", Field::kYear},
    {"month", Field::kMonth},
    {"doi", Field::kDoi},
    {"url", Field::kUrl},
    {"pmid", Field::kPmid},
    {"language", Field::kLanguage},
    {"langid", Field::kLanguage},
    {"affiliation", Field::kOrganisations},
    {"affiliations", Field::kOrganisations},
    {"holder", Field::kApplicants},
    {"assignee", Field::kApplicants},
    {"unique-id", Field::kId},
    {"shorttitle", Field::kOtherTitle},
    {"eprintdate", Field::kEarlyDate},
});

// BibTeX's own macros for months.
const BibMacros& built_in_macros() {
  static const BibMacros kMacros = {{"jan", "Jan"}, {"feb", "Feb"}, {"mar", "Mar"}, {"apr", "Apr"},
                                    {"may", "May"}, {"jun", "Jun"}, {"jul", "Jul"}, {"aug", "Aug"},
                                    {"sep", "Sep"}, {"oct", "Oct"}, {"nov", "Nov"}, {"dec", "Dec"}};
  return kMacros;
}

class BibtexParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized)
      return quarantine(slice, context, "an entry of more than 4 MB: it is not closed", out);
    if (slice.head != head_) read_head(slice.head);
    const std::string text =
        is_valid_utf8(slice.bytes) ? slice.bytes : decode_to_utf8(slice.bytes, {}).text;
    const auto entry = parse_entry(text, macros_);
    if (!entry) return quarantine(slice, context, "an entry without key and fields", out);
    Draft draft;
    fill(*entry, draft);
    draft.finish(slice, context, out);
  }

 private:
  void read_head(std::shared_ptr<const std::string> head) {
    head_ = std::move(head);
    macros_ = built_in_macros();
    parents_.clear();
    if (head_ == nullptr) return;
    std::size_t rest = 0;
    for (const BibSpan& span : find_entries(*head_, rest)) {
      const std::string_view text = std::string_view(*head_).substr(span.begin, span.size);
      if (span.type == "string") {
        add_macro(text, macros_);
      } else if (auto entry = parse_entry(text, macros_)) {
        parents_.emplace(entry->key, *std::move(entry));
      }
    }
  }

  void fill(const BibEntry& entry, Draft& draft) const {
    draft.add(Field::kType, entry.type);
    for (const auto& [name, value] : entry.fields) add(entry, name, value, draft);
    const std::string* const parent = entry.find("crossref");
    if (parent == nullptr) return;
    const auto found = parents_.find(std::string(trim(*parent)));
    if (found == parents_.end() || found->first == entry.key) return;
    for (const auto& [name, value] : found->second.fields) {
      // A book's title is the venue of what stands in it; all else is the same for both.
      if (name == "title" && entry.find("booktitle") == nullptr) {
        draft.add(Field::kVenue, latex_to_text(value));
      } else if (name != "title" && name != "author" && name != "doi" && name != "url" &&
                 name != "abstract" && name != "unique-id" && entry.find(name) == nullptr) {
        add(entry, name, value, draft);
      }
    }
  }

  static void add(const BibEntry& entry, const std::string& name, const std::string& value,
                  Draft& draft) {
    if (name == "author") {
      for (const std::string_view author : split_bib_names(value)) {
        draft.add(Field::kAuthor, latex_to_text(author));
      }
    } else if (name == "date") {
      // "2026-11/2026-12" is a range: its beginning.
      draft.add(Field::kDate, std::string_view(value).substr(0, value.find('/')));
    } else if (name == "eprint") {
      add_eprint(entry, value, draft);
    } else if (name == "doi" || name == "url" || name == "unique-id") {
      draft.add(meaning_of(kMeanings, name), unescaped(value));
    } else {
      draft.add(meaning_of(kMeanings, name), collapse_whitespace(latex_to_text(value)));
    }
    const bool number = entry.type == "patent" && (name == "number" || name == "note");
    if (number && looks_like_patent_number(latex_to_text(value))) {
      draft.add(Field::kPublicationNumber, latex_to_text(value));
    }
    const bool subtype = name == "entrysubtype" || name == "type";
    if (subtype && kind_of_type(value)) draft.add(Field::kKind, value);
  }

  static void add_eprint(const BibEntry& entry, const std::string& value, Draft& draft) {
    const std::string* archive = entry.find("archiveprefix");
    if (archive == nullptr) archive = entry.find("eprinttype");
    const std::string name = archive == nullptr ? "arxiv" : ascii_lower(*archive);
    if (name == "arxiv") draft.add(Field::kArxiv, value);
    if (name == "pubmed" || name == "pmid") draft.add(Field::kPmid, value);
  }

  // Addresses keep everything but the escapes in front of marks.
  static std::string unescaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
      if (c != '\\' && c != '{' && c != '}') out += c;
    }
    return out;
  }

  std::shared_ptr<const std::string> head_;
  BibMacros macros_ = built_in_macros();
  std::map<std::string, BibEntry> parents_;
};

}  // namespace

bool is_bibtex(const Beginning& beginning) {
  const std::string_view text = beginning.text();
  std::size_t rest = text.size();
  const auto spans = find_entries(text, rest);
  if (spans.empty()) return false;
  if (ascii_lower(beginning.name()).ends_with(".bib")) return true;
  // In a text of another kind an '@' stands within the text: here one begins a line.
  const std::size_t begin = spans.front().begin;
  const bool own_line =
      begin == 0 || text[begin - 1] == '\n' || trim(text.substr(0, begin)).empty();
  const std::string_view entry = text.substr(begin, spans.front().size);
  return own_line && (entry.find('=') != std::string_view::npos || !is_record(spans.front()));
}

std::unique_ptr<RecordCutter> cut_bibtex(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<BibtexCutter>(std::move(bytes));
}

std::unique_ptr<RecordParser> bibtex_parser() { return std::make_unique<BibtexParser>(); }

}  // namespace horizon::crawler
