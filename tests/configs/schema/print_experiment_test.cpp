// A printed config is a config: it says everything and reads back as what was printed.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

using PrintExperiment = tests::ConfigFolder;
using tests::kSmallest;

constexpr const char* kEverything =
    "name: every_key\n"
    "seed: 4294967295\n"
    "device: cpu\n"
    "threads: 3\n"
    "dataset:\n"
    "  kind: function\n"
    "  function: gaussian\n"
    "  range: [-0.1, 1e-07]\n"
    "  noise: 0.30000000000000004\n"
    "  counts:\n"
    "    train: 5\n"
    "    validation: 6\n"
    "    test: 7\n"
    "teacher:\n"
    "  layers:\n"
    "    - flatten\n"
    "    - dense: {units: 65536}\n"
    "    - dropout: {rate: 0.123456789}\n"
    "  training:\n"
    "    epochs: 8\n"
    "    batch_size: 9\n"
    "    optimizer:\n"
    "      kind: sgd\n"
    "      learning_rate: 0.25\n"
    "      momentum: 0.5\n"
    "    schedule:\n"
    "      kind: step\n"
    "      step_epochs: 11\n"
    "      step_factor: 0.75\n"
    "student:\n"
    "  layers:\n"
    "    - dense: {units: 1}\n"
    "  training:\n"
    "    epochs: 12\n"
    "    batch_size: 13\n"
    "    optimizer:\n"
    "      kind: adam\n"
    "      learning_rate: 0.125\n"
    "      momentum: 0\n"
    "    schedule:\n"
    "      kind: constant\n"
    "      step_epochs: 14\n"
    "      step_factor: 1\n"
    "distillation:\n"
    "  temperature: 2.5\n"
    "  alpha: 1\n"
    "quantization:\n"
    "  method: ptq\n"
    "  per_channel: true\n"
    "  calibration_samples: 15\n"
    "  observer_momentum: 0.875\n"
    "  frozen_epochs: 16\n"
    "  training:\n"
    "    epochs: 17\n"
    "    batch_size: 18\n"
    "    optimizer:\n"
    "      kind: adam\n"
    "      learning_rate: 0.001\n"
    "      momentum: 0.9\n"
    "    schedule:\n"
    "      kind: cosine\n"
    "      step_epochs: 10\n"
    "      step_factor: 0.1\n"
    "module:\n"
    "  check_vectors: 19\n";

TEST_F(PrintExperiment, SaysEveryKeyThatWasRead) { EXPECT_EQ(print_experiment(read(kEverything)), kEverything); }

TEST_F(PrintExperiment, FillsInDefaultsThatReadBackTheSame) {
  const std::string printed = print_experiment(read(kSmallest));
  EXPECT_THAT(printed, testing::HasSubstr("name: x\n"));
  EXPECT_THAT(printed, testing::HasSubstr("  observer_momentum: 0.99\n"));
  EXPECT_EQ(print_experiment(configs::read_experiment(write("other.yaml", printed))), printed);
}

TEST_F(PrintExperiment, QuotesPathsOfAnySpelling) {
  for (const char* file : {"a b", "c: #d", "e\"f\\g", "h"}) write(file, "");
  const ExperimentConfig config = read(
      "dataset: {kind: idx_images, train_images: a b, train_labels: 'c: #d', test_images: 'e\"f\\g', test_labels: h}\n"
      "teacher: {layers: [dense: {units: 1}]}\n"
      "student: {layers: [dense: {units: 1}]}\n");
  const IdxImagesConfig again = read(print_experiment(config)).dataset.idx_images;
  EXPECT_EQ(again.train_images, (folder_.path() / "a b").string());
  EXPECT_EQ(again.train_labels, (folder_.path() / "c: #d").string());
  EXPECT_EQ(again.test_images, (folder_.path() / "e\"f\\g").string());
}

TEST_F(PrintExperiment, CommentsChangeNothing) {
  const ExperimentConfig config = read(kEverything);
  const std::string commented = print_commented_experiment(config);
  EXPECT_THAT(commented, testing::HasSubstr("  alpha: 1                        # weight of the teacher"));
  EXPECT_EQ(print_experiment(read(commented)), print_experiment(config));
}

}  // namespace
}  // namespace bitstill::configs
