// IDX files that are well: what a sample holds and how the splits are drawn.
#include <gmock/gmock.h>

#include <set>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/open.h"
#include "datasets/readers/idx_images.h"
#include "tests/datasets/readers/idx_files.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

class IdxImagesTest : public testing::Test {
 protected:
  std::string put(const std::string& name, const tests::Bytes& bytes) {
    write_file(folder_.path() / name, bytes);
    return (folder_.path() / name).string();
  }

  configs::DatasetConfig config() {
    configs::DatasetConfig config;
    config.kind = "idx_images";
    config.idx_images.train_images = put("train-images", tests::idx_images(20));
    config.idx_images.train_labels = put("train-labels", tests::idx_labels(20));
    config.idx_images.test_images = put("test-images", tests::idx_images(5));
    config.idx_images.test_labels = put("test-labels", tests::idx_labels(5));
    config.idx_images.validation_fraction = 0.25;
    return config;
  }

  TemporaryFolder folder_;
};

TEST_F(IdxImagesTest, PixelsAreRowMajorAndDividedBy255) {
  const IdxImages images(put("i.gz", tests::gzipped(tests::idx_images(2))),
                         put("l.gz", tests::gzipped(tests::idx_labels(2))));
  EXPECT_EQ(images.size(), 2);
  EXPECT_EQ(images.height(), 2);
  EXPECT_EQ(images.width(), 3);
  const Sample second = images.get(1);
  EXPECT_THAT(second.input, testing::ElementsAre(6 / 255.f, 7 / 255.f, 8 / 255.f, 9 / 255.f, 10 / 255.f, 11 / 255.f));
  EXPECT_EQ(second.label, 1);
  EXPECT_TRUE(second.target.empty());
}

TEST_F(IdxImagesTest, PlainAndGzippedFilesAreTheSame) {
  const IdxImages plain(put("i", tests::idx_images(3)), put("l", tests::idx_labels(3)));
  const IdxImages packed(put("i.gz", tests::gzipped(tests::idx_images(3))), put("l2", tests::idx_labels(3)));
  for (int64_t i = 0; i < 3; ++i) EXPECT_EQ(plain.get(i).input, packed.get(i).input);
}

TEST_F(IdxImagesTest, ValidationIsDrawnFromTheTrainingFilesAndTestIsTheTestFiles) {
  const Splits splits = open_dataset(config(), 1);
  EXPECT_EQ(splits.input_shape, (Shape{2, 3, 1}));
  EXPECT_EQ(splits.output_size(), 10);
  EXPECT_EQ(splits.validation->size(), 5);
  EXPECT_EQ(splits.train->size(), 15);
  EXPECT_EQ(splits.test->size(), 5);
  std::set<std::vector<float>> seen;
  for (const auto& split : {splits.train, splits.validation}) {
    for (int64_t i = 0; i < split->size(); ++i) seen.insert(split->get(i).input);
  }
  EXPECT_EQ(seen.size(), 20u);
  EXPECT_NE(splits.validation->get(0).input, open_dataset(config(), 2).validation->get(0).input);
}

TEST_F(IdxImagesTest, TrainLimitShortensTrainingAndLeavesValidationAlone) {
  auto limited = config();
  limited.idx_images.train_limit = 4;
  const Splits all = open_dataset(config(), 1);
  const Splits some = open_dataset(limited, 1);
  EXPECT_EQ(some.train->size(), 4);
  EXPECT_EQ(some.train->get(3).input, all.train->get(3).input);
  EXPECT_EQ(some.validation->size(), 5);
}

TEST_F(IdxImagesTest, SplitsOfRealDigitsShareNoImage) {
  BITSTILL_NEED_SHARED("data/mnist/train-images-idx3-ubyte.gz");
  configs::DatasetConfig mnist;
  mnist.kind = "idx_images";
  mnist.idx_images.train_images = tests::shared_path("data/mnist/train-images-idx3-ubyte.gz").string();
  mnist.idx_images.train_labels = tests::shared_path("data/mnist/train-labels-idx1-ubyte.gz").string();
  mnist.idx_images.test_images = tests::shared_path("data/mnist/devtest5k-images-idx3-ubyte.gz").string();
  mnist.idx_images.test_labels = tests::shared_path("data/mnist/devtest5k-labels-idx1-ubyte.gz").string();
  const Splits splits = open_dataset(mnist, 1);
  EXPECT_EQ(splits.input_shape, (Shape{28, 28, 1}));
  EXPECT_EQ(splits.train->size(), 54000);
  EXPECT_EQ(splits.validation->size(), 6000);
  EXPECT_EQ(splits.test->size(), 5000);

  std::set<std::string> seen;
  std::set<std::string> train;
  const auto digest = [](const Sample& sample) {
    return sha256({reinterpret_cast<const uint8_t*>(sample.input.data()), sample.input.size() * sizeof(float)});
  };
  for (int64_t i = 0; i < splits.train->size(); ++i) train.insert(digest(splits.train->get(i)));
  for (const auto& split : {splits.validation, splits.test}) {
    for (int64_t i = 0; i < split->size(); ++i) {
      const std::string image = digest(split->get(i));
      EXPECT_FALSE(train.contains(image)) << i;
      EXPECT_TRUE(seen.insert(image).second) << i;
    }
  }
}

}  // namespace
}  // namespace bitstill::datasets
