#include "report_command.h"

#include <fmt/format.h>

#include <memory>

#include "codegen/inspection.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/compress/step_effects.h"
#include "distill/evaluate.h"
#include "distill/insight.h"
#include "distill/integers.h"
#include "distill/module_of.h"
#include "firmware/bench/bench.h"
#include "firmware/bench/print.h"
#include "firmware/targets/find_targets.h"
#include "train/run/report/history.h"
#include "train/run/report/report.h"

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;

// {target: equal} as `bitstill run` found it, empty where that was for another artifact.
Json verdicts(const train::RunFolder& folder, const std::string& artifact_sha256) {
  if (!std::filesystem::exists(folder.summary())) return Json::object();
  const Json summary = Json::parse(read_text(folder.summary()), nullptr, false);
  if (!summary.is_object() || summary.value("artifact_sha256", "") != artifact_sha256) return Json::object();
  return summary.value("verified", Json::object());
}

// {targets: [one of costs_as_json], skipped: [sentence]}
Json module_costs(const train::RunFolder& folder, const std::string& artifact_sha256) {
  Json costs{{"targets", Json::array()}, {"skipped", Json::array()}};
  try {
    const firmware::ModuleFolder module = firmware::open_module(folder.module());
    if (module.artifact_sha256 != artifact_sha256) {
      throw Error(folder.module().filename().string() + "/ holds the module of an earlier student.tflite");
    }
    const firmware::FoundTargets found = firmware::find_targets("xtensa");
    for (const firmware::Target& target : found.targets) {
      costs["targets"].push_back(firmware::cost_as_json(module, firmware::measure_cost(module, target)));
    }
    costs["skipped"] = found.skipped;
  } catch (const Error& missing) {
    costs["skipped"].push_back(missing.what());
  }
  return costs;
}

Json steps_of(train::Run& run) {
  Json steps = Json::array();
  for (const distill::StepEffect& step : distill::measure_steps(run)) steps.push_back(step.json());
  return steps;
}

Json collect(train::Run& run) {
  const configs::ExperimentConfig& config = run.config();
  const train::RunFolder& folder = run.folder();
  distill::load_artifact(run);  // or why there is none
  const codegen::Graph graph = distill::module_graph(folder.artifact(), config.module);
  return {{"name", config.name},
          {"seed", config.seed},
          {"config", configs::print_experiment(config)},
          {"artifact_bytes", std::filesystem::file_size(folder.artifact())},
          {"artifact", codegen::inspection(graph)},
          {"test", distill::evaluate_student(run).json()},
          {"steps", steps_of(run)},
          {"insight", distill::student_insight(run)},
          {"verified", verdicts(folder, graph.artifact_sha256)},
          {"costs", module_costs(folder, graph.artifact_sha256)},
          {"training", train::training_history(folder.metrics())}};
}

}  // namespace

void make_report(train::Run& run, const std::string& recipe) {
  const std::string file = run.folder().report().filename();
  run.stage({"report", recipe, {file}}, [&] {
    train::write_report(run.folder().report(), collect(run));
    return Json::object();
  });
}

void add_report_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("report", "write a run's report.html: scores, mistakes, layers, memory, costs");
  auto options = std::make_shared<train::ExperimentOptions>();
  train::add_experiment_options(*command, *options);
  command->callback([options] {
    const auto run = train::open_run(*options);
    if (!run) return;
    train::write_report(run->folder().report(), collect(*run));
    fmt::print("report    {}\n", run->folder().report().string());
  });
}

}  // namespace bitstill
