// A tensor as the artifact names it: type, shape, how integers map to real numbers, and its values where constant.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bitstill::codegen {

enum class ElementType { kInt8, kInt32, kFloat32, kOther };

// real = scale * (q - zero_point); one scale for the whole tensor or one per index of `axis`.
struct Quantization {
  std::vector<float> scales;
  std::vector<int32_t> zero_points;
  int axis = 0;

  bool per_tensor() const { return scales.size() == 1; }
  float scale() const { return scales.at(0); }
  int32_t zero_point() const { return zero_points.at(0); }
};

struct Tensor {
  int index = -1;  // in the TFLite file
  std::string name;
  ElementType type = ElementType::kInt8;
  std::string type_name = "INT8";  // as the schema spells it, for messages about types we do not compute with
  std::vector<int32_t> shape;
  Quantization quantization;
  bool constant = false;
  std::vector<uint8_t> data;  // of a constant, little endian

  int64_t elements() const;
  int64_t bytes() const;                      // 1 per int8, 4 per int32 and float32
  int32_t last_dimension() const;             // 1 for a scalar
  std::vector<int8_t> int8_values() const;    // of a constant int8 tensor
  std::vector<int32_t> int32_values() const;  // of a constant int32 tensor
  std::vector<int64_t> int64_values() const;  // of a constant int64 tensor
};

}  // namespace bitstill::codegen
