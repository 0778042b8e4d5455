#include "datasets/readers/idx_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "configs/support/error.h"
#include "datasets/decorators/subset.h"
#include "datasets/random.h"
#include "datasets/readers/byte_stream.h"

namespace bitstill::datasets {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kImagesMagic = 0x00000803;  // unsigned bytes in three dimensions
constexpr uint32_t kLabelsMagic = 0x00000801;  // unsigned bytes in one dimension
constexpr int64_t kMostSamples = 10'000'000;
constexpr int64_t kLargestSide = 1024;
constexpr int64_t kClasses = 10;

int64_t read_number(ByteStream& stream, const char* what) {
  const auto bytes = stream.read(4);
  if (bytes.size() < 4)
    stream.fail_at(stream.offset(), fmt::format("the file ends inside the {}; get the file again", what));
  return int64_t{bytes[0]} << 24 | int64_t{bytes[1]} << 16 | int64_t{bytes[2]} << 8 | int64_t{bytes[3]};
}

void read_magic(ByteStream& stream, uint32_t expected, const char* what) {
  const int64_t magic = read_number(stream, "magic number");
  if (magic == expected) return;
  stream.fail_at(
      0, fmt::format("the magic number is 0x{:08x}, expected 0x{:08x} for {}{}", magic, expected, what,
                     magic == kImagesMagic || magic == kLabelsMagic ? "; images and labels seem to be exchanged" : ""));
}

int64_t read_dimension(ByteStream& stream, const char* what, int64_t largest) {
  const int64_t offset = stream.offset();
  const int64_t size = read_number(stream, what);
  if (size < 1 || size > largest) {
    stream.fail_at(offset, fmt::format("the {} is {}, expected 1 to {}", what, size, largest));
  }
  return size;
}

std::vector<uint8_t> read_rest(ByteStream& stream, int64_t count, const std::string& what) {
  auto bytes = stream.read(count);
  if (static_cast<int64_t>(bytes.size()) < count) {
    stream.fail_at(stream.offset(), fmt::format("the file ends here, expected {} more bytes for {}; get the file again",
                                                count - static_cast<int64_t>(bytes.size()), what));
  }
  const int64_t end = stream.offset();
  if (!stream.read(1).empty()) stream.fail_at(end, fmt::format("more bytes follow, expected the end after {}", what));
  return bytes;
}

bool same_file(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return fs::equivalent(one, other, ignored);
}

}  // namespace

IdxImages::IdxImages(const fs::path& images_path, const fs::path& labels_path) {
  ByteStream images(images_path);
  read_magic(images, kImagesMagic, "images");
  const int64_t count = read_dimension(images, "number of images", kMostSamples);
  height_ = read_dimension(images, "height", kLargestSide);
  width_ = read_dimension(images, "width", kLargestSide);

  ByteStream labels(labels_path);
  read_magic(labels, kLabelsMagic, "labels");
  const int64_t label_count = read_number(labels, "number of labels");
  if (label_count != count) {
    labels.fail_at(
        4, fmt::format("{} labels, expected {}, one for each image of {}", label_count, count, images_path.string()));
  }
  labels_ = read_rest(labels, count, fmt::format("{} labels", count));
  const auto wrong = std::find_if(labels_.begin(), labels_.end(), [](uint8_t label) { return label >= kClasses; });
  if (wrong != labels_.end())
    labels.fail_at(8 + (wrong - labels_.begin()), fmt::format("the label is {}, expected 0 to 9", *wrong));
  pixels_ = read_rest(images, count * height_ * width_, fmt::format("{} images of {} x {}", count, height_, width_));
}

Sample IdxImages::get(int64_t index) const {
  const int64_t pixels = height_ * width_;
  Sample sample;
  sample.label = labels_[static_cast<size_t>(index)];
  sample.input.reserve(static_cast<size_t>(pixels));
  const auto first = pixels_.begin() + index * pixels;
  std::transform(first, first + pixels, std::back_inserter(sample.input),
                 [](uint8_t pixel) { return static_cast<float>(pixel) / 255.0f; });
  return sample;
}

Splits open_idx_images(const configs::IdxImagesConfig& config, int64_t seed) {
  if (same_file(config.train_images, config.test_images)) {
    throw Error(config.test_images + ": is also dataset.train_images, expected other files for the test");
  }
  const auto training = std::make_shared<IdxImages>(config.train_images, config.train_labels);
  const auto test = std::make_shared<IdxImages>(config.test_images, config.test_labels);
  if (training->height() != test->height() || training->width() != test->width()) {
    throw Error(fmt::format("{}: byte 8 of the uncompressed stream: images of {} x {}, expected {} x {} as in {}",
                            config.test_images, test->height(), test->width(), training->height(), training->width(),
                            config.train_images));
  }
  const std::vector<int64_t> order = permutation(training->size(), Random{static_cast<uint64_t>(seed)});
  const auto held_out = std::lround(config.validation_fraction * static_cast<double>(order.size()));
  if (held_out < 1 || held_out >= training->size()) {
    throw Error(
        fmt::format("{}: {} images leave no training or no validation samples at dataset.validation_fraction "
                    "{}, expected more images or another fraction",
                    config.train_images, order.size(), config.validation_fraction));
  }
  const auto middle = order.begin() + held_out;
  const int64_t rest = training->size() - held_out;
  const int64_t used = config.train_limit > 0 ? std::min(config.train_limit, rest) : rest;

  Splits splits;
  splits.input_shape = {training->height(), training->width(), 1};
  for (int64_t label = 0; label < kClasses; ++label) splits.class_names.push_back(std::to_string(label));
  splits.validation = std::make_shared<Subset>(training, std::vector<int64_t>(order.begin(), middle));
  splits.train = std::make_shared<Subset>(training, std::vector<int64_t>(middle, middle + used));
  splits.test = test;
  return splits;
}

}  // namespace bitstill::datasets
