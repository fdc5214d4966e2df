#include "nlp/language.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text.h"

namespace horizon::nlp {
namespace {

constexpr std::size_t kMaxBytes = 4000;
constexpr std::size_t kMaxWord = 24;
constexpr std::size_t kLongestEnding = 7;

struct Scripts {
  std::uint32_t han = 0, kana = 0, hangul = 0, cyrillic = 0, ukrainian = 0, greek = 0, arabic = 0,
                persian = 0, hebrew = 0, thai = 0, devanagari = 0, latin = 0;
};

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_latin(char32_t c) {
  return between(c | 0x20U, 'a', 'z') || (between(c, 0xC0, 0x24F) && c != 0xD7 && c != 0xF7) ||
         between(c, 0x1E00, 0x1EFF);
}

void count(char32_t c, Scripts& n) {
  if (is_latin(c))
    ++n.latin;
  else if (c < 0x370)
    return;
  else if (between(c, 0x370, 0x3FF) || between(c, 0x1F00, 0x1FFF))
    ++n.greek;
  else if (between(c, 0x400, 0x52F)) {
    ++n.cyrillic;
    constexpr std::u32string_view kUkrainian = U"\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491";
    if (kUkrainian.find(c) != std::u32string_view::npos) ++n.ukrainian;
  } else if (between(c, 0x590, 0x5FF))
    ++n.hebrew;
  else if (between(c, 0x600, 0x6FF)) {
    ++n.arabic;
    constexpr std::u32string_view kPersian = U"\u067E\u0686\u0698\u06AF\u06CC";
    if (kPersian.find(c) != std::u32string_view::npos) ++n.persian;
  } else if (between(c, 0x900, 0x97F))
    ++n.devanagari;
  else if (between(c, 0xE00, 0xE7F))
    ++n.thai;
  else if (between(c, 0x3041, 0x30FA) || between(c, 0xFF66, 0xFF9D))
    ++n.kana;
  else if (between(c, 0xAC00, 0xD7A3) || between(c, 0x1100, 0x11FF))
    ++n.hangul;
  else if (is_han(c))
    ++n.han;
}

struct LatinLanguage {
  std::string_view tag;
  std::string_view words;    // frequent words, each between spaces; strong evidence
  std::string_view endings;  // of longer words, each between spaces; weak evidence
  std::string_view letters;  // hardly used by the others; UTF-8
};

constexpr auto kLanguages = std::to_array<LatinLanguage>({
    {"en",
     " the of and to in is for that with on we this by are as from an be which it at can using"
     " based between via towards under its has have our into how or not these was were ",
     " ing tion ity ics ed ment ness ous ance ence ly phy ory ogy ium ship ware sis ism al ed th ",
     ""},
    {"de",
     " der die das und in von zu mit den des im ist auf für eine ein dem nicht sich auch als"
     " werden bei durch einer zur zum aus über nach wird sind einen eines ",
     " ung ungen keit heit isch ische lich schaft tät enz ", "äöüß"},
    {"fr",
     " le la les de des du et en un une dans pour par sur que est qui au aux avec sont ce cette"
     " ne pas plus à ou nous entre d l ",
     " ité eur euse ique aux ère elle ence ement ", "éèêàçùœîâû"},
    {"es",
     " el la los las de del y en un una que para por con se es al su como más sobre entre o lo"
     " mediante este esta son ",
     " ción ciones dad ico ica ía mente ismo ", "ñáíóú¿¡"},
    {"it",
     " il lo la gli le di del della dei delle e in un una che per con si è da nel nella sono al"
     " come alla su non tra ",
     " zione zioni ità ico ica mente ggio ", "àèìòù"},
    {"pt",
     " o a os as de do da dos das e em um uma que para por com se é no na nos ao como mais sobre"
     " entre não pela pelo ",
     " ção ções dade ico ica mente agem ", "ãõçáâêó"},
    {"nl",
     " de het een en van in is op te dat met voor die zijn aan niet door bij ook naar uit wordt"
     " over tussen ",
     " heid ing lijk isch atie ", "ĳ"},
    {"sv", " och att det som en på är av för med till den inte om ett de i från kan har ",
     " ning het isk lig tion ", "åäö"},
    {"pl", " w i na z do się nie jest to że o dla przez od po oraz jako są ",
     " ości anie enie owych nych ego ", "ąćęłńśźż"},
    {"tr", " ve bir bu için ile de da olarak olan çok daha gibi üzerinde ",
     " ları leri lık lik ması mesi ", "ğışöüç"},
    {"vi", " của và là các trong cho với được có một không những này ", "", "ăâđêôơưạảấầậếềệ"},
    {"id", " yang dan di dari untuk dengan pada ini dalam adalah oleh sebagai terhadap ", "", ""},
});

struct Scores {
  std::array<std::uint32_t, kLanguages.size()> points{};
  std::uint32_t words = 0;
  std::uint32_t english_words = 0;
};

using LanguageSet = std::uint16_t;  // bit i: kLanguages[i]
static_assert(kLanguages.size() <= 16);

// FNV-1a (Fowler, Noll, Vo) of a word read from its end, so that the hashes of all its endings come
// along on the way.
class BackwardHash {
 public:
  void add(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 16777619U; }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 2166136261U;
};

// Which languages have an item on their list. Immutable once made.
class ItemTable {
 public:
  explicit ItemTable(std::string_view LatinLanguage::*list) {
    for (std::size_t i = 0; i < kLanguages.size(); ++i) {
      for (const std::string_view item : split(trim(kLanguages[i].*list), ' ')) {
        if (!item.empty()) add(item, static_cast<LanguageSet>(1U << i));
      }
    }
  }

  LanguageSet find(std::string_view item, std::uint32_t hash) const {
    const Slot& slot = slots_[place_of(item, hash)];
    return slot.languages;
  }

 private:
  struct Slot {
    std::string_view item;
    LanguageSet languages = 0;
  };
  static constexpr std::size_t kSlots = 1024;  // three times the items

  std::size_t place_of(std::string_view item, std::uint32_t hash) const {
    std::size_t place = (hash ^ hash >> 15U) % kSlots;
    while (!slots_[place].item.empty() && slots_[place].item != item) place = (place + 1) % kSlots;
    return place;
  }

  void add(std::string_view item, LanguageSet language) {
    BackwardHash hash;
    for (std::size_t i = item.size(); i > 0; --i) hash.add(item[i - 1]);
    Slot& slot = slots_[place_of(item, hash.value())];
    slot.item = item;
    slot.languages |= language;
  }

  std::array<Slot, kSlots> slots_{};
};

void score_word(std::string_view word, Scores& scores) {
  static const ItemTable words(&LatinLanguage::words);
  static const ItemTable endings(&LatinLanguage::endings);
  ++scores.words;
  BackwardHash hash;
  LanguageSet ended = 0;
  for (std::size_t tail = 1; tail <= word.size(); ++tail) {
    hash.add(word[word.size() - tail]);
    if (tail >= 2 && tail <= kLongestEnding && tail < word.size() && word.size() > 4)
      ended |= endings.find(word.substr(word.size() - tail), hash.value());
  }
  const LanguageSet listed = words.find(word, hash.value());
  if ((listed & 1U) != 0) ++scores.english_words;
  for (std::size_t i = 0; i < kLanguages.size() && (listed | ended) >> i != 0; ++i) {
    const bool whole = (listed >> i & 1U) != 0;
    scores.points[i] += whole ? 4 : ended >> i & 1U;
  }
}

void score_letter(std::string_view letter, Scores& scores) {
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    if (kLanguages[i].letters.find(letter) != std::string_view::npos) scores.points[i] += 2;
  }
}

// Latin words of the text, lower case as far as ASCII goes.
Scores score_latin(std::string_view text) {
  Scores scores;
  std::string word;
  std::size_t pos = 0;
  while (pos < text.size()) {
    const std::size_t start = pos;
    const char32_t c = decode_utf8(text, pos);
    if (is_latin(c)) {
      const std::string_view letter = text.substr(start, pos - start);
      if (word.size() < kMaxWord) word += c < 0x80 ? ascii_lower(letter) : std::string(letter);
      if (c >= 0x80) score_letter(letter, scores);
    } else if (!word.empty()) {
      score_word(word, scores);
      word.clear();
    }
  }
  if (!word.empty()) score_word(word, scores);
  return scores;
}

// One short word ("a", "de", "o") is no evidence for a language other than English, which most
// titles without any function word are in too.
constexpr std::uint32_t kOtherLanguagePoints = 6;

std::string latin_language(const Scores& scores) {
  const auto best = std::ranges::max_element(scores.points);
  const auto index = static_cast<std::size_t>(best - scores.points.begin());
  if (index > 0 && *best >= kOtherLanguagePoints) return std::string(kLanguages[index].tag);
  return scores.words >= 2 || (index == 0 && *best > 0) ? "en" : "und";
}

// The script with most letters, other than Latin and those that Chinese and Japanese share.
std::string other_script(const Scripts& n) {
  struct Candidate {
    std::uint32_t letters;
    std::string_view tag;
  };
  const auto candidates = std::to_array<Candidate>({
      {n.cyrillic, n.ukrainian * 50 > n.cyrillic ? "uk" : "ru"},
      {n.greek, "el"},
      {n.arabic, n.persian * 50 > n.arabic ? "fa" : "ar"},
      {n.hebrew, "he"},
      {n.thai, "th"},
      {n.devanagari, "hi"},
      {n.hangul, "ko"},
  });
  const auto best = std::ranges::max_element(candidates, {}, &Candidate::letters);
  // A formula's Greek letters do not make a Greek text.
  return best->letters > n.latin ? std::string(best->tag) : std::string();
}

}  // namespace

std::string detect_language(std::string_view text) {
  text = truncate_utf8(text, kMaxBytes);
  Scripts scripts;
  for (std::size_t pos = 0; pos < text.size();) count(decode_utf8(text, pos), scripts);

  const Scores latin = score_latin(text);
  if (scripts.han + scripts.kana > 0) {
    // An ideograph is worth about as much as a Latin word. A text that is held together by English
    // words and names a few things in Chinese is English.
    const std::uint32_t eastern = scripts.han + scripts.kana;
    const bool english = latin.english_words >= 2 && eastern < 2 * latin.words;
    if (!english && 2 * eastern >= latin.words) {
      if (scripts.kana * 10 > eastern) return "ja";
      if (scripts.hangul > scripts.han) return "ko";
      return "zh";
    }
  }
  if (std::string other = other_script(scripts); !other.empty()) return other;
  return latin_language(latin);
}

}  // namespace horizon::nlp
