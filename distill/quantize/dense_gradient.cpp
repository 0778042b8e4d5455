#include "distill/quantize/dense_gradient.h"

namespace bitstill::distill {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class DenseGradient : public torch::autograd::Function<DenseGradient> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& input, const torch::Tensor&,
                               const torch::Tensor&, const DenseStep& step) {
    context->save_for_backward(
        {input, step.integers.weights, step.output.inside, row_tensor(step.integers.bias_scales, input.device())});
    context->saved_data["input_scale"] = static_cast<double>(step.input_scale);
    context->saved_data["output_scale"] = static_cast<double>(step.output_scale);
    return step.output.values;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const torch::Tensor& input = saved[0];
    const torch::Tensor& weights = saved[1];
    const torch::Tensor& inside = saved[2];
    const torch::Tensor& bias_scales = saved[3];
    // Of the loss with respect to the layer's real sums.
    const torch::Tensor sums = gradients[0] * inside / context->saved_data["output_scale"].toDouble();
    const torch::Tensor scaled = sums * context->saved_data["input_scale"].toDouble();
    return {context->needs_input_grad(0) ? torch::mm(sums * bias_scales, weights) : torch::Tensor(),
            torch::mm(scaled.t(), input), sums.sum(0), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor with_gradient(const DenseStep& step, const DenseLeaves& leaves) {
  return DenseGradient::apply(leaves.input, leaves.weights, leaves.bias, step);
}

}  // namespace bitstill::distill
