#include "daemon/delivery/secret.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <limits>

#include "core/io.h"
#include "core/text.h"

namespace horizon::daemon {

Result<std::string> read_secret(const pipeline::SecretPlace& place,
                                const std::filesystem::path& root,
                                const pipeline::Environment& environment) {
  constexpr std::size_t kMaxBytes = 64U << 10U;
  if (!place.variable.empty()) {
    auto value = environment(place.variable);
    if (value && !value->empty()) return *std::move(value);
    if (place.file.empty()) {
      return fail(ErrorCode::kUsage,
                  fmt::format("the environment variable {} is not set", place.variable));
    }
  }
  const auto content = read_file(root / place.file, kMaxBytes);
  if (!content) return fail(ErrorCode::kUsage, content.error().message);
  std::string secret(trim(content->substr(0, content->find('\n'))));
  if (!secret.empty()) return secret;
  return fail(ErrorCode::kUsage,
              fmt::format("{} has no secret on its first line", (root / place.file).string()));
}

Result<std::string> hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const bool fits = key.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (!fits || HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, bytes.size(),
                    digest.data(), &size) == nullptr) {
    return fail(ErrorCode::kUnavailable, "cannot sign: libcrypto failed");
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

}  // namespace horizon::daemon
