// The named character references of HTML.
#pragma once

#include <string_view>

namespace horizon::crawler {

// All 2,231 of them, separated by spaces, sorted: "AElig:Æ Abreve;Ă ...". Those with ':' may also
// stand without their semicolon.
std::string_view html_entity_names();

}  // namespace horizon::crawler
