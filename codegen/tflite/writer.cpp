#include "codegen/tflite/writer.h"

#include <algorithm>

#include "schema_generated.h"

namespace bitstill::codegen::tflite {
namespace {

schema::TensorType stored_type(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return schema::TensorType::INT8;
    case ElementType::kInt32:
      return schema::TensorType::INT32;
    default:
      return schema::TensorType::FLOAT32;
  }
}

schema::ActivationFunctionType stored_activation(Activation activation) {
  switch (activation) {
    case Activation::kRelu:
      return schema::ActivationFunctionType::RELU;
    case Activation::kReluN1To1:
      return schema::ActivationFunctionType::RELU_N1_TO_1;
    case Activation::kRelu6:
      return schema::ActivationFunctionType::RELU6;
    case Activation::kNone:
      break;
  }
  return schema::ActivationFunctionType::NONE;
}

schema::Padding stored_padding(Padding padding) {
  return padding == Padding::kSame ? schema::Padding::SAME : schema::Padding::VALID;
}

// Convolutions and pools name these fields alike.
template <class Options>
Options window_options(const WindowOptions& window) {
  Options options;
  options.padding = stored_padding(window.padding);
  options.stride_h = window.stride_height;
  options.stride_w = window.stride_width;
  options.fused_activation_function = stored_activation(window.activation);
  return options;
}

std::vector<int> without_missing(std::vector<int> tensors) {
  while (!tensors.empty() && tensors.back() < 0) tensors.pop_back();
  return tensors;
}

using Code = schema::BuiltinOperator;

}  // namespace

struct ModelWriter::State {
  schema::ModelT model;
  schema::SubGraphT& graph() { return *model.subgraphs[0]; }

  uint32_t add_buffer(std::vector<uint8_t> data) {
    auto buffer = std::make_unique<schema::BufferT>();
    buffer->data = std::move(data);
    model.buffers.push_back(std::move(buffer));
    return static_cast<uint32_t>(model.buffers.size() - 1);
  }

  uint32_t operator_code(schema::BuiltinOperator code, int32_t version) {
    for (size_t i = 0; i < model.operator_codes.size(); ++i) {
      if (model.operator_codes[i]->builtin_code == code && model.operator_codes[i]->version == version) {
        return static_cast<uint32_t>(i);
      }
    }
    auto row = std::make_unique<schema::OperatorCodeT>();
    row->builtin_code = code;
    row->deprecated_builtin_code = static_cast<int8_t>(std::min(static_cast<int32_t>(code), 127));
    row->version = version;
    model.operator_codes.push_back(std::move(row));
    return static_cast<uint32_t>(model.operator_codes.size() - 1);
  }

  schema::OperatorT& add_operator(schema::BuiltinOperator code, int32_t version, std::vector<int> inputs,
                                  std::vector<int> outputs) {
    auto node = std::make_unique<schema::OperatorT>();
    node->opcode_index = operator_code(code, version);
    node->inputs = std::move(inputs);
    node->outputs = std::move(outputs);
    graph().operators.push_back(std::move(node));
    return *graph().operators.back();
  }

  template <class Options>
  void add_operator(schema::BuiltinOperator code, int32_t version, std::vector<int> inputs, std::vector<int> outputs,
                    Options options) {
    add_operator(code, version, std::move(inputs), std::move(outputs)).builtin_options.Set(std::move(options));
  }
};

ModelWriter::ModelWriter() : state_(std::make_unique<State>()) {
  state_->model.version = 3;
  state_->model.description = "bitstill";
  state_->model.subgraphs.push_back(std::make_unique<schema::SubGraphT>());
  state_->graph().name = "main";
  state_->add_buffer({});  // buffer 0 is empty by convention
}

ModelWriter::~ModelWriter() = default;

int ModelWriter::add_tensor(const Tensor& tensor) {
  auto stored = std::make_unique<schema::TensorT>();
  stored->shape = tensor.shape;
  stored->type = stored_type(tensor.type);
  stored->name = tensor.name;
  stored->buffer = tensor.constant ? state_->add_buffer(tensor.data) : 0;
  auto quantization = std::make_unique<schema::QuantizationParametersT>();
  quantization->scale = tensor.quantization.scales;
  quantization->zero_point.assign(tensor.quantization.zero_points.begin(), tensor.quantization.zero_points.end());
  quantization->quantized_dimension = tensor.quantization.axis;
  stored->quantization = std::move(quantization);
  state_->graph().tensors.push_back(std::move(stored));
  return static_cast<int>(state_->graph().tensors.size() - 1);
}

void ModelWriter::add_conv_2d(int input, int weights, int bias, int output, const WindowOptions& window) {
  auto options = window_options<schema::Conv2DOptionsT>(window);
  options.dilation_h_factor = window.dilation_height;
  options.dilation_w_factor = window.dilation_width;
  state_->add_operator(Code::CONV_2D, 3, without_missing({input, weights, bias}), {output}, std::move(options));
}

void ModelWriter::add_depthwise_conv_2d(int input, int weights, int bias, int output, int32_t depth_multiplier,
                                        const WindowOptions& window) {
  auto options = window_options<schema::DepthwiseConv2DOptionsT>(window);
  options.dilation_h_factor = window.dilation_height;
  options.dilation_w_factor = window.dilation_width;
  options.depth_multiplier = depth_multiplier;
  state_->add_operator(Code::DEPTHWISE_CONV_2D, 3, without_missing({input, weights, bias}), {output},
                       std::move(options));
}

void ModelWriter::add_transpose_conv(int output_shape, int weights, int input, int bias, int output,
                                     const WindowOptions& window) {
  const int32_t version = window.activation == Activation::kNone ? (bias < 0 ? 2 : 3) : 4;
  state_->add_operator(Code::TRANSPOSE_CONV, version, without_missing({output_shape, weights, input, bias}), {output},
                       window_options<schema::TransposeConvOptionsT>(window));
}

void ModelWriter::add_fully_connected(int input, int weights, int bias, int output, Activation activation) {
  const auto& scales = state_->graph().tensors.at(static_cast<size_t>(weights))->quantization->scale;
  // Version 4 is int8 with one weight scale; version 12 brought one scale per output channel.
  const int32_t version = scales.size() > 1 ? 12 : 4;
  schema::FullyConnectedOptionsT options;
  options.fused_activation_function = stored_activation(activation);
  state_->add_operator(Code::FULLY_CONNECTED, version, without_missing({input, weights, bias}), {output},
                       std::move(options));
}

void ModelWriter::add_pool_2d(Pool pool, int input, int output, int32_t height, int32_t width,
                              const WindowOptions& window) {
  auto options = window_options<schema::Pool2DOptionsT>(window);
  options.filter_height = height;
  options.filter_width = width;
  state_->add_operator(pool == Pool::kAverage ? Code::AVERAGE_POOL_2D : Code::MAX_POOL_2D, 2, {input}, {output},
                       std::move(options));
}

void ModelWriter::add_mean(int input, int axes, int output, bool keep_dims) {
  schema::ReducerOptionsT options;
  options.keep_dims = keep_dims;
  state_->add_operator(Code::MEAN, 2, {input, axes}, {output}, std::move(options));
}

void ModelWriter::add_binary(Binary function, int a, int b, int output, Activation activation) {
  const auto add = [&](Code code, auto options) {
    options.fused_activation_function = stored_activation(activation);
    state_->add_operator(code, 2, {a, b}, {output}, std::move(options));
  };
  if (function == Binary::kAdd) return add(Code::ADD, schema::AddOptionsT());
  if (function == Binary::kSub) return add(Code::SUB, schema::SubOptionsT());
  if (function == Binary::kMul) return add(Code::MUL, schema::MulOptionsT());
  const Code code = function == Binary::kMaximum ? Code::MAXIMUM : Code::MINIMUM;
  state_->add_operator(code, 2, {a, b}, {output}, schema::MaximumMinimumOptionsT());
}

void ModelWriter::add_unary(Unary function, int input, int output) {
  switch (function) {
    case Unary::kRelu:
      state_->add_operator(Code::RELU, 2, {input}, {output});
      return;
    case Unary::kRelu6:
      state_->add_operator(Code::RELU6, 2, {input}, {output});
      return;
    case Unary::kReluN1To1:
      state_->add_operator(Code::RELU_N1_TO_1, 1, {input}, {output});
      return;
    case Unary::kLogistic:
      state_->add_operator(Code::LOGISTIC, 2, {input}, {output});
      return;
    case Unary::kTanh:
      state_->add_operator(Code::TANH, 2, {input}, {output});
      return;
    case Unary::kHardSwish:
      state_->add_operator(Code::HARD_SWISH, 1, {input}, {output}, schema::HardSwishOptionsT());
      return;
    case Unary::kQuantize:
      state_->add_operator(Code::QUANTIZE, 2, {input}, {output}, schema::QuantizeOptionsT());
      return;
    case Unary::kDequantize:
      state_->add_operator(Code::DEQUANTIZE, 2, {input}, {output}, schema::DequantizeOptionsT());
      return;
  }
}

void ModelWriter::add_leaky_relu(int input, int output, float alpha) {
  schema::LeakyReluOptionsT options;
  options.alpha = alpha;
  state_->add_operator(Code::LEAKY_RELU, 2, {input}, {output}, std::move(options));
}

void ModelWriter::add_prelu(int input, int alpha, int output) {
  state_->add_operator(Code::PRELU, 1, {input, alpha}, {output});
}

void ModelWriter::add_softmax(int input, int output, float beta) {
  schema::SoftmaxOptionsT options;
  options.beta = beta;
  state_->add_operator(Code::SOFTMAX, 2, {input}, {output}, std::move(options));
}

void ModelWriter::add_arg_max(int input, int axis, int output) {
  schema::ArgMaxOptionsT options;
  options.output_type = schema::TensorType::INT32;
  state_->add_operator(Code::ARG_MAX, 2, {input, axis}, {output}, std::move(options));
}

void ModelWriter::add_reshape(int input, int output) {
  schema::ReshapeOptionsT options;
  options.new_shape = state_->graph().tensors.at(static_cast<size_t>(output))->shape;
  state_->add_operator(Code::RESHAPE, 1, {input}, {output}, std::move(options));
}

void ModelWriter::add_squeeze(int input, int output, const std::vector<int32_t>& axes) {
  schema::SqueezeOptionsT options;
  options.squeeze_dims = axes;
  state_->add_operator(Code::SQUEEZE, 1, {input}, {output}, std::move(options));
}

void ModelWriter::add_expand_dims(int input, int axis, int output) {
  state_->add_operator(Code::EXPAND_DIMS, 1, {input, axis}, {output}, schema::ExpandDimsOptionsT());
}

void ModelWriter::add_concatenation(const std::vector<int>& inputs, int output, int32_t axis) {
  schema::ConcatenationOptionsT options;
  options.axis = axis;
  state_->add_operator(Code::CONCATENATION, 2, inputs, {output}, std::move(options));
}

void ModelWriter::add_split(int axis, int input, const std::vector<int>& outputs) {
  schema::SplitOptionsT options;
  options.num_splits = static_cast<int32_t>(outputs.size());
  state_->add_operator(Code::SPLIT, 2, {axis, input}, outputs, std::move(options));
}

void ModelWriter::add_pad(int input, int paddings, int output) {
  state_->add_operator(Code::PAD, 2, {input, paddings}, {output}, schema::PadOptionsT());
}

void ModelWriter::add_padv2(int input, int paddings, int value, int output) {
  state_->add_operator(Code::PADV2, 2, {input, paddings, value}, {output}, schema::PadV2OptionsT());
}

void ModelWriter::add_transpose(int input, int permutation, int output) {
  state_->add_operator(Code::TRANSPOSE, 2, {input, permutation}, {output}, schema::TransposeOptionsT());
}

void ModelWriter::add_strided_slice(int input, int begin, int end, int strides, int output,
                                    const StridedSliceMasks& masks) {
  schema::StridedSliceOptionsT options;
  options.begin_mask = masks.begin;
  options.end_mask = masks.end;
  options.shrink_axis_mask = masks.shrink_axis;
  state_->add_operator(Code::STRIDED_SLICE, 2, {input, begin, end, strides}, {output}, std::move(options));
}

void ModelWriter::add_resize_nearest_neighbor(int input, int size, int output, bool align_corners,
                                              bool half_pixel_centers) {
  schema::ResizeNearestNeighborOptionsT options;
  options.align_corners = align_corners;
  options.half_pixel_centers = half_pixel_centers;
  state_->add_operator(Code::RESIZE_NEAREST_NEIGHBOR, 2, {input, size}, {output}, std::move(options));
}

void ModelWriter::set_inputs(const std::vector<int>& tensors) { state_->graph().inputs = tensors; }
void ModelWriter::set_outputs(const std::vector<int>& tensors) { state_->graph().outputs = tensors; }

void ModelWriter::add_metadata(const std::string& name, const std::string& text) {
  auto entry = std::make_unique<schema::MetadataT>();
  entry->name = name;
  entry->buffer = state_->add_buffer({text.begin(), text.end()});
  state_->model.metadata.push_back(std::move(entry));
}

std::vector<uint8_t> ModelWriter::finish() {
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, &state_->model));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace bitstill::codegen::tflite
