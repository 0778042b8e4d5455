#include "distill/quantize/straight_through.h"

namespace bitstill::distill {
namespace {

class StraightThrough : public torch::autograd::Function<StraightThrough> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext*, const torch::Tensor&, const torch::Tensor& value) {
    return value.clone();
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext*,
                                                 torch::autograd::variable_list gradients) {
    return {gradients[0], torch::Tensor()};
  }
};

}  // namespace

// Not floor(|x| + 0.5): in float32 that sum rounds 0.49999997 up to 1.
torch::Tensor round_half_away(const torch::Tensor& x) {
  const torch::Tensor whole = x.trunc();
  return whole + x.sign() * ((x - whole).abs() >= 0.5);
}

torch::Tensor straight_through(const torch::Tensor& x, const torch::Tensor& value) {
  return StraightThrough::apply(x, value);
}

torch::Tensor round_straight_through(const torch::Tensor& x) {
  return straight_through(x, round_half_away(x.detach()));
}

}  // namespace bitstill::distill
