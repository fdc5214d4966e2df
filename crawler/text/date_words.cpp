#include "crawler/text/date_words.h"

#include <unicode/calendar.h>
#include <unicode/gregocal.h>
#include <unicode/normalizer2.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "core/text.h"

namespace horizon::crawler {
namespace {

// Full names, folded, one row a month. Genitives are there where they are no longer forms.
constexpr std::array<std::string_view, 12> kMonthNames = {
    "january jan januar janvier januari enero gennaio janeiro stycznia styczen ianuarie ocak leden "
    "ledna tammikuu tammikuuta января январь січня ιανουαριοσ ιανουαριου يناير gener janner "
    "januara",
    "february feb februar fevrier febrero febbraio fevereiro februari lutego luty februarie subat "
    "unor unora helmikuu helmikuuta февраля февраль лютого φεβρουαριοσ φεβρουαριου فبراير",
    "march mar marz mars marzo marco maart marca marzec martie mart brezen brezna maaliskuu "
    "maaliskuuta "
    "marcius марта март березня μαρτιοσ μαρτιου μαω مارس marts maret mrt mrz maerz",
    "april apr avril abril aprile kwietnia kwiecien aprilie nisan duben dubna huhtikuu huhtikuuta "
    "aprilis "
    "апреля апрель квітня απριλιοσ απριλιου ابريل",
    "may mai mayo maggio maio mei maja maj mayis kveten kvetna toukokuu toukokuuta majus мая маи "
    "травня "
    "μαιοσ μαιου مايو",
    "june jun juni juin junio giugno junho czerwca czerwiec iunie haziran cerven cervna kesakuu "
    "kesakuuta "
    "junius июня июнь червня ιουνιοσ ιουνιου ιον يونيو",
    "july jul juli juillet julio luglio julho lipca lipiec iulie temmuz cervenec cervence "
    "heinakuu heinakuuta julius июля июль липня ιουλιοσ ιουλιου ιολ يوليو",
    "august aug aout agosto augustus sierpnia sierpien agustos srpen srpna elokuu elokuuta "
    "augusztus "
    "augusti avgust августа август серпня αυγουστοσ αυγουστου اغسطس agustus",
    "september sep sept septembre septiembre settembre setembro wrzesnia wrzesien septembrie "
    "eylul zari syyskuu syyskuuta szeptember сентября сентябрь вересня σεπτεμβριοσ σεπτεμβριου "
    "سبتمبر",
    "october oct oktober octobre octubre ottobre outubro pazdziernika pazdziernik octombrie ekim "
    "rijen rijna lokakuu lokakuuta октября октябрь жовтня οκτωβριοσ οκτωβριου اكتوبر",
    "november nov novembre noviembre novembro listopada listopad noiembrie kasim marraskuu "
    "marraskuuta ноября "
    "ноябрь νοεμβριοσ νοεμβριου نوفمبر nopember",
    "december dec dezember decembre diciembre dicembre dezembro grudnia grudzien decembrie aralik "
    "prosinec prosince joulukuu joulukuuta декабря декабрь грудня δεκεμβριοσ δεκεμβριου ديسمبر "
    "desember",
};

using Zone = std::pair<std::string_view, int>;
constexpr std::array kZones = {
    Zone{"z", 0},      Zone{"ut", 0},     Zone{"utc", 0},    Zone{"gmt", 0},     Zone{"wet", 0},
    Zone{"west", 60},  Zone{"bst", 60},   Zone{"cet", 60},   Zone{"mez", 60},    Zone{"met", 60},
    Zone{"cest", 120}, Zone{"mesz", 120}, Zone{"mest", 120}, Zone{"eet", 120},   Zone{"sast", 120},
    Zone{"cat", 120},  Zone{"eest", 180}, Zone{"idt", 180},  Zone{"msk", 180},   Zone{"trt", 180},
    Zone{"eat", 180},  Zone{"msd", 240},  Zone{"gst", 240},  Zone{"irst", 210},  Zone{"pkt", 300},
    Zone{"ist", 330},  Zone{"npt", 345},  Zone{"ict", 420},  Zone{"wib", 420},   Zone{"hkt", 480},
    Zone{"sgt", 480},  Zone{"myt", 480},  Zone{"awst", 480}, Zone{"pht", 480},   Zone{"jst", 540},
    Zone{"kst", 540},  Zone{"wit", 540},  Zone{"acst", 570}, Zone{"acdt", 630},  Zone{"aest", 600},
    Zone{"aedt", 660}, Zone{"nzst", 720}, Zone{"nzdt", 780}, Zone{"nst", -210},  Zone{"ndt", -150},
    Zone{"adt", -180}, Zone{"ast", -240}, Zone{"at", -240},  Zone{"brt", -180},  Zone{"art", -180},
    Zone{"clt", -240}, Zone{"edt", -240}, Zone{"est", -300}, Zone{"et", -300},   Zone{"cdt", -300},
    Zone{"cst", -360}, Zone{"ct", -360},  Zone{"mdt", -360}, Zone{"mst", -420},  Zone{"mt", -420},
    Zone{"pdt", -420}, Zone{"pst", -480}, Zone{"pt", -480},  Zone{"akdt", -480}, Zone{"akst", -540},
    Zone{"hst", -600}, Zone{"hdt", -540},
};

using MonthName = std::pair<std::string_view, int>;

std::vector<MonthName> sorted_months() {
  std::vector<MonthName> names;
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    for (const std::string_view name : split(kMonthNames[i], ' ')) {
      names.emplace_back(name, static_cast<int>(i) + 1);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t letters_of(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// "a.m." and "p. m." as "am" and "pm"; Greek has them as πμ and μμ.
std::string join_halves(std::string text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kForms = {{
      {"a.m.", "am"},
      {"p.m.", "pm"},
      {"a. m.", "am"},
      {"p. m.", "pm"},
      {"a.m", "am"},
      {"p.m", "pm"},
      {"π.μ.", "πμ"},
      {"μ.μ.", "μμ"},
  }};
  for (const auto& [from, to] : kForms) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos || at == 0) continue;
    const char before = text[at - 1];
    if (before == ' ' || (before >= '0' && before <= '9')) text.replace(at, from.size(), to);
  }
  return text;
}

// As the tz database spells it: "America/Port_of_Spain", "Etc/GMT+5", "PST8PDT".
std::string spelled_place(std::string_view folded) {
  std::string name(folded);
  const bool abbreviation = name.find('/') == std::string::npos;
  bool begin = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view rest = std::string_view(name).substr(i);
    const bool acronym = rest.starts_with("gmt") || rest.starts_with("utc");
    const std::size_t size = begin && acronym ? 3 : 1;
    const bool small_word = rest.starts_with("of_") || rest.starts_with("es_");
    for (std::size_t at = i; begin && !small_word && at < i + size; ++at) {
      if (name[at] >= 'a' && name[at] <= 'z') name[at] = static_cast<char>(name[at] - 'a' + 'A');
    }
    i += begin ? size - 1 : 0;
    begin = abbreviation || name[i] == '/' || name[i] == '_' || name[i] == '-';
  }
  return name;
}

icu::UnicodeString without_marks(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) out.append(c);
  }
  return out;
}

}  // namespace

std::string fold_date_text(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return join_halves(ascii_lower(text));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* const apart = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* const together = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return join_halves(ascii_lower(text));
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString folded = apart->normalize(folding->normalize(wide, status), status);
  std::string out;
  together->normalize(without_marks(folded), status).toUTF8String(out);
  return join_halves(std::move(out));
}

int month_of_word(std::string_view word) {
  if (letters_of(word) < 3) return 0;
  static const std::vector<MonthName> kSorted = sorted_months();
  auto name = std::lower_bound(kSorted.begin(), kSorted.end(), MonthName{word, 0});
  if (name == kSorted.end() || !name->first.starts_with(word)) return 0;
  const int month = name->second;
  if (name->first == word) return month;
  for (; name != kSorted.end() && name->first.starts_with(word); ++name) {
    if (name->second != month) return 0;
  }
  return month;
}

bool may_be_weekday(std::string_view word) { return word == "mar" || word == "paz"; }

int weekday_of_word(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kDays = {
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (kDays[i].starts_with(word)) return static_cast<int>(i) + 1;
  }
  return 0;
}

DayHalf day_half_of_word(std::string_view word) {
  for (const std::string_view morning :
       {"am", "上午", "凌晨", "早上", "早晨", "清晨", "午前", "오전", "πμ"}) {
    if (word == morning) return DayHalf::kMorning;
  }
  for (const std::string_view afternoon :
       {"pm", "下午", "晚上", "傍晚", "中午", "晚间", "午後", "午后", "오후", "μμ"}) {
    if (word == afternoon) return DayHalf::kAfternoon;
  }
  return DayHalf::kNone;
}

std::optional<int> zone_of_word(std::string_view word) {
  for (const auto& [name, minutes] : kZones) {
    if (name == word) return minutes;
  }
  if (word.size() != 1 || word[0] < 'a' || word[0] > 'y') return std::nullopt;
  const char letter = word[0];
  if (letter == 'j') return std::nullopt;  // the reader's own zone
  if (letter <= 'i') return -60 * (letter - 'a' + 1);
  if (letter <= 'm') return -60 * (letter - 'a');
  return 60 * (letter - 'n' + 1);
}

std::optional<int> zone_of_place(std::string_view name, const ZoneTime& local) {
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(spelled_place(name))));
  if (*zone == icu::TimeZone::getUnknown()) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*zone, status);
  calendar.clear();
  calendar.set(local.year, local.month - 1, local.day, local.hour, local.minute);
  const int32_t offset =
      calendar.get(UCAL_ZONE_OFFSET, status) + calendar.get(UCAL_DST_OFFSET, status);
  if (U_FAILURE(status)) return std::nullopt;
  return offset / 60'000;
}

}  // namespace horizon::crawler
