// The lexicon that nlp/CMakeLists.txt compiles and links in: mapped by the kernel page by page as
// it is used, so that nothing is built or read when a program starts.
#include <cstddef>

#include "nlp/segment/lexicon.h"

extern "C" {
extern const char horizon_lexicon_begin[];
extern const char horizon_lexicon_end[];
}

namespace horizon::nlp::segment {

const Lexicon& Lexicon::base() {
  static const Lexicon lexicon =
      view({horizon_lexicon_begin,
            static_cast<std::size_t>(horizon_lexicon_end - horizon_lexicon_begin)},
           nullptr);
  return lexicon;
}

}  // namespace horizon::nlp::segment
