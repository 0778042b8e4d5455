#include "distill/quantize/lookup_activation.h"

#include "codegen/ops/logistic/logistic.h"
#include "codegen/ops/tanh/tanh.h"
#include "distill/quantize/straight_through.h"

namespace bitstill::distill {
namespace {

using codegen::ops::LookupTable;

torch::Tensor look_up(const LookupTable& table, const IntegerActivation& input, const Grid& output) {
  std::vector<float> values;
  for (const int8_t q : table) values.push_back(static_cast<float>(q - output.zero_point));
  const torch::Tensor positions = (input.values.detach() + (input.grid.zero_point + 128)).to(torch::kInt64);
  const torch::Tensor choices = torch::tensor(values, torch::kFloat).to(input.values.device());
  return choices.index_select(0, positions.flatten()).view_as(positions);
}

}  // namespace

IntegerActivation sigmoid_integers(const IntegerActivation& input) {
  const LookupTable table = codegen::ops::logistic_table(input.grid.scale, input.grid.zero_point);
  return {straight_through(torch::sigmoid(input.real()) / kSigmoidGrid.scale, look_up(table, input, kSigmoidGrid)),
          kSigmoidGrid};
}

IntegerActivation tanh_integers(const IntegerActivation& input) {
  const LookupTable table = codegen::ops::tanh_table(input.grid.scale, input.grid.zero_point);
  return {straight_through(torch::tanh(input.real()) / kTanhGrid.scale, look_up(table, input, kTanhGrid)), kTanhGrid};
}

}  // namespace bitstill::distill
