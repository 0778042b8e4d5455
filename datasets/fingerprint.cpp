#include "datasets/fingerprint.h"

#include "configs/schema/describe.h"
#include "configs/support/files.h"

namespace bitstill::datasets {

std::string fingerprint(const configs::DatasetConfig& config) {
  configs::ExperimentConfig part;
  part.dataset = config;
  std::string text;
  if (config.kind == "idx_images") {
    const configs::IdxImagesConfig& images = config.idx_images;
    for (const std::string& file : {images.train_images, images.train_labels, images.test_images, images.test_labels}) {
      text += sha256_of_file(file);
    }
    part.dataset.idx_images = {"", "", "", "", images.validation_fraction, images.train_limit};
  }
  text += configs::print_experiment(part);
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace bitstill::datasets
