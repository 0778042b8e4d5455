#include "distill/quantize/simulate.h"

#include "codegen/arithmetic/rounding.h"
#include "codegen/ops/logistic/logistic.h"
#include "codegen/ops/softmax/softmax.h"
#include "codegen/ops/tanh/tanh.h"
#include "distill/quantize/integer_add.h"
#include "distill/quantize/requantize.h"
#include "distill/quantize/simulate_windows.h"

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

// Of each sample [h, w, channels]: a row or column of one value repeated until it has the output's shape.
std::vector<int8_t> repeated(const train::Block& block, std::span<const int8_t> input) {
  if (block.input_shape == block.output_shape) return {input.begin(), input.end()};
  const auto size = [](int64_t side) { return static_cast<size_t>(side); };
  const size_t rows = size(block.input_shape.at(0)), columns = size(block.input_shape.at(1));
  const size_t channels = size(block.outputs());
  std::vector<int8_t> output;
  for (auto rest = input; !rest.empty(); rest = rest.subspan(rows * columns * channels)) {
    for (size_t y = 0; y < size(block.output_shape.at(0)); ++y) {
      for (size_t x = 0; x < size(block.output_shape.at(1)); ++x) {
        const auto pixel = rest.subspan(((rows == 1 ? 0 : y) * columns + (columns == 1 ? 0 : x)) * channels, channels);
        output.insert(output.end(), pixel.begin(), pixel.end());
      }
    }
  }
  return output;
}

std::vector<int8_t> add_all(const IntegerBlock& block, const Grid& other_grid, std::span<const int8_t> added,
                            std::span<const int8_t> other) {
  const std::vector<int8_t> input = repeated(block.block, added);
  const AddScales scales = add_scales(block.input.scale, other_grid.scale, block.output.scale);
  std::vector<int8_t> output;
  for (size_t i = 0; i < input.size(); ++i) {
    const int32_t sum = add(input[i] - block.input.zero_point, other[i] - other_grid.zero_point, scales);
    output.push_back(
        static_cast<int8_t>(arithmetic::clamp(sum + block.output.zero_point, block.limits.low, block.limits.high)));
  }
  return output;
}

// Pixel by pixel, the channels of each input after those of the one before it.
std::vector<int8_t> concatenate(const std::vector<std::span<const int8_t>>& inputs, const std::vector<size_t>& widths) {
  std::vector<int8_t> output;
  for (size_t pixel = 0; pixel < inputs.at(0).size() / widths.at(0); ++pixel) {
    for (size_t i = 0; i < inputs.size(); ++i) {
      const auto channels = inputs[i].subspan(pixel * widths[i], widths[i]);
      output.insert(output.end(), channels.begin(), channels.end());
    }
  }
  return output;
}

using OneSample = void (*)(const IntegerBlock&, std::span<const int8_t>, std::vector<int8_t>&);

std::vector<int8_t> each_sample(const IntegerBlock& block, std::span<const int8_t> input, OneSample simulate_one) {
  size_t values = 1;
  for (const int64_t size : block.block.input_shape) values *= static_cast<size_t>(size);
  std::vector<int8_t> output;
  for (auto rest = input; !rest.empty(); rest = rest.subspan(values)) {
    simulate_one(block, rest.first(values), output);
  }
  return output;
}

std::vector<int8_t> run(const IntegerNetwork& network, const IntegerBlock& block,
                        const std::vector<std::span<const int8_t>>& inputs) {
  const std::span<const int8_t> input = inputs.at(0);
  switch (block.block.kind) {
    case BlockKind::kDense:
      return dense(block, input);
    case BlockKind::kConv2D:
      return each_sample(block, input, simulate_conv_2d);
    case BlockKind::kDepthwiseConv2D:
      return each_sample(block, input, simulate_depthwise_conv_2d);
    case BlockKind::kMaxPool:
      return each_sample(block, input, simulate_max_pool);
    case BlockKind::kAveragePool:
    case BlockKind::kGlobalAveragePool:
      return each_sample(block, input, simulate_average_pool);
    case BlockKind::kAdd:
      return add_all(block, network.grid_at(block.block.sources.at(1)), input, inputs.at(1));
    case BlockKind::kConcatenate: {
      std::vector<size_t> widths;
      for (const int source : block.block.sources) {
        widths.push_back(static_cast<size_t>(network.blocks.at(static_cast<size_t>(source)).block.outputs()));
      }
      return concatenate(inputs, widths);
    }
    case BlockKind::kSigmoid:
      return look_up(codegen::ops::logistic_table(block.input.scale, block.input.zero_point), input);
    case BlockKind::kTanh:
      return look_up(codegen::ops::tanh_table(block.input.scale, block.input.zero_point), input);
    case BlockKind::kSoftmax:
      return softmax(block, input);
    case BlockKind::kFlatten:
    case BlockKind::kReshape:
    case BlockKind::kDropout:
      break;
  }
  return reshape(block, input);
}

}  // namespace

std::vector<std::vector<int8_t>> simulate(const IntegerNetwork& network, std::span<const int8_t> inputs) {
  std::vector<std::vector<int8_t>> outputs;
  for (const IntegerBlock& block : network.blocks) {
    std::vector<std::span<const int8_t>> sources;
    for (const int source : block.block.sources) {
      sources.push_back(source == train::kNetworkInput ? inputs : outputs.at(static_cast<size_t>(source)));
    }
    outputs.push_back(run(network, block, sources));
  }
  return outputs;
}

}  // namespace bitstill::distill
