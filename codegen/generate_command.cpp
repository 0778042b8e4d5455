#include "codegen/generate_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "codegen/codegen.h"
#include "codegen/cores/divide_layers.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/inspect/arena_svg.h"
#include "codegen/inspect/arena_text.h"
#include "codegen/inspect/budget.h"
#include "codegen/inspect/tables.h"
#include "codegen/inspection.h"
#include "codegen/memory/plan.h"
#include "codegen/pack/choose.h"
#include "configs/support/files.h"

namespace bitstill::codegen {
namespace {

struct Arguments {
  std::string model;
  std::string folder;
  std::string name;
  std::string inputs;
  Target target = Target::kPortable;
  int workers = 1;
  Packing packing;
  esp32::ArenaMemory arena = esp32::ArenaMemory::kInternal;
  std::string ram, flash, macs;
  std::string svg;
  bool no_passes = false;
  bool dry_run = false;
  bool json = false;

  Budget budget() const { return budget_from(ram, flash, macs); }
};

// Nothing for portable modules.
std::vector<esp32::MappedPart> mapped(const Graph& graph, const MemoryPlan& plan, const Arguments& arguments) {
  if (graph.target == Target::kPortable) return {};
  return esp32::map_memory(graph, plan, emit_module(graph, plan, "model"), arguments.arena);
}

std::string overview(const Graph& graph, const MemoryPlan& plan, const std::vector<esp32::MappedPart>& parts) {
  const Characters& characters = terminal_characters();
  const std::string kernels =
      parts.empty() ? "" : "\n" + esp32::print_choices(graph) + "\n" + esp32::memory_table(parts);
  const std::string codings = graph.codings.empty() ? "" : "\n" + pack::print_codings(graph);
  const std::string division = graph.workers > 1 ? "\n" + cores::print_division(graph) : "";
  return fmt::format("{}{}{}{}\n{}\n{}\n{}\n{} bytes of input, {} of output\n", graph.print(), kernels, codings,
                     division, layer_table(footprint(graph, plan), characters), plan.print(graph),
                     arena_text(graph, plan, characters), graph.input_bytes(), graph.output_bytes());
}

// One of some words; CLI11's own check would tell people the numbers behind them.
template <class Value>
CLI::Validator one_of(const std::vector<std::pair<std::string_view, Value>>& words) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : words) names.push_back(name);
  const auto choose = [words, all = fmt::format("{}", fmt::join(names, ", "))](std::string& word) {
    for (const auto& [name, value] : words) {
      if (word != name) continue;
      word = std::to_string(static_cast<int>(value));
      return std::string();
    }
    return fmt::format("'{}', expected one of {}", word, all);
  };
  return CLI::Validator(choose, fmt::format("{{{}}}", fmt::join(names, ",")));
}

void add_target_option(CLI::App& command, Arguments& arguments) {
  command
      .add_option("--target", arguments.target,
                  "kernels: portable, or esp32 for those that use its MAC16 unit (they compute the same anywhere)")
      ->transform(one_of<Target>({{"portable", Target::kPortable}, {"esp32", Target::kEsp32}}))
      ->default_str("portable");
  command
      .add_option("--workers", arguments.workers,
                  "cores: 2 divides each large layer between the ESP32's two, and the caller wakes the second")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  using esp32::ArenaMemory;
  command
      .add_option("--arena", arguments.arena,
                  "with --target esp32: the RAM that the arena must fit into, the chip's own or PSRAM, which is slow")
      ->transform(one_of<ArenaMemory>({{"internal", ArenaMemory::kInternal}, {"external", ArenaMemory::kExternal}}))
      ->default_str("internal");
}

void add_pack_option(CLI::App& command, Arguments& arguments) {
  command
      .add_option("--pack", arguments.packing.forms,
                  "forms of the weights: none (a byte each), auto (the smallest that costs at most 1.3 times the "
                  "instructions and little RAM), size (the smallest), or that one wherever there is one")
      ->transform(one_of<Forms>({kFormWords.begin(), kFormWords.end()}))
      ->default_str("none");
  command
      .add_option(
          "--unpack", arguments.packing.unpack_at_start,
          "when weights are unpacked that a kernel cannot read as they are stored: layer, at every inference into "
          "memory that others use, too, or start, once into RAM of their own")
      ->transform(one_of<bool>({{"layer", false}, {"start", true}}))
      ->default_str("layer");
}

void run_generate(const Arguments& arguments) {
  GenerateOptions options;
  options.name = arguments.name;
  options.passes = !arguments.no_passes;
  options.target = arguments.target;
  options.workers = arguments.workers;
  options.packing = arguments.packing;
  options.arena = arguments.arena;
  options.budget = arguments.budget();
  if (!arguments.inputs.empty()) options.check_inputs = read_file(arguments.inputs);
  const Graph graph = load_graph(arguments.model, options.passes, options.target, options.workers, options.packing);
  const MemoryPlan plan = plan_memory(graph);
  check_budget(graph, plan, options.budget);
  const auto parts = mapped(graph, plan, arguments);
  esp32::check_memory(graph, plan, parts, arguments.arena);
  if (!arguments.dry_run) generate_module(arguments.model, arguments.folder, options);
  fmt::print("{}", overview(graph, plan, parts));
  if (arguments.dry_run) return;
  fmt::print("\nmodule written to {}; prove it with: bitstill verify {} --on host\n", arguments.folder,
             arguments.folder);
}

void run_inspect(const Arguments& arguments) {
  const Graph graph =
      load_graph(arguments.model, !arguments.no_passes, arguments.target, arguments.workers, arguments.packing);
  const MemoryPlan plan = plan_memory(graph);
  const Budget budget = arguments.budget();
  if (!arguments.svg.empty()) {
    check_budget(graph, plan, budget);
    const std::string title = std::filesystem::path(arguments.model).filename().string();
    write_file(arguments.svg, arena_svg(graph, plan, title));
  }
  if (arguments.json) {
    fmt::print("{}\n", inspection(graph).dump(2));
  } else {
    fmt::print("{}  sha256 {}\n\n{}", arguments.model, graph.artifact_sha256,
               overview(graph, plan, mapped(graph, plan, arguments)));
    if (!graph.metadata.empty()) fmt::print("metadata {}\n", graph.metadata);
  }
  check_budget(graph, plan, budget);
}

void add_budget_options(CLI::App& command, Arguments& arguments) {
  const std::string fails = "; a model that needs more ends with exit code 1 and the layers by weight";
  command.add_option("--ram", arguments.ram, "most bytes of the arena, as 64KiB" + fails);
  command.add_option(
      "--flash", arguments.flash,
      "most bytes of constants (weights, biases, tables, 8 for each scale), without the code, as 256KiB");
  command.add_option("--macs", arguments.macs, "most multiply-adds of an inference, as 5M");
}

}  // namespace

void add_generate_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("generate", "write an int8 .tflite model out as a plain C++17 module");
  command->add_option("MODEL", arguments->model, "int8 .tflite file, from bitstill or any converter")->required();
  command->add_option("-o,--output", arguments->folder, "folder of the module; a module there is replaced")->required();
  command->add_option("--name", arguments->name, "C++ namespace and file names (default: from MODEL's file name)");
  add_target_option(*command, *arguments);
  add_pack_option(*command, *arguments);
  command->add_option("--inputs", arguments->inputs,
                      "raw int8 samples for check/ (default: 8 random and 3 extreme ones)");
  add_budget_options(*command, *arguments);
  command->add_flag("--no-passes", arguments->no_passes, "keep every operator of the file, reshapes included");
  command->add_flag("--dry-run", arguments->dry_run, "print graph and memory plan, write nothing");
  command->callback([arguments] { run_generate(*arguments); });
}

void add_inspect_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("inspect", "print a model's operators, shapes, scales, MACs and memory plan");
  command->add_option("MODEL", arguments->model, "int8 .tflite file")->required();
  add_target_option(*command, *arguments);
  add_pack_option(*command, *arguments);
  command->add_flag("--no-passes", arguments->no_passes, "show the file's own operators, reshapes included");
  command->add_flag("--json", arguments->json, "print layers, sizes and memory plan as JSON");
  command->add_option("--svg", arguments->svg, "draw the arena over time, flash and multiply-adds into this file");
  add_budget_options(*command, *arguments);
  command->callback([arguments] { run_inspect(*arguments); });
}

}  // namespace bitstill::codegen
