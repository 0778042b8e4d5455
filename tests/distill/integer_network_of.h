// A dense model's graph as an IntegerNetwork: golden models become networks that simulate() can run.
#pragma once

#include <fmt/format.h>

#include "codegen/graph/graph.h"
#include "codegen/ops/fully_connected/fully_connected.h"
#include "codegen/ops/softmax/softmax.h"
#include "configs/support/error.h"
#include "distill/quantize/integer_network.h"

namespace bitstill::tests {

inline distill::Grid grid_of(const codegen::Tensor& tensor) {
  return {tensor.quantization.scale(), tensor.quantization.zero_point()};
}

// The graph's operators keep their weights, but not the tensor they came from.
inline const codegen::Tensor& weights_tensor(const codegen::Graph& graph, const codegen::ops::FullyConnected& layer) {
  for (const codegen::Tensor& tensor : graph.tensors) {
    const bool candidate = tensor.constant && tensor.type == codegen::ElementType::kInt8 && tensor.shape.size() == 2;
    if (candidate && tensor.shape[0] == layer.filters.outputs && tensor.int8_values() == layer.filters.weights)
      return tensor;
  }
  throw Error("no tensor holds the weights of " + layer.parameters());
}

// A chain of FULLY_CONNECTED, RESHAPE, QUANTIZE, LOGISTIC, TANH and SOFTMAX, read without passes.
inline distill::IntegerNetwork integer_network_of(const codegen::Graph& graph) {
  using train::BlockKind;
  distill::IntegerNetwork network{{graph.input_bytes()}, grid_of(graph.tensor(graph.inputs.at(0))), {}};
  for (const auto& node : graph.operators) {
    const codegen::Tensor& input = graph.tensor(node->inputs.at(0));
    const codegen::Tensor& output = graph.tensor(node->outputs.at(0));
    distill::IntegerBlock block{
        {BlockKind::kFlatten, std::string(node->short_name()), {input.last_dimension()}, {output.last_dimension()}},
        grid_of(input),
        grid_of(output),
        {},
        {},
        {},
        {},
        {},
        {}};
    if (const auto* dense = dynamic_cast<const codegen::ops::FullyConnected*>(node.get())) {
      block.block.kind = BlockKind::kDense;
      block.block.input_shape = {dense->filters.taps};
      block.block.output_shape = {dense->filters.outputs};
      block.weights = dense->filters.weights;
      block.bias = dense->filters.bias;
      block.limits = {dense->clamp.low, dense->clamp.high};
      block.weight_scales = weights_tensor(graph, *dense).quantization.scales;
    } else if (const auto* softmax = dynamic_cast<const codegen::ops::Softmax*>(node.get())) {
      block.block.kind = BlockKind::kSoftmax;
      block.exponentials = softmax->exponentials;
    } else if (node->name() == "LOGISTIC") {
      block.block.kind = BlockKind::kSigmoid;
    } else if (node->name() == "TANH") {
      block.block.kind = BlockKind::kTanh;
    } else if (node->name() != "RESHAPE" && node->name() != "QUANTIZE") {
      throw Error(fmt::format("{} is no operator of a dense model", node->name()));
    }
    block.block.sources = {static_cast<int>(network.blocks.size()) - 1};
    network.blocks.push_back(std::move(block));
  }
  return network;
}

}  // namespace bitstill::tests
