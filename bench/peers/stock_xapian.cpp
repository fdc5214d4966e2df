// bench_stock FOLDER DOCUMENTS.tsv QUERIES.tsv: Xapian as it comes: TermGenerator with positions,
// QueryParser, dates by value ranges, facets and series by ValueCountMatchSpy. Prints "seconds TAB
// cpu seconds" of indexing, then "kind TAB milliseconds" of each query.
#include <fmt/format.h>
#include <sys/resource.h>
#include <xapian.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr int kRounds = 3;
constexpr unsigned kDaySlot = 0;
constexpr unsigned kFirstFacetSlot = 1;  // kind, language, source

using Clock = std::chrono::steady_clock;

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::size_t begin = 0;
  for (std::size_t end = line.find('\t'); end != std::string::npos; end = line.find('\t', begin)) {
    fields.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  fields.push_back(line.substr(begin));
  return fields;
}

void fill(Xapian::WritableDatabase& database, const char* file) {
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("english"));
  generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const auto fields = fields_of(line);
    Xapian::Document document;
    document.set_data(fields[0]);
    document.add_value(kDaySlot, fields[1]);
    for (unsigned i = 0; i < 3; ++i) document.add_value(kFirstFacetSlot + i, fields[2 + i]);
    generator.set_document(document);
    generator.index_text(fields[5]);
    generator.increase_termpos();
    generator.index_text(fields[6]);
    database.add_document(document);
  }
  database.commit();
}

void ask(const Xapian::Database& database, Xapian::QueryParser& parser,
         const std::vector<std::string>& query) {
  Xapian::Query parsed = parser.parse_query(
      query[1], Xapian::QueryParser::FLAG_DEFAULT | Xapian::QueryParser::FLAG_CJK_NGRAM);
  if (query[0] == "date") {
    const Xapian::Query days(Xapian::Query::OP_VALUE_RANGE, kDaySlot, query[2], query[3]);
    parsed = Xapian::Query(Xapian::Query::OP_FILTER, parsed, days);
  }
  Xapian::Enquire enquire(database);
  enquire.set_query(parsed);
  const bool counts = query[0] == "facets" || query[0] == "series";
  std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
  const unsigned first = query[0] == "series" ? kDaySlot : kFirstFacetSlot;
  for (unsigned i = 0; counts && i < (query[0] == "series" ? 1U : 3U); ++i) {
    spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(first + i));
    enquire.add_matchspy(spies.back().get());
  }
  const Xapian::MSet found = enquire.get_mset(0, 10, counts ? database.get_doccount() : 0);
  for (auto it = found.begin(); it != found.end(); ++it) it.get_document().get_data();
}

void run(char** argv) {
  const double before = cpu_seconds();
  const auto begin = Clock::now();
  Xapian::WritableDatabase database(argv[1], Xapian::DB_CREATE_OR_OVERWRITE);
  fill(database, argv[2]);
  fmt::print("{:.3f}\t{:.3f}\n", std::chrono::duration<double>(Clock::now() - begin).count(),
             cpu_seconds() - before);
  Xapian::QueryParser parser;
  parser.set_stemmer(Xapian::Stem("english"));
  parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  parser.set_database(database);
  std::vector<std::vector<std::string>> queries;
  std::ifstream lines(argv[3]);
  for (std::string line; std::getline(lines, line);) queries.push_back(fields_of(line));
  for (int round = -1; round < kRounds; ++round) {
    for (const auto& query : queries) {
      const auto asked = Clock::now();
      ask(database, parser, query);
      const std::chrono::duration<double, std::milli> spent = Clock::now() - asked;
      if (round >= 0) fmt::print("{}\t{:.4f}\n", query[0], spent.count());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench_stock FOLDER DOCUMENTS.tsv QUERIES.tsv\n");
    return 2;
  }
  try {
    run(argv);
  } catch (const Xapian::Error& error) {
    fmt::print(stderr, "bench_stock: {}\n", error.get_description());
    return 3;
  }
  return 0;
}
