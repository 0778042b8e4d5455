#include "distill/hint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "configs/support/error.h"
#include "train/loop/meters.h"

namespace bitstill::distill {
namespace {

using train::Block;
using train::Network;
using train::NetworkPlan;

// [n, features]: images [n, channels, height, width] and sequences [n, time, channels] without their positions.
torch::Tensor averaged(const torch::Tensor& activation) {
  if (activation.dim() == 4) return activation.mean({2, 3});
  return activation.dim() == 3 ? activation.mean(1) : activation;
}

struct WholeAnswer {
  torch::Tensor logits, hint;
};

WholeAnswer answer(Network& network, size_t block, const torch::Tensor& inputs) {
  const std::vector<torch::Tensor> blocks = network.forward_blocks(inputs);
  return {blocks.back(), averaged(blocks.at(block))};
}

}  // namespace

size_t hint_block(const NetworkPlan& plan, const std::string& name, const configs::Place& place,
                  const std::string& key) {
  if (name.empty()) {
    const auto last = std::find_if(plan.blocks.rbegin(), plan.blocks.rend(),
                                   [](const Block& block) { return block.kind == train::BlockKind::kDense; });
    if (last != plan.blocks.rend() && last->sources.at(0) != train::kNetworkInput) {
      return static_cast<size_t>(last->sources.at(0));
    }
  }
  const auto found = std::ranges::find(plan.blocks, name, &Block::name);
  if (found != plan.blocks.end()) return static_cast<size_t>(found - plan.blocks.begin());
  std::vector<std::string> names;
  for (const Block& block : plan.blocks) names.push_back(block.name);
  throw Error(fmt::format("{}: {} '{}' is no layer of that network, expected one of {}", place.text(), key, name,
                          fmt::join(names, ", ")));
}

HintingTeacher::HintingTeacher(std::shared_ptr<Network> teacher, size_t block, const torch::Tensor& inputs,
                               const torch::Device& device)
    : teacher_(register_module("teacher", std::move(teacher))), block_(block), deviation_(torch::ones({})) {
  eval();
  const int64_t outputs = teacher_->plan().blocks.back().output_shape.back();
  deviation_ = train::predict(*this, inputs, device).slice(1, outputs).std().clamp_min(1e-6).to(device);
}

torch::Tensor HintingTeacher::forward(torch::Tensor inputs) {
  const torch::NoGradGuard frozen;
  const WholeAnswer whole = answer(*teacher_, block_, inputs);
  return torch::cat({whole.logits, whole.hint / deviation_}, 1);
}

HintedStudent::HintedStudent(std::shared_ptr<Network> student, size_t block, int64_t teacher_width)
    : student_(register_module("student", std::move(student))), block_(block) {
  const int64_t width = student_->plan().blocks.at(block).output_shape.back();
  projection_ = register_module("projection", torch::nn::Linear(width, teacher_width));
}

torch::Tensor HintedStudent::forward(torch::Tensor inputs) {
  if (!is_training()) return student_->forward(inputs);
  const WholeAnswer whole = answer(*student_, block_, inputs);
  return torch::cat({whole.logits, projection_->forward(whole.hint)}, 1);
}

}  // namespace bitstill::distill
