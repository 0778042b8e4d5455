#include "train/run/recipe.h"

#include "configs/schema/describe.h"
#include "configs/support/files.h"

namespace bitstill::train {
namespace {

std::string digest(const configs::ExperimentConfig& config) {
  const std::string text = configs::print_experiment(config);
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace

std::string teacher_recipe(const configs::ExperimentConfig& config) {
  configs::ExperimentConfig part = config;
  part.student = {};
  part.distillation = {};
  part.quantization = {};
  part.module = {};
  part.name.clear();
  return digest(part);
}

std::string student_recipe(const configs::ExperimentConfig& config) {
  configs::ExperimentConfig part = config;
  if (config.distillation.alpha == 0) part.teacher = {};
  part.quantization = {};
  part.module = {};
  part.name.clear();
  return digest(part);
}

std::string quantized_recipe(const configs::ExperimentConfig& config) {
  configs::ExperimentConfig part = config;
  if (config.distillation.alpha == 0) part.teacher = {};
  part.module = {};
  part.name.clear();
  return digest(part);
}

}  // namespace bitstill::train
