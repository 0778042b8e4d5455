#include "firmware/bench/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

double per_mac(int64_t instructions, int64_t macs) {
  return static_cast<double>(instructions) / static_cast<double>(macs);
}

// What an inference spends between its layers; a few more or less than nothing, since an observed layer is compiled
// beside a call that the shipped one does not have.
int64_t outside_layers(const InstructionCounts& counts) {
  return counts.total - std::accumulate(counts.layers.begin(), counts.layers.end(), int64_t{0});
}

double milliseconds(int64_t cycles) { return static_cast<double>(cycles) / (1000.0 * kCoreMegahertz); }

// Modelled cycles, in brackets those of them that flash takes, and milliseconds.
std::string cycle_columns(const CycleCount& count) {
  const int64_t cycles = count.cycles(quad_80());
  return fmt::format(" {:>14} {:>12} {:>9.3f}", cycles, cycles - count.pipeline(), milliseconds(cycles));
}

std::string row(const std::string& layer, const std::string& operator_name, int64_t macs, int64_t instructions,
                const CycleCount* cycles) {
  return fmt::format("  {:<20} {:<18} {:>12} {:>14} {:>9}{}\n", layer, operator_name,
                     macs == 0 ? "" : std::to_string(macs), instructions,
                     macs == 0 ? "" : fmt::format("{:.2f}", per_mac(instructions, macs)),
                     cycles == nullptr ? "" : cycle_columns(*cycles));
}

std::string layer_table(const ModuleFolder& module, const InstructionCounts& counts,
                        const std::optional<ModelledCycles>& modelled) {
  std::string text =
      fmt::format("  {:<20} {:<18} {:>12} {:>14} {:>9}{}\n", "layer", "operator", "MACs", "instructions", "per MAC",
                  modelled ? fmt::format(" {:>14} {:>12} {:>9}", "model. cycles", "of flash", "ms") : "");
  for (size_t i = 0; i < module.layers.size(); ++i) {
    const ModuleLayer& layer = module.layers[i];
    text +=
        row(layer.name, layer.operator_name, layer.macs, counts.layers[i], modelled ? &modelled->layers[i] : nullptr);
  }
  text += row("between layers", "", 0, outside_layers(counts), modelled ? &modelled->between : nullptr);
  text += row("one inference", "", module.macs, counts.total, modelled ? &modelled->total : nullptr);
  return text + fmt::format("  from {} to {} instructions, depending on the sample\n", counts.minimum, counts.maximum);
}

std::string two_cores_lines(const TwoCoreCounts& cores, int64_t one_core) {
  return fmt::format(
      "  two cores: {} and {} instructions, the busier one {:.2f} times fewer than one core alone\n"
      "    (counted with the halves of each layer one after the other; with the longer half of each: {})\n",
      cores.first, cores.second, static_cast<double>(one_core) / static_cast<double>(cores.busier()), cores.longest);
}

std::string cycle_lines(const CycleCount& total) {
  const auto with = [&](const FlashSpeed& flash) {
    const int64_t cycles = total.cycles(flash);
    return fmt::format("{} with flash at {} ({:.2f} ms at {} MHz)", cycles, flash.name, milliseconds(cycles),
                       kCoreMegahertz);
  };
  return fmt::format(
      "  modelled cycles: {} instructions + {} of waiting for results + {} at branches and calls = {} ({:.2f} an "
      "instruction),\n"
      "  and {} lines of flash: {}, {}\n",
      total.instructions, total.waits, total.transfers, total.pipeline(),
      static_cast<double>(total.pipeline()) / static_cast<double>(std::max<int64_t>(1, total.instructions)),
      total.fetches, with(quad_80()), with(dual_40()));
}

std::string size_lines(const ModuleSizes& sizes) {
  return fmt::format(
      "  code {} bytes, parameters {} bytes\n"
      "  RAM {} bytes: arena {} (input, output and scratch among them), static {}\n",
      sizes.code_bytes, sizes.parameter_bytes, sizes.ram_bytes(), sizes.arena_bytes, sizes.static_bytes);
}

std::string front_end_line(const FrontEndCost& cost) {
  const double hop_ms = 1000.0 * static_cast<double>(cost.hop_samples) / static_cast<double>(cost.sample_rate);
  return fmt::format("  front-end: {} instructions a hop of {:g} ms (at most {}), stack {} bytes\n", cost.instructions,
                     hop_ms, cost.maximum, cost.stack_bytes);
}

Json as_json(const FrontEndCost& cost) {
  return {{"hop_samples", cost.hop_samples},
          {"sample_rate", cost.sample_rate},
          {"instructions", cost.instructions},
          {"instructions_maximum", cost.maximum},
          {"stack_bytes", cost.stack_bytes}};
}

Json as_json(const ModuleSizes& sizes) {
  return {{"code_bytes", sizes.code_bytes},
          {"parameter_bytes", sizes.parameter_bytes},
          {"ram_bytes", sizes.ram_bytes()},
          {"arena_bytes", sizes.arena_bytes},
          {"static_bytes", sizes.static_bytes}};
}

Json as_json(const CycleCount& count) {
  return {{"waits", count.waits},
          {"transfers", count.transfers},
          {"flash_lines", count.fetches},
          {"cycles", count.cycles(quad_80())}};
}

Json as_json(const ModelledCycles& modelled) {
  Json json = as_json(modelled.total);
  json["instructions"] = modelled.total.instructions;
  json["milliseconds"] = milliseconds(modelled.total.cycles(quad_80()));
  json["milliseconds_dual_40"] = milliseconds(modelled.total.cycles(dual_40()));
  return json;
}

Json as_json(const ModuleFolder& module, const InstructionCounts& counts,
             const std::optional<ModelledCycles>& modelled) {
  Json layers = Json::array();
  for (size_t i = 0; i < module.layers.size(); ++i) {
    const ModuleLayer& layer = module.layers[i];
    layers.push_back({{"name", layer.name},
                      {"operator", layer.operator_name},
                      {"macs", layer.macs},
                      {"instructions", counts.layers[i]}});
    if (modelled) layers.back()["modelled"] = as_json(modelled->layers[i]);
  }
  return {{"instructions", counts.total},           {"instructions_minimum", counts.minimum},
          {"instructions_maximum", counts.maximum}, {"instructions_between_layers", outside_layers(counts)},
          {"stack_bytes", counts.stack_bytes},      {"layers", layers}};
}

}  // namespace

std::string costs_as_table(const ModuleFolder& module, const std::vector<TargetCost>& costs,
                           const std::vector<std::string>& skipped) {
  std::string text = fmt::format("{}: {} MACs, {} layers\n", module.name, module.macs, module.layers.size());
  for (const TargetCost& cost : costs) {
    text += fmt::format("\n{} ({})\n", cost.target, cost.toolchain);
    if (cost.instructions) text += layer_table(module, *cost.instructions, cost.cycles);
    if (cost.cycles) text += cycle_lines(cost.cycles->total);
    if (!cost.cycles_missing.empty()) text += fmt::format("  no modelled cycles: {}\n", cost.cycles_missing);
    if (cost.two_cores) text += two_cores_lines(*cost.two_cores, cost.instructions->total);
    text += size_lines(cost.sizes);
    if (cost.instructions) text += fmt::format("  stack {} bytes\n", cost.instructions->stack_bytes);
    if (cost.front_end) text += front_end_line(*cost.front_end);
  }
  for (const auto& sentence : skipped) text += fmt::format("\nskipped: {}\n", sentence);
  return text;
}

Json cost_as_json(const ModuleFolder& module, const TargetCost& cost) {
  Json target = {{"target", cost.target}, {"toolchain", cost.toolchain}, {"samples", cost.samples}};
  target.update(as_json(cost.sizes));
  if (cost.instructions) target.update(as_json(module, *cost.instructions, cost.cycles));
  if (cost.cycles) target["modelled"] = as_json(*cost.cycles);
  if (cost.two_cores) {
    target["two_cores"] = {
        {"first", cost.two_cores->first}, {"second", cost.two_cores->second}, {"longest", cost.two_cores->longest}};
  }
  if (cost.front_end) target["front_end"] = as_json(*cost.front_end);
  return target;
}

std::string costs_as_json(const ModuleFolder& module, const std::vector<TargetCost>& costs,
                          const std::vector<std::string>& skipped) {
  Json targets = Json::array();
  for (const TargetCost& cost : costs) targets.push_back(cost_as_json(module, cost));
  const Json report = {{"module", module.name}, {"macs", module.macs}, {"targets", targets}, {"skipped", skipped}};
  return report.dump(2) + "\n";
}

std::string loops_as_text(const ModuleFolder& module, const TargetCost& cost) {
  std::string text;
  if (!cost.cycles) return text;
  for (const InnerLoop& loop : cost.cycles->loops) {
    text += fmt::format("\n  {}: {} rounds of {} instructions in {} cycles, {:.2f} an instruction\n",
                        loop.layer < module.layers.size() ? module.layers[loop.layer].name : "after the layers",
                        loop.rounds, loop.body.size(), loop.cost.cycles, loop.cycles_per_instruction());
    for (size_t i = 0; i < loop.body.size(); ++i) {
      const int wait = loop.cost.waits[i];
      text += fmt::format("    {:>3}  {}\n", wait == 0 ? "" : fmt::format("+{}", wait), loop.body[i].text);
    }
    if (loop.cost.transfer != 0) text += fmt::format("    {:>3}  back\n", fmt::format("+{}", loop.cost.transfer));
  }
  return text;
}

}  // namespace bitstill::firmware
