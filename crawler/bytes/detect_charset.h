// In which encoding bytes are that do not say it, or say it wrongly.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// UTF-16 and UTF-32 without a byte order mark, by where their zero bytes are; empty for what is
// neither.
std::string_view detect_wide_units(std::string_view bytes);

// ISO-2022-JP, -KR, -CN and HZ, which are ASCII with escape sequences; empty for what is none.
std::string_view detect_escapes(std::string_view bytes);

// The likeliest of all others, by what texts look like in the languages that are written in them
// (charset_score.h), with the vote of Mozilla's detector. `declared` is an encoding that the bytes
// are said to be in, or empty; it is right unless they say otherwise clearly. Never empty. A sample
// of 48 KiB decides.
std::string detect_charset(std::string_view bytes, std::string_view declared);

}  // namespace horizon::crawler
