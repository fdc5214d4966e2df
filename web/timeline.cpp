#include "web/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "answers/voice.h"
#include "charts/histogram.h"
#include "digest/words.h"

namespace horizon::web {
namespace {

constexpr std::size_t kMostBars = 52;

// Months between two days' months, both counted.
std::size_t months_between(Day first, Day last) {
  const std::chrono::year_month_day a(first);
  const std::chrono::year_month_day b(last);
  const int months = (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
                     static_cast<int>(static_cast<unsigned>(b.month())) -
                     static_cast<int>(static_cast<unsigned>(a.month())) + 1;
  return months < 1 ? 1 : static_cast<std::size_t>(months);
}

Granularity granularity_for(Day first, Day last) {
  const std::size_t months = months_between(first, last);
  if (months <= 36) return Granularity::kMonth;
  return months <= kMostBars * 3 ? Granularity::kQuarter : Granularity::kYear;
}

// "2024-03": how the address writes a period's beginning or its last month.
std::string date_text(const Period& period, bool end) {
  const Day day = end ? end_of(period) - std::chrono::days(1) : period.begin;
  return format_day(day).substr(0, period.granularity == Granularity::kYear ? 4 : 7);
}

struct Chosen {
  std::optional<Day> from, until;  // [from, until)

  bool holds(const Period& period) const {
    return (!from || end_of(period) > *from) && (!until || period.begin < *until);
  }
};

Chosen chosen_by(const SearchState& state) {
  pipeline::SearchRequest request;
  if (!read_dates(state.from, state.until, request)) return {};
  return {request.from, request.until};
}

Markup select(const View& view, const Timeline& timeline, const std::string& name,
              const std::string& chosen, bool end) {
  Markup options = markup("<option value=\"\">{}</option>", view.pick("any", "不限"));
  bool found = chosen.empty();
  for (const Timeline::Bar& bar : timeline.bars) {
    const std::string value = date_text(bar.period, end);
    const bool here = value == chosen;
    found = found || here;
    options += markup("<option value=\"{}\"{}>{}</option>", value, Markup{here ? " selected" : ""},
                      digest::period_text(bar.period, view.voice.language));
  }
  if (!found) options += markup("<option selected>{}</option>", chosen);
  return markup("<label>{} <select name=\"{}\">{}</select></label>",
                end ? view.pick("until", "到") : view.pick("from", "从"), name, options);
}

Markup form(const View& view, const SearchState& state, const Timeline& timeline) {
  Markup out = markup("<form class=\"range\" action=\"{}\" method=\"get\">", view.base + "/search");
  SearchState rest = state;
  rest.from = rest.until = "";
  rest.page = 1;
  out += view.hidden(rest.to_params());
  out += select(view, timeline, "from", state.from, false);
  out += select(view, timeline, "until", state.until, true);
  out += markup("<button class=\"plain\">{}</button>", view.pick("Apply", "应用"));
  if (state.has_dates()) {
    out += markup("<a href=\"{}\">{}</a>", view.link("/search", rest.to_params()),
                  view.pick("all dates", "不限日期"));
  }
  return out + Markup{"</form>"};
}

std::string undated_words(const View& view, const Timeline& timeline) {
  if (timeline.undated == 0) return {};
  return fmt::format(
      fmt::runtime(timeline.undated == 1 ? view.pick("{} without a date this fine is not drawn.",
                                                     "另有{}篇日期不详或过粗，不在图中。")
                                         : view.pick("{} without a date this fine are not drawn.",
                                                     "另有{}篇日期不详或过粗，不在图中。")),
      answers::with_separators(timeline.undated));
}

}  // namespace

Timeline make_timeline(std::span<const DailyCount> counts) {
  Timeline timeline;
  std::optional<Day> first;
  std::optional<Day> last;
  for (const DailyCount& one : counts) {
    if (!one.date) continue;
    if (!first || one.date->day < *first) first = one.date->day;
    if (!last || one.date->day > *last) last = one.date->day;
  }
  const auto granularity = first ? granularity_for(*first, *last) : Granularity::kYear;
  std::map<Day, std::uint64_t> sums;
  for (const DailyCount& one : counts) {
    if (!one.date || !fits(one.date->precision, granularity)) {
      timeline.undated += one.documents;
    } else {
      sums[period_of(one.date->day, granularity).begin] += one.documents;
    }
  }
  if (sums.empty()) return timeline;
  // A single wrong year (1700) must not make thousands of bars: the earliest are left out.
  const Period end = period_of(sums.rbegin()->first, granularity);
  for (Period period = period_of(sums.begin()->first, granularity); period <= end;
       period = next(period)) {
    const auto found = sums.find(period.begin);
    timeline.bars.push_back({period, found == sums.end() ? 0 : found->second});
  }
  while (timeline.bars.size() > kMostBars) {
    timeline.undated += timeline.bars.front().count;
    timeline.bars.erase(timeline.bars.begin());
  }
  return timeline;
}

Markup timeline_part(const View& view, const SearchState& state, const Timeline& timeline,
                     Day today) {
  if (timeline.bars.size() < 2) return {};
  const Chosen chosen = chosen_by(state);
  const std::size_t every = (timeline.bars.size() + 7) / 8;
  std::vector<charts::HistogramBar> bars;
  int year = 0;
  std::size_t free_from = 0;
  for (std::size_t i = 0; i < timeline.bars.size(); ++i) {
    const Timeline::Bar& from = timeline.bars[i];
    SearchState there = state;
    there.page = 1;
    there.from = date_text(from.period, false);
    there.until = date_text(from.period, true);
    charts::HistogramBar bar;
    bar.count = from.count;
    bar.selected = chosen.holds(from.period);
    bar.complete = end_of(from.period) <= today + std::chrono::days(1);
    bar.href = view.link("/search", there.to_params());
    bar.title = fmt::format("{}: {}", digest::period_text(from.period, view.voice.language),
                            answers::with_separators(from.count));
    const int here = digest::year_of(from.period);
    if (here != year && i >= free_from) {
      bar.mark = std::to_string(here);
      free_from = i + every;
    }
    year = here;
    bars.push_back(std::move(bar));
  }
  return markup("<section class=\"when\" aria-label=\"{}\">{}{}<p class=\"note\">{}</p></section>",
                view.pick("When they were published", "发表时间"), Markup{charts::histogram(bars)},
                form(view, state, timeline), undated_words(view, timeline));
}

}  // namespace horizon::web
