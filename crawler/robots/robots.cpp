#include "crawler/robots/robots.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/robots/robots_path.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxLineBytes = 16'664;  // eight times the longest URL of some browsers
constexpr std::size_t kMaxSitemaps = 10'000;

enum class Record { kOther, kUserAgent, kAllow, kDisallow, kSitemap, kCrawlDelay };

Record record_of(std::string_view key) {
  static constexpr std::pair<std::string_view, Record> kNames[] = {
      {"user-agent", Record::kUserAgent},  {"useragent", Record::kUserAgent},
      {"user agent", Record::kUserAgent},  {"allow", Record::kAllow},
      {"disallow", Record::kDisallow},     {"dissallow", Record::kDisallow},
      {"dissalow", Record::kDisallow},     {"disalow", Record::kDisallow},
      {"diasllow", Record::kDisallow},     {"disallaw", Record::kDisallow},
      {"sitemap", Record::kSitemap},       {"site-map", Record::kSitemap},
      {"crawl-delay", Record::kCrawlDelay}};
  for (const auto& [name, record] : kNames) {
    if (starts_with_ignoring_case(key, name)) return record;
  }
  return Record::kOther;
}

struct Line {
  std::string_view key, value;
};

// "key: value # comment", or "key value" where the colon was forgotten and nothing follows.
Line cut_line(std::string_view text) {
  text = trim(text.substr(0, std::min(text.find('#'), kMaxLineBytes)));
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    return {trim(text.substr(0, colon)), trim(text.substr(colon + 1))};
  }
  const std::size_t blank = text.find_first_of(" \t");
  if (blank == std::string_view::npos) return {};
  const std::string_view value = trim(text.substr(blank));
  if (value.find_first_of(" \t") != std::string_view::npos) return {};
  return {text.substr(0, blank), value};
}

bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view leading_token(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// "*" alone or before a blank is everybody; else the product token that the value begins with.
std::string token_of(std::string_view value) {
  if (value.starts_with('*') && (value.size() == 1 || value[1] == ' ' || value[1] == '\t')) {
    return "*";
  }
  return ascii_lower(leading_token(value));
}

std::optional<double> seconds_of(std::string_view value) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error != std::errc() || !std::isfinite(seconds) || seconds < 0) return std::nullopt;
  return seconds;
}

class Parser {
 public:
  RobotsFile run(std::string_view text) {
    for (std::size_t pos = 0; pos < text.size();) {
      const std::size_t end = std::min(text.find_first_of("\r\n", pos), text.size());
      take(cut_line(text.substr(pos, end - pos)));
      pos = end + 1;
    }
    return RobotsFile(std::move(groups_), std::move(sitemaps_));
  }

 private:
  void take(const Line& line) {
    if (line.key.empty()) return;
    switch (record_of(line.key)) {
      case Record::kUserAgent:
        return take_agent(line.value);
      case Record::kAllow:
        return take_rule(true, line.value);
      case Record::kDisallow:
        return take_rule(false, line.value);
      case Record::kSitemap:
        if (!line.value.empty() && sitemaps_.size() < kMaxSitemaps) {
          sitemaps_.push_back(sanitise_utf8(line.value));
        }
        return;
      case Record::kCrawlDelay:
        return take_delay(line.value);
      case Record::kOther:
        return;  // other records neither begin nor end a group (2.2.4)
    }
  }

  void take_agent(std::string_view value) {
    if (in_rules_) {
      current_.clear();
      ++paragraph_;
    }
    in_rules_ = false;
    const std::string token = token_of(value);
    if (token.empty()) return;
    const auto [entry, added] = by_token_.try_emplace(token, groups_.size());
    if (added) {
      groups_.push_back({token});
      named_in_.push_back(0);
    }
    std::size_t& named = named_in_[entry->second];
    if (std::exchange(named, paragraph_) != paragraph_) current_.push_back(entry->second);
  }

  void take_rule(bool allow, std::string_view value) {
    in_rules_ = true;
    if (value.empty()) return;  // "Disallow:" restricts nothing
    const RobotsRule rule = {allow, escaped_size(value), compared_pattern(value, allow)};
    for (const std::size_t group : current_) {
      if (rule_bytes_ > kMaxRuleBytes) return;
      rule_bytes_ += rule.pattern.size() + sizeof(RobotsRule);
      groups_[group].rules.push_back(rule);
    }
  }

  void take_delay(std::string_view value) {
    in_rules_ = true;  // a rule of its agents to those who write it, unlike Sitemap
    const auto seconds = seconds_of(value);
    if (!seconds) return;
    for (const std::size_t group : current_) {
      auto& delay = groups_[group].crawl_delay_seconds;
      delay = std::max(delay.value_or(0), *seconds);
    }
  }

  // A group of thousands of agents multiplies its rules; this bounds what they cost.
  static constexpr std::size_t kMaxRuleBytes = std::size_t{64} << 20;

  std::vector<RobotsGroup> groups_;
  std::vector<std::string> sitemaps_;
  std::unordered_map<std::string, std::size_t> by_token_;
  std::vector<std::size_t> current_;   // groups that the agents above name
  std::vector<std::size_t> named_in_;  // of each group: the paragraph that named it last
  std::size_t paragraph_ = 1;
  std::size_t rule_bytes_ = 0;
  bool in_rules_ = false;  // a rule was read since the last agent: the next one begins a group
};

// Products that a User-Agent header names, in its order: "Mozilla", "compatible", "HorizonBot".
std::vector<std::string> tokens_of_agent(std::string_view agent) {
  std::vector<std::string> tokens;
  for (std::size_t pos = 0; pos < agent.size() && tokens.size() < 64;) {
    const std::string_view token = leading_token(agent.substr(pos));
    if (!token.empty()) tokens.push_back(ascii_lower(token));
    pos += std::max<std::size_t>(token.size(), 1);
  }
  return tokens;
}

}  // namespace

RobotsFile::RobotsFile(std::vector<RobotsGroup> groups, std::vector<std::string> sitemaps)
    : groups_(std::move(groups)), sitemaps_(std::move(sitemaps)) {}

const RobotsGroup* RobotsFile::group_of(std::string_view agent) const {
  const auto find = [&](std::string_view token) -> const RobotsGroup* {
    for (const RobotsGroup& group : groups_) {
      if (group.token == token) return &group;
    }
    return nullptr;
  };
  std::vector<std::string> tokens = tokens_of_agent(agent);
  // A bare token or "Product/1.0 ..." is that product; browsers' headers name it somewhere.
  const bool disguised = !tokens.empty() && tokens.front() == "mozilla" && tokens.size() > 1;
  if (!disguised && tokens.size() > 1) tokens.resize(1);
  const RobotsGroup* best = nullptr;
  for (const std::string& token : tokens) {
    const RobotsGroup* const group = find(token);
    if (group != nullptr && (best == nullptr || group->token.size() > best->token.size())) {
      best = group;
    }
  }
  return best != nullptr ? best : find("*");
}

bool RobotsFile::allowed(std::string_view agent, std::string_view target) const {
  const RobotsGroup* const group = group_of(agent);
  if (group == nullptr) return true;
  const RobotsPath path = robots_path(target);
  if (path.strict == "/robots.txt") return true;
  std::size_t allow = 0, disallow = 0;  // lengths of the longest patterns that match
  for (const RobotsRule& rule : group->rules) {
    std::size_t& longest = rule.allow ? allow : disallow;
    if (rule.length > longest &&
        matches_pattern(rule.pattern, rule.allow ? path.strict : path.normal)) {
      longest = rule.length;
    }
  }
  return allow >= disallow;
}

std::optional<double> RobotsFile::crawl_delay(std::string_view agent) const {
  const RobotsGroup* const group = group_of(agent);
  return group == nullptr ? std::nullopt : group->crawl_delay_seconds;
}

RobotsFile parse_robots(std::string_view bytes) {
  bytes = bytes.substr(0, kMaxRobotsBytes);
  std::string text;
  const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (wide) {
    text = decode_to_utf8(bytes, {}).text;
  } else {
    // A mark may be cut off; NULs are no part of any record.
    for (const char mark : {'\xEF', '\xBB', '\xBF'}) {
      if (!bytes.starts_with(mark)) break;
      bytes.remove_prefix(1);
    }
    text.reserve(bytes.size());
    std::copy_if(bytes.begin(), bytes.end(), std::back_inserter(text),
                 [](char c) { return c != '\0'; });
  }
  return Parser().run(text);
}

}  // namespace horizon::crawler
