#include "codegen/generate_command.h"

#include <fmt/format.h>

#include <memory>

#include "codegen/codegen.h"
#include "codegen/inspection.h"
#include "codegen/memory/plan.h"
#include "configs/support/files.h"

namespace bitstill::codegen {
namespace {

struct Arguments {
  std::string model;
  std::string folder;
  std::string name;
  std::string inputs;
  std::string target = "portable";
  bool no_passes = false;
  bool dry_run = false;
  bool json = false;
};

std::string overview(const Graph& graph) {
  const MemoryPlan plan = plan_memory(graph);
  return fmt::format(
      "{}\n{}\n{} multiply-adds, {} parameter bytes, {} arena bytes, {} + {} bytes of input and output\n",
      graph.print(), plan.print(graph), graph.macs(), graph.parameter_bytes(), plan.arena_bytes, graph.input_bytes(),
      graph.output_bytes());
}

void run_generate(const Arguments& arguments) {
  GenerateOptions options;
  options.name = arguments.name;
  options.passes = !arguments.no_passes;
  if (!arguments.inputs.empty()) options.check_inputs = read_file(arguments.inputs);
  const Graph graph = load_graph(arguments.model, options.passes);
  if (!arguments.dry_run) generate_module(arguments.model, arguments.folder, options);
  fmt::print("{}", overview(graph));
  if (arguments.dry_run) return;
  fmt::print("\nmodule written to {}; prove it with: bitstill verify {} --on host\n", arguments.folder,
             arguments.folder);
}

}  // namespace

void add_generate_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("generate", "write an int8 .tflite model out as a plain C++17 module");
  command->add_option("MODEL", arguments->model, "int8 .tflite file, from bitstill or any converter")->required();
  command->add_option("-o,--output", arguments->folder, "folder of the module; a module there is replaced")->required();
  command->add_option("--name", arguments->name, "C++ namespace and file names (default: from MODEL's file name)");
  command->add_option("--target", arguments->target, "kernels to emit: portable")
      ->check(CLI::IsMember({"portable"}))
      ->capture_default_str();
  command->add_option("--inputs", arguments->inputs,
                      "raw int8 samples for check/ (default: 8 random and 3 extreme ones)");
  command->add_flag("--no-passes", arguments->no_passes, "keep every operator of the file, reshapes included");
  command->add_flag("--dry-run", arguments->dry_run, "print graph and memory plan, write nothing");
  command->callback([arguments] { run_generate(*arguments); });
}

void add_inspect_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("inspect", "print a model's operators, shapes, scales, MACs and memory plan");
  command->add_option("MODEL", arguments->model, "int8 .tflite file")->required();
  command->add_flag("--no-passes", arguments->no_passes, "show the file's own operators, reshapes included");
  command->add_flag("--json", arguments->json, "print layers, sizes and memory plan as JSON");
  command->callback([arguments] {
    const Graph graph = load_graph(arguments->model, !arguments->no_passes);
    if (arguments->json) return fmt::print("{}\n", inspection(graph).dump(2));
    fmt::print("{}\n{}", arguments->model + "  sha256 " + graph.artifact_sha256 + "\n", overview(graph));
    if (!graph.metadata.empty()) fmt::print("metadata {}\n", graph.metadata);
  });
}

}  // namespace bitstill::codegen
