#include "datasets/open.h"

#include <fmt/format.h>

#include "configs/support/error.h"
#include "datasets/readers/csv_table.h"
#include "datasets/readers/function.h"
#include "datasets/readers/idx_images.h"

namespace bitstill::datasets {

Splits open_dataset(const configs::DatasetConfig& config, int64_t seed) {
  if (config.kind == "function") return open_function(config.function, seed);
  if (config.kind == "idx_images") return open_idx_images(config.idx_images, seed);
  if (config.kind == "csv_table") return open_csv_table(config.csv_table, seed);
  throw Error(fmt::format("{}: dataset kind '{}' has no reader, expected function, idx_images or csv_table",
                          config.place.text(), config.kind));
}

}  // namespace bitstill::datasets
