// One node of the integer graph. Everything about an operator lives in its folder under codegen/ops.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codegen/graph/clamp_range.h"
#include "codegen/graph/target.h"

namespace bitstill::codegen {

class Graph;
class LayerEmitter;
class TensorValues;

// A kernel that writes over what it has read. The output must begin `lag_bytes` or more before the input, or, where
// `exactly` is set, lag_bytes before it.
struct InPlace {
  int64_t lag_bytes = 0;
  bool exactly = false;
};

// How a layer is divided into two halves that run at the same time.
struct Division {
  int64_t scratch_bytes = 0;  // at most about so much working memory for each half
  // Whether the output may lie over the input where that takes working memory: for what one half would write over
  // while the other still reads it.
  bool over_input = false;
};

class Operator {
 public:
  virtual ~Operator() = default;

  // As the TFLite schema spells it: "FULLY_CONNECTED".
  virtual std::string_view name() const = 0;
  // The word emitted code uses for the layer: "dense".
  virtual std::string_view short_name() const = 0;
  // Parameters for the graph's text dump, in one line: "activation relu, clamp [-128, 127]".
  virtual std::string parameters() const { return ""; }
  // Multiply-adds of one inference, only taps inside the image.
  virtual int64_t macs() const { return 0; }
  // Weights and biases as the module stores them.
  virtual int64_t parameter_bytes() const { return 0; }
  // Bytes of working memory that the device's kernel needs beside its inputs and outputs.
  virtual int64_t scratch_bytes() const { return 0; }
  // What the operator does last to its (only) output, where that is a clamp: a pass may narrow it.
  virtual ClampRange* output_clamp() { return nullptr; }
  // How the device's kernel may write its (only) output over its i-th input; nothing where the two must be apart.
  virtual std::optional<InPlace> in_place([[maybe_unused]] size_t input) const { return std::nullopt; }
  // An operator that leaves every byte as it was, such as a reshape.
  virtual bool identity() const { return false; }

  // Of the kernel that the operator has for the ESP32 beside the portable one; nothing where it has none.
  virtual std::optional<Esp32Prospect> esp32_prospect() const { return std::nullopt; }

  // The instructions that two cores could share, each computing one half of the output, as predicted; 0 where the
  // kernel cannot compute a half by itself.
  virtual int64_t divisible_instructions() const { return 0; }

  // Computes the outputs from the inputs, written for clarity: the meaning every other execution must equal.
  virtual void run(const Graph& graph, TensorValues& values) const = 0;
  // Writes the layer's constants and its call into the module.
  virtual void emit(LayerEmitter& emitter) const = 0;

  // Tensor indices of what is computed from and computed. Weights and parameters are the operator's own business; a
  // constant that stands where a computed tensor could is an input like any other.
  std::vector<int> inputs;
  std::vector<int> outputs;
  // Whether scratch_bytes(), in_place() and emit() speak of the ESP32's own kernel: esp32::choose_kernels decides.
  bool esp32_kernel = false;
  // How they speak of two halves, if they do: cores::divide_layers decides.
  std::optional<Division> division;
};

}  // namespace bitstill::codegen
