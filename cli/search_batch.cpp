#include "cli/search_batch.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

std::string without_spaces(const std::string& id) {
  std::string out;
  for (const char c : id) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      out += "%20";
    } else {
      out += c;
    }
  }
  return out;
}

// The characters that mean something to the query language, as spaces; operators in lower case.
std::string plain_words(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool means_something = std::string_view("\"()*:").find(c) != std::string_view::npos;
    out += means_something ? ' ' : c;
  }
  std::string words;
  for (const std::string_view word : split(out, ' ')) {
    words += words.empty() ? "" : " ";
    words += word == "NEAR" || word.starts_with("NEAR/") ? ascii_lower(word) : std::string(word);
  }
  return words;
}

Result<index::Hits> ask(const pipeline::Searcher& searcher, pipeline::SearchRequest request) {
  auto hits = searcher.rank(request);
  if (hits || hits.error().code != ErrorCode::kUsage) return hits;
  request.text = plain_words(request.text);
  return searcher.rank(request);
}

void print_trec(const std::string& query, const index::Hits& hits) {
  std::size_t rank = hits.first;
  for (const index::Hit& hit : hits.hits) {
    fmt::print("{} Q0 {} {} {:.6f} horizon\n", without_spaces(query), without_spaces(hit.id),
               ++rank, hit.score);
  }
}

void add_rows(const std::string& query, const index::Hits& hits, std::vector<Json>& rows) {
  std::size_t rank = hits.first;
  for (const index::Hit& hit : hits.hits) {
    rows.push_back({{"query", query}, {"rank", ++rank}, {"id", hit.id}, {"score", hit.score}});
  }
}

}  // namespace

Result<int> run_batch(const pipeline::Searcher& searcher, const pipeline::SearchRequest& base,
                      const std::string& file, bool trec, Format format, const Style& style) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file);
    if (!opened) {
      return fail(ErrorCode::kUsage, fmt::format("--batch: {} cannot be read", file));
    }
  }
  std::istream& in = file == "-" ? std::cin : opened;
  std::vector<Json> rows;
  int code = kDone;
  std::string line;
  const auto complain = [&](std::size_t number, const std::string& what) {
    fmt::print(stderr, "horizon: {}:{}: {}\n", file, number, what);
    code = kDoneWithFailures;
  };
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (trim(line).empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || trim(line.substr(0, tab)).empty()) {
      complain(number, "no query; write an identifier, a tab and the query");
      continue;
    }
    pipeline::SearchRequest request = base;
    request.text = line.substr(tab + 1);
    const std::string query(trim(line.substr(0, tab)));
    const auto hits = ask(searcher, std::move(request));
    if (!hits && hits.error().code != ErrorCode::kUsage) return fail(hits.error());
    if (!hits) {
      complain(number, hits.error().message);
    } else if (trec) {
      print_trec(query, *hits);
    } else {
      add_rows(query, *hits, rows);
    }
  }
  static constexpr Column kColumns[] = {{"query", "query", "检索式编号"},
                                        {"rank", "rank", "名次", true},
                                        {"id", "document", "文献"},
                                        {"score", "score", "得分", true}};
  if (!trec) print_rows(format, style, kColumns, rows, {}, false);
  return code;
}

}  // namespace horizon::cli
