// What a config means once it is read.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

using ReadExperiment = tests::ConfigFolder;
using tests::kSmallest;

TEST_F(ReadExperiment, NeedsOnlyADatasetAndTwoListsOfLayers) {
  const ExperimentConfig config = read(kSmallest);
  EXPECT_EQ(config.name, "x");
  EXPECT_EQ(config.seed, 1);
  EXPECT_EQ(config.dataset.function.function, "sine");
  EXPECT_EQ(config.teacher.network.layers.size(), 1);
  EXPECT_EQ(config.student.training.epochs, TrainingConfig().epochs);
  EXPECT_EQ(config.quantization.method, "qat");
}

TEST_F(ReadExperiment, ReadsEveryKindOfLayerInOrder) {
  const ExperimentConfig config = read(
      "dataset: {kind: function}\n"
      "teacher: {layers: [dense: {units: 1}]}\n"
      "student:\n"
      "  layers:\n"
      "    - flatten\n"
      "    - dense: {units: 12}\n"
      "    - batch_norm\n"
      "    - relu:\n"
      "    - dropout: {rate: 0.25}\n"
      "    - softmax: {}\n");
  std::vector<std::string> kinds;
  for (const LayerConfig& layer : config.student.layers) kinds.push_back(layer.kind);
  EXPECT_THAT(kinds, testing::ElementsAre("flatten", "dense", "batch_norm", "relu", "dropout", "softmax"));
  EXPECT_EQ(config.student.layers[1].units, 12);
  EXPECT_EQ(config.student.layers[4].rate, 0.25);
}

TEST_F(ReadExperiment, FillsInStridesAndPadding) {
  const ExperimentConfig config = read(
      "dataset: {kind: function}\n"
      "teacher:\n"
      "  layers:\n"
      "    - conv_2d: {filters: 8, kernel: 3}\n"
      "    - conv_2d: {filters: 8, kernel: 5, stride: 2, padding: valid}\n"
      "    - max_pool: {size: 3}\n"
      "    - average_pool: {size: 2, stride: 1}\n"
      "    - global_average_pool\n"
      "    - dense: {units: 1}\n"
      "student: {layers: [dense: {units: 1}]}\n");
  EXPECT_THAT(print_experiment(config),
              testing::HasSubstr("    - conv_2d: {filters: 8, kernel: 3, stride: 1, padding: same, dilation: 1}\n"
                                 "    - conv_2d: {filters: 8, kernel: 5, stride: 2, padding: valid, dilation: 1}\n"
                                 "    - max_pool: {size: 3, stride: 3, padding: valid}\n"
                                 "    - average_pool: {size: 2, stride: 1, padding: valid}\n"
                                 "    - global_average_pool\n"));
}

TEST_F(ReadExperiment, ReadsLayersInsideLayers) {
  const std::string text =
      "dataset: {kind: function}\n"
      "teacher: {layers: [dense: {units: 1}]}\n"
      "student:\n"
      "  layers:\n"
      "    - reshape: {shape: [49, 10, 1]}\n"
      "    - conv_2d: {filters: 8, kernel: [10, 4], stride: [2, 1]}\n"
      "    - residual:\n"
      "        layers:\n"
      "          - depthwise_conv_2d: {kernel: 3}\n"
      "          - relu\n"
      "    - concatenate: {branches: [[], [conv_1d: {filters: 4, kernel: 5, dilation: 2}]]}\n"
      "    - separable_conv_2d: {filters: 16, kernel: 3, activation: relu6}\n"
      "    - preset: {name: ds_cnn, width: 0.5}\n";
  const ExperimentConfig config = read(text);
  EXPECT_EQ(config.student.layers[1].kernel, (Sides{10, 4}));
  ASSERT_EQ(config.student.layers[2].layers.size(), 2u);
  EXPECT_EQ(config.student.layers[2].layers[1].place.line, 10);
  EXPECT_TRUE(config.student.layers[3].branches.at(0).empty());
  const std::string printed = print_experiment(config);
  EXPECT_THAT(printed,
              testing::HasSubstr(
                  "    - reshape: {shape: [49, 10, 1]}\n"
                  "    - conv_2d: {filters: 8, kernel: [10, 4], stride: [2, 1], padding: same, dilation: 1}\n"
                  "    - residual: {layers: [{depthwise_conv_2d: {kernel: 3, stride: 1, padding: same, dilation: 1, "
                  "multiplier: 1}}, relu], shortcut: []}\n"
                  "    - concatenate: {branches: [[], [{conv_1d: {filters: 4, kernel: 5, stride: 1, padding: same, "
                  "dilation: 2}}]]}\n"
                  "    - separable_conv_2d: {filters: 16, kernel: 3, stride: 1, padding: same, dilation: 1, "
                  "activation: relu6}\n"
                  "    - preset: {name: ds_cnn, width: 0.5, blocks: 0, kernel: 0, outputs: 0}\n"));
  EXPECT_EQ(print_experiment(read(printed)), printed);
}

TEST_F(ReadExperiment, RemembersWhereThingsStand) {
  const ExperimentConfig config = read(
      "dataset:\n"
      "  kind: function\n"
      "teacher: {layers: [dense: {units: 1}]}\n"
      "student:\n"
      "  layers:\n"
      "    - dense: {units: 1}\n"
      "    - relu\n");
  EXPECT_EQ(without_folder(config.place.text()), "x.yaml:1:1");
  EXPECT_EQ(without_folder(config.dataset.place.text()), "x.yaml:1:1");
  EXPECT_EQ(without_folder(config.student.place.text()), "x.yaml:4:1");
  EXPECT_EQ(without_folder(config.student.layers[0].place.text()), "x.yaml:6:7");
  EXPECT_EQ(without_folder(config.student.layers[1].place.text()), "x.yaml:7:7");
}

TEST_F(ReadExperiment, StartsRelativePathsAtTheConfigsFolder) {
  for (const char* file : {"data/a", "data/b", "c", "d"}) write(file, "");
  const auto path = write("sub/x.yaml",
                          "dataset: {kind: idx_images, train_images: ../data/a, train_labels: ../data/b, "
                          "test_images: ../c, test_labels: ../d}\n"
                          "teacher: {layers: [dense: {units: 1}]}\n"
                          "student: {layers: [dense: {units: 1}]}\n");
  const IdxImagesConfig images = read_experiment(path).dataset.idx_images;
  EXPECT_EQ(images.train_images, (folder_.path() / "data/a").string());
  EXPECT_EQ(images.test_labels, (folder_.path() / "d").string());
}

TEST_F(ReadExperiment, LetsTheCommandLineReplaceAndAddValues) {
  const ExperimentConfig config =
      read(kSmallest, {"dataset.function=cosine", "teacher.training.optimizer.kind=sgd", "dataset.range=[-1, 1]",
                       "student.layers.0.dense.units=8", "name=other", "seed=2", "seed=3"});
  EXPECT_EQ(config.dataset.function.function, "cosine");
  EXPECT_EQ(config.teacher.network.training.optimizer.kind, "sgd");
  EXPECT_EQ(config.dataset.function.range.low, -1);
  EXPECT_EQ(config.student.layers[0].units, 8);
  EXPECT_EQ(config.name, "other");
  EXPECT_EQ(config.seed, 3) << "the last one counts";
}

TEST_F(ReadExperiment, LetsTheCommandLineReplaceALayer) {
  const ExperimentConfig config =
      read(kSmallest, {"student.layers=[dense: {units: 3}, relu]", "student.layers.1=tanh"});
  ASSERT_EQ(config.student.layers.size(), 2);
  EXPECT_EQ(config.student.layers[1].kind, "tanh");
  EXPECT_EQ(config.student.layers[1].place.text(), "--set student.layers.1=tanh");
}

TEST_F(ReadExperiment, ReadsWindowsLineEndsAndAByteOrderMark) {
  EXPECT_EQ(read("\xef\xbb\xbfseed: 7\r\n" + kSmallest).seed, 7);
}

}  // namespace
}  // namespace bitstill::configs
