#include "pipeline.h"

#include <fmt/format.h>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "codegen/inspect/budget.h"
#include "codegen/memory/plan.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/units.h"
#include "datasets/speech/speech_dataset.h"
#include "distill/module_of.h"
#include "distill/search/search.h"
#include "distill/student.h"
#include "firmware/bench/bench.h"
#include "firmware/targets/find_targets.h"
#include "firmware/targets/module_folder.h"
#include "firmware/verify/verify.h"
#include "report_command.h"
#include "train/teacher.h"

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;
using train::Run;

void heading(const std::string& text) {
  fmt::print("\n== {}\n", text);
  std::fflush(stdout);
}

// The emulated core that instructions are counted on: the ESP32's own where the module has kernels for it.
firmware::Target counting_target(const configs::ModuleConfig& module) {
  return firmware::find_targets(module.target == "esp32" ? "esp32" : "lx106").targets.front();
}

int64_t count_instructions(const std::filesystem::path& artifact, const configs::ModuleConfig& config) {
  const TemporaryFolder folder;
  codegen::GenerateOptions options;
  options.target = distill::target_of(config);
  options.workers = static_cast<int>(config.workers);
  codegen::generate_module(artifact, folder.path() / "module", options);
  return firmware::instructions_of_one(firmware::open_module(folder.path() / "module"), counting_target(config));
}

void teach(Run& run) {
  heading("teacher");
  if (run.config().distillation.alpha == 0) return fmt::print("none: distillation.alpha is 0\n");
  fmt::print("validation {}\n", train::train_teacher(run).text());
}

void learn(Run& run, Outcome& outcome) {
  heading("student");
  const distill::StudentResult student = distill::distill_student(run);
  outcome.float_validation = student.float_student;
  outcome.fake_quant_validation = student.fake_quant;
  fmt::print("validation {} float, {} on int8 grids\n", student.float_student.text(), student.fake_quant.text());
}

void evaluate(Run& run, Outcome& outcome) {
  heading("test set");
  outcome.test = distill::evaluate_student(run);
  fmt::print("{}", outcome.test.table());
  outcome.steps = distill::measure_steps(run);
  if (!outcome.steps.empty()) fmt::print("\n{}", distill::table(outcome.steps));
}

std::string module_recipe(const Run& run) {
  configs::ExperimentConfig part;
  part.name = run.config().name;
  part.module = run.config().module;
  return train::chained(run.recipes().artifact, configs::print_experiment(part));
}

// Not part of the stage: a budget changed later is held against the module that is there.
void check_budget(const Run& run) {
  const configs::BudgetConfig& config = run.config().budget;
  const codegen::Graph graph = distill::module_graph(run.folder().artifact(), run.config().module);
  codegen::check_budget(graph, codegen::plan_memory(graph),
                        codegen::budget_from(config.ram, config.flash, config.macs));
}

// Of a dataset of recordings: what the module's proof begins with.
std::vector<int16_t> test_clips(Run& run, int64_t count) {
  const auto* test = dynamic_cast<const datasets::SpeechDataset*>(run.bench().splits.test.get());
  std::vector<int16_t> samples;
  if (test == nullptr) return samples;
  for (int64_t i = 0; i < std::min(count, test->size()); ++i) {
    const datasets::Pcm clip = test->clip(i);
    samples.insert(samples.end(), clip.begin(), clip.end());
  }
  return samples;
}

void generate_module(Run& run) {
  heading("module");
  const train::RunFolder& folder = run.folder();
  check_budget(run);
  const train::StageTask task{"module", module_recipe(run), {folder.artifact().filename(), folder.module().filename()}};
  run.stage(task, [&] {
    codegen::GenerateOptions options;
    options.name = run.config().name;
    options.target = distill::target_of(run.config().module);
    options.workers = static_cast<int>(run.config().module.workers);
    options.packing = distill::packing_of(run.config().module);
    options.check_inputs = distill::quantized_test_inputs(run, run.config().module.check_vectors);
    options.check_clips = test_clips(run, run.config().module.check_vectors);
    codegen::generate_module(folder.artifact(), folder.module(), options);
    return Json::object();
  });
}

// The same of instructions, which only the module tells.
void check_instructions(Run& run) {
  const std::string& most = run.config().budget.instructions;
  if (most.empty()) return;
  const firmware::Target target = counting_target(run.config().module);
  const train::StageTask task{
      "instructions", train::chained(module_recipe(run), target.name), {run.folder().module().filename()}};
  const int64_t needed = run.stage(
      task, [&] { return Json(firmware::instructions_of_one(firmware::open_module(run.folder().module()), target)); });
  fmt::print("an inference takes {} instructions on {}\n", with_commas(needed), target.name);
  if (needed <= parse_count(most)) return;
  throw CheckFailed(fmt::format("over budget: an inference takes {} instructions on {}, {} are allowed, {} too many",
                                with_commas(needed), target.name, with_commas(parse_count(most)),
                                with_commas(needed - parse_count(most))));
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
  if (targets.empty()) throw Error("the module could not be proven anywhere: install g++ and run again");
  return targets;
}

// From samples on where the module has a front-end.
Json prove_on(const Run& run, const firmware::ModuleFolder& module, const firmware::Target& target) {
  firmware::VerifyRequest request;
  request.from_pcm = codegen::front_end_of(codegen::load_graph(run.folder().artifact())).has_value();
  const firmware::Verdict verdict = firmware::verify(module, request, target);
  return {{"equal", !verdict.mismatch}, {"text", describe(verdict, module)}};
}

std::string proof_recipe(const Run& run, const std::vector<firmware::Target>& targets) {
  std::string recipe = module_recipe(run);
  for (const firmware::Target& target : targets) recipe = train::chained(recipe, target.name);
  return recipe;
}

Json prove_module(Run& run, const std::vector<firmware::Target>& targets) {
  const std::string recipe = proof_recipe(run, targets);
  const Json verdicts = run.stage({"proof", recipe, {run.folder().module().filename()}}, [&] {
    const firmware::ModuleFolder module = firmware::open_module(run.folder().module());
    Json found;
    for (const firmware::Target& target : targets) found[target.name] = prove_on(run, module, target);
    return found;
  });
  for (const auto& [target, verdict] : verdicts.items()) {
    fmt::print("{:<6} {}\n", target, verdict.at("text").get<std::string>());
  }
  return verdicts;
}

Json summary(const Run& run, const Outcome& outcome, const Json& verdicts) {
  Json verified;
  for (const auto& [target, verdict] : verdicts.items()) verified[target] = verdict.at("equal");
  Json steps = Json::array();
  for (const distill::StepEffect& step : outcome.steps) steps.push_back(step.json());
  return {
      {"name", run.config().name},
      {"seed", run.config().seed},
      {"artifact_sha256", sha256(read_file(run.folder().artifact()))},
      {"validation", {{"float", outcome.float_validation.value}, {"fake_quant", outcome.fake_quant_validation.value}}},
      {"test", outcome.test.json()},
      {"steps", steps},
      {"verified", verified}};
}

}  // namespace

Outcome run_pipeline(const train::Experiment& experiment) {
  const auto run = train::open_run(experiment);
  Outcome outcome;
  outcome.seed = run->config().seed;
  outcome.folder = run->folder();
  distill::check_student(*run);
  teach(*run);
  learn(*run, outcome);
  evaluate(*run, outcome);
  generate_module(*run);
  check_instructions(*run);
  const std::vector<firmware::Target> targets = proving_targets();
  const Json verdicts = prove_module(*run, targets);
  outcome.equal = std::ranges::all_of(verdicts, [](const Json& verdict) { return verdict.at("equal") == true; });
  write_file(run->folder().summary(), summary(*run, outcome, verdicts).dump(2) + "\n");
  make_report(*run, proof_recipe(*run, targets));
  return outcome;
}

std::string seed_folder(const configs::ExperimentConfig& config) { return fmt::format("seed_{}", config.seed); }

// The search works in a folder of its own, where a run's first seed finds its teacher.
train::Experiment with_chosen_student(const train::Experiment& experiment) {
  train::Experiment chosen = experiment;
  configs::ExperimentConfig& config = chosen.config;
  config.seeds = 1;
  config.student.searched = false;
  config.student.layers = {distill::candidates_of(config.search).front().preset};  // until it is chosen
  const std::filesystem::path folder = experiment.folder.root / "search";
  Run run(config, {experiment.config.seeds == 1 ? folder : folder / seed_folder(config)}, chosen.options);
  heading("search");
  std::vector<distill::SearchedStudent> students = distill::draw_candidates(
      run, [&](const std::filesystem::path& artifact) { return count_instructions(artifact, config.module); });
  if (students.size() > 1) teach(run);
  students = distill::choose_among(run, std::move(students));
  fmt::print("\n{}", distill::table(students, config.budget));
  Json found = Json::array();
  for (const distill::SearchedStudent& student : students) found.push_back(student.json());
  write_file(run.folder().summary(), found.dump(2) + "\n");

  config = experiment.config;
  config.search = {};
  config.student.searched = false;
  config.student.layers = {students.front().candidate.preset};
  chosen.options.sources.push_back({folder});
  return chosen;
}

std::vector<Outcome> run_seeds(const train::Experiment& given) {
  const bool searched = given.config.search.family != "none";
  const train::Experiment experiment = searched ? with_chosen_student(given) : given;
  if (experiment.config.seeds == 1) return {run_pipeline(experiment)};
  std::vector<Outcome> outcomes;
  for (int64_t i = 0; i < experiment.config.seeds; ++i) {
    train::Experiment one = experiment;
    one.config.seed += i;
    one.config.seeds = 1;
    const std::string name = seed_folder(one.config);
    one.folder.root /= name;
    for (train::RunFolder& source : one.options.sources) source.root /= name;
    heading(fmt::format("seed {} ({} of {})", one.config.seed, i + 1, experiment.config.seeds));
    outcomes.push_back(run_pipeline(one));
  }
  return outcomes;
}

}  // namespace bitstill
