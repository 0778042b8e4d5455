// Writes a standard int8 .tflite file, operator by operator. The one place in the project that builds the flatbuffer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "codegen/graph/tensor.h"

namespace bitstill::codegen::tflite {

enum class Activation { kNone, kRelu, kReluN1To1, kRelu6 };
enum class Padding { kSame, kValid };
enum class Pool { kAverage, kMax };
// Of two tensors, or of a tensor and a constant, element by element with broadcasting.
enum class Binary { kAdd, kSub, kMul, kMaximum, kMinimum };
// Of one tensor, element by element.
enum class Unary { kRelu, kRelu6, kReluN1To1, kLogistic, kTanh, kHardSwish, kQuantize, kDequantize };

// How the window of a convolution or a pool moves.
struct WindowOptions {
  Padding padding = Padding::kSame;
  int32_t stride_height = 1;
  int32_t stride_width = 1;
  int32_t dilation_height = 1;
  int32_t dilation_width = 1;
  Activation activation = Activation::kNone;
};

struct StridedSliceMasks {
  int32_t begin = 0;
  int32_t end = 0;
  int32_t shrink_axis = 0;
};

class ModelWriter {
 public:
  ModelWriter();
  ~ModelWriter();

  // Adds a tensor and returns its index in the file. A tensor with `constant` set carries its data.
  int add_tensor(const Tensor& tensor);

  // Operators, in execution order. All arguments are tensor indices.
  void add_conv_2d(int input, int weights, int bias, int output, const WindowOptions& window);
  void add_depthwise_conv_2d(int input, int weights, int bias, int output, int32_t depth_multiplier,
                             const WindowOptions& window);
  // `output_shape` is a constant int32[4]; `bias` may be -1.
  void add_transpose_conv(int output_shape, int weights, int input, int bias, int output, const WindowOptions& window);
  void add_fully_connected(int input, int weights, int bias, int output, Activation activation);
  void add_pool_2d(Pool pool, int input, int output, int32_t height, int32_t width, const WindowOptions& window);
  void add_mean(int input, int axes, int output, bool keep_dims);
  void add_binary(Binary function, int a, int b, int output, Activation activation = Activation::kNone);
  void add_unary(Unary function, int input, int output);
  void add_leaky_relu(int input, int output, float alpha);
  void add_prelu(int input, int alpha, int output);
  void add_softmax(int input, int output, float beta = 1);
  void add_arg_max(int input, int axis, int output);
  void add_reshape(int input, int output);  // to the output tensor's own shape
  void add_squeeze(int input, int output, const std::vector<int32_t>& axes);
  void add_expand_dims(int input, int axis, int output);
  void add_concatenation(const std::vector<int>& inputs, int output, int32_t axis);
  void add_split(int axis, int input, const std::vector<int>& outputs);
  void add_pad(int input, int paddings, int output);
  void add_padv2(int input, int paddings, int value, int output);
  void add_transpose(int input, int permutation, int output);
  void add_strided_slice(int input, int begin, int end, int strides, int output, const StridedSliceMasks& masks);
  void add_resize_nearest_neighbor(int input, int size, int output, bool align_corners, bool half_pixel_centers);

  void set_inputs(const std::vector<int>& tensors);
  void set_outputs(const std::vector<int>& tensors);
  void add_metadata(const std::string& name, const std::string& text);

  // The file's bytes: the same calls give the same bytes.
  std::vector<uint8_t> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bitstill::codegen::tflite
