// bitstill's side of training_speed.py: one round of train::fit per line of standard input, its seconds on standard
// output. A round is a whole call, with its optimizer, its (tiny) validation and its best weights.
#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/quantize/quantized_student.h"
#include "train/loop/trainer.h"
#include "train/run/workbench.h"

namespace bitstill {
namespace {

constexpr int64_t kBatch = 32;

// The student of configs/mnist_mlp.yaml is the network of both mlp cases; the convolutional one is this teacher.
constexpr const char* kConvolutional =
    "teacher.layers=[conv_2d: {filters: 16, kernel: 3}, relu, max_pool: {size: 2}, conv_2d: {filters: 32, kernel: 3}, "
    "relu, max_pool: {size: 2}, flatten, dense: {units: 10}]";

struct Arguments {
  std::string config, name;
  std::string samples, threads;
};

configs::ExperimentConfig read_config(const Arguments& arguments) {
  return configs::read_experiment(arguments.config, {"dataset.train_limit=" + arguments.samples,
                                                     "threads=" + arguments.threads, "device=cpu", kConvolutional});
}

train::NetworkPlan plan_of(const std::string& name, const train::Workbench& bench) {
  return name == "conv_float" ? train::plan_network(bench.config.teacher.network, bench.purpose) : bench.student_plan;
}

std::unique_ptr<train::Model> make_model(const std::string& name, const train::Workbench& bench) {
  auto student = std::make_unique<train::Network>(plan_of(name, bench));
  if (name != "mlp_qat") return student;
  auto quantized = std::make_unique<distill::QuantizedStudent>(bench.student_plan, bench.config.quantization);
  student->eval();
  quantized->copy_folded(*student);
  quantized->calibrate(bench.train.inputs.slice(0, 0, bench.config.quantization.calibration_samples));
  return quantized;
}

train::FitTask one_epoch() {
  train::FitTask task;
  task.stage = "bench";
  task.training.epochs = 1;
  task.training.batch_size = kBatch;
  task.training.schedule.kind = "constant";
  return task;
}

void answer_rounds(const Arguments& arguments) {
  const configs::ExperimentConfig config = read_config(arguments);
  train::Workbench bench(config);
  train::seed_stage(config, train::Stage::kStudent);
  const train::ThreadsFor threads(config, plan_of(arguments.name, bench));
  const auto model = make_model(arguments.name, bench);
  const train::Samples validation = bench.validation.select(torch::arange(kBatch));
  const TemporaryFolder folder;
  train::MetricsLog metrics(folder.path() / "metrics.jsonl", "bench");
  for (std::string line; std::getline(std::cin, line);) {
    const auto start = std::chrono::steady_clock::now();
    fit(*model, bench.train, validation, one_epoch(), metrics);
    fmt::print("{}\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace bitstill

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_training CONFIG CASE SAMPLES THREADS, then Enter for every round\n");
    return bitstill::kExitUsage;
  }
  try {
    bitstill::answer_rounds({argv[1], argv[2], argv[3], argv[4]});
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return bitstill::kExitUsage;
  }
  return bitstill::kExitFine;
}
