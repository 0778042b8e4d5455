#include "datasets/open.h"

#include <fmt/format.h>

#include "configs/support/error.h"
#include "datasets/readers/function.h"
#include "datasets/readers/idx_images.h"

namespace bitstill::datasets {

Splits open_dataset(const configs::DatasetConfig& config, int64_t seed) {
  if (config.kind == "function") return open_function(config.function, seed);
  if (config.kind == "idx_images") return open_idx_images(config.idx_images, seed);
  throw Error(fmt::format("{}: dataset kind '{}' has no reader, expected function or idx_images", config.place.text(),
                          config.kind));
}

}  // namespace bitstill::datasets
