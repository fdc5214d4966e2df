// Services of papers as functions from request to response, with the same numbered works.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/text.h"
#include "crawler/fetch/transport.h"
#include "crawler/source.h"
#include "crawler/text/url.h"

namespace horizon::crawler::testing {

using Server = std::function<Response(const Request&)>;

inline Response reply(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

// The parameters of a URL, decoded.
inline std::map<std::string, std::string> parameters_of(const std::string& url) {
  std::map<std::string, std::string> out;
  const std::string_view query = parse_url(url).query.value_or("");
  for (const std::string_view pair : split(query, '&')) {
    const std::size_t equals = pair.find('=');
    out[percent_decode(pair.substr(0, equals))] = percent_decode(pair.substr(equals + 1));
  }
  return out;
}

inline std::string between(const std::string& text, std::string_view before,
                           std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) return {};
  const std::size_t from = begin + before.size();
  return text.substr(from, text.find(after, from) - from);
}

// Works 0 to count - 1, of which number n belongs to day n % days of the window.
struct Works {
  Day first{};
  int days = 1;
  int count = 0;

  std::vector<int> of(const std::string& from, const std::string& until) const {
    std::vector<int> found;
    for (int day = 0; day < days; ++day) {
      const std::string text = format_day(first + std::chrono::days(day));
      if (text < from || text > until) continue;
      for (int n = day; n < count; n += days) found.push_back(n);
    }
    return found;
  }
  Day day_of(int n) const { return first + std::chrono::days(n % days); }
};

inline std::vector<int> page_of(const std::vector<int>& all, std::size_t begin, std::size_t size) {
  begin = std::min(begin, all.size());
  return {all.begin() + static_cast<std::ptrdiff_t>(begin),
          all.begin() + static_cast<std::ptrdiff_t>(std::min(begin + size, all.size()))};
}

template <typename Write>
std::string joined(const std::vector<int>& items, const char* separator, Write write) {
  std::string out;
  for (const int n : items) out += (out.empty() ? "" : separator) + write(n);
  return out;
}

// What stands behind "+" in a cursor; Crossref's hold such characters.
inline std::size_t offset_of(const std::string& cursor) {
  const std::size_t plus = cursor.find('+');
  return plus == std::string::npos ? 0 : std::stoul(cursor.substr(plus + 1));
}

inline Server fake_crossref(Works works, std::size_t size) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    const std::string day = between(q["filter"], "from-index-date:", ",");
    const auto all = works.of(day, day);
    const std::size_t at = offset_of(q["cursor"]);
    const auto items = page_of(all, at, size);
    return reply(fmt::format(
        R"({{"status":"ok","message-type":"work-list","message":{{"total-results":{},"items":[{}],"next-cursor":"{}/+{}"}}}})",
        all.size(),
        joined(
            items, ",",
            [&](int n) {
              return fmt::format(
                  R"({{"DOI":"10.5555/w{}","type":"journal-article","title":["Work {}"],"issued":{{"date-parts":[[2026]]}}}})",
                  n, n);
            }),
        day, at + items.size()));
  };
}

inline Server fake_openalex(Works works, std::size_t size) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    const auto all = works.of(between(q["filter"], "from_publication_date:", ","),
                              between(q["filter"] + ",", "to_publication_date:", ","));
    const std::size_t at = offset_of(q["cursor"]);
    const auto items = page_of(all, at, size);
    const std::size_t end = at + items.size();
    const std::string next = end < all.size() ? fmt::format("\"c=/+{}\"", end) : "null";
    return reply(fmt::format(
        R"({{"meta":{{"count":{},"next_cursor":{}}},"results":[{}]}})", all.size(), next,
        joined(items, ",", [&](int n) {
          return fmt::format(
              R"({{"id":"https://openalex.org/W{}","doi":"https://doi.org/10.5555/w{}","title":"Work {}"}})",
              n + 1, n, n);
        })));
  };
}

inline Server fake_europepmc(Works works, std::size_t size) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    const std::string range = between(q["query"], "DATE:[", "]");
    const auto all = works.of(range.substr(0, 10), range.substr(range.size() - 10));
    const std::size_t at = offset_of(q["cursorMark"]);
    const auto items = page_of(all, at, size);
    return reply(fmt::format(
        R"({{"hitCount":{},"nextCursorMark":"AoE/+{}","resultList":{{"result":[{}]}}}})",
        all.size(), at + items.size(), joined(items, ",", [&](int n) {
          return fmt::format(
              R"({{"id":"{}","source":"MED","pmid":"{}","doi":"10.5555/w{}","title":"Work {}."}})",
              n + 1, n + 1, n, n);
        })));
  };
}

inline Server fake_biorxiv(Works works, std::size_t size) {
  return [=](const Request& request) {
    const std::vector<std::string_view> parts = split(parse_url(request.url).path, '/');
    // "", "details", server, from, until, cursor, "json"
    const auto all = parts[2] == "biorxiv" ? works.of(std::string(parts[3]), std::string(parts[4]))
                                           : std::vector<int>();
    const auto items = page_of(all, std::stoul(std::string(parts[5])), size);
    if (items.empty()) {
      return reply(R"({"messages":[{"status":"no posts found"}],"collection":[]})");
    }
    return reply(fmt::format(
        R"({{"messages":[{{"status":"ok","cursor":{},"count":{},"total":"{}"}}],"collection":[{}]}})",
        parts[5], items.size(), all.size(), joined(items, ",", [&](int n) {
          return fmt::format(
              R"({{"doi":"10.5555/w{}","title":"Work {}","authors":"Doe, J.; Roe, R.","date":"{}","version":"1","published":"NA"}})",
              n, n, format_day(works.day_of(n)));
        })));
  };
}

inline std::string dashed(const std::string& compact) {
  return compact.substr(0, 4) + "-" + compact.substr(4, 2) + "-" + compact.substr(6, 2);
}

inline Server fake_arxiv(Works works, std::size_t size) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    const std::string range = between(q["search_query"], "submittedDate:[", "]");
    const auto all = works.of(dashed(range), dashed(range.substr(range.size() - 12)));
    const auto items = page_of(all, std::stoul(q["start"]), size);
    return reply(
        fmt::format("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' "
                    "xmlns:o='http://a9.com/-/spec/opensearch/1.1/'><id>http://arxiv.org/api/x</id>"
                    "<o:totalResults>{}</o:totalResults>{}</feed>",
                    all.size(), joined(items, "", [&](int n) {
                      return fmt::format(
                          "<entry><id>http://arxiv.org/abs/2611.{:05}v1</id><title>Work {}</title>"
                          "<published>{}T00:00:00Z</published><summary>s</summary></entry>",
                          n, n, format_day(works.day_of(n)));
                    })));
  };
}

inline Server fake_pubmed(Works works) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    if (request.url.find("esearch") != std::string::npos) {
      std::string from = q["mindate"], until = q["maxdate"];
      std::replace(from.begin(), from.end(), '/', '-');
      std::replace(until.begin(), until.end(), '/', '-');
      return reply(fmt::format(
          R"({{"esearchresult":{{"count":"{}","querykey":"1","webenv":"MCID|{}|{}"}}}})",
          works.of(from, until).size(), from, until));
    }
    const std::vector<std::string_view> env = split(q["WebEnv"], '|');
    const auto all = works.of(std::string(env.at(1)), std::string(env.at(2)));
    return reply("<?xml version=\"1.0\"?><PubmedArticleSet>" +
                 joined(page_of(all, std::stoul(q["retstart"]), std::stoul(q["retmax"])), "",
                        [&](int n) {
                          return fmt::format(
                              "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article>"
                              "<ArticleTitle>Work {}</ArticleTitle></Article></MedlineCitation>"
                              "</PubmedArticle>",
                              n + 1, n);
                        }) +
                 "</PubmedArticleSet>");
  };
}

inline std::string oai_page(const std::string& content) {
  return "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-11-22T10:00:00Z"
         "</responseDate><request verb='ListRecords'>x</request>" +
         content + "</OAI-PMH>";
}

// In the order of datestamps, or not.
inline Server fake_oai(Works works, std::size_t size, bool ordered = true) {
  return [=](const Request& request) {
    auto q = parameters_of(request.url);
    if (q["verb"] == "Identify") {
      return reply(oai_page("<Identify><granularity>YYYY-MM-DD</granularity><earliestDatestamp>" +
                            format_day(works.first) + "</earliestDatestamp></Identify>"));
    }
    std::string from = q["from"], until = q["until"];
    std::size_t at = 0;
    if (const std::string token = q["resumptionToken"]; !token.empty()) {
      const std::vector<std::string_view> parts = split(token, '|');
      from = parts.at(0);
      until = parts.at(1);
      at = std::stoul(std::string(parts.at(2)));
    }
    auto all = works.of(from.empty() ? "0" : from, until);
    if (!ordered) std::sort(all.begin(), all.end());
    if (all.empty()) return reply(oai_page("<error code='noRecordsMatch'/>"));
    const auto items = page_of(all, at, size);
    const std::size_t end = at + items.size();
    const std::string token =
        end < all.size() ? fmt::format("{}|{}|{}", from, until, end) : std::string();
    return reply(oai_page(
        "<ListRecords>" +
        joined(items, "",
               [&](int n) {
                 return fmt::format(
                     "<record><header><identifier>oai:x:{}</identifier><datestamp>{}</datestamp></"
                     "header>"
                     "<metadata><dc><title>Work {}</title></dc></metadata></record>",
                     n, format_day(works.day_of(n)), n);
               }) +
        fmt::format("<resumptionToken completeListSize='{}'>{}</resumptionToken></ListRecords>",
                    all.size(), token)));
  };
}

}  // namespace horizon::crawler::testing
