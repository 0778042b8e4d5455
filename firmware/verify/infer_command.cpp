#include "firmware/verify/infer_command.h"

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "codegen/codegen.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/find_targets.h"
#include "firmware/verify/infer.h"

namespace bitstill::firmware {
namespace {

struct InferArguments {
  std::string model;
  std::string inputs;
  std::string outputs;
  std::string dump;
  std::string on = "reference";
  bool no_passes = false;
};

void print_fused(const codegen::Graph& graph) {
  for (const codegen::Fused& gone : graph.fused) {
    fmt::print("fused: {} from t{} to t{}, the same bytes (--no-passes keeps it)\n", gone.operator_name, gone.input,
               gone.output);
  }
}

// On the first target with its tensors dumped, on further ones for comparison.
std::vector<uint8_t> infer_on_targets(const InferArguments& arguments, const SampleFile& inputs, TensorDump& dump) {
  const TemporaryFolder folder;
  codegen::GenerateOptions options;
  options.passes = !arguments.no_passes;
  codegen::generate_module(arguments.model, folder.path() / "module", options);
  const ModuleFolder module = open_module(folder.path() / "module");

  const FoundTargets found = find_targets(arguments.on);
  std::optional<std::vector<uint8_t>> outputs;
  TensorDump no_dump("");
  for (const Target& target : found.targets) {
    const auto computed =
        infer_on_target(module, target, SampleFile(inputs.path(), module.input_bytes()), outputs ? no_dump : dump);
    fmt::print("{}: by {}\n", target.name, target.description);
    if (!outputs) outputs = computed;
    if (computed == *outputs) continue;
    fmt::print("{} and {} give different outputs; bitstill verify names the place\n", found.targets[0].name,
               target.name);
    throw CLI::RuntimeError(kExitCheckFailed);
  }
  for (const auto& sentence : found.skipped) fmt::print("{}\n", sentence);
  return *outputs;
}

std::vector<std::string> executions() {
  std::vector<std::string> words = target_words();
  words.insert(words.begin(), "reference");
  return words;
}

void run_infer(const InferArguments& arguments) {
  for (const std::string& source : {arguments.model, arguments.inputs}) {
    std::error_code missing;
    if (std::filesystem::equivalent(source, arguments.outputs, missing)) {
      throw Error(arguments.outputs + ": is read by this command and would be overwritten; choose another --outputs");
    }
  }
  const codegen::Graph graph = codegen::load_graph(arguments.model, !arguments.no_passes);
  SampleFile inputs(arguments.inputs, graph.input_bytes());
  const int64_t samples = inputs.samples();
  TensorDump dump(arguments.dump);
  const auto outputs = arguments.on == "reference" ? infer_by_reference(graph, std::move(inputs), dump)
                                                   : infer_on_targets(arguments, inputs, dump);
  write_file(arguments.outputs, outputs);
  print_fused(graph);
  fmt::print("{} samples, {} output bytes written to {}\n", samples, outputs.size(), arguments.outputs);
}

}  // namespace

void add_infer_command(CLI::App& app) {
  auto arguments = std::make_shared<InferArguments>();
  CLI::App* command = app.add_subcommand("infer", "run raw int8 tensors through a model");
  command->add_option("MODEL", arguments->model, "int8 .tflite file")->required();
  command
      ->add_option("--inputs", arguments->inputs,
                   "raw int8 samples, concatenated; several inputs one after the other per sample")
      ->required();
  command->add_option("--outputs", arguments->outputs, "file for the raw int8 outputs, in the same order")->required();
  command->add_option("--dump", arguments->dump,
                      "folder for t<index>.bin, every non-constant tensor by its index in the file");
  command
      ->add_option("--on", arguments->on,
                   "reference, or the generated module on a target; xtensa: lx106 and, where its toolchain is found, "
                   "esp32; emulated: all of them that are found; they must agree")
      ->check(CLI::IsMember(executions()))
      ->capture_default_str();
  command->add_flag("--no-passes", arguments->no_passes, "keep every operator of the file, reshapes included");
  command->callback([arguments] { run_infer(*arguments); });
}

}  // namespace bitstill::firmware
