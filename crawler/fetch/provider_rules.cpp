#include "crawler/fetch/provider_rules.h"

#include <algorithm>

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

std::vector<ProviderRule> build_rules() {
  return {
      // info.arxiv.org/help/api/tou.html: one request every three seconds on a single connection,
      // for OAI-PMH, RSS and query API together.
      {.name = "arxiv", .hosts = {"arxiv.org"}, .interval = milliseconds(3'000)},
      // Announced 2025-12-01: public pool 5/s and 1 at once, polite pool 10/s and 3 at once.
      {.name = "crossref",
       .hosts = {"api.crossref.org"},
       .interval = milliseconds(200),
       .key_marker = "mailto=",
       .keyed_interval = milliseconds(100),
       .keyed_concurrency = 3,
       .signals = Signals::kCrossref},
      // developers.openalex.org: at most 100/s; the daily budget ends sooner. 403 means too fast.
      {.name = "openalex",
       .hosts = {"api.openalex.org"},
       .interval = milliseconds(100),
       .concurrency = 2,
       .signals = Signals::kOpenAlex,
       .throttles_with_403 = true},
      // NCBI insights KA-05317: 3/s, with an API key 10/s, for all E-utilities together.
      {.name = "ncbi",
       .hosts = {"ncbi.nlm.nih.gov"},
       .interval = milliseconds(334),
       .key_marker = "api_key=",
       .keyed_interval = milliseconds(100),
       .keyed_concurrency = 3},
      // None published.
      {.name = "europepmc",
       .hosts = {"ebi.ac.uk"},
       .path_prefix = "/europepmc/",
       .interval = milliseconds(200),
       .concurrency = 2},
      // None published.
      {.name = "biorxiv", .hosts = {"biorxiv.org", "medrxiv.org"}, .interval = milliseconds(1'000)},
      // OPS reference guide: requests a minute by service while the system is busy; the header of
      // each reply then tells the true ones.
      {.name = "epo",
       .hosts = {"ops.epo.org"},
       .interval = milliseconds(60),
       .services = {{"/published-data/search", "search", milliseconds(4'000)},
                    {"/images", "images", milliseconds(1'200)},
                    {"/published-data/", "retrieval", milliseconds(600)},
                    {"/family/", "inpadoc", milliseconds(1'334)},
                    {"/legal/", "inpadoc", milliseconds(1'334)},
                    {"", "other", milliseconds(60)}},
       .signals = Signals::kEpo},
      // data.uspto.gov/apis/api-rate-limits: one at a time for each key, 60 a minute, 5 files in
      // ten seconds.
      {.name = "uspto",
       .hosts = {"api.uspto.gov", "data.uspto.gov"},
       .interval = milliseconds(1'000),
       .services = {{"/datasets/products/files/", "files", milliseconds(2'000)}}},
      // Answers 403 when asked too often.
      {.name = "reddit",
       .hosts = {"reddit.com"},
       .interval = milliseconds(6'000),
       .throttles_with_403 = true},
  };
}

bool applies(const ProviderRule& rule, const Target& target) {
  if (!rule.path_prefix.empty() && !target.path.starts_with(rule.path_prefix)) return false;
  return rule.hosts.empty() ||
         std::any_of(rule.hosts.begin(), rule.hosts.end(), [&](const std::string& host) {
           return target.host == host || target.host.ends_with("." + host);
         });
}

}  // namespace

std::span<const ProviderRule> known_provider_rules() {
  static const std::vector<ProviderRule> kRules = build_rules();
  return kRules;
}

const ProviderRule* find_rule(const Target& target, std::span<const ProviderRule> own) {
  for (const std::span<const ProviderRule> rules : {own, known_provider_rules()}) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const ProviderRule& rule) {
      return applies(rule, target);
    });
    if (found != rules.end()) return &*found;
  }
  return nullptr;
}

const ServiceRule* find_service(const ProviderRule& rule, const Target& target) {
  const auto found =
      std::find_if(rule.services.begin(), rule.services.end(), [&](const ServiceRule& service) {
        return target.path.find(service.path) != std::string::npos;
      });
  return found == rule.services.end() ? nullptr : &*found;
}

}  // namespace horizon::crawler
