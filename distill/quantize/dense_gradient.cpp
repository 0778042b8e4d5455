#include "distill/quantize/dense_gradient.h"

#include "distill/quantize/patches.h"

namespace bitstill::distill {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Sums of the loss's gradient come in as [n, outputs] or [outputs, inputs]; a scale per row or one for all takes them.
torch::Tensor per_scale(const torch::Tensor& by_element, const torch::Tensor& gain) {
  return (gain.numel() > 1 ? by_element.sum(1) : by_element.sum().reshape({1})) * gain;
}

// d(rounded * scale) / d scale as the paper has it: rounded - real inside the limits, the limit itself outside.
torch::Tensor scale_slope(const torch::Tensor& real, const torch::Tensor& rounded, double low, double high) {
  return rounded - real * (real > low).logical_and(real < high);
}

// Gradients travel between layers with respect to whole numbers: the gradient of `values` is that of the real output
// times its scale.
class DenseGradient : public torch::autograd::Function<DenseGradient> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& rows, const torch::Tensor& weights,
                               const torch::Tensor&, const torch::Tensor& weight_ratio, const torch::Tensor&,
                               const DenseStep& step, const DenseLeaves& leaves) {
    variable_list saved{rows, step.integers.weights, step.output.inside,
                        row_tensor(step.integers.bias_scales, rows.device())};
    if (weight_ratio.numel() > 0) {
      saved.insert(saved.end(), {weights, row_tensor(step.integers.scales, rows.device()), leaves.weight_scale.gain,
                                 step.accumulator, step.output.values, leaves.output_scale.gain});
    }
    context->save_for_backward(saved);
    context->saved_data["input_scale"] = static_cast<double>(step.input_scale);
    context->saved_data["output_scale"] = static_cast<double>(step.grid.scale);
    context->saved_data["low"] = static_cast<double>(step.how.limits.low - step.grid.zero_point);
    context->saved_data["high"] = static_cast<double>(step.how.limits.high - step.grid.zero_point);
    context->saved_data["only_upwards"] = leaves.output_scale.only_upwards;
    return step.output.values;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor& rows = saved[0];
    const torch::Tensor& rounded = saved[1];
    const torch::Tensor& inside = saved[2];
    const torch::Tensor& bias_scales = saved[3];
    const torch::Tensor by_output = gradients[0] / context->saved_data["output_scale"].toDouble();
    const torch::Tensor by_sum = by_output * inside;
    torch::Tensor by_weight = gradient_by_weights(by_sum * context->saved_data["input_scale"].toDouble(), rows);
    const torch::Tensor by_input =
        context->needs_input_grad(0) ? gradient_by_rows(by_sum * bias_scales, rounded, rows) : torch::Tensor();
    if (saved.size() == 4) return {by_input, by_weight, by_sum.sum(0), {}, {}, {}, {}};

    const torch::Tensor steps = saved[4] / saved[5].unsqueeze(1);
    const torch::Tensor by_weight_ratio = per_scale(by_weight * scale_slope(steps, rounded, -127, 127), saved[6]);
    by_weight = by_weight * (steps.abs() < 127.5);
    return {by_input, by_weight, by_sum.sum(0), by_weight_ratio, by_output_ratio(context, saved, by_output), {}, {}};
  }

 private:
  static torch::Tensor by_output_ratio(AutogradContext* context, const variable_list& saved,
                                       const torch::Tensor& by_output) {
    if (saved[9].numel() == 0) return {};
    const torch::Tensor real = (saved[7] * saved[3] / context->saved_data["output_scale"].toDouble()).to(torch::kFloat);
    const torch::Tensor slope =
        scale_slope(real, saved[8], context->saved_data["low"].toDouble(), context->saved_data["high"].toDouble());
    const torch::Tensor gradient = (by_output * slope).sum().reshape({1}) * saved[9];
    return context->saved_data["only_upwards"].toBool() ? gradient.clamp_max(0) : gradient;
  }
};

}  // namespace

torch::Tensor with_gradient(const DenseStep& step, const DenseLeaves& leaves) {
  return DenseGradient::apply(leaves.rows, leaves.weights, leaves.bias, leaves.weight_scale.ratio,
                              leaves.output_scale.ratio, step, leaves);
}

}  // namespace bitstill::distill
