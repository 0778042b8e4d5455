#include "run_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/evaluate.h"
#include "distill/student.h"
#include "firmware/targets/find_targets.h"
#include "firmware/targets/module_folder.h"
#include "firmware/verify/verify.h"
#include "train/run/experiment_options.h"
#include "train/teacher.h"

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;

void heading(const std::string& text) { fmt::print("\n== {}\n", text); }

void generate_module(const train::Experiment& experiment) {
  const auto& [config, folder] = experiment;
  codegen::GenerateOptions options;
  options.name = config.name;
  options.check_inputs = distill::quantized_test_inputs(config, folder, config.module.check_vectors);
  codegen::generate_module(folder.artifact(), folder.module(), options);
}

// A machine without emulators still gets its module, proven on the host; the sentence says what is missing.
std::vector<firmware::Target> proving_targets() {
  std::vector<firmware::Target> targets;
  for (const char* on : {"host", "xtensa"}) {
    try {
      const firmware::FoundTargets found = firmware::find_targets(on);
      targets.insert(targets.end(), found.targets.begin(), found.targets.end());
      for (const std::string& sentence : found.skipped) fmt::print("{}\n", sentence);
    } catch (const Error& missing) {
      fmt::print("skipped: {}\n", missing.what());
    }
  }
  return targets;
}

// True where every byte of every layer is equal on every target found.
bool prove_module(const train::RunFolder& folder, Json& summary) {
  const firmware::ModuleFolder module = firmware::open_module(folder.module());
  bool equal = true;
  for (const firmware::Target& target : proving_targets()) {
    const firmware::Verdict verdict = firmware::verify(module, {}, target);
    equal = equal && !verdict.mismatch;
    summary["verified"][target.name] = !verdict.mismatch;
    fmt::print("{:<6} {}\n", target.name,
               verdict.mismatch ? verdict.mismatch->text()
                                : fmt::format("every byte equal: {} layers, {} samples, {} bytes", module.layers.size(),
                                              verdict.samples, verdict.bytes));
  }
  if (!summary.contains("verified")) throw Error("the module could not be proven anywhere: install g++ and run again");
  return equal;
}

void run(const train::Experiment& experiment) {
  const auto& [config, folder] = experiment;
  heading("teacher");
  fmt::print("validation {}\n", train::train_teacher(config, folder).text());
  train::write_config(experiment);

  heading("student");
  const distill::StudentResult student = distill::distill_student(config, folder);
  fmt::print("validation {} float, {} on int8 grids\n", student.float_student.text(), student.fake_quant.text());

  heading("test set");
  const distill::Evaluation evaluation = distill::evaluate_student(config, folder);
  fmt::print("{}", evaluation.table());

  heading("module");
  generate_module(experiment);
  Json summary = {
      {"name", config.name}, {"artifact_sha256", sha256(read_file(folder.artifact()))}, {"test", evaluation.json()}};
  const bool equal = prove_module(folder, summary);
  write_file(folder.summary(), summary.dump(2) + "\n");

  fmt::print("\nresults   {}\nartifact  {}\nmodule    {}\n", folder.summary().string(), folder.artifact().string(),
             folder.module().string());
  std::fflush(stdout);
  if (!equal) throw CLI::RuntimeError(kExitCheckFailed);
}

}  // namespace

void add_run_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "run", "the whole path: train, distil, quantise, export, evaluate, generate, and prove on host and Xtensa");
  auto options = std::make_shared<train::ExperimentOptions>();
  train::add_experiment_options(*command, *options);
  command->callback([options] {
    const auto experiment = train::open_experiment(*options);
    if (experiment) run(*experiment);
  });
}

}  // namespace bitstill
