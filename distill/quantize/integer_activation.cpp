#include "distill/quantize/integer_activation.h"

#include "distill/quantize/cpu_loops.h"
#include "distill/quantize/straight_through.h"

namespace bitstill::distill {

bool plain_floats(const torch::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat;
}

IntegerActivation quantize_by_tensors(const torch::Tensor& real, const Grid& grid) {
  const torch::Tensor steps = round_straight_through(real / grid.scale);
  return {torch::clamp(steps, -128 - grid.zero_point, 127 - grid.zero_point), grid};
}

IntegerActivation quantize(const torch::Tensor& real, const Grid& grid) {
  if (!plain_floats(real) || real.requires_grad()) return quantize_by_tensors(real, grid);
  const torch::Tensor source = real.contiguous();
  const torch::Tensor values = torch::empty_like(source);
  cpu::round_to_grid(source.data_ptr<float>(), source.numel(), grid, values.data_ptr<float>());
  return {values, grid};
}

}  // namespace bitstill::distill
