// Here is a text: which language is it in?
#pragma once

#include <string>
#include <string_view>

namespace horizon::nlp {

// BCP 47 primary tag by script and frequent words: "zh", "ja", "ko", "en", "de", "fr", "es", "ru",
// or "und" where the text does not tell. Chinese with Latin terms in it is Chinese. Looks at the
// first 4,000 bytes.
std::string detect_language(std::string_view text);

}  // namespace horizon::nlp
