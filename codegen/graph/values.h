// The bytes of every tensor of a graph during one inference, as the reference executor holds them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codegen/graph/graph.h"

namespace bitstill::codegen {

class TensorValues {
 public:
  explicit TensorValues(const Graph& graph) {
    for (const Tensor& tensor : graph.tensors) {
      values_.push_back(tensor.constant ? tensor.data : std::vector<uint8_t>(static_cast<size_t>(tensor.bytes())));
    }
  }

  // Only what one operator reads and computes; the others are empty.
  TensorValues(const Graph& graph, const Operator& node) : values_(graph.tensors.size()) {
    for (const int index : node.inputs) values_.at(static_cast<size_t>(index)) = graph.tensor(index).data;
    for (const int index : node.outputs) {
      values_.at(static_cast<size_t>(index)).resize(static_cast<size_t>(graph.tensor(index).bytes()));
    }
  }

  std::span<uint8_t> bytes(int index) { return values_.at(static_cast<size_t>(index)); }
  std::span<const uint8_t> bytes(int index) const { return values_.at(static_cast<size_t>(index)); }
  std::span<int8_t> int8(int index) {
    auto& bytes = values_.at(static_cast<size_t>(index));
    return {reinterpret_cast<int8_t*>(bytes.data()), bytes.size()};
  }
  std::span<int32_t> int32(int index) {
    auto& bytes = values_.at(static_cast<size_t>(index));
    return {reinterpret_cast<int32_t*>(bytes.data()), bytes.size() / sizeof(int32_t)};
  }

 private:
  std::vector<std::vector<uint8_t>> values_;
};

}  // namespace bitstill::codegen
