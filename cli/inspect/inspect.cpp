#include "cli/inspect/inspect.h"

#include <array>

namespace horizon::cli {
namespace {

constexpr std::array kKinds = {
    InspectKind{"feed", "RSS, Atom, CDF or JSON Feed: its head and its entries", inspect_feed},
    InspectKind{"oai", "a reply of an OAI-PMH repository: protocol and records", inspect_oai},
    InspectKind{"charset", "in which encoding bytes are, and their text", inspect_charset},
    InspectKind{"date", "a date as the wild writes it", inspect_date},
    InspectKind{"opml", "a list of feeds", inspect_opml},
    InspectKind{"robots", "robots.txt: may --agent fetch --target", inspect_robots},
    InspectKind{"article", "a web page: its article without what stands around it",
                inspect_article},
    InspectKind{"sitemap", "a sitemap, plain or gzip, or an index of them", inspect_sitemap},
    InspectKind{"url", "an address: resolved against --base-url, and as used for identity",
                inspect_url},
};

}  // namespace

std::span<const InspectKind> inspect_kinds() { return kKinds; }

void put(Json& object, const char* name, std::string_view value) {
  if (!value.empty()) object[name] = value;
}

}  // namespace horizon::cli
