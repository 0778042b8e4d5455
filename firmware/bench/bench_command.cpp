#include "firmware/bench/bench_command.h"

#include <fmt/format.h>

#include <memory>

#include "firmware/bench/bench.h"
#include "firmware/bench/comparison.h"
#include "firmware/bench/kernels_table.h"
#include "firmware/bench/print.h"
#include "firmware/targets/find_targets.h"

namespace bitstill::firmware {
namespace {

struct BenchArguments {
  std::vector<std::string> modules;
  std::string on = "emulated";
  int64_t samples = kCountedSamples;
  bool json = false;
  bool table = false;
  bool loops = false;
};

// The host counts no instructions.
std::vector<std::string> emulated_words() {
  std::vector<std::string> words = target_words();
  std::erase(words, "host");
  return words;
}

std::vector<TargetCost> costs_on(const FoundTargets& found, const ModuleFolder& module,
                                 const BenchArguments& arguments) {
  // In a table, kernels for the ESP32 matter there only.
  const auto matters = [&](const Target& target) {
    return !arguments.table || module.target == "portable" || module.target == target.name;
  };
  std::vector<TargetCost> costs;
  for (const auto* targets : {&found.targets, &found.compile_only}) {
    for (const Target& target : *targets) {
      if (matters(target)) costs.push_back(measure_cost(module, target, arguments.samples));
    }
  }
  return costs;
}

void run_bench(const BenchArguments& arguments) {
  std::vector<ModuleCosts> modules;
  for (const std::string& folder : arguments.modules) modules.push_back({open_module(folder), {}});
  const FoundTargets found = find_targets(arguments.on);
  for (auto& [module, costs] : modules) {
    costs = costs_on(found, module, arguments);
    if (arguments.table) continue;
    fmt::print("{}", arguments.json ? costs_as_json(module, costs, found.skipped)
                                    : costs_as_table(module, costs, found.skipped));
    if (!arguments.loops) continue;
    for (const TargetCost& cost : costs) fmt::print("{}", loops_as_text(module, cost));
  }
  if (!arguments.table) return;
  fmt::print("{}", comparison_table(modules));
  if (const std::string kernels = kernels_table(modules); !kernels.empty()) fmt::print("\n{}", kernels);
  for (const std::string& sentence : found.skipped) fmt::print("\n{}\n", sentence);
}

}  // namespace

void add_bench_command(CLI::App& app) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App* command =
      app.add_subcommand("bench", "count a module's instructions, code, RAM and stack on every emulated target");
  command->add_option("MODULE_OR_RUN", arguments->modules, "folders of modules, or of runs with one in generated/")
      ->required();
  command->add_option("--on", arguments->on, "the target, or several: xtensa, emulated")
      ->check(CLI::IsMember(emulated_words()))
      ->capture_default_str();
  command->add_option("--samples", arguments->samples, "count on the first N of the module's check vectors")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40))
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "print the result as JSON");
  command->add_flag(
      "--table", arguments->table,
      "Markdown tables: all portable modules beside TFLite Micro's figures, where there are some; and the "
      "ESP32's own kernels beside portable ones, where a model comes as both");
  command->add_flag(
      "--loops", arguments->loops,
      "on esp32, the heaviest inner loops as well, instruction by instruction, with the cycles they wait");
  command->footer(
      "Instructions are counted under emulation on the module's check vectors: the same every time, and not cycles; up "
      "to 838\n"
      "million of them for one inference (Cortex-M4 1,342 million, RISC-V 4,294 million).\n"
      "code = text and read-only data without parameters; parameters = weights, biases, per-channel scales;\n"
      "RAM = arena (inputs, outputs and scratch among it) and static data; stack = what an inference writes below its "
      "caller.\n"
      "modelled cycles (esp32) = what the ESP32's pipeline and flash cache would make of the instructions executed; "
      "nothing\nwas timed on a board.");
  command->callback([arguments] { run_bench(*arguments); });
}

}  // namespace bitstill::firmware
