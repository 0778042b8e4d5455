#include "distill/lesson.h"

#include "configs/support/error.h"
#include "distill/hint.h"
#include "distill/losses.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

using train::Run;

void ask_live(train::FitTask& task, const std::shared_ptr<train::Model>& teacher) {
  task.teach = [teacher](const torch::Tensor& inputs) {
    const torch::NoGradGuard frozen;
    return teacher->forward(inputs);
  };
}

}  // namespace

void refuse_hint(const configs::HintConfig& hint) {
  throw Error(hint.place.text() +
              ": a hint needs one network to teach, expected a teacher of kind network or checkpoint and copies: 1; "
              "or set weight to 0");
}

Lesson::Lesson(Run& run, double alpha)
    : bench_(run.bench()), config_(run.config().distillation), train_(bench_.train), validation_(bench_.validation) {
  config_.alpha = alpha;
  if (alpha == 0) return;
  const train::TeacherOutputs outputs = train::load_teacher_outputs(run);
  train_.teacher_outputs = outputs.train;
  validation_.teacher_outputs = outputs.validation;
}

train::Score Lesson::teach(train::Model& student, train::FitTask task, Run& run) const {
  const auto hard = hard_loss(task, run);
  task.loss = [&, hard](const torch::Tensor& outputs, const train::Samples& samples) {
    return distillation_loss(outputs, samples, config_, hard);
  };
  if (config_.alpha > 0 && task.training.mixup > 0) ask_live(task, train::load_teacher(run));
  return fit(student, train_, task, run);
}

train::Score Lesson::teach_with_hint(const std::shared_ptr<train::Network>& student, train::FitTask task,
                                     Run& run) const {
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

std::shared_ptr<HintingTeacher> Lesson::hinting_teacher(Run& run) const {
  const configs::HintConfig& hint = config_.hint;
  std::shared_ptr<train::Model> teacher = train::load_teacher(run);
  const auto network = std::dynamic_pointer_cast<train::Network>(teacher);
  if (!network) refuse_hint(hint);
  const size_t block = hint_block(network->plan(), hint.teacher, hint.place, "teacher");
  return std::make_shared<HintingTeacher>(network, block, bench_.train.inputs, bench_.device);
}

train::LossFunction Lesson::hard_loss(const train::FitTask& task, const Run& run) const {
  return train::make_supervised_loss(task.training, run.config().student.place, bench_.train,
                                     bench_.purpose.output_size);
}

train::Score Lesson::fit(train::Model& student, const train::Samples& train, train::FitTask& task,
                         const Run& run) const {
  task.place = run.config().student.place;
  task.device = bench_.device;
  train::MetricsLog metrics(run.folder().metrics(), task.stage);
  return train::fit(student, train, validation_, task, metrics);
}

}  // namespace bitstill::distill
