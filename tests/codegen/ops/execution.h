// What tests of kernels need: one operator's model read back, the reference's output, and buffers that overlap as the
// memory plan lets them.
#pragma once

#include <functional>

#include "codegen/reference/executor.h"
#include "tests/codegen/models.h"

namespace bitstill::tests {

inline Tensor parameter(const std::vector<int32_t>& values, std::vector<int32_t> shape = {}) {
  Tensor tensor = bias(values);
  tensor.name = "parameter";
  tensor.quantization = {};
  if (!shape.empty()) tensor.shape = std::move(shape);
  return tensor;
}

// A model of one input, one output and what `add` writes between them.
inline Graph one_operator(const Tensor& input, const Tensor& output,
                          const std::function<void(ModelWriter&, int input, int output)>& add) {
  return read(between(input, output, add));
}

inline std::vector<int8_t> by_reference(const Graph& graph, const std::vector<int8_t>& input) {
  codegen::Executor executor(graph);
  executor.run({reinterpret_cast<const uint8_t*>(input.data()), input.size()});
  const auto bytes = executor.outputs();
  return {bytes.begin(), bytes.end()};
}

inline std::vector<int8_t> random_input(const Graph& graph, Random& random) {
  const auto bytes = random.bytes(static_cast<size_t>(graph.input_bytes()));
  return {bytes.begin(), bytes.end()};
}

using Kernel = std::function<void(const int8_t* input, int8_t* output)>;

// The kernel's output where input and output are apart.
inline std::vector<int8_t> by_kernel(const Graph& graph, const std::vector<int8_t>& input, const Kernel& kernel) {
  std::vector<int8_t> output(static_cast<size_t>(graph.output_bytes()));
  kernel(input.data(), output.data());
  return output;
}

// The same where the output begins `lag_bytes` before the input and overlaps it.
inline std::vector<int8_t> in_place(const Graph& graph, const std::vector<int8_t>& input, int64_t lag_bytes,
                                    const Kernel& kernel) {
  const auto lag = static_cast<size_t>(lag_bytes);
  const auto bytes = static_cast<size_t>(graph.output_bytes());
  std::vector<int8_t> arena(std::max(bytes, lag + input.size()));
  std::copy(input.begin(), input.end(), arena.begin() + static_cast<std::ptrdiff_t>(lag));
  kernel(arena.data() + lag, arena.data());
  arena.resize(bytes);
  return arena;
}

}  // namespace bitstill::tests
