#include "web/http.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"

namespace horizon::web {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

tl::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::kUsage, std::string(what));
}

// White space that a text field may hold reads as a space.
Result<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return malformed("an escape (%) is not followed by two digits");
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  for (char& c : out) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    if (is_control(c)) return malformed("a control character");
  }
  if (!is_valid_utf8(out)) return malformed("bytes that are no UTF-8");
  return out;
}

Result<Params> parse_pairs(std::string_view text) {
  Params params;
  if (text.empty()) return params;
  std::size_t count = 0;
  for (const std::string_view pair : split(text, '&')) {
    if (pair.empty()) continue;
    if (++count > kMaxParameters) return fail(ErrorCode::kLimit, "too many parameters");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals), true);
    if (!name) return fail(name.error());
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!value) return fail(value.error());
    params.add(std::move(*name), std::move(*value));
  }
  return params;
}

bool has_dot_segment(std::string_view path) {
  const auto segments = split(path, '/');
  return std::any_of(segments.begin(), segments.end(),
                     [](std::string_view segment) { return segment == "." || segment == ".."; });
}

// The weight of one entry of Accept-Language, in thousandths; 0: not wanted, or malformed.
int weight_of(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view digits = trim(parameters.substr(at + 2));
  double weight = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  if (error != std::errc() || end == digits.data() || !(weight >= 0 && weight <= 1)) return 0;
  return static_cast<int>(weight * 1000);
}

}  // namespace

void Params::set(std::string_view name, std::string value) {
  remove(name);
  if (!value.empty()) add(std::string(name), std::move(value));
}

void Params::remove(std::string_view name) {
  std::erase_if(values_, [&](const auto& pair) { return pair.first == name; });
}

std::string Params::get(std::string_view name) const {
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string> Params::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : values_) {
    if (key == name) out.push_back(value);
  }
  return out;
}

bool Params::has(std::string_view name) const {
  return std::any_of(values_.begin(), values_.end(),
                     [&](const auto& pair) { return pair.first == name; });
}

Result<Target> parse_target(std::string_view target) {
  if (target.size() > kMaxTargetBytes) return fail(ErrorCode::kLimit, "the address is too long");
  target = target.substr(0, target.find('#'));
  const std::size_t question = std::min(target.find('?'), target.size());
  auto path = decoded(target.substr(0, question), false);
  if (!path) return fail(path.error());
  if (!path->starts_with('/') || has_dot_segment(*path)) return malformed("an impossible path");
  auto params = parse_pairs(target.substr(std::min(question + 1, target.size())));
  if (!params) return fail(params.error());
  return Target{std::move(*path), std::move(*params)};
}

Result<Params> parse_form(std::string_view body) {
  if (body.size() > kMaxFormBytes) return fail(ErrorCode::kLimit, "the form is too long");
  return parse_pairs(body);
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte / 16];
    out += kDigits[byte % 16];
  }
  return out;
}

std::string to_query(const Params& params) {
  std::string out;
  for (const auto& [name, value] : params.values()) {
    if (!out.empty()) out += '&';
    out += percent_encoded(name) + '=' + percent_encoded(value);
  }
  return out;
}

std::string cookie_value(std::string_view header, std::string_view name) {
  for (const std::string_view part : split(header, ';')) {
    const std::string_view pair = trim(part);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return std::string(pair.substr(equals + 1));
    }
  }
  return {};
}

bool prefers_chinese(std::string_view accept_language) {
  int chinese = -1;
  int english = -1;
  for (const std::string_view part : split(accept_language.substr(0, 1'000), ',')) {
    const std::size_t semicolon = std::min(part.find(';'), part.size());
    const std::string tag = ascii_lower(trim(part.substr(0, semicolon)));
    const int weight = weight_of(part.substr(semicolon));
    if (tag == "zh" || tag.starts_with("zh-")) chinese = std::max(chinese, weight);
    if (tag == "en" || tag.starts_with("en-")) english = std::max(english, weight);
  }
  return chinese > 0 && chinese >= english;
}

}  // namespace horizon::web
