// URLs as browsers read them (URL Standard, 4.4): what people and programs write and still works.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

struct WebUrl {
  std::string scheme = {};  // lower case
  std::string username = {}, password = {};
  std::optional<std::string> host = {};    // empty for file:///; nullopt where the form has none
  std::optional<std::uint16_t> port = {};  // nullopt for the scheme's own
  bool opaque = false;                     // "mailto:a@b.org": path[0] is all of it
  std::vector<std::string> path = {};
  std::optional<std::string> query = {}, fragment = {};
};

// `text`, seen from `base` if it is relative. White space around it and tabs and line breaks in it
// do not count, backslashes are slashes where they cannot be else, slashes may be missing, dot
// segments are resolved, hosts are in ASCII (web_host.h), and what a URL may not hold is escaped as
// UTF-8. nullopt for what browsers refuse, and for texts of more than 1 MiB.
std::optional<WebUrl> parse_web_url(std::string_view text, const WebUrl* base = nullptr);

// The text of it ("href"); parsing that gives the same URL.
std::string to_string(const WebUrl& url);

// parse_web_url and to_string, with the base as text. A base that is no URL, or empty, is none.
std::optional<std::string> web_href(std::string_view text, std::string_view base);

}  // namespace horizon::crawler
