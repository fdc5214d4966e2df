// One server that plays every kind of source, written from their documentation: each holds kCount
// records of the days 2026-11-15 to 2026-11-21, and pages them in its provider's own way.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "crawler/text/url.h"
#include "tests/support/http_server.h"

namespace horizon::test {

class Providers {
 public:
  static constexpr int kCount = 23;
  static constexpr int kPage = 5;  // records a page, whatever is asked for

  Providers()
      : server_([this](const std::string& head, const auto& send) {
          ++asked_;
          send(answer(head));
        }) {}

  int asked() const { return asked_; }  // requests so far

  std::string url(std::string_view path) const { return server_.url(path); }

  // Of record i, the newest last.
  static std::string day(int i) { return fmt::format("2026-11-{:02}", 15 + i * 7 / kCount); }

 private:
  using Json = nlohmann::json;
  using Parameters = std::map<std::string, std::string>;

  static std::string title(std::string_view provider, int i) {
    return fmt::format("{} reports superconducting qubit experiment number {}", provider, i);
  }

  static Parameters parameters_of(std::string_view query) {
    Parameters out;
    while (!query.empty()) {
      const std::size_t end = std::min(query.find('&'), query.size());
      const std::string_view pair = query.substr(0, end);
      const std::size_t equals = std::min(pair.find('='), pair.size());
      std::string value(pair.substr(std::min(equals + 1, pair.size())));
      std::replace(value.begin(), value.end(), '+', ' ');
      out[crawler::percent_decode(pair.substr(0, equals))] = crawler::percent_decode(value);
      query.remove_prefix(std::min(end + 1, query.size()));
    }
    return out;
  }

  static int number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  // The first two dates in a text ("2026-11-15" or "20261115" or "2026/11/15"), as YYYY-MM-DD.
  static std::pair<std::string, std::string> dates_in(std::string_view text) {
    std::vector<std::string> found;
    std::string digits;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const char c = i < text.size() ? text[i] : ' ';
      if (c >= '0' && c <= '9') digits += c;
      const bool joins = (c == '-' || c == '/') && !digits.empty() && digits.size() < 8;
      if ((c >= '0' && c <= '9') || joins) continue;
      if (digits.size() >= 8 && digits.starts_with("20")) {
        found.push_back(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" +
                        digits.substr(6, 2));
      }
      digits.clear();
    }
    if (found.empty()) return {"0000", "9999"};
    return {found.front(), found.size() > 1 ? found[1] : found.front()};
  }

  static std::vector<int> within(const std::pair<std::string, std::string>& dates) {
    std::vector<int> records;
    for (int i = 0; i < kCount; ++i) {
      if (day(i) >= dates.first && day(i) <= dates.second) records.push_back(i);
    }
    return records;
  }

  static std::vector<int> slice(const std::vector<int>& records, int from) {
    const auto begin =
        std::min<std::size_t>(static_cast<std::size_t>(std::max(from, 0)), records.size());
    const auto end = std::min<std::size_t>(begin + kPage, records.size());
    return {records.begin() + static_cast<std::ptrdiff_t>(begin),
            records.begin() + static_cast<std::ptrdiff_t>(end)};
  }

  static std::string ok(const std::string& body, std::string_view type) {
    return HttpServer::reply(body, fmt::format("Content-Type: {}\r\n", type));
  }
  static std::string json(const Json& value) { return ok(value.dump(), "application/json"); }

  static std::string answer(const std::string& head) {
    const std::size_t begin = head.find(' ') + 1;
    const std::string target = head.substr(begin, head.find(' ', begin) - begin);
    const std::size_t question = std::min(target.find('?'), target.size());
    const std::string path = crawler::percent_decode(target.substr(0, question));
    std::string query = target.substr(std::min(question + 1, target.size()));
    const std::size_t body = head.find("\r\n\r\n");
    if (head.starts_with("POST") && body != std::string::npos) query += "&" + head.substr(body + 4);
    return route(path, parameters_of(query), head);
  }

  static std::string route(const std::string& path, Parameters ask, const std::string& head) {
    if (path.starts_with("/feed")) return feed();
    if (path.starts_with("/lines")) return lines();
    if (path.starts_with("/oai")) return oai(ask);
    if (path.starts_with("/arxiv")) return arxiv(ask);
    if (path.starts_with("/crossref")) return crossref(ask);
    if (path.starts_with("/openalex")) return openalex(ask);
    if (path.find("esearch") != std::string::npos) return esearch(ask);
    if (path.find("efetch") != std::string::npos) return efetch(ask);
    if (path.starts_with("/europepmc")) return europepmc(ask);
    if (path.starts_with("/biorxiv")) return biorxiv(path);
    if (path.find("accesstoken") != std::string::npos) {
      return json({{"access_token", "t"}, {"expires_in", "1199"}, {"token_type", "Bearer"}});
    }
    if (path.starts_with("/ops")) return ops(ask, head);
    if (path.find("/files/") != std::string::npos) return weekly();
    if (path.starts_with("/uspto")) return products(head);
    if (path.starts_with("/site")) return site(path);
    return HttpServer::reply("", "", "404 Not Found");
  }

  static std::string feed() {
    std::string out = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>f</title>";
    for (int i = 0; i < kCount; ++i) {
      out += fmt::format(
          "<item><title>{}</title><guid>feed-{}</guid><link>https://feed.example.org/{}</link>"
          "<pubDate>{}T08:00:00Z</pubDate></item>",
          title("Feed", i), i, i, day(i));
    }
    return ok(out + "</channel></rss>", "application/rss+xml");
  }

  static std::string lines() {
    std::string out;
    for (int i = 0; i < kCount; ++i) {
      out += Json{{"id", fmt::format("line-{}", i)},
                  {"title", title("Line", i)},
                  {"date", day(i)},
                  {"lang", "en"}}
                 .dump() +
             "\n";
    }
    return ok(out, "application/jsonl");
  }

  static std::string oai(Parameters& ask) {
    const std::string open =
        "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
        "<responseDate>2026-11-22T00:00:00Z</responseDate>";
    if (ask["verb"] == "Identify") {
      return ok(open +
                    "<request verb=\"Identify\">x</request><Identify><repositoryName>r"
                    "</repositoryName><protocolVersion>2.0</protocolVersion><earliestDatestamp>"
                    "2000-01-01</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
                    "<granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>",
                "text/xml");
    }
    std::string range = ask["from"] + " " + ask["until"];
    int skip = 0;
    if (const std::string token = ask["resumptionToken"]; !token.empty()) {
      range = token.substr(0, token.find('|'));
      skip = number(token.substr(token.find('|') + 1));
    }
    const auto all = within(ask["from"].empty() && skip == 0 && ask["resumptionToken"].empty()
                                ? std::pair<std::string, std::string>{"0000", "9999"}
                                : dates_in(range));
    if (all.empty()) {
      return ok(open + "<error code=\"noRecordsMatch\">none</error></OAI-PMH>", "text/xml");
    }
    std::string out = open + "<request verb=\"ListRecords\">x</request><ListRecords>";
    for (const int i : slice(all, skip)) {
      out += fmt::format(
          "<record><header><identifier>oai:r:{0}</identifier><datestamp>{1}</datestamp></header>"
          "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{2}</dc:title><dc:date>{1}"
          "</dc:date></oai_dc:dc></metadata></record>",
          i, day(i), title("Repository", i));
    }
    skip += kPage;
    out += skip < static_cast<int>(all.size())
               ? fmt::format("<resumptionToken>{}|{}</resumptionToken>", range, skip)
               : "<resumptionToken/>";
    return ok(out + "</ListRecords></OAI-PMH>", "text/xml");
  }

  static std::string arxiv(Parameters& ask) {
    const auto all = within(dates_in(ask["search_query"]));
    std::string out = fmt::format(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:opensearch="
        "\"http://a9.com/-/spec/opensearch/1.1/\"><title>q</title><opensearch:totalResults>{}"
        "</opensearch:totalResults><opensearch:startIndex>{}</opensearch:startIndex>"
        "<opensearch:itemsPerPage>{}</opensearch:itemsPerPage>",
        all.size(), number(ask["start"]), kPage);
    for (const int i : slice(all, number(ask["start"]))) {
      out += fmt::format(
          "<entry><id>http://arxiv.org/abs/2611.{:05}v1</id><published>{}T00:00:00Z</published>"
          "<title>{}</title><summary>Qubits.</summary><author><name>A B</name></author>"
          "<category term=\"quant-ph\"/></entry>",
          i + 1, day(i), title("Query", i));
    }
    return ok(out + "</feed>", "application/atom+xml");
  }

  static std::string crossref(Parameters& ask) {
    const auto all = within(dates_in(ask["filter"]));
    const int from = ask["cursor"] == "*" ? 0 : number(ask["cursor"].substr(1));
    Json items = Json::array();
    for (const int i : slice(all, from)) {
      const int date = 15 + i * 7 / kCount;
      items.push_back({{"DOI", fmt::format("10.5555/cr.{}", i)},
                       {"title", {title("Crossref", i)}},
                       {"type", "journal-article"},
                       {"published", {{"date-parts", {{2026, 11, date}}}}},
                       {"URL", fmt::format("https://doi.org/10.5555/cr.{}", i)}});
    }
    return json({{"status", "ok"},
                 {"message-type", "work-list"},
                 {"message",
                  {{"total-results", all.size()},
                   {"items-per-page", kPage},
                   {"next-cursor", fmt::format("+{}", from + kPage)},
                   {"items", items}}}});
  }

  static std::string openalex(Parameters& ask) {
    const auto all = within(dates_in(ask["filter"]));
    const int from = ask["cursor"] == "*" ? 0 : number(ask["cursor"].substr(1));
    Json results = Json::array();
    for (const int i : slice(all, from)) {
      results.push_back({{"id", fmt::format("https://openalex.org/W{}", 9000 + i)},
                         {"title", title("OpenAlex", i)},
                         {"display_name", title("OpenAlex", i)},
                         {"publication_date", day(i)},
                         {"type", "article"},
                         {"language", "en"}});
    }
    Json next = from + kPage < static_cast<int>(all.size()) ? Json(fmt::format("c{}", from + kPage))
                                                            : Json();
    return json({{"meta", {{"count", all.size()}, {"next_cursor", next}, {"per_page", kPage}}},
                 {"results", results}});
  }

  static std::string esearch(Parameters& ask) {
    std::string range = ask["mindate"] + " " + ask["maxdate"];
    if (ask["mindate"].empty()) range = ask["term"];
    const auto dates = dates_in(range);
    const auto all = within(dates);
    Json ids = Json::array();
    for (const int i : all) ids.push_back(std::to_string(7000 + i));
    return json({{"esearchresult",
                  {{"count", std::to_string(all.size())},
                   {"retmax", "0"},
                   {"retstart", "0"},
                   {"querykey", "1"},
                   {"webenv", dates.first + "_" + dates.second},
                   {"idlist", ids}}}});
  }

  static std::string efetch(Parameters& ask) {
    const std::string environment = ask["WebEnv"];
    const auto all = within(dates_in(environment.substr(0, 10) + " " + environment.substr(11)));
    const int wanted = number(ask["retmax"]);  // which this service keeps to
    std::string out = "<?xml version=\"1.0\"?><PubmedArticleSet>";
    const auto first = static_cast<std::size_t>(number(ask["retstart"]));
    const std::size_t last = std::min(all.size(), first + static_cast<std::size_t>(wanted));
    for (std::size_t n = first; n < last; ++n) {
      const int i = all[n];
      out += fmt::format(
          "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{}</PMID><Article><Journal><Title>J"
          "</Title><JournalIssue><PubDate><Year>2026</Year><Month>11</Month><Day>{}</Day></PubDate>"
          "</JournalIssue></Journal><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation>"
          "</PubmedArticle>",
          7000 + i, 15 + i * 7 / kCount, title("PubMed", i));
    }
    return ok(out + "</PubmedArticleSet>", "text/xml");
  }

  static std::string europepmc(Parameters& ask) {
    const auto all = within(dates_in(ask["query"]));
    const int from = ask["cursorMark"] == "*" ? 0 : number(ask["cursorMark"].substr(1));
    Json results = Json::array();
    for (const int i : slice(all, from)) {
      results.push_back({{"id", fmt::format("PPR{}", i)},
                         {"source", "PPR"},
                         {"doi", fmt::format("10.5555/epmc.{}", i)},
                         {"title", title("Europe PMC", i)},
                         {"firstPublicationDate", day(i)}});
    }
    const std::string next = results.empty() ? ask["cursorMark"] : fmt::format("m{}", from + kPage);
    return json({{"hitCount", all.size()},
                 {"nextCursorMark", next},
                 {"resultList", {{"result", results}}}});
  }

  // /biorxiv/details/biorxiv/2026-11-15/2026-11-21/0[/json]
  static std::string biorxiv(const std::string& path) {
    const std::size_t at = path.find("/20");
    const auto all = within(dates_in(std::string_view(path).substr(at)));
    const std::string rest = path.substr(std::min(path.find('/', at + 12) + 1, path.size()));
    const int from = number(rest);
    Json rows = Json::array();
    for (const int i : slice(all, from)) {
      rows.push_back({{"doi", fmt::format("10.1101/2026.11.{:05}", i)},
                      {"title", title("bioRxiv", i)},
                      {"authors", "A., B.; C., D."},
                      {"date", day(i)},
                      {"version", "1"},
                      {"category", "neuroscience"},
                      {"abstract", "Qubits."},
                      {"published", "NA"},
                      {"server", "biorxiv"}});
    }
    return json({{"messages",
                  {{{"status", "ok"},
                    {"cursor", std::to_string(from)},
                    {"count", rows.size()},
                    {"total", std::to_string(all.size())}}}},
                 {"collection", rows}});
  }

  static std::string ops(Parameters& ask, const std::string& head) {
    const auto all = within(dates_in(ask["q"]));
    int first = 1;
    int last = 100;
    std::string range = ask["Range"];
    const std::size_t header = head.find("X-OPS-Range: ");
    if (range.empty() && header != std::string::npos) range = head.substr(header + 13, 12);
    if (!range.empty()) {
      first = number(range);
      last = number(range.substr(range.find('-') + 1));
    }
    if (all.empty() || first > static_cast<int>(all.size())) {
      return HttpServer::reply("<fault><code>CLIENT.NotFound</code></fault>",
                               "Content-Type: application/xml\r\n", "404 Not Found");
    }
    std::string documents;
    for (int n = first; n <= std::min(last, static_cast<int>(all.size())); ++n) {
      const int i = all[static_cast<std::size_t>(n - 1)];
      std::string date = day(i);
      std::erase(date, '-');
      documents += fmt::format(
          "<exchange-documents><exchange-document system=\"ops.epo.org\" family-id=\"{0}\" "
          "country=\"EP\" doc-number=\"{1}\" kind=\"A1\"><bibliographic-data>"
          "<publication-reference><document-id document-id-type=\"docdb\"><country>EP</country>"
          "<doc-number>{1}</doc-number><kind>A1</kind><date>{2}</date></document-id>"
          "</publication-reference><invention-title lang=\"en\">{3}</invention-title>"
          "</bibliographic-data></exchange-document></exchange-documents>",
          600 + i, 4100000 + i, date, title("EPO", i));
    }
    return ok(fmt::format(
                  "<?xml version=\"1.0\"?><ops:world-patent-data xmlns:ops=\"http://ops.epo.org\" "
                  "xmlns=\"http://www.epo.org/exchange\"><ops:biblio-search "
                  "total-result-count=\"{}\"><ops:search-result>{}</ops:search-result>"
                  "</ops:biblio-search></ops:world-patent-data>",
                  all.size(), documents),
              "application/xml");
  }

  static std::string weekly_text() {
    std::string out;
    for (int i = 0; i < kCount; ++i) {
      out += fmt::format(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE us-patent-grant SYSTEM "
          "\"us-patent-grant-v47-2022-02-17.dtd\" [ ]>\n<us-patent-grant lang=\"EN\" "
          "country=\"US\" date-publ=\"20261117\"><us-bibliographic-data-grant>"
          "<publication-reference><document-id><country>US</country><doc-number>{}</doc-number>"
          "<kind>B2</kind><date>20261117</date></document-id></publication-reference>"
          "<invention-title>{}</invention-title></us-bibliographic-data-grant><abstract><p>Qubits."
          "</p></abstract></us-patent-grant>\n",
          12600000 + i, title("USPTO", i));
    }
    return out;
  }

  static std::string weekly() { return ok(weekly_text(), "application/xml"); }

  static std::string products(const std::string& head) {
    const std::size_t at = head.find("Host: ") + 6;
    const std::string host = head.substr(at, head.find('\r', at) - at);
    const Json file = {
        {"fileName", "ipg261117.xml"},
        {"fileSize", weekly_text().size()},
        {"fileDataFromDate", "2026-11-17"},
        {"fileDataToDate", "2026-11-17"},
        {"fileTypeText", "Data"},
        {"fileReleaseDate", "2026-11-17 00:00:00"},
        {"fileDownloadURI", fmt::format("http://{}/uspto/files/PTGRXML/2026/ipg261117.xml", host)}};
    return json({{"count", 1},
                 {"bulkDataProductBag",
                  {{{"productIdentifier", "PTGRXML"},
                    {"productFileBag", {{"count", 1}, {"fileDataBag", {file}}}}}}}});
  }

  static std::string site(const std::string& path) {
    if (path == "/site/sitemap.xml") {
      std::string out =
          "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
      for (int i = 0; i < kCount; ++i) {
        out += fmt::format("<url><loc>/site/story-{}</loc><lastmod>{}</lastmod></url>", i, day(i));
      }
      return ok(out + "</urlset>", "application/xml");
    }
    const std::size_t dash = path.rfind('-');
    if (dash == std::string::npos) return HttpServer::reply("", "", "404 Not Found");
    const int i = number(path.substr(dash + 1));
    return ok(
        fmt::format("<!DOCTYPE html><html lang=\"en\"><head><title>{0}</title><meta property="
                    "\"article:published_time\" content=\"{1}T08:00:00Z\"></head><body><nav>Home | "
                    "News</nav><article><h1>{0}</h1><p>The laboratory has repeated its measurement "
                    "with a larger superconducting processor, and reports that the error rate has "
                    "fallen by half in run {2} of the series.</p><p>A second group, which was not "
                    "part of the work, calls the result plausible and asks for the raw data of all "
                    "runs before it would believe it.</p></article></body></html>",
                    title("Site", i), day(i), i),
        "text/html; charset=utf-8");
  }

  std::atomic<int> asked_ = 0;
  HttpServer server_;
};

}  // namespace horizon::test
