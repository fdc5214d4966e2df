// Classification symbols of CPC and IPC in the forms that the offices write.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// "A61B5/369", from "A61B   5/  369            A I", "A61B005/369", "A61B 5369" (columns of the
// USPTO before 2005), "Int.Cl. A61B 5/369 (2021.01)I" and the like; a bare subclass ("A61B") stays
// one. Empty for what is no symbol of CPC or IPC (Locarno, national classes).
std::string normalise_symbol(std::string_view text);

// From its parts; leading zeros of the main group are dropped. Empty if they give no symbol.
std::string join_symbol(std::string_view section, std::string_view class_number,
                        std::string_view subclass, std::string_view main_group,
                        std::string_view subgroup);

}  // namespace horizon::crawler
