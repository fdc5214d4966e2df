// The vocabulary of the index: how words, labels and dates are spelt as Xapian terms. Internal to
// the module's .cpp files.
//
//   quantum        a stemmed word          量子, 量   bigrams and characters of Han runs
//   XLINF.qcomp    label                   XMINF.qcomp  mention of the concept by any of its names
//   XKpaper XGen XSarxiv                   kind, language, source
//   XTquantum XT量子 XT量                  words of the title, spelt as those of the text
//   XAlovelace XA王小明... XOmit           words of authors' and organisations' names, not stemmed
//   XCCN                                   country of an organisation (ISO 3166-1 alpha-2)
//   XPG06N10/40 XPG06N10 XPG06N XPG06      classification code and what it lies under
//   XY2024 XN2024-11 XD2024-11-22          year, month, day of publication, as far as it is known
//
// Words of title and abstract and mentions have frequencies, and make the length of a document;
// everything else is there or not.
#pragma once

#include <xapian.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "index/index.h"
#include "nlp/fold.h"

namespace horizon::index {

inline constexpr std::string_view kLabelPrefix = "XL";
inline constexpr std::string_view kMentionPrefix = "XM";
inline constexpr std::string_view kKindPrefix = "XK";
inline constexpr std::string_view kLanguagePrefix = "XG";
inline constexpr std::string_view kSourcePrefix = "XS";
inline constexpr std::string_view kTitlePrefix = "XT";
inline constexpr std::string_view kAuthorPrefix = "XA";
inline constexpr std::string_view kOrganisationPrefix = "XO";
inline constexpr std::string_view kCountryPrefix = "XC";
inline constexpr std::string_view kCodePrefix = "XP";
inline constexpr std::string_view kYearPrefix = "XY";
inline constexpr std::string_view kMonthPrefix = "XN";
inline constexpr std::string_view kDayPrefix = "XD";

inline constexpr unsigned kPublishedSlot = 0;  // "2024-11-22"; absent if unknown
inline constexpr unsigned kIdSlot = 1;

// A word of the title counts this often (measured best for ranking, Cranfield and CISI).
inline constexpr unsigned kTitleWeight = 2;

// No term is longer; Xapian can hold 245.
inline constexpr std::size_t kMaxTermBytes = 240;

// A prefixed term, shortened to kMaxTermBytes.
std::string prefixed(std::string_view prefix, std::string_view value);

// Words too frequent to tell documents apart; neither indexed nor searched.
bool is_stop_word(std::string_view word);
std::span<const std::string_view> stop_words();

// The stemmed form (Snowball English) of a folded word; Han and words with digits stay. Valid until
// the thread's next call.
const std::string& stemmed(std::string_view word);

// The same for thousands of words that nobody asks for again, which the thread then does not
// remember.
std::string stemmed_by(const Xapian::Stem& stemmer, std::string_view word);

// Calls `emit(form(word))` for every word of a folded text that is no stop word, and emit() for
// every character and every bigram of its Han runs, in order.
template <typename Form, typename Emit>
void for_each_term(const nlp::FoldedText& text, Form&& form, Emit&& emit) {
  const auto piece = [&](const nlp::FoldedToken& token) {
    return std::string_view(text.text).substr(token.begin, token.size);
  };
  for (std::size_t i = 0; i < text.tokens.size(); ++i) {
    const nlp::FoldedToken& token = text.tokens[i];
    if (!token.han) {
      if (!is_stop_word(piece(token))) emit(std::string_view(form(piece(token))));
      continue;
    }
    emit(piece(token));
    if (i + 1 == text.tokens.size()) continue;
    const nlp::FoldedToken& after = text.tokens[i + 1];
    if (!after.han || after.source_begin != token.source_begin + token.source_size) continue;
    emit(std::string_view(text.text).substr(token.begin, token.size + after.size));
  }
}

// The index terms of a text.
template <typename Emit>
void for_each_term(const nlp::FoldedText& text, Emit&& emit) {
  for_each_term(text, stemmed, emit);
}

// The terms of the name of a person or an organisation, without their prefix: words as they are.
template <typename Emit>
void for_each_name_term(const nlp::FoldedText& name, Emit&& emit) {
  for_each_term(
      name, [](std::string_view word) { return word; }, emit);
}

// A classification code as it is compared: ASCII upper case, without white space ("G06N 10/40" and
// "g06n10/40" are one).
std::string normal_code(std::string_view code);
// The terms of a code, without their prefix: the normal code and all that it lies under.
// "G06N10/40" gives G06N10/40, G06N10, G06N, G06; "cs.RO" gives CS.RO and CS; other codes
// themselves.
std::vector<std::string> code_terms(std::string_view code);

// The terms that together cover exactly the publication days of [from, until).
std::vector<std::string> date_terms(Day from, Day until);

}  // namespace horizon::index
