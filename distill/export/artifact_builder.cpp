#include "distill/export/artifact_builder.h"

#include <bit>
#include <cstring>

namespace bitstill::distill {
namespace {

using codegen::ElementType;
using codegen::Quantization;
using codegen::Tensor;

static_assert(std::endian::native == std::endian::little, "the artifact's constants are little endian");

template <class Number>
std::vector<uint8_t> bytes_of(const std::vector<Number>& numbers) {
  std::vector<uint8_t> bytes(numbers.size() * sizeof(Number));
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

// Weights [outputs, values] as [values, outputs].
std::vector<int8_t> outputs_last(const IntegerBlock& block) {
  const size_t outputs = block.bias.size(), values = block.weights.size() / outputs;
  std::vector<int8_t> weights(block.weights.size());
  for (size_t i = 0; i < weights.size(); ++i) weights[i % values * outputs + i / values] = block.weights[i];
  return weights;
}

Tensor constant(const std::string& name, ElementType type, const std::vector<float>& scales) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = type;
  tensor.quantization = Quantization{scales, std::vector<int32_t>(scales.size(), 0), 0};
  tensor.constant = true;
  return tensor;
}

}  // namespace

ArtifactBuilder::ArtifactBuilder(const IntegerNetwork& network)
    : input_(add_activation("input", network.input_shape, network.input)) {}

int ArtifactBuilder::input(const IntegerBlock& block, size_t source) const {
  const int position = block.block.sources.at(source);
  return position == train::kNetworkInput ? input_ : outputs_.at(static_cast<size_t>(position));
}

int ArtifactBuilder::add_activation(const std::string& name, const datasets::Shape& shape, const Grid& grid) {
  Tensor tensor;
  tensor.name = name;
  tensor.shape.push_back(1);
  for (const int64_t size : shape) tensor.shape.push_back(static_cast<int32_t>(size));
  tensor.quantization = Quantization{{grid.scale}, {grid.zero_point}, 0};
  return writer_.add_tensor(tensor);
}

int ArtifactBuilder::add_output(const IntegerBlock& block, bool last) {
  outputs_.push_back(add_activation(last ? "output" : block.block.name, block.block.output_shape, block.output));
  return outputs_.back();
}

int ArtifactBuilder::add_intermediate(const IntegerBlock& block, const std::string& suffix,
                                      const datasets::Shape& shape) {
  return add_activation(block.block.name + "/" + suffix, shape, block.output);
}

int ArtifactBuilder::add_weights(const IntegerBlock& block, const std::vector<int64_t>& shape, int axis) {
  Tensor tensor = constant(block.block.name + "/weights", ElementType::kInt8, block.weight_scales);
  tensor.quantization.axis = axis;
  for (const int64_t size : shape) tensor.shape.push_back(static_cast<int32_t>(size));
  tensor.data = bytes_of(axis == 0 ? block.weights : outputs_last(block));
  return writer_.add_tensor(tensor);
}

int ArtifactBuilder::add_bias(const IntegerBlock& block) {
  Tensor tensor = constant(block.block.name + "/bias", ElementType::kInt32, block.bias_scales);
  tensor.shape = {static_cast<int32_t>(block.block.outputs())};
  tensor.data = bytes_of(block.bias);
  return writer_.add_tensor(tensor);
}

std::vector<uint8_t> ArtifactBuilder::finish(const std::string& metadata) {
  writer_.set_inputs({input_});
  writer_.set_outputs({outputs_.back()});
  writer_.add_metadata("bitstill", metadata);
  return writer_.finish();
}

}  // namespace bitstill::distill
