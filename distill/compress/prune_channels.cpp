// Neurons and filters go, with everything that is stored or computed for them.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "codegen/inspect/footprint.h"
#include "configs/support/error.h"
#include "configs/support/units.h"
#include "distill/compress/step.h"
#include "distill/export/artifact.h"
#include "distill/module_of.h"
#include "distill/student.h"
#include "train/compress/channels.h"
#include "train/compress/importance.h"

namespace bitstill::distill {
namespace {

using configs::CompressConfig;
using train::Channel;
using train::ChannelGraph;
using train::ChannelGroup;
using train::NetworkPlan;
using train::Run;

// Positions in the plan of the layers that the step may shrink.
std::vector<size_t> chosen_blocks(const NetworkPlan& plan, const CompressConfig& step) {
  std::vector<size_t> with_weights, chosen;
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    if (plan.blocks[b].has_weights()) with_weights.push_back(b);
  }
  for (const size_t layer : chosen_layers(plan, step)) chosen.push_back(with_weights[layer]);
  return chosen;
}

// Groups with a channel of a chosen layer.
std::vector<size_t> chosen_groups(const ChannelGraph& graph, const NetworkPlan& plan, const CompressConfig& step) {
  const std::vector<size_t> blocks = chosen_blocks(plan, step);
  std::vector<size_t> chosen;
  for (size_t g = 0; g < graph.groups().size(); ++g) {
    const bool any = std::ranges::any_of(graph.groups()[g], [&](const Channel& channel) {
      return std::ranges::find(blocks, channel.block) != blocks.end();
    });
    if (any) chosen.push_back(g);
  }
  return chosen;
}

// Of every group: the mean of its channels' importance, each in units of its layer's mean, so that layers can be
// compared; taylor's, which are in units of the loss, add up.
std::vector<double> group_scores(train::Network& network, const ChannelGraph& graph, const std::string& criterion,
                                 const train::Samples& samples) {
  std::vector<torch::Tensor> by_block(network.plan().blocks.size());
  std::vector<torch::Tensor> importance = train::importance(network, criterion, samples);
  const bool relative = criterion != "taylor";
  size_t layer = 0;
  for (size_t b = 0; b < by_block.size(); ++b) {
    if (!network.plan().blocks[b].has_weights()) continue;
    const torch::Tensor score = importance[layer++].cpu();
    by_block[b] = relative ? score / score.mean().clamp_min(1e-12) : score;
  }
  std::vector<double> scores;
  for (const ChannelGroup& group : graph.groups()) {
    double sum = 0;
    for (const Channel& channel : group) sum += by_block[channel.block][channel.index].item<double>();
    scores.push_back(relative ? sum / static_cast<double>(group.size()) : sum);
  }
  return scores;
}

// The chosen groups, those that matter least first; layer by layer they alternate, so that each loses the same share.
std::vector<size_t> removal_order(const ChannelGraph& graph, const std::vector<size_t>& chosen,
                                  const std::vector<double>& scores, bool together) {
  std::vector<double> keys = scores;
  for (std::vector<size_t> groups : graph.groups_by_layers()) {
    if (together) break;
    std::ranges::stable_sort(groups, {}, [&](size_t g) { return scores[g]; });
    for (size_t i = 0; i < groups.size(); ++i) {
      keys[groups[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(groups.size());
    }
  }
  std::vector<size_t> order = chosen;
  std::ranges::stable_sort(order, {}, [&](size_t g) { return keys[g]; });
  return order;
}

// What a student needs as int8; of RAM and flash only what the budget limits is known.
struct Needs {
  int64_t macs = 0, ram = 0, flash = 0;
};

class Fitting {
 public:
  Fitting(Run& run, const CompressConfig& step) : run_(run), step_(step) {}

  bool has_limit() const { return !(budget().macs.empty() && budget().ram.empty() && budget().flash.empty()); }

  Needs needs_of(const CompressedStudent& student) const {
    Needs needs{student.network->plan().macs(), 0, 0};
    if (budget().ram.empty() && budget().flash.empty()) return needs;
    const auto quantized = make_quantized_student(run_, student);
    calibrate(run_, student, *quantized);
    quantized->to(torch::kCPU);
    student.network->to(torch::kCPU);
    const codegen::Compiled compiled =
        compile_module(write_artifact(quantized->integers(), ""), run_.config().place.file, run_.config());
    const codegen::Footprint footprint = codegen::footprint(compiled.graph, compiled.plan);
    needs.ram = footprint.ram_bytes;
    needs.flash = footprint.flash_bytes;
    return needs;
  }

  bool fits(const Needs& needs) const {
    return (budget().macs.empty() || needs.macs <= parse_count(budget().macs)) &&
           (budget().ram.empty() || needs.ram <= parse_bytes(budget().ram)) &&
           (budget().flash.empty() || needs.flash <= parse_bytes(budget().flash));
  }

  [[noreturn]] void refuse(const Needs& closest) const {
    std::string found = with_commas(closest.macs) + " MACs";
    if (!budget().ram.empty()) found += fmt::format(", {} bytes of RAM", with_commas(closest.ram));
    if (!budget().flash.empty()) found += fmt::format(", {} bytes of flash", with_commas(closest.flash));
    throw Error(
        fmt::format("{}: the budget cannot be met by removing channels: with one left in every layer that may "
                    "shrink, the student still needs {}; raise the budget, or start from a smaller student",
                    step_.place.text(), found));
  }

 private:
  const configs::BudgetConfig& budget() const { return step_.budget; }

  Run& run_;
  const CompressConfig& step_;
};

CompressedStudent without(const ChannelGraph& graph, const CompressedStudent& student,
                          const std::vector<bool>& removed) {
  const auto smaller = graph.network_without(*student.network, removed);
  smaller->eval();
  return {smaller, train::no_ties(smaller->plan())};
}

// The fewest groups whose loss makes the student fit, by halving: what a student needs falls with every one.
size_t groups_to_fit(const Fitting& fitting, const ChannelGraph& graph, const CompressedStudent& student,
                     const std::vector<size_t>& order) {
  const auto needs = [&](size_t count) {
    return fitting.needs_of(without(graph, student, graph.removal(order, count)));
  };
  size_t low = 0, high = order.size();
  const Needs least = needs(high);
  if (!fitting.fits(least)) fitting.refuse(least);
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (fitting.fits(needs(middle))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Of a round: its share of what all rounds still to come remove.
size_t share_of_round(size_t count, int64_t rounds) {
  return static_cast<size_t>(std::ceil(static_cast<double>(count) / static_cast<double>(rounds)));
}

}  // namespace

void check_prune_channels(const NetworkPlan& plan, const CompressConfig& step) {
  const ChannelGraph graph(plan);
  const std::vector<size_t> groups = chosen_groups(graph, plan, step);
  if (groups.empty()) {
    throw Error(step.place.text() +
                ": no channel of these layers can be removed, because the network's input or output "
                "fixes them all; name other layers");
  }
  if (step.criterion != "batch_norm") return;
  for (const size_t g : groups) {
    for (const Channel& channel : graph.groups()[g]) {
      const train::Block& block = plan.blocks[channel.block];
      if (block.batch_norm) continue;
      throw Error(
          fmt::format("{}: criterion batch_norm needs a batch norm after every layer that may shrink but {} has "
                      "none; add it, or choose l1, l2 or taylor",
                      step.place.text(), block.name));
    }
  }
}

Prepared prepare_prune_channels(CompressedStudent& student, const CompressConfig& step, Run& run) {
  const NetworkPlan plan = student.network->plan();
  check_prune_channels(plan, step);
  const ChannelGraph graph(plan);
  const std::vector<size_t> chosen = chosen_groups(graph, plan, step);
  const std::vector<double> scores = group_scores(*student.network, graph, step.criterion, run.bench().train);
  const std::vector<size_t> order = removal_order(graph, chosen, scores, step.scope == "global");
  const Fitting fitting(run, step);
  const size_t count = fitting.has_limit()
                           ? share_of_round(groups_to_fit(fitting, graph, student, order), step.rounds)
                           : static_cast<size_t>(std::llround(step.sparsity * static_cast<double>(order.size())));
  student = without(graph, student, graph.removal(order, count));
  spdlog::info("{} of {} channels removed: {}", count, order.size(), student.network->plan().widths());
  return {};
}

}  // namespace bitstill::distill
