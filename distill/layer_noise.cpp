#include "distill/layer_noise.h"

#include <cmath>

#include "distill/integers.h"
#include "train/layers/image.h"

namespace bitstill::distill {
namespace {

using train::Block;
using train::BlockKind;

// The artifact names a block's tensor after it, the last one "output"; -1 where no operator writes it.
int written_tensor(const codegen::Graph& graph, const std::string& name) {
  for (const auto& node : graph.operators) {
    const int output = node->outputs.at(0);
    if (graph.tensor(output).name == name) return output;
  }
  return -1;
}

}  // namespace

double signal_to_noise_decibels(const torch::Tensor& signal, const torch::Tensor& copy) {
  const torch::Tensor exact = signal.to(torch::kDouble);
  const double noise = (exact - copy.to(torch::kDouble)).square().sum().item<double>();
  return 10 * std::log10(exact.square().sum().item<double>() / noise);
}

std::vector<LayerNoise> measure_layer_noise(train::Network& student, const codegen::Graph& graph,
                                            const torch::Tensor& inputs, const torch::Tensor& integers) {
  const torch::NoGradGuard no_gradients;
  const std::vector<Block>& blocks = student.plan().blocks;
  const std::vector<torch::Tensor> activations = student.forward_blocks(inputs);
  std::vector<LayerNoise> layers;
  std::vector<torch::Tensor> signals;
  std::vector<int> tensors;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const int tensor = written_tensor(graph, i + 1 == blocks.size() ? "output" : blocks[i].name);
    if (tensor < 0) continue;
    const torch::Tensor activation = train::channels_last(activations[i].cpu()).flatten(1);
    signals.push_back(blocks[i].kind == BlockKind::kSoftmax ? torch::softmax(activation, 1) : activation);
    tensors.push_back(tensor);
    layers.push_back({tensor, blocks[i].name, 0});
  }
  const std::vector<torch::Tensor> values = run_integers(graph, integers, tensors);
  for (size_t k = 0; k < layers.size(); ++k) {
    layers[k].decibels = signal_to_noise_decibels(signals[k], real_values(graph.tensor(tensors[k]), values[k]));
  }
  return layers;
}

}  // namespace bitstill::distill
