// What one YAML file says, as typed structs with their defaults. Reading, checking and printing them is in
// describe.h; nothing here knows YAML.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bitstill::configs {

// Where something stands in a config file, so that a later stage can still name it. Lines and columns count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  // "configs/sine.yaml:14:3"; just the file where the line is unknown.
  std::string text() const;
};

struct Range {
  double low = 0;
  double high = 1;
};

struct SampleCounts {
  int64_t train = 4000;
  int64_t validation = 1000;
  int64_t test = 1000;
};

// kind: function. Regression of a one-dimensional function on x drawn uniformly from `range`.
struct FunctionConfig {
  std::string function = "sine";
  Range range{0, 6.283185307179586};
  double noise = 0;  // standard deviation added to the training targets only
  SampleCounts counts;
};

// kind: idx_images. Images and labels in MNIST's IDX format, gzipped or plain; pixels become value / 255.
struct IdxImagesConfig {
  std::string train_images, train_labels, test_images, test_labels;  // paths, already resolved
  double validation_fraction = 0.1;                                  // of the training files, drawn by the seed
  int64_t train_limit = 0;                                           // use only so many training samples; 0 means all
};

struct DatasetConfig {
  Place place;
  std::string kind = "function";  // function | idx_images
  FunctionConfig function;
  IdxImagesConfig idx_images;
};

// One entry of a network's list of layers.
struct LayerConfig {
  Place place;
  std::string kind;   // dense | relu | relu6 | sigmoid | tanh | softmax | dropout | batch_norm | flatten
  int64_t units = 0;  // dense
  double rate = 0;    // dropout
};

struct OptimizerConfig {
  std::string kind = "adam";  // sgd | adam
  double learning_rate = 0.001;
  double momentum = 0.9;  // sgd only
};

struct ScheduleConfig {
  std::string kind = "cosine";  // constant | step | cosine (down to zero over all epochs)
  int64_t step_epochs = 10;     // step: multiply the rate by step_factor every so many epochs
  double step_factor = 0.1;
};

struct TrainingConfig {
  int64_t epochs = 20;
  int64_t batch_size = 32;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
};

struct NetworkConfig {
  Place place;
  std::vector<LayerConfig> layers;
  TrainingConfig training;
};

// Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network". Classification:
// alpha * T^2 * KL(teacher || student) + (1 - alpha) * cross-entropy. Regression: alpha * MSE to the teacher +
// (1 - alpha) * MSE to the target. alpha 0 switches the teacher off.
struct DistillationConfig {
  double temperature = 4;
  double alpha = 0.7;
};

struct QuantizationConfig {
  std::string method = "qat";          // qat (fake-quantised fine-tuning) | ptq (calibration only)
  bool per_channel = false;            // weights: one scale per output channel instead of one per tensor
  int64_t calibration_samples = 1000;  // training samples the activation observers see before anything else
  double observer_momentum = 0.99;     // moving average of the observed ranges during QAT
  int64_t frozen_epochs = 2;           // last QAT epochs with the activation ranges held still
  TrainingConfig training;             // of the fake-quantised student (qat)
};

struct ModuleConfig {
  int64_t check_vectors = 32;  // test samples stored in the module's check folder
};

struct ExperimentConfig {
  Place place;
  std::string name;  // of the run folder and the module; default: the config's file name
  int64_t seed = 1;
  std::string device = "auto";  // auto | cpu | cuda
  int64_t threads = 2;          // of LibTorch; fixed, because sums depend on it
  DatasetConfig dataset;
  NetworkConfig teacher;
  NetworkConfig student;
  DistillationConfig distillation;
  QuantizationConfig quantization;
  ModuleConfig module;
};

}  // namespace bitstill::configs
