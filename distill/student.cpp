#include "distill/student.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "codegen/detector/parameters.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "distill/export/artifact.h"
#include "distill/export/metadata.h"
#include "distill/hint.h"
#include "distill/losses.h"
#include "train/loop/checkpoint.h"
#include "train/loop/trainer.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using configs::ExperimentConfig;
using train::Run;
using train::Workbench;

[[noreturn]] void refuse_teacher(const configs::HintConfig& hint) {
  throw Error(hint.place.text() +
              ": a hint needs one network to teach, expected a teacher of kind network or checkpoint and copies: 1; "
              "or set weight to 0");
}

std::string remedy(const Run& run) { return fmt::format("run `bitstill distill {}`", run.config().place.file); }

train::CheckpointFile student_file(const Run& run) {
  return {run.folder().student(), run.recipes().student, remedy(run)};
}

train::CheckpointFile quantized_file(const Run& run) {
  return {run.folder().quantized(), run.recipes().quantized, remedy(run)};
}

std::unique_ptr<QuantizedStudent> make_quantized_student(Run& run) {
  const Workbench& bench = run.bench();
  std::optional<Grid> grid;
  if (bench.splits.input_grid) grid = Grid{bench.splits.input_grid->scale, bench.splits.input_grid->zero_point};
  return std::make_unique<QuantizedStudent>(bench.student_plan, run.config().quantization, grid);
}

// What a student learns from: the samples, and what the teacher says to them.
class Lesson {
 public:
  // `alpha` 0: nobody teaches.
  Lesson(Run& run, double alpha)
      : bench_(run.bench()), config_(run.config().distillation), train_(bench_.train), validation_(bench_.validation) {
    config_.alpha = alpha;
    if (alpha == 0) return;
    const train::TeacherOutputs outputs = train::load_teacher_outputs(run);
    train_.teacher_outputs = outputs.train;
    validation_.teacher_outputs = outputs.validation;
  }

  train::Score teach(train::Model& student, train::FitTask task, Run& run) const {
    const auto hard = hard_loss(task, run);
    task.loss = [&, hard](const torch::Tensor& outputs, const train::Samples& samples) {
      return distillation_loss(outputs, samples, config_, hard);
    };
    if (config_.alpha > 0 && task.training.mixup > 0) ask_live(task, train::load_teacher(run));
    return fit(student, train_, task, run);
  }

  train::Score teach_with_hint(const std::shared_ptr<train::Network>& student, train::FitTask task, Run& run) const {
    const std::shared_ptr<HintingTeacher> teacher = hinting_teacher(run);
    train::Samples train = train_;
    train.teacher_outputs = predict(*teacher, bench_.train.inputs, bench_.device);
    const int64_t logits = bench_.purpose.output_size;
    const auto hard = hard_loss(task, run);
    task.loss = [&, hard, logits](const torch::Tensor& outputs, const train::Samples& samples) {
      return hinted_loss(outputs, samples, logits, config_, hard);
    };
    if (task.training.mixup > 0) ask_live(task, teacher);
    const configs::HintConfig& hint = config_.hint;
    const size_t block = hint_block(student->plan(), hint.student, hint.place, "student");
    HintedStudent hinted(student, block, train.teacher_outputs.size(1) - logits);
    hinted.to(bench_.device);
    return fit(hinted, train, task, run);
  }

 private:
  std::shared_ptr<HintingTeacher> hinting_teacher(Run& run) const {
    const configs::HintConfig& hint = config_.hint;
    std::shared_ptr<train::Model> teacher = train::load_teacher(run);
    const auto network = std::dynamic_pointer_cast<train::Network>(teacher);
    if (!network) {
      refuse_teacher(hint);
    }
    const size_t block = hint_block(network->plan(), hint.teacher, hint.place, "teacher");
    return std::make_shared<HintingTeacher>(network, block, bench_.train.inputs, bench_.device);
  }

  train::LossFunction hard_loss(const train::FitTask& task, const Run& run) const {
    return train::make_supervised_loss(task.training, run.config().student.place, bench_.train,
                                       bench_.purpose.output_size);
  }

  static void ask_live(train::FitTask& task, const std::shared_ptr<train::Model>& teacher) {
    task.teach = [teacher](const torch::Tensor& inputs) {
      const torch::NoGradGuard frozen;
      return teacher->forward(inputs);
    };
  }

  train::Score fit(train::Model& student, const train::Samples& train, train::FitTask& task, const Run& run) const {
    task.place = run.config().student.place;
    task.device = bench_.device;
    train::MetricsLog metrics(run.folder().metrics(), task.stage);
    return train::fit(student, train, validation_, task, metrics);
  }

  const Workbench& bench_;
  configs::DistillationConfig config_;
  train::Samples train_, validation_;
};

train::Score train_float(Run& run) {
  const ExperimentConfig& config = run.config();
  const Workbench& bench = run.bench();
  const int64_t seed = train::seed_stage(config, train::Stage::kStudent);
  const auto student = std::make_shared<train::Network>(bench.student_plan);
  spdlog::info("student {}: {} parameters", student->plan().widths(), student->plan().parameters());
  train::seed_stage(config, train::Stage::kStudent);
  const train::ThreadsFor threads(config, student->plan());
  student->start_from(bench.train.inputs);
  student->to(bench.device);

  train::FitTask task = run.fit_task("student", run.recipes().student, config.student.training);
  task.seed = seed;
  const Lesson lesson(run, config.distillation.alpha);
  const bool hinted = config.distillation.alpha > 0 && config.distillation.hint.weight > 0;
  const train::Score score = hinted ? lesson.teach_with_hint(student, task, run) : lesson.teach(*student, task, run);
  student->to(torch::kCPU);
  save_checkpoint(student_file(run), *student, configs::print_layers(config.student.layers));
  spdlog::info("student: validation {}", score.text());
  return score;
}

torch::Tensor calibration_inputs(const Workbench& bench) {
  const int64_t count = std::min(bench.config.quantization.calibration_samples, bench.train.size());
  const torch::Tensor chosen = torch::randperm(bench.train.size(), torch::kInt64).slice(0, 0, count);
  return bench.train.inputs.index_select(0, chosen).to(bench.device);
}

train::Score quantize_student(Run& run, QuantizedStudent& quantized) {
  const ExperimentConfig& config = run.config();
  const Workbench& bench = run.bench();
  const configs::QuantizationConfig& quantization = config.quantization;
  const auto student = load_student(run);
  train::FitTask task = run.fit_task("quantized", run.recipes().quantized, quantization.training);
  task.seed = train::seed_stage(config, train::Stage::kQuantize);
  quantized.to(bench.device);
  quantized.copy_folded(*student);
  quantized.calibrate(calibration_inputs(bench));
  if (quantization.method == "ptq") task.training.epochs = 0;

  const int64_t frozen = std::min(quantization.frozen_epochs, task.training.epochs);
  const int64_t first_frozen = task.training.epochs - frozen;
  task.first_candidate_epoch = std::min(first_frozen, std::max<int64_t>(task.training.epochs - 1, 0));
  task.before_epoch = [&](int64_t epoch) { quantized.hold_ranges(epoch >= first_frozen); };
  const double alpha = quantization.distill ? config.distillation.alpha : 0;
  return Lesson(run, alpha).teach(quantized, task, run);
}

train::Score quantize(Run& run) {
  const auto quantized = make_quantized_student(run);
  const train::Score score = quantize_student(run, *quantized);
  spdlog::info("student on int8 grids ({}): validation {}", run.config().quantization.method, score.text());
  quantized->to(torch::kCPU);
  save_checkpoint(quantized_file(run), *quantized);
  return score;
}

void export_artifact(Run& run, const StudentResult& scores) {
  const auto quantized = load_quantized_student(run);
  quantized->to(torch::kCPU);
  const std::string metadata = artifact_metadata(run.bench(), {scores.float_student, scores.fake_quant});
  write_file(run.folder().artifact(), write_artifact(quantized->integers(), metadata));
}

}  // namespace

void check_student(Run& run) {
  if (run.is_done({"artifact", run.recipes().artifact, {run.folder().artifact().filename()}})) return;
  const ExperimentConfig& config = run.config();
  const Workbench& bench = run.bench();
  if (bench.splits.front_end) {
    detector::parameters_from(config.detection, *bench.splits.front_end, bench.splits.class_names);
  }
  const configs::HintConfig& hint = config.distillation.hint;
  if (config.distillation.alpha == 0 || hint.weight == 0) return;
  hint_block(bench.student_plan, hint.student, hint.place, "student");
  const auto teachers = train::teacher_members(config.teacher);
  const configs::TeacherConfig& teacher = teachers.at(0).config;
  if (teachers.size() != 1 || teacher.kind == "torchscript") refuse_teacher(hint);
  if (teachers.at(0).trained_here()) {
    hint_block(plan_network(teacher.network, bench.purpose), hint.teacher, hint.place, "teacher");
  }
}

StudentResult distill_student(Run& run) {
  check_student(run);
  const train::RunFolder& folder = run.folder();
  const train::StageTask student{"student", run.recipes().student, {folder.student().filename()}};
  const train::StageTask quantized{"quantized", run.recipes().quantized, {folder.quantized().filename()}};
  const train::StageTask artifact{"artifact", run.recipes().artifact, {folder.artifact().filename()}};
  StudentResult result;
  result.float_student = train::Score::from(run.stage(student, [&] { return train_float(run).json(); }));
  result.fake_quant = train::Score::from(run.stage(quantized, [&] { return quantize(run).json(); }));
  run.stage(artifact, [&] {
    export_artifact(run, result);
    return nlohmann::ordered_json::object();
  });
  return result;
}

std::unique_ptr<train::Network> load_student(Run& run) {
  auto student = std::make_unique<train::Network>(run.bench().student_plan);
  load_checkpoint(student_file(run), *student);
  student->to(run.bench().device);
  student->eval();
  return student;
}

std::unique_ptr<QuantizedStudent> load_quantized_student(Run& run) {
  auto quantized = make_quantized_student(run);
  load_checkpoint(quantized_file(run), *quantized);
  quantized->to(run.bench().device);
  quantized->eval();
  return quantized;
}

}  // namespace bitstill::distill
