#include "web/rank_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "charts/rank_chart.h"
#include "digest/foreign.h"
#include "digest/words.h"

namespace horizon::web {
namespace {

constexpr int kYears = 6;

// Documents of one subfield in each of the years.
struct Ranked {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::vector<std::uint64_t> counts;
  std::vector<int> ranks;

  std::uint64_t all() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{});
  }
};

struct Table {
  std::vector<int> years;
  bool open = false;  // the last year goes on
  std::map<taxonomy::NodeIndex, std::vector<Ranked>> domains;
};

Table count_years(const taxonomy::Taxonomy& taxonomy, const pipeline::Overview& overview) {
  Table table;
  if (overview.all.points.empty()) return table;
  const trends::Point& last = overview.all.points.back();
  const int year = digest::year_of(last.period);
  table.open = !last.complete || digest::year_of(next(last.period)) == year;
  for (int y = year - kYears + 1; y <= year; ++y) table.years.push_back(y);
  for (std::size_t i = 0; i < overview.topics.size(); ++i) {
    Ranked one{overview.topics[i].node, std::vector<std::uint64_t>(kYears), {}};
    for (const trends::Point& point : overview.series[i].points) {
      const int at = digest::year_of(point.period) - table.years.front();
      if (at >= 0 && at < kYears) one.counts[static_cast<std::size_t>(at)] += point.count;
    }
    if (one.all() > 0) table.domains[taxonomy.node(one.node).parent].push_back(std::move(one));
  }
  return table;
}

// The ten with the most documents, ranked year by year; equals in the order of the taxonomy.
void rank(std::vector<Ranked>& topics) {
  std::stable_sort(topics.begin(), topics.end(),
                   [](const Ranked& a, const Ranked& b) { return a.all() > b.all(); });
  if (topics.size() > charts::kMaxRanks) topics.resize(charts::kMaxRanks);
  std::stable_sort(topics.begin(), topics.end(),
                   [](const Ranked& a, const Ranked& b) { return a.node < b.node; });
  std::vector<std::size_t> order(topics.size());
  for (std::size_t year = 0; year < static_cast<std::size_t>(kYears); ++year) {
    std::iota(order.begin(), order.end(), std::size_t{});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return topics[a].counts[year] > topics[b].counts[year];
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
      topics[order[i]].ranks.push_back(static_cast<int>(i) + 1);
    }
  }
}

// Places between the first year and the last complete one.
int moved(const Ranked& topic, bool open) {
  return std::abs(topic.ranks[topic.ranks.size() - (open ? 2 : 1)] - topic.ranks.front());
}

std::vector<charts::RankLine> lines_of(const Context& context, const View& view,
                                       const std::vector<Ranked>& topics, bool open,
                                       std::size_t most_characters) {
  std::vector<int> moves;
  for (const Ranked& topic : topics) moves.push_back(moved(topic, open));
  std::sort(moves.rbegin(), moves.rend());
  const int needed = std::max(2, moves[std::min(moves.size(), charts::kMaxMarked) - 1]);
  std::vector<charts::RankLine> lines;
  for (const Ranked& topic : topics) {
    const std::string name = context.taxonomy().node(topic.node).name.in(view.voice.language);
    lines.push_back({fmt::format("{} {}", digest::clean_line(name, most_characters),
                                 answers::with_separators(topic.counts.back())),
                     topic.ranks, moved(topic, open) >= needed});
  }
  return lines;
}

std::string sentence(const Context& context, const View& view, const std::vector<Ranked>& topics) {
  std::string out = view.pick("Ranks by documents a year:", "按年文献数排名：");
  for (const Ranked& topic : topics) {
    out += fmt::format(fmt::runtime(view.pick(" {} {} to {};", "{}由第{}位至第{}位；")),
                       context.taxonomy().node(topic.node).name.in(view.voice.language),
                       topic.ranks.front(), topic.ranks.back());
  }
  return out;
}

Markup number_table(const Context& context, const View& view, const Table& table,
                    const std::vector<Ranked>& topics) {
  Markup out = markup(
      "<details><summary>{}</summary><table class=\"grid\"><thead><tr><th "
      "scope=\"col\">{}</th>",
      view.pick("The numbers", "数字"), view.pick("Subfield", "子领域"));
  for (const int year : table.years) out += markup("<th scope=\"col\" class=\"num\">{}</th>", year);
  out += Markup{"</tr></thead><tbody>"};
  for (const Ranked& topic : topics) {
    const taxonomy::Node& node = context.taxonomy().node(topic.node);
    out += markup("<tr><th scope=\"row\"><a href=\"{}\">{}</a></th>",
                  view.link("/topic/" + node.id), node.name.in(view.voice.language));
    for (const std::uint64_t count : topic.counts) {
      out += markup("<td class=\"num\">{}</td>", answers::with_separators(count));
    }
    out += Markup{"</tr>"};
  }
  return out + Markup{"</tbody></table></details>"};
}

// The domain asked for, else that with the most documents.
taxonomy::NodeIndex chosen_domain(const Context& context, const View& view, const Table& table) {
  const taxonomy::NodeIndex asked = context.taxonomy().find(view.params.get("rank"));
  if (table.domains.contains(asked)) return asked;
  const auto documents = [](const auto& entry) {
    std::uint64_t sum = 0;
    for (const Ranked& topic : entry.second) sum += topic.all();
    return sum;
  };
  return std::max_element(table.domains.begin(), table.domains.end(),
                          [&](const auto& a, const auto& b) { return documents(a) < documents(b); })
      ->first;
}

Markup domain_links(const Context& context, const View& view, const Table& table,
                    taxonomy::NodeIndex chosen) {
  Markup out = markup("<nav class=\"pager\" aria-label=\"{}\">", view.pick("Domain", "领域"));
  for (const auto& [domain, topics] : table.domains) {
    const taxonomy::Node& node = context.taxonomy().node(domain);
    Params params;
    params.add("rank", node.id);
    const std::string name = node.name.in(view.voice.language);
    out += domain == chosen ? markup("<b aria-current=\"true\">{}</b>", name)
                            : markup("<a href=\"{}#ranks\">{}</a>",
                                     view.link("/overview", std::move(params)), name);
  }
  return out + Markup{"</nav>"};
}

}  // namespace

Markup rank_part(const Context& context, const View& view, const pipeline::Overview& overview) {
  Table table = count_years(context.taxonomy(), overview);
  if (table.domains.empty()) return {};
  const taxonomy::NodeIndex domain = chosen_domain(context, view, table);
  std::vector<Ranked>& topics = table.domains.at(domain);
  rank(topics);
  std::vector<std::string> years;
  for (const int year : table.years) years.push_back(std::to_string(year));
  const std::string words = sentence(context, view, topics);
  const auto wide = lines_of(context, view, topics, table.open, 22);
  const auto slim = lines_of(context, view, topics, table.open, view.chinese() ? 7 : 13);
  Markup out = markup(
      "<section id=\"ranks\"><h2 class=\"serif\">{}</h2><p class=\"intro\">{}{}</p>{}",
      fmt::format(fmt::runtime(view.pick("Rank within {}", "{}领域内排名")),
                  context.taxonomy().node(domain).name.in(view.voice.language)),
      view.pick("By documents a year, at most ten subfields; in colour those that moved most, by "
                "two places or more. The number at the end: documents of the last year.",
                "按年文献数排名，至多十个子领域；变动最大且达两位以上的着色。末尾数字为末年篇数。"),
      table.open ? view.pick(" The last year is not over: hollow.", "末年未完，以空心表示。") : "",
      domain_links(context, view, table, domain));
  out += markup("<div class=\"broad\">{}</div><div class=\"slim\">{}</div>",
                Markup{charts::rank_chart(wide, years, table.open, words)},
                Markup{charts::rank_chart(slim, years, table.open, words,
                                          {.width = 350, .label_width = 128})});
  return out + number_table(context, view, table, topics) + Markup{"</section>"};
}

}  // namespace horizon::web
