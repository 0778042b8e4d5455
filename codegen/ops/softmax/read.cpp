#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "codegen/arithmetic/exponential.h"
#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/ops/softmax/softmax.h"

namespace bitstill::codegen::ops {
namespace {

// TFLite computes exp on Q5.26; a factor too large for 31 bits is capped, which leaves only the maximum alive.
constexpr int kIntegerBits = 5;
constexpr double kLargestFactor = 2147483647.0;

}  // namespace

std::vector<int32_t> softmax_exponentials(double beta_times_input_scale) {
  const double factor = std::min(std::ldexp(beta_times_input_scale, 31 - kIntegerBits), kLargestFactor);
  const arithmetic::Scale scale = arithmetic::quantize_multiplier(factor);
  const int32_t radius = std::min(arithmetic::input_radius(kIntegerBits, scale.shift), 255);
  std::vector<int32_t> table;
  for (int32_t below = 0; below <= radius; ++below) {
    const int32_t difference = arithmetic::high_multiply(arithmetic::shift_left(-below, scale.shift), scale.multiplier);
    table.push_back(arithmetic::exp_on_negative_values(difference, kIntegerBits));
  }
  return table;
}

std::unique_ptr<Operator> read_softmax(const tflite::OperatorView& view) {
  view.expect_counts(1, 1, 1);
  auto layer = std::make_unique<Softmax>();
  layer->inputs = {view.int8_input(0)};
  layer->outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  const Tensor& output = view.output_tensor(0);
  if (input.shape != output.shape || input.shape.empty()) {
    view.refuse(
        fmt::format("input {} and output {} differ in shape; the file is damaged", describe(input), describe(output)));
  }
  if (output.quantization.scale() != 1.0F / 256 || output.quantization.zero_point() != -128) {
    view.refuse(
        fmt::format("output {} must have scale 1/256 and zero point -128; convert the model again", describe(output)));
  }
  const auto* options = view.options<tflite::schema::SoftmaxOptions>();
  const float beta = options == nullptr ? 0 : options->beta();
  const double product = static_cast<double>(beta) * static_cast<double>(input.quantization.scale());
  // The factor must exceed one on Q5.26; below 2^-26 all differences would vanish.
  if (!std::isfinite(beta) || product <= std::ldexp(1.0, -26)) {
    view.refuse(fmt::format("beta {} times input scale {} is too small or not a number; the file is damaged", beta,
                            input.quantization.scale()));
  }
  layer->depth = input.last_dimension();
  layer->rows = static_cast<int32_t>(input.elements() / layer->depth);
  // 512 equal inputs would need a shift beyond 31 bits; TFLite Micro stops there too.
  if (layer->depth >= 512)
    view.refuse(
        fmt::format("its last axis has {} values, at most 511 are supported; use a smaller last axis", layer->depth));
  layer->exponentials = softmax_exponentials(product);
  return layer;
}

}  // namespace bitstill::codegen::ops
