#include "configs/schema/declarations.h"
#include "configs/schema/describe.h"
#include "configs/schema/section_printer.h"

namespace bitstill::configs {
namespace {

template <class Config>
std::string print(Config config, bool commented) {
  SectionPrinter printer(commented);
  describe(printer, config);
  return printer.text();
}

}  // namespace

std::string print_experiment(const ExperimentConfig& config) { return print(config, false); }

std::string print_commented_experiment(const ExperimentConfig& config) { return print(config, true); }

std::string print_dataset(const DatasetConfig& config) { return print(config, false); }

std::string print_features(const FeaturesConfig& config) { return print(config, false); }

std::string print_layers(const std::vector<LayerConfig>& layers) {
  std::vector<LayerConfig> copy = layers;
  SectionPrinter printer(false);
  printer.layers("layers", copy, "");
  return printer.text();
}

}  // namespace bitstill::configs
