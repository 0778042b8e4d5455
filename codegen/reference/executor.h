// Runs an integer graph on the host, operator by operator: the meaning that every other execution must equal.
#pragma once

#include <cstdint>
#include <span>

#include "codegen/graph/graph.h"
#include "codegen/graph/values.h"

namespace bitstill::codegen {

class Executor {
 public:
  // The graph must outlive the executor.
  explicit Executor(const Graph& graph) : graph_(graph), values_(graph) {}

  // One inference. `inputs` holds the graph's inputs one after the other, graph.input_bytes() in all.
  void run(std::span<const uint8_t> inputs);

  // The bytes of a non-constant tensor after run(), by its TFLite index. A tensor that a pass removed has none of its
  // own; it is empty of meaning (see Graph::fused).
  std::span<const uint8_t> bytes(int tensor) const { return values_.bytes(tensor); }

  // All graph outputs, one after the other.
  std::vector<uint8_t> outputs() const;

 private:
  const Graph& graph_;
  TensorValues values_;
};

}  // namespace bitstill::codegen
