// The one style sheet of Horizon's pages: light and dark by the reader's preference, phone to
// wide screen, and paper. No fonts, images or imports are loaded.
#pragma once

#include <string_view>

namespace horizon::digest {

std::string_view style_sheet();

}  // namespace horizon::digest
