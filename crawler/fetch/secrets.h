// What must not be seen in messages, logs and recordings.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// The URL with the values of query parameters that are keys or tokens by their name (api_key,
// access_token, ...) and a password before the host replaced by "REDACTED".
std::string redact_url(std::string_view url);

// True for request headers that prove who asks (Authorization, Cookie, X-API-KEY, ...).
bool is_secret_header(std::string_view name);

// A JSON text with the value of each "access_token" and "refresh_token" replaced.
std::string redact_tokens(std::string_view json);

}  // namespace horizon::crawler
