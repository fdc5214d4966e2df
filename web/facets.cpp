#include "web/facets.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "answers/figures.h"
#include "answers/voice.h"
#include "digest/words.h"

namespace horizon::web {
namespace {

constexpr std::size_t kShown = 8;
constexpr std::size_t kMost = 40;

struct Value {
  std::string value, name;
  std::uint64_t documents = 0;
};

// A group of links that set one field of the state to a value, or empty it.
struct Group {
  const char* heading;
  std::vector<Value> values;
  std::function<bool(const SearchState&, const std::string&)> chosen;
  std::function<void(SearchState&, const std::string&)> choose, drop;
};

// One text field of the state.
Group field_group(const char* heading, std::string SearchState::*field) {
  return {
      heading,
      {},
      [field](const SearchState& state, const std::string& value) { return state.*field == value; },
      [field](SearchState& state, const std::string& value) { state.*field = value; },
      [field](SearchState& state, const std::string&) { (state.*field).clear(); }};
}

Group topic_group(const char* heading) {
  return {heading,
          {},
          [](const SearchState& state, const std::string& value) {
            return std::find(state.topics.begin(), state.topics.end(), value) != state.topics.end();
          },
          [](SearchState& state, const std::string& value) { state.topics = {value}; },
          [](SearchState& state, const std::string& value) { std::erase(state.topics, value); }};
}

Group year_group(const char* heading) {
  return {heading,
          {},
          [](const SearchState& state, const std::string& value) {
            return state.from == value && state.until == value;
          },
          [](SearchState& state, const std::string& value) { state.from = state.until = value; },
          [](SearchState& state, const std::string&) { state.from = state.until = ""; }};
}

Markup value_item(const View& view, const SearchState& state, const Group& group,
                  const Value& value) {
  SearchState there = state;
  there.page = 1;
  const bool chosen = group.chosen(state, value.value);
  chosen ? group.drop(there, value.value) : group.choose(there, value.value);
  const Markup link = markup("<a href=\"{}\"{}>{}</a>", view.link("/search", there.to_params()),
                             Markup{chosen ? " aria-current=\"true\"" : ""}, value.name);
  return markup("<li>{}<span>{}</span></li>", link, answers::with_separators(value.documents));
}

Markup group_part(const View& view, const SearchState& state, const Group& group) {
  if (group.values.empty()) return {};
  Markup first;
  Markup rest;
  for (std::size_t i = 0; i < std::min(group.values.size(), kMost); ++i) {
    (i < kShown ? first : rest) += value_item(view, state, group, group.values[i]);
  }
  Markup out = markup("<section><h2>{}</h2><ul>{}</ul>", group.heading, first);
  if (!rest.empty()) {
    out += markup("<details><summary>{}</summary><ul>{}</ul></details>",
                  fmt::format(fmt::runtime(view.pick("{} more", "另{}项")),
                              std::min(group.values.size(), kMost) - kShown),
                  rest);
  }
  return out + Markup{"</section>"};
}

std::string country_name(const Context& context, const View& view, const std::string& code) {
  const who::Place* place = context.directory.country(code);
  return place == nullptr ? code : (view.chinese() ? place->zh : place->en);
}

std::string kind_name(const View& view, const std::string& kind) {
  return std::string(
      digest::kind_text(parse_kind(kind).value_or(Kind::kOther), view.voice.language));
}

void sort_labels(const Context& context, const View& view,
                 const std::vector<index::FacetValue>& values, Group& domains, Group& subfields,
                 Group& routes) {
  for (const index::FacetValue& value : values) {
    const taxonomy::NodeIndex index = context.taxonomy().find(value.value);
    if (index == taxonomy::kNoNode) continue;
    const taxonomy::Node& node = context.taxonomy().node(index);
    if (node.scheme != context.scheme()) continue;
    Group& group = node.level == taxonomy::Level::kDomain     ? domains
                   : node.level == taxonomy::Level::kSubfield ? subfields
                                                              : routes;
    group.values.push_back({node.id, node.name.in(view.voice.language), value.documents});
  }
}

std::string value_name(const Context& context, const View& view, index::Facet facet,
                       const std::string& value) {
  switch (facet) {
    case index::Facet::kKind:
      return kind_name(view, value);
    case index::Facet::kLanguage:
      return digest::language_name(value, view.voice.language);
    case index::Facet::kCountry:
      return country_name(context, view, value);
    default:
      return value;
  }
}

}  // namespace

Markup facet_part(const Context& context, const View& view, const SearchState& state,
                  const pipeline::FacetReport& report) {
  Group groups[] = {topic_group(view.pick("Domain", "领域")),
                    topic_group(view.pick("Subfield", "子领域")),
                    topic_group(view.pick("Route", "路线")),
                    field_group(view.pick("Kind", "类型"), &SearchState::kind),
                    field_group(view.pick("Language", "语言"), &SearchState::language),
                    year_group(view.pick("Year", "年份")),
                    field_group(view.pick("Country", "国家"), &SearchState::country),
                    field_group(view.pick("Source", "来源"), &SearchState::source)};
  for (const auto& [facet, values] : report.facets) {
    if (facet == index::Facet::kLabel) {
      sort_labels(context, view, values, groups[0], groups[1], groups[2]);
      continue;
    }
    // Labels take three groups; the other facets follow in their order.
    Group& group = groups[2 + static_cast<std::size_t>(facet)];
    for (const index::FacetValue& value : values) {
      group.values.push_back(
          {value.value, value_name(context, view, facet, value.value), value.documents});
    }
    if (facet == index::Facet::kYear) {
      std::sort(group.values.begin(), group.values.end(),
                [](const Value& a, const Value& b) { return a.value > b.value; });
    }
  }
  Markup out = markup("<aside class=\"facets\" id=\"facets\" aria-label=\"{}\">",
                      view.pick("Narrow the search", "筛选"));
  for (const Group& group : groups) out += group_part(view, state, group);
  return out + Markup{"</aside>"};
}

Markup filter_part(const Context& context, const View& view, const SearchState& state) {
  Markup out;
  const auto add = [&](const std::string& words, auto&& drop) {
    SearchState there = state;
    there.page = 1;
    drop(there);
    out += markup("<li><a class=\"tag\" href=\"{}\"><span class=\"unseen\">{}</span>{} ×</a></li>",
                  view.link("/search", there.to_params()), view.pick("Remove: ", "去掉："), words);
  };
  for (const std::string& topic : state.topics) {
    const taxonomy::NodeIndex index = context.taxonomy().resolve(topic);
    add(index == taxonomy::kNoNode ? topic
                                   : context.taxonomy().node(index).name.in(view.voice.language),
        [&](SearchState& there) { std::erase(there.topics, topic); });
  }
  const auto field = [&](std::string SearchState::*member, const std::string& words) {
    if (!(state.*member).empty()) add(words, [&](SearchState& there) { (there.*member).clear(); });
  };
  field(&SearchState::kind, kind_name(view, state.kind));
  field(&SearchState::language, digest::language_name(state.language, view.voice.language));
  field(&SearchState::country, country_name(context, view, state.country));
  field(&SearchState::source, state.source);
  if (state.has_dates()) {
    const std::string words = state.from == state.until ? state.from
                              : state.until.empty()     ? view.pick("from ", "自") + state.from
                              : state.from.empty()
                                  ? view.pick("until ", "至") + state.until
                                  : state.from + view.pick("–", "～") + state.until;
    add(words, [](SearchState& there) { there.from = there.until = ""; });
  }
  if (out.empty()) return {};
  return markup("<ul class=\"filters\" aria-label=\"{}\">{}</ul>", view.pick("Filters", "筛选条件"),
                out);
}

}  // namespace horizon::web
