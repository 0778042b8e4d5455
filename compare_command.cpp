#include "compare_command.h"

#include <fmt/format.h>

#include <memory>

#include "codegen/inspect/footprint.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/units.h"
#include "distill/compress/step_effects.h"
#include "distill/module_of.h"
#include "pipeline.h"
#include "statistics.h"

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;

// What ships: of the first seed, from which the others differ little if at all.
struct Sizes {
  int64_t flash = 0, zipped = 0, macs = 0, arena = 0;
};

Sizes sizes_of(const train::Experiment& experiment, const train::RunFolder& folder) {
  const std::vector<uint8_t> artifact = read_file(folder.artifact());
  const codegen::Compiled module = distill::compile_module(artifact, folder.artifact().string(), experiment.config);
  const codegen::Footprint footprint = codegen::footprint(module.graph, module.plan);
  return {footprint.flash_bytes, distill::zipped_size(artifact), footprint.macs, footprint.ram_bytes};
}

struct Row {
  std::string name;
  Errors errors;
  Sizes sizes;
};

train::ExperimentOptions with_variant(const train::ExperimentOptions& options, const configs::VariantConfig& variant) {
  train::ExperimentOptions changed = options;
  changed.overrides.insert(changed.overrides.end(), variant.set.begin(), variant.set.end());
  return changed;
}

// A mistake in the last variant is told before the first is trained.
std::vector<train::Experiment> open_variants(const train::ExperimentOptions& options,
                                             const train::Experiment& experiment) {
  std::vector<train::Experiment> variants;
  std::vector<train::RunFolder> earlier;
  for (const configs::VariantConfig& variant : experiment.config.variants) {
    train::Experiment one = *train::open_experiment(with_variant(options, variant));
    one.config.variants.clear();
    one.folder.root = experiment.folder.root / variant.name;
    one.options.sources = earlier;
    earlier.push_back(one.folder);
    variants.push_back(std::move(one));
  }
  return variants;
}

void print_table(const std::vector<Row>& rows, int64_t samples, int64_t seeds) {
  const bool classification = rows.front().errors.classification;
  fmt::print("\n== {} on {} test samples, mean and standard deviation over {} seed{}\n",
             classification ? "error" : "rmse", samples, seeds, seeds == 1 ? "" : "s");
  fmt::print("{:<22}{:>17}{:>17}{:>17}{:>17}{:>14}{:>14}{:>9}{:>9}{:>11}{:>9}\n", "recipe", "teacher", "float",
             "fake-quant", "int8", "float, wrong", "int8, wrong", "flash", "zipped", "MACs", "arena");
  for (const auto& [name, errors, sizes] : rows) {
    const auto cell = [&, &errors = errors](const std::vector<double>& numbers) {
      return text(numbers, errors.classification);
    };
    fmt::print("{:<22}{:>17}{:>17}{:>17}{:>17}{:>14}{:>14}{:>9}{:>9}{:>11}{:>9}\n", name, cell(errors.teacher),
               cell(errors.float_student), cell(errors.fake_quant), cell(errors.int8),
               pooled_text(errors.float_student, errors), pooled_text(errors.int8, errors), with_commas(sizes.flash),
               with_commas(sizes.zipped), with_commas(sizes.macs), with_commas(sizes.arena));
  }
}

void compare(const train::ExperimentOptions& options) {
  const auto experiment = train::open_experiment(options);
  if (!experiment) return;
  if (experiment->config.variants.empty()) {
    throw Error(
        experiment->config.place.file +
        ": has no variants to compare; add some, as in 'variants: [{name: labels, set: [distillation.alpha=0]}]'");
  }
  const std::vector<train::Experiment> variants = open_variants(options, *experiment);
  std::vector<Row> rows;
  Json recipes;
  int64_t samples = 0;
  bool equal = true;
  for (size_t i = 0; i < variants.size(); ++i) {
    const std::string& name = experiment->config.variants[i].name;
    fmt::print("\n=== recipe {} ({} of {})\n", name, i + 1, variants.size());
    const std::vector<Outcome> outcomes = run_seeds(variants[i]);
    for (const Outcome& outcome : outcomes) equal = equal && outcome.equal;
    samples = outcomes.front().test.samples;
    rows.push_back({name, errors_of(outcomes), sizes_of(variants[i], outcomes.front().folder)});
    const Sizes& sizes = rows.back().sizes;
    recipes[name] = json(rows.back().errors);
    recipes[name]["sizes"] = {{"flash_bytes", sizes.flash},
                              {"zipped_bytes", sizes.zipped},
                              {"macs", sizes.macs},
                              {"arena_bytes", sizes.arena}};
  }
  print_table(rows, samples, experiment->config.seeds);
  const auto file = experiment->folder.root / "comparison.json";
  write_file(file, Json{{"test_samples", samples}, {"recipes", recipes}}.dump(2) + "\n");
  fmt::print("\nresults   {}\n", file.string());
  std::fflush(stdout);
  if (!equal) throw CLI::RuntimeError(kExitCheckFailed);
}

}  // namespace

void add_compare_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "compare", "run every recipe listed under 'variants' in the config, over its seeds, and print one table");
  auto options = std::make_shared<train::ExperimentOptions>();
  train::add_experiment_options(*command, *options);
  command->callback([options] { compare(*options); });
}

}  // namespace bitstill
