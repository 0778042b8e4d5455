// Every way in which a config can be wrong, word for word.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

using Problems = tests::ConfigFolder;
using tests::kSmallest;

TEST_F(Problems, AreAllNamedAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(
      problems("seed: one\n"
               "dataset: {kind: function, function: cosin}\n"
               "teacher: {layers: [dense: {units: 1}]}\n"
               "student: {layers: [dense: {units: 1}]}\n"
               "distillation:\n"
               "  temprature: 4\n"),
      "x.yaml:1:7: seed is 'one', expected a whole number from 0 to 4294967295\n"
      "x.yaml:2:37: dataset.function is 'cosin', expected one of sine, cosine, triangle, sawtooth, square, "
      "gaussian, cubic (did you mean 'cosine'?)\n"
      "x.yaml:6:3: unknown key 'temprature' in distillation, expected one of temperature, alpha, hint (did you mean "
      "'temperature'?)");
}

TEST_F(Problems, UnknownKeyThatResemblesNone) {
  EXPECT_EQ(
      problems(kSmallest + "module: {colour: red}\n"),
      "x.yaml:4:10: unknown key 'colour' in module, expected one of check_vectors, target, workers, pack, unpack");
}

TEST_F(Problems, WrongType) {
  EXPECT_EQ(problems(kSmallest + "threads: 2.5\n"),
            "x.yaml:4:10: threads is '2.5', expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "threads: '2'\n"),
            "x.yaml:4:10: threads is '2' in quotes, expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "threads: [2]\n"),
            "x.yaml:4:10: threads is a list, expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "threads:\n"), "x.yaml:4:1: threads is empty, expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "quantization: {per_channel: yes}\n"),
            "x.yaml:4:29: quantization.per_channel is 'yes', expected true or false");
  EXPECT_EQ(problems(kSmallest + "distillation: 4\n"), "x.yaml:4:15: distillation is '4', expected a section of keys");
}

TEST_F(Problems, OutOfRange) {
  EXPECT_EQ(problems(kSmallest + "threads: 0\n"),
            "x.yaml:4:10: threads is '0', expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "threads: 99999999999999999999\n"),
            "x.yaml:4:10: threads is '99999999999999999999', expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "distillation: {temperature: 0}\n"),
            "x.yaml:4:29: distillation.temperature is '0', expected a number above 0 and at most 1000");
  EXPECT_EQ(problems(kSmallest + "distillation: {alpha: .nan}\n"),
            "x.yaml:4:23: distillation.alpha is '.nan', expected a number from 0 to 1");
  EXPECT_EQ(problems("dataset: {kind: function, range: [2, 1]}\n"
                     "teacher: {layers: [dense: {units: 1}]}\n"
                     "student: {layers: [dense: {units: 1}]}\n"),
            "x.yaml:1:34: dataset.range is ['2', '1'], expected [low, high], two numbers from -1000000 to 1000000 with "
            "low below high");
}

TEST_F(Problems, StepOfCompressionThatMakesNoSense) {
  EXPECT_EQ(problems(kSmallest + "compress: [{kind: prune, sparsity: 1.2}]\n"),
            "x.yaml:4:36: compress.0.sparsity is '1.2', expected a number above 0 and below 1");
  EXPECT_EQ(problems(kSmallest + "compress: [{kind: cluster, clusters: 1}]\n"),
            "x.yaml:4:38: compress.0.clusters is '1', expected a whole number from 2 to 256");
  EXPECT_EQ(
      problems(kSmallest + "compress: [{kind: prume}]\n"),
      "x.yaml:4:19: compress.0.kind is 'prume', expected one of prune, prune_channels, prune_blocks, cluster (did "
      "you mean 'prune'?)");
  EXPECT_EQ(problems(kSmallest + "compress: [{kind: cluster}, {kind: prune}]\n"),
            "x.yaml:4:11: compress prunes after a cluster step, whose weights are equal; expected cluster steps last");
}

TEST_F(Problems, QuantisationThatWouldPartClusters) {
  EXPECT_EQ(problems(kSmallest + "compress: [{kind: cluster}]\nquantization: {equalize: true}\n"),
            "x.yaml:5:15: quantization has learned scales or equalize, which would part the weights of a cluster; "
            "expected scales: observed and equalize: false");
}

TEST_F(Problems, BudgetThatIsNoAmount) {
  EXPECT_EQ(problems(kSmallest + "budget: {ram: 64K}\n"),
            "x.yaml:4:15: budget.ram is no amount of memory, expected bytes such as 65536, 64KiB (1024 each) or 64KB "
            "(1000)");
  EXPECT_EQ(problems(kSmallest + "budget: {macs: many}\n"),
            "x.yaml:4:16: budget.macs is no amount, expected a number such as 5000000, 5000K or 5M");
  EXPECT_EQ(read(kSmallest + "budget: {ram: 65536, flash: 1.5MiB}\n").budget.ram, "65536");
}

TEST_F(Problems, OfASearch) {
  const std::string data = "dataset: {kind: function}\nteacher: {layers: [dense: {units: 1}]}\n";
  const ExperimentConfig config = read(data + "search: {family: ds_cnn, widths: [0.5], kernels: [3]}\nstudent: {}\n");
  EXPECT_TRUE(config.student.searched);
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
  EXPECT_EQ(problems(kSmallest + "search: {family: mlp}\n"),
            "x.yaml:3:10: student has layers and there is a search for them, expected one of the two");
  EXPECT_EQ(problems(data + "search: {family: mlp, blocks: [0], keep: 1}\nstudent: {}\n"),
            "x.yaml:3:32: search.blocks.0 is '0', expected a whole number from 1 to 64\n"
            "x.yaml:3:42: search.keep is '1', expected a number above 0 and below 1");
  EXPECT_EQ(problems(kSmallest + "compress: [{kind: prune_channels, budget: {instructions: 5M}}]\n"),
            "x.yaml:4:43: compress.0.budget limits instructions, which are counted of whole modules only; expected "
            "macs, ram, flash");
}

TEST_F(Problems, MissingKey) {
  EXPECT_EQ(problems("dataset: {kind: function}\nteacher:\nstudent: {training: {}}\n"),
            "x.yaml:2:1: teacher.layers is missing, expected a list of layers such as '- dense: {units: 16}'\n"
            "x.yaml:3:1: student.layers is missing, expected a list of layers such as '- dense: {units: 16}'");
  EXPECT_EQ(problems(""),
            "x.yaml:1:1: dataset is missing, expected a section\n"
            "x.yaml:1:1: teacher is missing, expected a section\n"
            "x.yaml:1:1: student is missing, expected a section");
}

TEST_F(Problems, WrongKindOfDatasetSpeaksOnceAndLeavesItsOtherKeysAlone) {
  EXPECT_EQ(
      problems("dataset: {kind: pictures, size: 3}\n"
               "teacher: {layers: [dense: {units: 1}]}\n"
               "student: {layers: [dense: {units: 1}]}\n"),
      "x.yaml:1:17: dataset.kind is 'pictures', expected one of function, idx_images, csv_table, waveform_folder, "
      "spoken_words");
}

TEST_F(Problems, MissingFile) {
  for (const char* file : {"a", "b", "c"}) write(file, "");
  EXPECT_EQ(problems("dataset: {kind: idx_images, train_images: a, train_labels: b, test_images: c, test_labels: d}\n"
                     "teacher: {layers: [dense: {units: 1}]}\n"
                     "student: {layers: [dense: {units: 1}]}\n"),
            "x.yaml:1:92: dataset.test_labels is 'd', expected a file that exists; there is none at d");
}

TEST_F(Problems, KeyThatStandsTwice) {
  EXPECT_EQ(problems(kSmallest + "seed: 1\nseed: 2\n"),
            "x.yaml:5:1: seed stands twice, expected once; the first is at x.yaml:4:1");
}

TEST_F(Problems, WrongLayers) {
  EXPECT_EQ(problems("dataset: {kind: function}\n"
                     "teacher: {layers: []}\n"
                     "student:\n"
                     "  layers:\n"
                     "    - dens: {units: 3}\n"
                     "    - dense\n"
                     "    - dropout: {rate: 1}\n"
                     "    - relu: {rate: 1}\n"
                     "    - dense: 3\n"
                     "    - [relu]\n"
                     "    - relu:\n"
                     "      tanh:\n"),
            "x.yaml:2:19: teacher.layers is a list, expected a list of layers such as '- dense: {units: 16}'\n"
            "x.yaml:5:7: student.layers.0 is 'dens', expected one of dense, conv_2d, depthwise_conv_2d, "
            "separable_conv_2d, conv_1d, depthwise_conv_1d, max_pool, average_pool, global_average_pool, residual, "
            "concatenate, batch_norm, relu, relu6, sigmoid, tanh, softmax, dropout, flatten, reshape, preset (did you "
            "mean 'dense'?)\n"
            "x.yaml:6:7: student.layers.1.dense.units is missing, expected a whole number from 1 to 65536\n"
            "x.yaml:7:23: student.layers.2.dropout.rate is '1', expected a number at least 0 and below 1\n"
            "x.yaml:8:14: unknown key 'rate' in student.layers.3.relu, expected none there\n"
            "x.yaml:9:14: student.layers.4.dense is '3', expected a section of keys\n"
            "x.yaml:10:7: student.layers.5 is a list, expected one layer such as 'relu' or 'dense: {units: 16}'\n"
            "x.yaml:11:7: student.layers.6 is a section, expected one layer such as 'relu' or 'dense: {units: 16}'");
}

TEST_F(Problems, OfLayersInsideLayersNameTheWholePath) {
  EXPECT_EQ(problems("dataset: {kind: function}\n"
                     "teacher: {layers: [dense: {units: 1}]}\n"
                     "student:\n"
                     "  layers:\n"
                     "    - residual: {shortcut: [relu]}\n"
                     "    - concatenate: {branches: [[tanh], relu]}\n"
                     "    - conv_2d: {filters: 4, kernel: [3, 0]}\n"
                     "    - conv_2d: {filters: 4, kernel: [3, 3, 3]}\n"
                     "    - residual: {layers: [dense: {unit: 3}]}\n"
                     "    - preset: {name: lenet}\n"),
            "x.yaml:5:7: student.layers.0.residual.layers is missing, expected a list of layers such as '- dense: "
            "{units: 16}'\n"
            "x.yaml:6:40: student.layers.1.concatenate.branches.1 is 'relu', expected a list of layers, or []\n"
            "x.yaml:7:37: student.layers.2.conv_2d.kernel is a list, expected a whole number from 1 to 255 or two as "
            "[height, width]\n"
            "x.yaml:8:37: student.layers.3.conv_2d.kernel is a list, expected a whole number from 1 to 255 or two as "
            "[height, width]\n"
            "x.yaml:9:27: student.layers.4.residual.layers.0.dense.units is missing, expected a whole number from 1 to "
            "65536\n"
            "x.yaml:9:35: unknown key 'unit' in student.layers.4.residual.layers.0.dense, expected units (did you mean "
            "'units'?)\n"
            "x.yaml:10:22: student.layers.5.preset.name is 'lenet', expected one of mlp, lenet5, ds_cnn, tc_resnet8, "
            "bc_resnet, mobilenet_v1, "
            "resnet8, vgg_like, autoencoder, alexnet, vgg_16, resnet_18, resnet_50 (did you mean 'lenet5'?)");
}

TEST_F(Problems, NameThatNeitherCppNorAFolderCanHave) {
  constexpr const char* kExpected =
      "expected a name of letters, digits and single underscores that C++ does not reserve";
  EXPECT_EQ(problems(kSmallest + "name: ../up\n"), std::string("x.yaml:4:7: name is '../up', ") + kExpected);
  EXPECT_EQ(problems(kSmallest + "name: class\n"), std::string("x.yaml:4:7: name is 'class', ") + kExpected);
  try {
    read_experiment(write("my-net.yaml", kSmallest));
    FAIL() << "a file's name with a hyphen became an experiment's name";
  } catch (const Error& error) {
    EXPECT_EQ(
        without_folder(error.what()),
        std::string("my-net.yaml:1:1: name is missing and the file's name 'my-net' cannot stand for it, ") + kExpected);
  }
}

TEST_F(Problems, MoreFrozenEpochsThanThereAre) {
  EXPECT_EQ(problems(kSmallest + "quantization: {frozen_epochs: 5, training: {epochs: 4}}\n"),
            "x.yaml:4:31: quantization.frozen_epochs is more than training.epochs, expected at most all of them");
}

TEST_F(Problems, OfTheCommandLineStandLastAndSayThatTheyCameFromThere) {
  EXPECT_EQ(
      problems(kSmallest + "threads: 0\n", {"seed=x", "sede=1", "seed", "student.layers.4=relu", "seed.x=1", "a..b=1"}),
      "x.yaml:4:10: threads is '0', expected a whole number from 1 to 1024\n"
      "--set seed: no '=', expected section.key=value\n"
      "--set student.layers.4=relu: '4' picks no entry of a list of 1, expected a number from 0\n"
      "--set seed.x=1: 'x' stands inside 'x', expected it inside a section\n"
      "--set a..b=1: an empty word in the key, expected section.key=value\n"
      "--set seed=x: seed is 'x', expected a whole number from 0 to 4294967295\n"
      "--set sede=1: unknown key 'sede', expected one of name, seed, seeds, device, threads, dataset, teacher, search, "
      "student, "
      "distillation, compress, quantization, module, budget, variants (did you mean 'seed'?)");
}

TEST_F(Problems, OfQuantisationSayWhatDoesNotGoTogether) {
  EXPECT_EQ(problems(kSmallest + "quantization: {method: qat, bias_correction: true}\n"),
            "x.yaml:4:46: quantization.bias_correction is for method ptq, expected false with qat: training corrects "
            "biases itself");
  EXPECT_EQ(problems(kSmallest + "quantization: {method: ptq, scales: learned}\n"),
            "x.yaml:4:37: quantization.scales is learned, expected method qat: ptq trains nothing");
  EXPECT_EQ(problems(kSmallest + "quantization: {method: ptq, bias_correction: true}\n"), "");
}

TEST_F(Problems, OfListsNameTheEntry) {
  EXPECT_EQ(
      problems(kSmallest + "student2: 1\n", {"teacher={kind: ensemble, members: []}"}),
      "x.yaml:4:1: unknown key 'student2', expected one of name, seed, seeds, device, threads, dataset, teacher, "
      "search, student, distillation, compress, quantization, module, budget, variants (did you mean 'student'?)\n"
      "--set teacher={kind: ensemble, members: []}: teacher.members is a list, expected a list with an entry or "
      "more");
  EXPECT_EQ(
      problems(kSmallest + "variants: [{set: [1, [2]]}, 3]\n"),
      "x.yaml:4:12: variants.0.name is missing, expected a name of letters, digits and single underscores that C++ "
      "does not reserve\n"
      "x.yaml:4:22: variants.0.set.1 is a list, expected a text\n"
      "x.yaml:4:29: variants.1 is '3', expected a section of keys");
  EXPECT_EQ(problems(kSmallest, {"student.training={balance_classes: true, class_weights: [1, 2]}"}),
            "--set student.training={balance_classes: true, class_weights: [1, ...: student.training.class_weights "
            "contradicts balance_classes, expected only one of the two");
}

}  // namespace
}  // namespace bitstill::configs
