#include "configs/init_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/names.h"

namespace bitstill::configs {
namespace {

namespace fs = std::filesystem;

struct InitArguments {
  std::string path = "experiment.yaml";
  std::string example = "sine";
  bool force = false;
};

LayerConfig layer(const std::string& kind) {
  LayerConfig config;
  config.kind = kind;
  return config;
}

LayerConfig dense(int64_t units) {
  LayerConfig config = layer("dense");
  config.units = units;
  return config;
}

LayerConfig dropout(double rate) {
  LayerConfig config = layer("dropout");
  config.rate = rate;
  return config;
}

TrainingConfig training(int64_t epochs, double learning_rate) {
  TrainingConfig config;
  config.epochs = epochs;
  config.batch_size = 64;
  config.optimizer.learning_rate = learning_rate;
  return config;
}

void set_sine(ExperimentConfig& config) {
  config.teacher.network.layers = {dense(64), layer("relu"), dense(64), layer("relu"), dense(1)};
  config.student.layers = {dense(16), layer("relu"), dense(16), layer("relu"), dense(1)};
  config.teacher.network.training = training(100, 0.005);
  config.student.training = training(300, 0.02);
  config.distillation.alpha = 0.5;
  config.quantization.frozen_epochs = 100;
  config.quantization.training = training(200, 0.001);
  config.threads = 1;
}

void set_images(ExperimentConfig& config) {
  config.dataset.kind = "idx_images";
  config.dataset.idx_images = {.train_images = "data/train-images-idx3-ubyte.gz",
                               .train_labels = "data/train-labels-idx1-ubyte.gz",
                               .test_images = "data/t10k-images-idx3-ubyte.gz",
                               .test_labels = "data/t10k-labels-idx1-ubyte.gz"};
  config.teacher.network.layers = {layer("flatten"), dense(512),   layer("relu"), dropout(0.3),    dense(256),
                                   layer("relu"),    dropout(0.3), dense(10),     layer("softmax")};
  config.student.layers = {layer("flatten"),    dense(64),     layer("batch_norm"), layer("relu"),   dense(32),
                           layer("batch_norm"), layer("relu"), dense(10),           layer("softmax")};
}

LayerConfig spotter(double width) {
  LayerConfig config = layer("preset");
  config.preset = "tc_resnet8";
  config.width = width;
  return config;
}

void set_words(ExperimentConfig& config) {
  config.dataset.kind = "spoken_words";
  config.dataset.spoken_words.words = {"lamp", "music", "stop"};
  config.dataset.spoken_words.augment = {
      .copies = 5, .shift_ms = 150, .gain_db = 6, .speed = 0.1, .noise = 0.5, .noise_snr_db = {0, 30}};
  config.features.kind = "mfcc";
  config.features.coefficients = 20;
  config.teacher.network.layers = {spotter(1.5)};
  config.student.layers = {spotter(0.6)};
  config.teacher.network.training = training(8, 0.004);
  config.student.training = training(10, 0.004);
  config.quantization.training = training(3, 0.0003);
}

void write_starter(const InitArguments& arguments) {
  const fs::path path(arguments.path);
  const std::string name = path.stem().string();
  if (!is_module_name(name)) {
    throw Error(
        fmt::format("{}: '{}' would be the experiment's name, expected letters, digits and single underscores "
                    "that C++ does not reserve; choose another file name",
                    path.string(), name));
  }
  if (fs::exists(path) && !arguments.force) {
    throw Error(path.string() + ": exists already; choose another path, or overwrite it with --force");
  }
  write_file(path, std::string_view(starter_config(arguments.example, name)));
  fmt::print("{0}: written; edit it, then: bitstill run {0}\n", path.string());
}

}  // namespace

std::string starter_config(const std::string& example, const std::string& name) {
  ExperimentConfig config;
  config.name = name;
  if (example == "sine") set_sine(config);
  if (example == "images") set_images(config);
  if (example == "words") set_words(config);
  return "# One experiment of bitstill: a dataset, a teacher, a student, and how the student becomes int8 C++.\n"
         "# Only dataset, teacher and student must be here; what is left out has the value that stands here.\n"
         "# Relative paths start at this file's folder.\n\n" +
         print_commented_experiment(config);
}

void add_init_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("init", "write a starter config with every key explained");
  auto arguments = std::make_shared<InitArguments>();
  command->add_option("PATH", arguments->path, "where to write it")->capture_default_str();
  command
      ->add_option("--example", arguments->example,
                   "a curve, images in MNIST's format, or words that a synthesiser speaks")
      ->check(CLI::IsMember({"sine", "images", "words"}))
      ->capture_default_str();
  command->add_flag("--force", arguments->force, "overwrite an existing file");
  command->callback([arguments] { write_starter(*arguments); });
}

}  // namespace bitstill::configs
