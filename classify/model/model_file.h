// A model as bytes.
//
//   "HZMODEL\n"  8 bytes
//   version      u32, 1
//   size         u64, bytes of the payload
//   checksum     u64, of the payload
//   payload      numbers little-endian; texts and lists behind their u32 number of elements
//
// The payload: features (u8 word pairs, u8 Han n-grams, u8 title marks), u8 single-label, labels,
// rows (u64 hash, f32 idf, f32 scale each), weights (i8, a row of labels a feature), bias, a second
// stage's fit a label (slope, offset, floor, offset, weights), probability lines, thresholds,
// report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "classify/model/linear_model.h"
#include "core/error.h"

namespace horizon::classify::model {

inline constexpr std::size_t kMaxModelBytes = std::size_t{1} << 30;

std::string write_model(const ModelParts& parts);

inline constexpr std::size_t kModelHeaderBytes = 8 + 4 + 8 + 8;

// Does a file of that size begin as a model does? kCorrupt as read_model(); the payload is not
// looked at.
Status check_header(std::string_view beginning, std::uint64_t file_size);

// kCorrupt, with what is wrong and what to do, for bytes that are no model, a model of another
// version, cut off, or changed. Allocates no more than the bytes can fill.
Result<ModelParts> read_model(std::string_view bytes);

// A payload with the header that belongs to it.
std::string seal(std::string_view payload);

}  // namespace horizon::classify::model
