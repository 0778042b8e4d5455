// A config file in, a checked struct out, and back again. The one place that a stage includes to read an experiment.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

// Reads and checks the YAML file at `path`. Each override is "section.key=value" (layers by their index:
// "student.layers.0.dense.units=8") and replaces or adds one value before anything is checked. Relative paths start at
// the file's folder, in overrides at the current one, and are made absolute. Throws one Error that lists every problem,
// a line each, in the file's order: "file:line:column: what, what was expected (did you mean ...)".
ExperimentConfig read_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

// The resolved config as YAML with every default filled in. Reading it back gives the same config.
std::string print_experiment(const ExperimentConfig& config);

// The same with a comment on every line that says what the value means and what it may be.
std::string print_commented_experiment(const ExperimentConfig& config);

// The keys of the dataset section alone.
std::string print_dataset(const DatasetConfig& config);

// The keys of the features section alone.
std::string print_features(const FeaturesConfig& config);

// A list of layers alone, as one document, and back; `origin` is what messages name. Throws Error.
std::string print_layers(const std::vector<LayerConfig>& layers);
std::vector<LayerConfig> read_layers(const std::string& text, const Place& origin);

}  // namespace bitstill::configs
