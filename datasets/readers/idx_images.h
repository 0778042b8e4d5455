// Images with labels in MNIST's IDX format (http://yann.lecun.com/exdb/mnist/), gzipped or plain.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "datasets/dataset.h"

namespace bitstill::datasets {

// One pair of files, held as bytes. A sample's input is height x width x 1, row-major, pixel / 255.
class IdxImages : public Dataset {
 public:
  // Throws Error with the byte offset of the uncompressed stream for a wrong magic number, impossible dimensions, a
  // truncated or damaged file, trailing bytes, a label above 9, or as many labels as there are not images.
  IdxImages(const std::filesystem::path& images, const std::filesystem::path& labels);

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  Sample get(int64_t index) const override;
  int64_t height() const { return height_; }
  int64_t width() const { return width_; }

 private:
  int64_t height_ = 0;
  int64_t width_ = 0;
  std::vector<uint8_t> pixels_;
  std::vector<uint8_t> labels_;
};

// Validation is a part of the training files drawn by the seed, test is the test files.
Splits open_idx_images(const configs::IdxImagesConfig& config, int64_t seed);

}  // namespace bitstill::datasets
