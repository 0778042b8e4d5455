// What a training must keep true of the weights.
#pragma once

namespace bitstill::train {

class Constraint {
 public:
  virtual ~Constraint() = default;
  // Between a gradient and its step: changes gradients, so that the step keeps to the constraint as far as it can.
  // `progress` in [0, 1) is the share of the training's steps that are done.
  virtual void before_step(double progress) = 0;
  // Puts the weights back where they may lie; without effect on weights that are there already.
  virtual void after_step() = 0;
};

}  // namespace bitstill::train
