#include "distill/losses.h"

namespace bitstill::distill {
namespace {

torch::Tensor soft_loss(const torch::Tensor& outputs, const train::Samples& samples, double temperature) {
  if (!samples.classification()) return torch::mse_loss(outputs, samples.teacher_outputs);
  const torch::Tensor student = torch::log_softmax(outputs / temperature, 1);
  const torch::Tensor teacher = torch::log_softmax(samples.teacher_outputs / temperature, 1);
  const torch::Tensor divergence = (teacher.exp() * (teacher - student)).sum(1).mean();
  return divergence * (temperature * temperature);
}

}  // namespace

torch::Tensor distillation_loss(const torch::Tensor& outputs, const train::Samples& samples,
                                const configs::DistillationConfig& config, const train::LossFunction& hard) {
  const double alpha = config.alpha;
  if (alpha == 0) return hard(outputs, samples);
  const torch::Tensor soft = alpha * soft_loss(outputs, samples, config.temperature);
  return alpha == 1 ? soft : soft + (1 - alpha) * hard(outputs, samples);
}

torch::Tensor hinted_loss(const torch::Tensor& outputs, const train::Samples& samples, int64_t logits,
                          const configs::DistillationConfig& config, const train::LossFunction& hard) {
  train::Samples answers = samples;
  answers.teacher_outputs = samples.teacher_outputs.slice(1, 0, logits);
  const torch::Tensor loss = distillation_loss(outputs.slice(1, 0, logits), answers, config, hard);
  if (outputs.size(1) == logits) return loss;
  return loss +
         config.hint.weight * torch::mse_loss(outputs.slice(1, logits), samples.teacher_outputs.slice(1, logits));
}

}  // namespace bitstill::distill
