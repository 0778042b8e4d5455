#include "datasets/open.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "configs/schema/choices.h"
#include "configs/support/error.h"
#include "datasets/readers/csv_table.h"
#include "datasets/readers/function.h"
#include "datasets/readers/idx_images.h"
#include "datasets/readers/spoken_words.h"
#include "datasets/readers/waveform_folder.h"

namespace bitstill::datasets {

Splits open_dataset(const configs::DatasetConfig& config, int64_t seed, const configs::FeaturesConfig& features) {
  if (config.kind == "function") return open_function(config.function, seed);
  if (config.kind == "idx_images") return open_idx_images(config.idx_images, seed);
  if (config.kind == "csv_table") return open_csv_table(config.csv_table, seed);
  if (config.kind == "waveform_folder") {
    return open_waveform_folder(config.waveform_folder, features, config.place, seed);
  }
  if (config.kind == "spoken_words") return open_spoken_words(config.spoken_words, features, config.place, seed);
  throw Error(fmt::format("{}: dataset kind '{}' has no reader, expected one of {}", config.place.text(), config.kind,
                          fmt::join(configs::kDatasets, ", ")));
}

Splits open_dataset(const configs::ExperimentConfig& experiment) {
  return open_dataset(experiment.dataset, experiment.seed, experiment.features);
}

}  // namespace bitstill::datasets
