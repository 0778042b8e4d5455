// What a student learns from: the samples, and what the teacher says to them.
#pragma once

#include <memory>

#include "train/loop/trainer.h"
#include "train/models/network.h"
#include "train/run/run.h"

namespace bitstill::distill {

class HintingTeacher;

// A hint was asked for that no single network can give. Throws Error.
[[noreturn]] void refuse_hint(const configs::HintConfig& hint);

class Lesson {
 public:
  // `alpha` 0: nobody teaches. Throws Error where the run's teacher is missing or stale.
  Lesson(train::Run& run, double alpha);

  // Trains the student by the task, whose loss, place and device are filled in here.
  train::Score teach(train::Model& student, train::FitTask task, train::Run& run) const;
  train::Score teach_with_hint(const std::shared_ptr<train::Network>& student, train::FitTask task,
                               train::Run& run) const;

 private:
  std::shared_ptr<HintingTeacher> hinting_teacher(train::Run& run) const;
  train::LossFunction hard_loss(const train::FitTask& task, const train::Run& run) const;
  train::Score fit(train::Model& student, const train::Samples& train, train::FitTask& task,
                   const train::Run& run) const;

  const train::Workbench& bench_;
  configs::DistillationConfig config_;
  train::Samples train_, validation_;
};

}  // namespace bitstill::distill
