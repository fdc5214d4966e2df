#include "classify/model/features.h"

#include <bit>
#include <cstring>

namespace horizon::classify::model {
namespace {

enum class Kind : std::uint64_t {
  kWord = 1,
  kWordPair,
  kHan,
  kHanPair,
  kHanTriple,
  kTitleWord,
  kTitlePair
};

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FULL;

// Finaliser of MurmurHash3 (Appleby, public domain): every bit of the input moves every output bit.
constexpr std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33;
  h *= 0xFF51AFD7ED558CCDULL;
  h ^= h >> 33;
  h *= 0xC4CEB9FE1A85EC53ULL;
  return h ^ (h >> 33);
}

// Little-endian whatever the machine, so that a model serves everywhere.
std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t value = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&value, bytes, size);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
  }
  return value;
}

std::uint64_t hash_word(std::string_view word) {
  std::uint64_t h = word.size() * kPrime1;
  const char* at = word.data();
  std::size_t left = word.size();
  for (; left > 8; left -= 8, at += 8) h = std::rotl((h ^ load(at, 8)) * kPrime2, 29) * kPrime1;
  return mix(h ^ load(at, left));
}

FeatureHash feature(Kind kind, std::uint64_t word) {
  // 0 is what an empty place of a table holds.
  return mix(word + static_cast<std::uint64_t>(kind) * kPrime1) | 1U;
}
FeatureHash feature(Kind kind, std::uint64_t first, std::uint64_t second) {
  return feature(kind, std::rotl(first, 23) * kPrime2 ^ second);
}

// Emit(hash, first token, last token)
template <typename Emit>
class Extraction {
 public:
  Extraction(const nlp::FoldedText& text, std::uint32_t title_bytes, const FeatureOptions& options,
             Emit emit)
      : text_(text), title_bytes_(title_bytes), options_(options), emit_(emit) {}

  void run() {
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < text_.tokens.size(); ++i) {
      const nlp::FoldedToken& token = text_.tokens[i];
      const std::uint64_t word =
          hash_word(std::string_view(text_.text).substr(token.begin, token.size));
      const std::uint32_t gap = token.source_begin - end;
      end = token.source_begin + token.source_size;
      titled_ = options_.title_marks && end <= title_bytes_;
      if (token.han) {
        run_ = gap == 0 && han_ ? run_ + 1 : 1;
        han(i, word);
      } else {
        run_ = gap <= 1 && !han_ && i > 0 ? run_ + 1 : 1;
        latin(i, word);
      }
      han_ = token.han;
      before_ = last_;
      last_ = word;
    }
  }

 private:
  void latin(std::size_t i, std::uint64_t word) {
    emit_(feature(Kind::kWord, word), i, i);
    if (titled_) emit_(feature(Kind::kTitleWord, word), i, i);
    if (options_.word_pairs && run_ > 1) emit_(feature(Kind::kWordPair, last_, word), i - 1, i);
  }

  void han(std::size_t i, std::uint64_t word) {
    emit_(feature(Kind::kHan, word), i, i);
    if (options_.han_grams > 1 && run_ > 1) {
      emit_(feature(Kind::kHanPair, last_, word), i - 1, i);
      if (titled_) emit_(feature(Kind::kTitlePair, last_, word), i - 1, i);
    }
    if (options_.han_grams > 2 && run_ > 2) {
      emit_(feature(Kind::kHanTriple, std::rotl(before_, 17) ^ last_, word), i - 2, i);
    }
  }

  const nlp::FoldedText& text_;
  std::uint32_t title_bytes_;
  const FeatureOptions& options_;
  Emit emit_;
  std::uint64_t last_ = 0;  // hashes of the words before
  std::uint64_t before_ = 0;
  std::size_t run_ = 0;  // tokens in a row that nothing separates, this one included
  bool han_ = false;     // was the last token a Han character
  bool titled_ = false;  // does this token stand in the title
};

}  // namespace

void extract(const nlp::FoldedText& text, std::uint32_t title_bytes, const FeatureOptions& options,
             std::vector<FeatureHash>& out) {
  const auto emit = [&](FeatureHash hash, std::size_t, std::size_t) { out.push_back(hash); };
  Extraction(text, title_bytes, options, emit).run();
}

void extract_places(const nlp::FoldedText& text, std::uint32_t title_bytes,
                    const FeatureOptions& options, std::vector<FeaturePlace>& out) {
  const auto emit = [&](FeatureHash hash, std::size_t first, std::size_t last) {
    const nlp::FoldedToken& from = text.tokens[first];
    const nlp::FoldedToken& to = text.tokens[last];
    out.push_back({hash, from.source_begin, to.source_begin + to.source_size - from.source_begin});
  };
  Extraction(text, title_bytes, options, emit).run();
}

}  // namespace horizon::classify::model
