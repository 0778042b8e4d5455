// The integer graph: the artifact's tensors by their TFLite index, and its operators in execution order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codegen/graph/operator.h"
#include "codegen/graph/tensor.h"
#include "codegen/pack/coding.h"

namespace bitstill::codegen {

// An operator that is not computed any more, and why: its output holds the same bytes as its input, another operator
// does its work, or the caller does.
struct Fused {
  std::string operator_name;
  int input = -1;
  int output = -1;
  std::string reason = "the same bytes";
};

// One output of one operator, in execution order: the unit of layer comparison and profiles.
struct Layer {
  size_t node = 0;    // position in Graph::operators
  size_t output = 0;  // position in its outputs
  int tensor = -1;
  std::string name;  // the operator's layer name; "split_1_2" for its second output
};

class Graph {
 public:
  std::vector<Tensor> tensors;  // position = TFLite index
  std::vector<std::unique_ptr<Operator>> operators;
  std::vector<int> inputs;
  std::vector<int> outputs;
  std::vector<Fused> fused;

  Target target = Target::kPortable;
  std::vector<ChosenCoding> codings;  // of the layers with a choice, where they were asked for
  int workers = 1;                    // cores that compute a layer

  std::string artifact_sha256;
  std::string metadata;  // the artifact's "bitstill" entry (JSON), empty where it has none

  // How many operators read a tensor (twice where one reads it twice), and one more where it is an output of the graph.
  int readers(int tensor) const;
  // The operator that computes a tensor; nothing for the graph's inputs and constants.
  std::optional<size_t> writer(int tensor) const;
  const Tensor& tensor(int index) const { return tensors.at(static_cast<size_t>(index)); }
  int64_t input_bytes() const;   // all inputs of one sample
  int64_t output_bytes() const;  // all outputs of one sample
  int64_t macs() const;
  int64_t parameter_bytes() const;  // constant tensors as the artifact stores them

  // Layer names in execution order, each operator's short name and a count: dense_1, dense_2, softmax_1.
  std::vector<std::string> layer_names() const;
  std::string layer_name(size_t node) const;
  // The same for every output of every operator.
  std::vector<Layer> layers() const;

  // The graph as a person reads it: inputs, one line per operator with shapes and quantisation, outputs, what was
  // fused.
  std::string print() const;
};

// "int8", "int32", or the type as the schema spells it.
std::string element_name(const Tensor& tensor);

// "int8[1, 16] scale 0.0133 zero point -128".
std::string describe(const Tensor& tensor);

}  // namespace bitstill::codegen
