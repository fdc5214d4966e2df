#include "classify/model/features.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "core/text.h"
#include "nlp/passage.h"

namespace horizon::classify::model {
namespace {

enum class Kind : std::uint64_t {
  kWord = 1,
  kWordPair,
  kHan,
  kHanPair,
  kHanTriple,
  kTitleWord,
  kTitlePair,
  kSign,
  kBeforeSign,
  kBehindSign,
  kNumber,
  kMixedPair,
};
// What stands between two words, as far as it is looked at.
constexpr std::size_t kMaxSignBytes = 12;

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
  Extraction(const nlp::FoldedText& text, const ModelText& source, const FeatureOptions& options,
             Emit emit)
      : text_(text),
        source_(source.text),
        title_bytes_(source.title_bytes),
        options_(options),
        emit_(emit) {}

  void run() {
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < text_.tokens.size(); ++i) {
      const nlp::FoldedToken& token = text_.tokens[i];
      const std::string_view spelling = nlp::folded_of(text_, token);
      const std::uint64_t word = hash_word(spelling);
      // A character that folds to several words gives them one place.
      const std::uint32_t gap = token.source_begin > end ? token.source_begin - end : 0;
      // In Chinese, signs and numbers are characters like others: （图）, 3∶0, 2009年.
      const bool beside_han = i > 0 && (token.han || han_);
      if (beside_han && gap > 0) signs(i, source_.substr(end, gap), word);
      end = token.source_begin + token.source_size;
      titled_ = options_.title_marks && end <= title_bytes_;
      const std::uint64_t shape = token.han ? word : shape_of(spelling, word);
      if (beside_han && gap == 0 && token.han != han_) {
        emit_(feature(Kind::kMixedPair, last_shape_, shape), i - 1, i);
      }
      if (token.han) {
        run_ = gap == 0 && han_ ? run_ + 1 : 1;
        han(i, word);
      } else {
        run_ = gap <= 1 && !han_ && i > 0 ? run_ + 1 : 1;
        if (shape != word) emit_(feature(Kind::kNumber, shape), i, i);
        latin(i, word);
      }
      han_ = token.han;
      before_ = last_;
      last_ = word;
      last_shape_ = shape;
    }
  }

 private:
  // Numbers of as many digits are one word here.
  static std::uint64_t shape_of(std::string_view spelling, std::uint64_t word) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(spelling, is_digit) ? mix(spelling.size()) : word;
  }

  void signs(std::size_t i, std::string_view between, std::uint64_t word) {
    const std::uint64_t sign = hash_word(trim(between).substr(0, kMaxSignBytes));
    emit_(feature(Kind::kSign, sign), i - 1, i);
    emit_(feature(Kind::kBeforeSign, last_, sign), i - 1, i);
    emit_(feature(Kind::kBehindSign, sign, word), i - 1, i);
  }

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
  std::string_view source_;
  std::uint32_t title_bytes_;
  const FeatureOptions& options_;
  Emit emit_;
  std::uint64_t last_ = 0;  // hashes of the words before
  std::uint64_t before_ = 0;
  std::uint64_t last_shape_ = 0;
  std::size_t run_ = 0;  // tokens in a row that nothing separates, this one included
  bool han_ = false;     // was the last token a Han character
  bool titled_ = false;  // does this token stand in the title
};

}  // namespace

void extract(const nlp::FoldedText& text, const ModelText& source, const FeatureOptions& options,
             std::vector<FeatureHash>& out) {
  const auto emit = [&](FeatureHash hash, std::size_t, std::size_t) { out.push_back(hash); };
  Extraction(text, source, options, emit).run();
}

void extract_places(const nlp::FoldedText& text, const ModelText& source,
                    const FeatureOptions& options, std::vector<FeaturePlace>& out) {
  const auto emit = [&](FeatureHash hash, std::size_t first, std::size_t last) {
    const nlp::FoldedToken& from = text.tokens[first];
    const nlp::FoldedToken& to = text.tokens[last];
    out.push_back({hash, from.source_begin, to.source_begin + to.source_size - from.source_begin});
  };
  Extraction(text, source, options, emit).run();
}

}  // namespace horizon::classify::model
