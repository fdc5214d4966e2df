// Hosts of URLs as browsers read them (URL Standard, 3.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// Of an http, https, ws, wss, ftp or file URL: percent-escapes resolved, domains in ASCII (IDNA by
// UTS 46, not transitional), IPv4 in its odd forms ("0x7F.1") as four numbers, IPv6 compressed and
// in brackets. nullopt for what is no host.
std::optional<std::string> parse_host(std::string_view text);

// Of any other URL: escaped where it must be, and otherwise as it is; may be empty.
std::optional<std::string> parse_opaque_host(std::string_view text);

}  // namespace horizon::crawler
