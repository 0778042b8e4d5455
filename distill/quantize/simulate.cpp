#include "distill/quantize/simulate.h"

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/logistic/logistic.h"
#include "codegen/ops/softmax/softmax.h"
#include "codegen/ops/tanh/tanh.h"
#include "distill/quantize/requantize.h"

namespace bitstill::distill {
namespace {

using train::BlockKind;

int8_t requantized(int32_t sum, const arithmetic::Scale& scale, int32_t zero_point, const Limits& limits) {
  return static_cast<int8_t>(arithmetic::clamp(arithmetic::multiply(sum, scale) + zero_point, limits.low, limits.high));
}

std::vector<int8_t> dense(const IntegerBlock& block, std::span<const int8_t> input) {
  const auto width = static_cast<size_t>(block.block.inputs());
  const auto scales = requantize_scales(block.input.scale, block.weight_scales, block.output.scale);
  std::vector<int8_t> output;
  for (auto row = input; !row.empty(); row = row.subspan(width)) {
    for (size_t channel = 0; channel < block.bias.size(); ++channel) {
      const int8_t* weights = block.weights.data() + channel * width;
      int32_t sum = block.bias[channel];
      for (size_t i = 0; i < width; ++i) sum += (row[i] - block.input.zero_point) * weights[i];
      output.push_back(
          requantized(sum, scales[scales.size() > 1 ? channel : 0], block.output.zero_point, block.limits));
    }
  }
  return output;
}

std::vector<int8_t> look_up(const codegen::ops::LookupTable& table, std::span<const int8_t> input) {
  std::vector<int8_t> output;
  for (const int8_t q : input) output.push_back(table[static_cast<size_t>(q + 128)]);
  return output;
}

std::vector<int8_t> softmax(const IntegerBlock& block, std::span<const int8_t> input) {
  const auto width = static_cast<size_t>(block.block.output_shape.back());
  std::vector<int8_t> output(input.size());
  for (size_t at = 0; at < input.size(); at += width) {
    codegen::ops::softmax_row(input.subspan(at, width), block.exponentials, std::span(output).subspan(at, width));
  }
  return output;
}

// A block that only reshapes: where its grids differ, it does what TFLite's QUANTIZE does.
std::vector<int8_t> reshape(const IntegerBlock& block, std::span<const int8_t> input) {
  std::vector<int8_t> output(input.begin(), input.end());
  if (block.input == block.output) return output;
  const auto scale = requantize_scales(block.input.scale, {1}, block.output.scale).front();
  for (int8_t& q : output) q = requantized(q - block.input.zero_point, scale, block.output.zero_point, {});
  return output;
}

std::vector<int8_t> run(const IntegerBlock& block, std::span<const int8_t> input) {
  switch (block.block.kind) {
    case BlockKind::kDense:
      return dense(block, input);
    case BlockKind::kSigmoid:
      return look_up(codegen::ops::logistic_table(block.input.scale, block.input.zero_point), input);
    case BlockKind::kTanh:
      return look_up(codegen::ops::tanh_table(block.input.scale, block.input.zero_point), input);
    case BlockKind::kSoftmax:
      return softmax(block, input);
    default:  // flatten and dropout; plan_student refuses the rest
      return reshape(block, input);
  }
}

}  // namespace

std::vector<std::vector<int8_t>> simulate(const IntegerNetwork& network, std::span<const int8_t> inputs) {
  std::vector<std::vector<int8_t>> outputs;
  for (const IntegerBlock& block : network.blocks)
    outputs.push_back(run(block, outputs.empty() ? inputs : outputs.back()));
  return outputs;
}

}  // namespace bitstill::distill
