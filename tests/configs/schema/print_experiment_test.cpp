// A printed config is a config: it says everything and reads back as what was printed.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

using PrintExperiment = tests::ConfigFolder;
using tests::kSmallest;

constexpr const char* kEverything =
    "name: every_key\n"
    "seed: 4294967295\n"
    "seeds: 2\n"
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
    "  kind: network\n"
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
    "      weight_decay: 0.5\n"
    "    schedule:\n"
    "      kind: step\n"
    "      step_epochs: 11\n"
    "      step_factor: 0.75\n"
    "      warmup_epochs: 1.5\n"
    "    clip_norm: 1\n"
    "    label_smoothing: 0.1\n"
    "    mixup: 0.2\n"
    "    weight_average: 0.999\n"
    "    patience: 3\n"
    "    balance_classes: true\n"
    "    class_weights: []\n"
    "  copies: 20\n"
    "search:\n"
    "  family: none\n"
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
    "      weight_decay: 0.25\n"
    "    schedule:\n"
    "      kind: constant\n"
    "      step_epochs: 14\n"
    "      step_factor: 1\n"
    "      warmup_epochs: 2\n"
    "    clip_norm: 2\n"
    "    label_smoothing: 0.3\n"
    "    mixup: 0.4\n"
    "    weight_average: 0.99\n"
    "    patience: 5\n"
    "    balance_classes: false\n"
    "    class_weights: [1, 2.5]\n"
    "distillation:\n"
    "  temperature: 2.5\n"
    "  alpha: 1\n"
    "  hint:\n"
    "    weight: 0.5\n"
    "    teacher: \"conv_2d_3\"\n"
    "    student: \"\"\n"
    "compress: []\n"
    "quantization:\n"
    "  method: qat\n"
    "  per_channel: true\n"
    "  calibration_samples: 15\n"
    "  observer: percentile\n"
    "  percentile: 99.5\n"
    "  observer_momentum: 0.875\n"
    "  scales: learned\n"
    "  equalize: true\n"
    "  bias_correction: false\n"
    "  distill: false\n"
    "  frozen_epochs: 16\n"
    "  training:\n"
    "    epochs: 17\n"
    "    batch_size: 18\n"
    "    optimizer:\n"
    "      kind: adam\n"
    "      learning_rate: 0.001\n"
    "      momentum: 0.9\n"
    "      weight_decay: 0.125\n"
    "    schedule:\n"
    "      kind: cosine\n"
    "      step_epochs: 10\n"
    "      step_factor: 0.1\n"
    "      warmup_epochs: 0\n"
    "    clip_norm: 0\n"
    "    label_smoothing: 0\n"
    "    mixup: 0\n"
    "    weight_average: 0\n"
    "    patience: 0\n"
    "    balance_classes: false\n"
    "    class_weights: []\n"
    "module:\n"
    "  check_vectors: 19\n"
    "  target: portable\n"
    "  workers: 1\n"
    "  pack: none\n"
    "  unpack: layer\n"
    "budget:\n"
    "  ram: \"64KiB\"\n"
    "  flash: \"\"\n"
    "  macs: \"5M\"\n"
    "  instructions: \"\"\n"
    "variants:\n"
    "  - name: plain\n"
    "    set: [\"distillation.alpha=0\"]\n"
    "  - name: distilled\n"
    "    set: []\n";

TEST_F(PrintExperiment, SaysEveryKeyThatWasRead) { EXPECT_EQ(print_experiment(read(kEverything)), kEverything); }

TEST_F(PrintExperiment, FillsInDefaultsThatReadBackTheSame) {
  const std::string printed = print_experiment(read(kSmallest));
  EXPECT_THAT(printed, testing::HasSubstr("name: x\n"));
  EXPECT_THAT(printed, testing::HasSubstr("  observer_momentum: 0.99\n"));
  EXPECT_EQ(print_experiment(configs::read_experiment(write("other.yaml", printed))), printed);
}

TEST_F(PrintExperiment, TeachersOfEveryKindReadBackTheSame) {
  for (const char* file : {"a.pt", "b.pts"}) write(file, "");
  const ExperimentConfig config = read(
      kSmallest, {"teacher={kind: ensemble, members: [{kind: checkpoint, file: " + (folder_.path() / "a.pt").string() +
                  "}, {kind: torchscript, file: " + (folder_.path() / "b.pts").string() +
                  ", mean: [0.5], deviation: [1, 2], outputs: probabilities}, {layers: "
                  "[dense: {units: 1}], copies: 3}]}"});
  ASSERT_EQ(config.teacher.members.size(), 3u);
  EXPECT_EQ(config.teacher.members[0].checkpoint, (folder_.path() / "a.pt").string());
  EXPECT_EQ(config.teacher.members[1].torchscript.deviation, (std::vector<double>{1, 2}));
  EXPECT_EQ(config.teacher.members[2].copies, 3);
  EXPECT_EQ(config.teacher.members[2].network.layers.size(), 1u);
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
}

TEST_F(PrintExperiment, LayersAloneReadBackTheSame) {
  const std::vector<LayerConfig> layers = read(kEverything).teacher.network.layers;
  EXPECT_EQ(print_layers(read_layers(print_layers(layers), {"teacher.pt", 0, 0})), print_layers(layers));
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
