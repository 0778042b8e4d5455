#include <fmt/format.h>

#include <Eigen/Core>

#include "codegen/graph/values.h"
#include "codegen/ops/fully_connected/fully_connected.h"

namespace bitstill::codegen::ops {
namespace {

template <class Scalar>
using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

std::string FullyConnected::parameters() const {
  return fmt::format("clamp [{}, {}], {}", clamp.low, clamp.high,
                     filters.scales.size() == 1 ? "one weight scale" : "a weight scale per output");
}

void FullyConnected::run(const Graph&, TensorValues& values) const {
  const auto x = Eigen::Map<const RowMajor<int8_t>>(values.int8(inputs[0]).data(), rows, filters.taps);
  const auto w = Eigen::Map<const RowMajor<int8_t>>(filters.weights.data(), filters.outputs, filters.taps);
  const auto b = Eigen::Map<const Eigen::RowVectorXi>(filters.bias.data(), filters.outputs);

  const RowMajor<int32_t> centred = x.cast<int32_t>().array() - input_zero_point;
  const RowMajor<int32_t> sums = (centred * w.cast<int32_t>().transpose()).rowwise() + b;

  const std::span<int8_t> output = values.int8(outputs[0]);
  for (int32_t row = 0; row < rows; ++row) {
    for (int32_t channel = 0; channel < filters.outputs; ++channel) {
      const int32_t scaled = arithmetic::multiply(sums(row, channel), filters.scale(channel)) + output_zero_point;
      output[static_cast<size_t>(row * filters.outputs + channel)] =
          static_cast<int8_t>(std::clamp(scaled, clamp.low, clamp.high));
    }
  }
}

}  // namespace bitstill::codegen::ops
