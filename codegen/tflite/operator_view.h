// What an operator's reader sees of the file: its tensors, its options, and one way to refuse in a sentence.
#pragma once

#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "schema_generated.h"

namespace bitstill::codegen::tflite {

class OperatorView {
 public:
  OperatorView(const Graph& graph, const schema::Operator& node, std::string place)
      : graph_(graph), node_(node), place_(std::move(place)) {}

  // Throws Error: "model.tflite: operator 3 (SOFTMAX): <sentence>".
  [[noreturn]] void refuse(const std::string& sentence) const;

  void expect_counts(size_t least_inputs, size_t most_inputs, size_t outputs) const;
  size_t input_count() const;

  // Tensor index of the i-th input or output; -1 for an optional input that is not there.
  int input(size_t i) const;
  int output(size_t i) const;
  const Tensor& input_tensor(size_t i) const { return graph_.tensor(input(i)); }
  const Tensor& output_tensor(size_t i) const { return graph_.tensor(output(i)); }

  // The same, refused unless a computed int8 tensor with one positive finite scale and an int8 zero point.
  int int8_input(size_t i) const;
  int int8_output(size_t i) const;

  // Like int8_input, but a constant will do: what may stand beside a computed tensor in ADD or MAXIMUM.
  int int8_operand(size_t i) const;
  // The values of a constant int32 (or int64) parameter tensor, such as axes or paddings; refused where it is computed.
  std::vector<int32_t> int32_parameter(size_t i, const std::string& what) const;
  // Refuses unless both tensors have the same scale and zero point, which operators that copy values need.
  void expect_same_quantization(const Tensor& a, const Tensor& b) const;

  const Graph& graph() const { return graph_; }

  // The operator's options, or nullptr where the file has none of this type (schema defaults apply).
  template <class Options>
  const Options* options() const {
    return node_.builtin_options_as<Options>();
  }

 private:
  void expect_int8(const Tensor& tensor) const;
  void expect_computed(const Tensor& tensor) const;

  const Graph& graph_;
  const schema::Operator& node_;
  std::string place_;
};

}  // namespace bitstill::codegen::tflite
