#include "train/run/recipe.h"

#include "configs/schema/describe.h"
#include "configs/support/files.h"
#include "datasets/fingerprint.h"
#include "train/run/steps.h"

namespace bitstill::train {
namespace {

using configs::ExperimentConfig;

std::string digest(const std::string& text) {
  return sha256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

// A config that holds only what every stage depends on, besides the data.
ExperimentConfig common_part(const ExperimentConfig& config) {
  ExperimentConfig part;
  part.seed = config.seed;
  part.device = config.device;
  part.threads = config.threads;
  return part;
}

std::string foreign_file(const configs::TeacherConfig& teacher) {
  if (teacher.kind == "checkpoint") return sha256_of_file(teacher.checkpoint);
  if (teacher.kind == "torchscript") return sha256_of_file(teacher.torchscript.file);
  return "";
}

}  // namespace

std::string chained(const std::string& earlier, const std::string& more) { return digest(earlier + '\n' + more); }

Recipes::Recipes(const ExperimentConfig& config)
    : common_(chained(configs::print_experiment(common_part(config)), datasets::fingerprint(config))) {
  const bool taught = config.distillation.alpha > 0;
  for (const TeacherMember& each : teacher_members(config.teacher)) teacher = chained(teacher, member(each));

  ExperimentConfig part = common_part(config);
  part.student = config.student;
  part.distillation = config.distillation;
  student = chained(chained(common_, configs::print_experiment(part)), taught ? teacher : "");
  std::string learned = student;
  for (const configs::CompressConfig& step : compression_steps(config)) {
    part = common_part(config);
    part.compress = {step};
    part.quantization.per_channel = config.quantization.per_channel;  // clusters keep to the int8 scales
    if (!step.budget.ram.empty() || !step.budget.flash.empty()) part.module = config.module;  // what is to fit
    learned = chained(learned, configs::print_experiment(part));
    compressed.push_back(learned);
  }
  part = common_part(config);
  part.quantization = config.quantization;
  quantized = chained(learned, configs::print_experiment(part));
  artifact = chained(quantized, configs::print_detection(config.detection));
}

std::string Recipes::member(const TeacherMember& member) const {
  ExperimentConfig part;
  part.seed = member.index;
  part.teacher = member.config;
  part.teacher.checkpoint.clear();
  part.teacher.torchscript.file.clear();
  part.teacher.copies = 1;
  return chained(chained(common_, configs::print_experiment(part)), foreign_file(member.config));
}

}  // namespace bitstill::train
