// A model's file, whatever bytes come: read_model() refuses it, or gives a model that labels texts
// with probabilities. The payload is also tried behind a header that fits it, or the checksum would
// hide the parts from the fuzzer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "classify/model/model_file.h"
#include "fuzz/check.h"

namespace {

using horizon::classify::model::Labeller;
using horizon::classify::model::LinearModel;

void read(std::string_view bytes) {
  const auto parts = horizon::classify::model::read_model(bytes);
  if (!parts) {
    horizon::fuzz::require(!parts.error().message.empty(), "an error has a message");
    return;
  }
  const LinearModel model(*parts);
  Labeller labeller(model);
  for (const auto& verdict : labeller.label({"Quantum error correction 量子纠错", 7})) {
    horizon::fuzz::require(!(verdict.probability < 0) && !(verdict.probability > 1),
                           "a probability lies between 0 and 1");
  }
  labeller.explain({"Quantum error correction 量子纠错", 7}, 0, 4);
  horizon::fuzz::require(
      horizon::classify::model::read_model(horizon::classify::model::write_model(*parts))
          .has_value(),
      "what was read can be written and read again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  read(input);
  read(horizon::classify::model::seal(input));
  return 0;
}
