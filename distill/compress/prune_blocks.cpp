// Whole residual blocks go; their shortcuts stay.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "configs/support/error.h"
#include "distill/compress/step.h"
#include "train/compress/blocks.h"
#include "train/compress/importance.h"

namespace bitstill::distill {
namespace {

void copy_by_name(const train::Network& from, const train::Network& to) {
  const torch::NoGradGuard no_gradients;
  const auto copy = [](const auto& old, const auto& fresh) {
    for (const auto& entry : fresh) torch::Tensor(entry.value()).copy_(old[entry.key()]);
  };
  copy(from.named_parameters(), to.named_parameters());
  copy(from.named_buffers(), to.named_buffers());
}

// The mean over all outputs of the block's layers.
double score_of(const train::ResidualBlock& block, const train::NetworkPlan& plan,
                const std::vector<torch::Tensor>& importance) {
  double sum = 0;
  int64_t outputs = 0;
  size_t layer = 0;
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    if (!plan.blocks[b].has_weights()) continue;
    const torch::Tensor& scores = importance[layer++];
    if (std::ranges::find(block.layers, b) == block.layers.end()) continue;
    sum += scores.sum().item<double>();
    outputs += scores.numel();
  }
  return outputs == 0 ? 0 : sum / static_cast<double>(outputs);
}

}  // namespace

void check_prune_blocks(const train::NetworkPlan& plan, const configs::CompressConfig& step) {
  const size_t most = train::removable_blocks(plan).size();
  if (static_cast<size_t>(step.blocks) <= most) return;
  throw Error(
      fmt::format("{}: blocks is {} but the student has {} residual block{} whose shortcut can stand alone; "
                  "lower it",
                  step.place.text(), step.blocks, most, most == 1 ? "" : "s"));
}

Prepared prepare_prune_blocks(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run) {
  const train::NetworkPlan& plan = student.network->plan();
  check_prune_blocks(plan, step);
  const std::vector<torch::Tensor> importance = train::importance(*student.network, step.criterion, run.bench().train);
  std::vector<std::pair<double, size_t>> ranked;
  for (const train::ResidualBlock& block : train::removable_blocks(plan)) {
    ranked.emplace_back(score_of(block, plan, importance), block.add);
  }
  std::ranges::stable_sort(ranked, {}, &std::pair<double, size_t>::first);
  std::vector<size_t> adds;
  for (size_t i = 0; i < static_cast<size_t>(step.blocks); ++i) adds.push_back(ranked[i].second);
  const auto smaller = std::make_shared<train::Network>(train::plan_without_blocks(plan, adds));
  copy_by_name(*student.network, *smaller);
  spdlog::info("{} of {} residual blocks removed", adds.size(), ranked.size());
  student = {smaller, train::no_ties(smaller->plan())};
  return {};
}

}  // namespace bitstill::distill
